"""The world of the tests: the province and two banks that look alike down to their primary keys.

Built once into the template database. b001 is where tests act, b002 is where nothing may move.
"""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.management import call_command
from django.db import connection

from backend.platform.permissions import Actor, Scope
from backend.platform.tenancy import in_entity
from tenants.organisation.seed import ROLES

BANK_A, BANK_B = "b001", "b002"
BUSINESS_DATE = date(2026, 3, 2)
PASSWORD = "test-password-1"
MARK = "乙行"
"""Stands in every name of bank B: an answer to bank A that holds it has leaked."""
AUTHORITY = Decimal("300000.00")
# Roles whose people see one branch; the others see the whole bank.
BRANCH_ROLES = {"officer": Scope.SELF, "teller": Scope.BRANCH, "branch_head": Scope.SUBTREE}


def build() -> None:
    """Make the province, the two banks, their people and what they sell."""
    call_command("prepare_database", verbosity=0)
    call_command("onboard_entities", only=f"{BANK_A},{BANK_B}", workers=1, verbosity=0)
    _province()
    for code in (BANK_A, BANK_B):
        with in_entity(code):
            _bank(code)
    with in_entity(BANK_B):
        _look_alikes()


def _province() -> None:
    from shared.catalog import services as catalog
    from shared.identity import services as identity
    from shared.identity.models import ProvinceRole
    from shared.reference import services as reference

    actor = Actor.system("province")
    reference.lpr_confirm(actor=actor, through_on=date(2030, 12, 31), note="测试")
    for role in ProvinceRole.objects.order_by("id"):
        account = identity.account_create(
            actor=actor,
            entity_code="province",
            username=role.code,
            name=f"省{role.name}",
            password=PASSWORD,
            must_change=False,
        )
        identity.province_role_assign(actor=actor, account=account, role=role, on=date(2020, 1, 1))
    for product in LEVEL_ONE:
        row = catalog.level_one_create(actor=actor, **product)
        catalog.level_one_publish(actor=actor, pk=row.pk)


LEVEL_ONE: list[dict[str, Any]] = [
    {
        "code": "FARMER_MICRO",
        "name": "农户小额信用贷款",
        "category": "FARMER_MICRO",
        "amount_min": Decimal("1000.00"),
        "amount_max": Decimal("300000.00"),
        "term_months_min": 1,
        "term_months_max": 36,
        "bp_min": -50,
        "bp_max": 500,
        "lpr_tenors": ["ONE_YEAR", "FIVE_YEAR"],
        "methods": ["EQUAL_INSTALMENT", "EQUAL_PRINCIPAL", "INTEREST_ONLY", "BULLET"],
        "guarantee_modes": ["CREDIT"],
        "customer_kinds": ["PERSON", "FARMER"],
    },
    {
        "code": "PERSONAL_GENERAL",
        "name": "个人综合消费贷款",
        "category": "PERSONAL_GENERAL",
        "amount_min": Decimal("1000.00"),
        "amount_max": Decimal("1000000.00"),
        "term_months_min": 1,
        "term_months_max": 120,
        "bp_min": 0,
        "bp_max": 600,
        "lpr_tenors": ["ONE_YEAR", "FIVE_YEAR"],
        "methods": ["EQUAL_INSTALMENT", "EQUAL_PRINCIPAL", "INTEREST_ONLY", "BULLET"],
        "guarantee_modes": ["CREDIT", "GUARANTEE", "MORTGAGE"],
        "customer_kinds": ["PERSON", "FARMER"],
    },
]


def _bank(code: str) -> None:
    from shared.identity import services as identity
    from tenants.organisation import services as organisation
    from tenants.organisation.models import Branch, BusinessDate, Role
    from tenants.products import services as products

    actor = Actor.system(code)
    mark = MARK if code == BANK_B else ""
    BusinessDate.objects.update(current_on=BUSINESS_DATE)
    head = Branch.objects.get(kind=Branch.Kind.HEAD_OFFICE)
    branches = [
        organisation.branch_create(
            actor=actor, code=f"{code}0{n}", name=f"{name}支行{mark}", kind="BRANCH", parent=head
        )
        for n, name in ((1, "城关"), (2, "河东"))
    ]
    number = 0
    for branch, suffix in ((branches[0], ""), (branches[1], "2")):
        for role_code in ROLES:
            number += 1
            role = Role.objects.get(code=role_code)
            account = identity.account_create(
                actor=actor, entity_code=code, username=f"{role_code}{suffix}", name=f"{role.name}{suffix}{mark}",
                password=PASSWORD, must_change=False,
            )  # fmt: skip
            staff = organisation.staff_register(
                actor=actor, staff_no=f"{code}{number:04d}", name=f"{role.name}{suffix}{mark}", branch=branch,
                account_id=account.pk,
            )  # fmt: skip
            scope = BRANCH_ROLES.get(role_code, Scope.ENTITY)
            where = branch if role_code in BRANCH_ROLES else head
            organisation.post_assign(
                actor=actor, staff=staff, role=role, branch=where, scope=scope, on=date(2020, 1, 1)
            )
            if role_code in ("approver", "branch_head"):
                organisation.authority_grant(
                    actor=actor, staff=staff, max_amount=AUTHORITY, on=date(2020, 1, 1)
                )
    for parent, fields in LEVEL_TWO.items():
        named = {**fields, "name": f"{fields['name']}{mark}"}
        row = products.product_create(actor=actor, parent_code=parent, **named)
        products.product_publish(actor=actor, pk=row.pk)


