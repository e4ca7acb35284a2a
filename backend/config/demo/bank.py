"""The people and products of one demo bank."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.contrib.auth.hashers import make_password

from backend.platform.permissions import Actor, Scope
from backend.platform.tenancy import current_entity
from shared.catalog.types import Reprice
from shared.identity import services as identity
from shared.identity.models import Account
from tenants.organisation import services as organisation
from tenants.organisation.models import Branch, BusinessDate, Role
from tenants.organisation.selectors import bank_actor
from tenants.products import services as products
from tenants.products.models import LevelTwoProduct

PASSWORD = "demo-2026-Credit"  # noqa: S105 - printed by the demo, worthless elsewhere
SINCE = date(2020, 1, 1)

STAFF: list[tuple[str, str, str, int, Scope]] = [
    # user name, name, role, branch (0: head office), scope
    ("officer", "周明", "officer", 1, Scope.SELF),
    ("officer2", "吴芳", "officer", 2, Scope.SELF),
    ("reviewer", "郑强", "reviewer", 0, Scope.ENTITY),
    ("approver", "王丽", "approver", 0, Scope.ENTITY),
    ("head", "陈刚", "branch_head", 1, Scope.SUBTREE),
    ("disburser", "刘洋", "disburser", 0, Scope.ENTITY),
    ("teller", "赵敏", "teller", 1, Scope.ENTITY),
    ("risk", "孙伟", "risk", 0, Scope.ENTITY),
    ("archivist", "何静", "archivist", 0, Scope.ENTITY),
    ("admin", "高翔", "bank_admin", 0, Scope.ENTITY),
    ("auditor", "林涛", "auditor", 0, Scope.ENTITY),
    ("security", "罗军", "security_admin", 0, Scope.ENTITY),
]
AUTHORITY = {"approver": Decimal("500000.00"), "head": Decimal("100000.00")}

LEVEL_ONE: list[dict[str, Any]] = [
    {
        "code": "FARMER_MICRO",
        "name": "农户小额信用贷款",
        "category": "FARMER_MICRO",
        "amount_min": Decimal("1000.00"),
        "amount_max": Decimal("300000.00"),
        "term_months_min": 3,
        "term_months_max": 36,
        "bp_min": 50,
        "bp_max": 400,
        "lpr_tenors": ["ONE_YEAR", "FIVE_YEAR"],
        "reprices": Reprice.values,
        "methods": ["EQUAL_INSTALMENT", "EQUAL_PRINCIPAL", "INTEREST_ONLY", "BULLET"],
        "guarantee_modes": ["CREDIT"],
        "customer_kinds": ["PERSON", "FARMER"],
    },
    {
        "code": "PERSONAL_GENERAL",
        "name": "个人综合消费贷款",
        "category": "PERSONAL_GENERAL",
        "amount_min": Decimal("5000.00"),
        "amount_max": Decimal("1000000.00"),
        "term_months_min": 3,
        "term_months_max": 120,
        "bp_min": 80,
        "bp_max": 500,
        "lpr_tenors": ["ONE_YEAR", "FIVE_YEAR"],
        "reprices": Reprice.values,
        "methods": ["EQUAL_INSTALMENT", "EQUAL_PRINCIPAL", "INTEREST_ONLY", "BULLET"],
        "guarantee_modes": ["CREDIT", "GUARANTEE", "MORTGAGE", "PLEDGE"],
        "customer_kinds": ["PERSON", "FARMER"],
    },
]
LEVEL_TWO: list[dict[str, Any]] = [
    {
        "parent_code": "FARMER_MICRO",
        "code": "HUINONG",
        "name": "惠农小额贷",
        "amount_min": Decimal("5000.00"),
        "amount_max": Decimal("200000.00"),
        "term_months_min": 3,
        "term_months_max": 36,
        "bp_min": 60,
        "bp_max": 350,
        "lpr_tenor": "ONE_YEAR",
        "methods": ["EQUAL_INSTALMENT", "EQUAL_PRINCIPAL", "INTEREST_ONLY", "BULLET"],
        "guarantee_modes": ["CREDIT"],
    },
    {
        "parent_code": "PERSONAL_GENERAL",
        "code": "ANJU",
        "name": "安居消费贷",
        "amount_min": Decimal("10000.00"),
        "amount_max": Decimal("500000.00"),
        "term_months_min": 6,
        "term_months_max": 60,
        "bp_min": 90,
        "bp_max": 450,
        "lpr_tenor": "ONE_YEAR",
        "methods": ["EQUAL_INSTALMENT", "EQUAL_PRINCIPAL", "INTEREST_ONLY"],
        "guarantee_modes": ["CREDIT", "GUARANTEE", "MORTGAGE"],
    },
]


DEPARTMENTS = ["信贷管理部", "风险管理部", "计划财务部", "审计部"]
GRIDS = {
    "officer": [("WG0101", "龙井村", "520111102203"), ("WG0102", "思潜村", "520111102205")],
    "officer2": [("WG0201", "摆忙村", "520111102208")],
}
"""Villages of the loan officers, by user name: code, name and region code."""


@dataclass(frozen=True)
class Team:
    """The actors of one bank, by user name."""

    actors: dict[str, Actor]

    def __getitem__(self, username: str) -> Actor:
        return self.actors[username]


@lru_cache(maxsize=1)
def hashed_password() -> str:
    """One slow hash for the whole demo: it is the same password everywhere."""
    return make_password(PASSWORD)


def furnish_bank(on: date) -> None:
    """Branches, staff with accounts, authority and products; does nothing where the bank has staff."""
    entity = current_entity()
    if Account.objects.filter(entity_code=entity.code).exists():
        return
    actor = Actor.system(entity.code, name="演示数据")
    BusinessDate.objects.update(current_on=on)
    head = Branch.objects.get(kind=Branch.Kind.HEAD_OFFICE)
    branches = [head] + [
        organisation.branch_create(
            actor=actor, code=f"{entity.code}{n:02d}", name=name, kind="BRANCH", parent=head
        )
        for n, name in enumerate(("城关支行", "河东支行"), 1)
    ]
    for number, name in enumerate(DEPARTMENTS, 1):
        organisation.department_create(actor=actor, branch_id=head.pk, code=f"BM{number:02d}", name=name)
    roles = {role.code: role for role in Role.objects.all()}
    password = hashed_password()
    for number, (username, name, role, where, scope) in enumerate(STAFF, 1):
        row = Account.objects.create(entity_code=entity.code, username=username, name=name, password=password)
        branch = branches[where]
        staff = organisation.staff_register(
            actor=actor, staff_no=f"{entity.code}{number:04d}", name=name, branch=branch, account_id=row.pk
        )
        organisation.post_assign(
            actor=actor, staff=staff, role=roles[role], branch=branch, scope=scope, on=SINCE
        )
        for code, village, region in GRIDS.get(username, []):
            organisation.grid_create(
                actor=actor, code=code, name=f"{village}网格", region_code=region, region_name=village,
                branch_id=branch.pk, officer_id=staff.pk, valid_from=SINCE,
            )  # fmt: skip
        if username in AUTHORITY:
            organisation.authority_grant(actor=actor, staff=staff, max_amount=AUTHORITY[username], on=SINCE)
    for fields in LEVEL_TWO:
        product = products.product_create(actor=actor, **fields)
        products.product_publish(actor=actor, pk=product.pk)


def team_of_bank() -> Team:
    """The actors as they would be at a request of each of these people."""
    accounts = Account.objects.filter(entity_code=current_entity().code)
    return Team({account.username: bank_actor(account) for account in accounts})


def products_of_bank() -> list[LevelTwoProduct]:
    return list(LevelTwoProduct.objects.filter(status="ON_SALE").order_by("pk"))


def furnish_province(confirm_lpr_through: date) -> None:
    """One account for each role of the province, the two level-1 products, and the LPR confirmed for the demo."""
    from shared.catalog import services as catalog
    from shared.identity.models import ProvinceRole
    from shared.reference import services as reference
    from shared.reference.selectors import lpr_confirmed_through

    actor = Actor.system("province", name="演示数据")
    if not Account.objects.filter(entity_code="province").exists():
        for role in ProvinceRole.objects.order_by("id"):
            account = identity.account_create(
                actor=actor,
                entity_code="province",
                username=role.code,
                name=role.name,
                password=PASSWORD,
                must_change=False,
            )
            identity.province_role_assign(actor=actor, account=account, role=role, on=SINCE)
        for fields in LEVEL_ONE:
            product = catalog.level_one_create(actor=actor, **fields)
            catalog.level_one_publish(actor=actor, pk=product.pk)
    confirmed = lpr_confirmed_through()
    if confirmed is None or confirmed < confirm_lpr_through:
        reference.lpr_confirm(actor=actor, through_on=confirm_lpr_through, note="演示数据:未经官方确认")
