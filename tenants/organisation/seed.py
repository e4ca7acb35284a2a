"""What every bank starts with: a head office, the roles, a business date."""

from django.utils import timezone

from backend.platform.permissions import Actor

from . import services
from .models import Branch, Role

ROLES: dict[str, tuple[str, list[str]]] = {
    "officer": (
        "客户经理",
        [
            "organisation.view", "products.view", "customers.view", "customers.register", "customers.edit",
            "customers.reveal", "intake.view", "intake.create", "intake.accept", "intake.reject", "intake.withdraw",
            "intake.convert", "applications.view", "applications.edit", "applications.submit", "applications.cancel",
            "approvals.view", "contracts.view", "contracts.create", "contracts.sign_borrower", "contracts.void",
            "loans.view", "loans.quote", "loans.disburse_request",
        ],
    ),
    "reviewer": (
        "审查岗",
        [
            "organisation.view", "products.view", "customers.view", "intake.view", "applications.view",
            "approvals.view", "approvals.review", "contracts.view", "loans.view", "loans.quote",
        ],
    ),
    "approver": (
        "审批岗",
        [
            "organisation.view", "products.view", "customers.view", "intake.view", "applications.view",
            "approvals.view", "approvals.approve", "contracts.view", "loans.view", "loans.quote",
        ],
    ),
    "branch_head": (
        "支行行长",
        [
            "organisation.view", "organisation.handover", "products.view", "customers.view", "customers.reveal",
            "intake.view", "intake.assign", "applications.view", "approvals.view", "approvals.approve", "contracts.view",
            "loans.view", "loans.quote", "reports.view",
        ],
    ),
    "disburser": (
        "放款审核岗",
        [
            "organisation.view", "products.view", "customers.view", "applications.view", "contracts.view",
            "contracts.sign_bank", "loans.view", "loans.quote", "loans.disburse_check", "loans.disburse_inquire",
            "ledger.view",
        ],
    ),
    "teller": (
        "柜员",
        ["organisation.view", "customers.view", "contracts.view", "loans.view", "loans.quote", "loans.repay", "ledger.view"],
    ),
    "risk": (
        "风险管理岗",
        [
            "organisation.view", "products.view", "products.publish", "customers.view", "applications.view",
            "contracts.view", "loans.view", "loans.quote", "ledger.view", "reports.view", "events.view", "events.check",
            "parameters.view", "parameters.check", "dictionaries.check",
        ],
    ),
    "archivist": ("档案岗", ["organisation.view", "customers.view", "applications.view", "contracts.view", "loans.view"]),
    "bank_admin": (
        "行社管理员",
        [
            "organisation.view", "organisation.manage", "organisation.handover", "products.view", "products.manage",
            "endofday.view", "endofday.run", "events.view", "events.manage",
            "parameters.view", "parameters.propose", "dictionaries.propose",
        ],
    ),
    "auditor": (
        "审计岗",
        [
            "organisation.view", "products.view", "customers.view", "intake.view", "applications.view",
            "approvals.view", "contracts.view", "loans.view", "ledger.view", "endofday.view", "reports.view",
            "audit.view", "events.view", "parameters.view",
        ],
    ),
}  # fmt: skip

WITH_SECOND_FACTOR = frozenset({"approver", "branch_head", "bank_admin"})
"""Whose people must prove more than a password, once the installation enforces it."""


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
