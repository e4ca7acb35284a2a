"""What every bank starts with: a head office, the roles, a business date."""

from itertools import combinations

from django.utils import timezone

from backend.platform.permissions import Actor

from . import services
from .models import Branch, IncompatibleRoles, Role

ROLES: dict[str, tuple[str, list[str]]] = {
    "officer": (
        "客户经理",
        [
            "organisation.view", "products.view", "customers.view", "customers.register", "customers.edit",
            "customers.reveal", "intake.view", "intake.create", "intake.accept", "intake.reject", "intake.withdraw",
            "intake.convert", "applications.view", "applications.edit", "applications.submit", "applications.cancel",
            "approvals.view", "contracts.view", "contracts.create", "contracts.sign_borrower", "contracts.void",
            "loans.view", "loans.quote", "loans.disburse_request", "desk.export",
        ],
    ),
    "reviewer": (
        "审查岗",
        [
            "organisation.view", "products.view", "customers.view", "intake.view", "applications.view",
            "approvals.view", "approvals.review", "contracts.view", "loans.view", "loans.quote", "desk.export",
        ],
    ),
    "approver": (
        "审批岗",
        [
            "organisation.view", "products.view", "customers.view", "intake.view", "applications.view",
            "approvals.view", "approvals.approve", "contracts.view", "loans.view", "loans.quote", "access.redelegate", "desk.export",
        ],
    ),
    "branch_head": (
        "支行行长",
        [
            "organisation.view", "organisation.handover", "products.view", "customers.view", "customers.reveal",
            "customers.check", "intake.view", "intake.assign", "applications.view", "approvals.view", "approvals.approve", "contracts.view",
            "loans.view", "loans.quote", "loans.reversal_check", "reports.view", "access.view", "access.redelegate", "desk.share_views", "desk.export",
        ],
    ),
    "disburser": (
        "放款审核岗",
        [
            "organisation.view", "products.view", "customers.view", "applications.view", "contracts.view",
            "contracts.sign_bank", "loans.view", "loans.quote", "loans.disburse_check", "loans.disburse_inquire",
            "ledger.view", "desk.export",
        ],
    ),
    "teller": (
        "柜员",
        ["organisation.view", "customers.view", "contracts.view", "loans.view", "loans.quote", "loans.repay", "deductions.view",
         "deductions.run", "ledger.view"],
    ),
    "risk": (
        "风险管理岗",
        [
            "organisation.view", "products.view", "products.publish", "customers.view", "applications.view",
            "contracts.view", "loans.view", "loans.quote", "ledger.view", "reports.view", "access.view", "events.view", "events.check",
            "parameters.view", "parameters.check", "dictionaries.check", "desk.share_views", "desk.export",
            "deductions.view", "endofday.view", "endofday.skip_check",
        ],
    ),
    "archivist": ("档案岗", ["organisation.view", "customers.view", "customers.check", "applications.view", "contracts.view", "loans.view", "desk.export"]),
    "bank_admin": (
        "行社管理员",
        [
            "organisation.view", "organisation.manage", "organisation.check", "organisation.handover", "products.view",
            "products.manage",
            "deductions.view", "endofday.view", "endofday.run", "endofday.skip_check", "events.view", "events.manage",
            "access.view", "access.manage", "access.check", "identity.view", "identity.manage", "identity.check",
            "parameters.view", "parameters.propose", "dictionaries.propose", "desk.share_views", "desk.export",
        ],
    ),
    "auditor": (
        "审计岗",
        [
            "organisation.view", "products.view", "customers.view", "intake.view", "applications.view",
            "approvals.view", "contracts.view", "loans.view", "ledger.view", "deductions.view", "endofday.view", "reports.view",
            "audit.view", "audit.export", "audit.verify", "access.view", "identity.view", "events.view", "parameters.view", "desk.export",
        ],
    ),
    "security_admin": (
        "安全管理员",
        [
            "organisation.view", "organisation.check", "products.view", "access.view", "access.manage", "access.check",
            "identity.view", "identity.manage", "identity.check", "desk.export",
        ],
    ),
}  # fmt: skip

WITH_SECOND_FACTOR = frozenset({"approver", "branch_head", "bank_admin", "security_admin"})
"""Whose people must prove more than a password, once the installation enforces it."""

ADMINISTERING = ("bank_admin", "security_admin", "auditor")
BUSINESS = (
    "officer", "reviewer", "approver", "branch_head", "disburser", "teller", "risk", "archivist",
)  # fmt: skip
INCOMPATIBLE: list[tuple[str, str, str]] = [
    ("officer", "reviewer", "调查与审查分离"),
    ("officer", "approver", "调查与审批分离"),
    ("officer", "branch_head", "调查与审批分离"),
    ("officer", "disburser", "申请放款与审核放款分离"),
    ("officer", "teller", "业务经办与收付款分离"),
    ("officer", "risk", "业务经办与风险管理分离"),
    ("reviewer", "approver", "审查与审批分离"),
    ("reviewer", "branch_head", "审查与审批分离"),
    ("approver", "disburser", "审批与放款分离"),
    ("branch_head", "disburser", "审批与放款分离"),
    ("disburser", "teller", "审核放款与收付款分离"),
    *((first, second, "管理、安全、审计三权分立") for first, second in combinations(ADMINISTERING, 2)),
    *((first, second, "系统管理与审计不得兼任业务岗位") for first in ADMINISTERING for second in BUSINESS),
]
"""Pairs of roles that nobody may hold together, and why."""


def seed(entity_code: str, bank_name: str) -> None:
    """Give a fresh bank its head office, roles and business date; does nothing where they stand already."""
    actor = Actor.system(entity_code)
    services.business_date_open(timezone.localdate())
    if not Branch.objects.exists():
        services.branch_create(
            actor=actor,
            code=f"{entity_code}00",
            name=f"{bank_name}总行",
            kind=Branch.Kind.HEAD_OFFICE,
            parent=None,
        )
    for code, (name, actions) in ROLES.items():
        if not Role.objects.filter(code=code).exists():
            services.role_define(
                actor=actor,
                code=code,
                name=name,
                actions=actions,
                requires_second_factor=code in WITH_SECOND_FACTOR,
            )
    if not IncompatibleRoles.objects.exists():
        for first, second, reason in INCOMPATIBLE:
            services.incompatible_roles_declare(actor=actor, first=first, second=second, reason=reason)