LEVEL_TWO: dict[str, dict[str, Any]] = {
    "FARMER_MICRO": {
        "code": "FARMER_MICRO_01",
        "name": "惠农贷",
        "amount_min": Decimal("1000.00"),
        "amount_max": Decimal("200000.00"),
        "term_months_min": 1,
        "term_months_max": 36,
        "bp_min": 0,
        "bp_max": 400,
        "lpr_tenor": "ONE_YEAR",
        "methods": ["EQUAL_INSTALMENT", "EQUAL_PRINCIPAL", "INTEREST_ONLY", "BULLET"],
        "guarantee_modes": ["CREDIT"],
    },
    "PERSONAL_GENERAL": {
        "code": "PERSONAL_GENERAL_01",
        "name": "安居消费贷",
        "amount_min": Decimal("5000.00"),
        "amount_max": Decimal("500000.00"),
        "term_months_min": 3,
        "term_months_max": 60,
        "bp_min": 50,
        "bp_max": 500,
        "lpr_tenor": "ONE_YEAR",
        "methods": ["EQUAL_INSTALMENT", "EQUAL_PRINCIPAL", "INTEREST_ONLY"],
        "guarantee_modes": ["CREDIT", "GUARANTEE", "MORTGAGE"],
        "interest_day": 21,
    },
}


def _look_alikes() -> None:
    """Business rows of bank B with the primary keys that a test's own rows in bank A will get."""
    from shared.identity.models import Account
    from tenants.organisation.selectors import bank_actor
    from tests.factories import applications, catalog, contracts, customers, loans, products

    catalog.number_from(9001)  # products of the province, where the tests' own stand too
    products.number_from(9001)

    def actor_for(username: str) -> Actor:
        return bank_actor(Account.objects.get(entity_code=BANK_B, username=username))

    officer, disburser = actor_for("officer"), actor_for("disburser")
    for _ in range(3):
        customer = customers.make_customer(officer, name=f"罗国华{MARK}")
        customers.make_household(officer, name=f"罗国华户{MARK}")
        contract = contracts.make_signed_contract(
            actor_for, customer_id=customer.pk, purpose_text=f"购买化肥{MARK}"
        )
        loans.make_loan(officer, disburser, contract)
    waiting = customers.make_customer(officer, name=f"张秀珍{MARK}")
    applications.make_application(officer, submit=True, customer_id=waiting.pk, purpose_text=MARK)
    _own_settings()
    _own_views(officer)


def _own_views(officer: Actor) -> None:
    """Views and layouts of bank B, also under the number that an account of bank A has."""
    from backend.platform.desk.models import DefaultView, SavedView
    from backend.platform.desk.services import list_views
    from shared.identity.models import Account
    from tests.factories.desk import COLUMNS, make_view

    make_view(officer, name=f"在职客户{MARK}")
    namesake = Account.objects.get(entity_code=BANK_A, username="officer").pk
    view = make_view(officer, name=f"共享{MARK}", q=MARK)
    SavedView.objects.filter(pk=view.pk).update(account_id=namesake, is_shared=True)
    DefaultView.objects.create(account_id=namesake, list_id="customers", view=view)
    list_views.layout_put(
        actor=replace(officer, account_id=namesake), list_id="customers", columns=COLUMNS, density="LOOSE"
    )


def _own_settings() -> None:
    """Parameters and dictionary entries of bank B: none of them may act in bank A."""
    from tenants.organisation import services as organisation

    actor = Actor.system(BANK_B, name=f"系统{MARK}")
    for code, value in OWN_PARAMETERS.items():
        organisation.bank_parameter_set(actor=actor, code=code, value=value, valid_from=BUSINESS_DATE)
    for dictionary in ("customers.occupation", "intake.reject_reason"):
        organisation.bank_entry_add(
            actor=actor,
            dictionary=dictionary,
            code="L_LOCAL",
            zh=f"自定{MARK}",
            en=f"Own {MARK}",
            position=900,
            valid_from=BUSINESS_DATE,
        )


OWN_PARAMETERS = {"applications.lapse_days": "7", "intake.rejected_wait_days": "30"}
"""What bank B set for itself."""


TOUCHED = """
SELECT relname, pg_stat_get_xact_tuples_inserted(oid) + pg_stat_get_xact_tuples_updated(oid)
       + pg_stat_get_xact_tuples_deleted(oid)
FROM pg_class WHERE relnamespace = %s::regnamespace AND relkind = 'r'
"""


def touched(schema: str) -> dict[str, int]:
    """How many rows of each table of a schema this session has written and not yet told the server's statistics.

    Within a transaction the same numbers twice mean that it wrote nothing there in between, taken back or not.
    """
    with connection.cursor() as cursor:
        cursor.execute(TOUCHED, [schema])
        return dict(cursor.fetchall())


def fingerprint(schema: str) -> dict[str, tuple[int, int]]:
    """Rows and a hash of their contents for each table of a schema: nothing moved when it is the same."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s ORDER BY 1", [schema])
        tables = [row[0] for row in cursor.fetchall()]
        one = "SELECT '{t}', count(*), coalesce(sum(hashtext(r::text)), 0)::bigint FROM {s}.\"{t}\" r"
        cursor.execute(" UNION ALL ".join(one.format(t=table, s=schema) for table in tables))
        return {table: (count, digest) for table, count, digest in cursor.fetchall()}
