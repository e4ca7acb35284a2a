"""Cells of the matrix as HTTP requests: the records they ask for, what they send, and what must come of it."""

import json
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import httpx
import pytest
from celery import Celery
from django.conf import settings
from django.db import connection, transaction

from backend.integrations.core_banking import signing
from backend.platform import clock
from backend.platform.permissions import Actor
from backend.platform.records import changes
from backend.platform.records.models import PendingChange
from backend.platform.tenancy import in_entity
from shared.identity.models import Account, ProvinceRole, ProvinceRoleHolding
from shared.reference.selectors import province_today
from tenants.deductions import services as deduction_services
from tests import world
from tests.contracts.permissions import lists
from tests.contracts.permissions.matrix import ANONYMOUS, CHECKS, Row, filled
from tests.factories import (
    access,
    applications,
    catalog,
    contracts,
    customers,
    deductions,
    intake,
    loans,
    organisation,
    products,
)
from tests.factories.parameters import bank_adds
from tests.support.api import Api

REFUSED = {True: (401, "identity.not_signed_in"), False: (403, "platform.not_allowed")}
TERMS = {
    "principal": "100000.00",
    "annual_rate": "0.043500",
    "method": "EQUAL_INSTALMENT",
    "day_count": "30/360",
    "start_date": "2026-03-02",
    "term_months": 12,
}
SETTINGS = {"parameters": "applications.lapse_days", "dictionaries": "customers.occupation"}
CALENDAR = {"since": "2026-01-01", "until": "2026-12-31"}
DRAFT = {"content": {"values": {"name": "周文"}, "began": {}}}
DESK: dict[str, dict[str, Any]] = {
    "POST desk/search": {"text": "测试"},
    "POST desk/opened": {"path": "/customers/1"},
    "PUT desk/preferences": {"theme": "DARK"},
}
SIGNED_ANSWER = "POST integrations/core-banking/answers"


@dataclass
class Records:
    """What requests ask for: an id by the first part of a path or by a row's name, and bodies by name.

    A route that stands in neither is asked for the record 1 with an empty body.
    """

    ids: dict[str, Any] = field(default_factory=dict)
    bodies: dict[str, dict[str, Any]] = field(default_factory=dict)
    queries: dict[str, dict[str, str]] = field(default_factory=dict)

    def url(self, row: Row) -> str:
        known = self.ids.get(row.name, self.ids.get(row.path.partition("/")[0], 1))
        return filled(row.path, known)


def of_the_bank(actor_for: Callable[[str], Actor]) -> Records:
    """Records of the officer of the first branch, one at each stage of a loan's life."""
    from tenants.contracts import services as contract_services
    from tenants.ledger.models import Voucher
    from tenants.organisation import services as organisation_services
    from tenants.organisation.models import Authority, Branch, PostHolding, Role, Staff

    officer, disburser = actor_for("officer"), actor_for("disburser")
    loans.set_business_date(world.BUSINESS_DATE - timedelta(days=40))
    begun_before = loans.make_loan(officer, disburser)
    loans.set_business_date(world.BUSINESS_DATE - timedelta(days=1))
    loans.pass_nights(world.BUSINESS_DATE)
    customer, member = customers.make_customer(officer), customers.make_customer(officer)
    same = {"customer_id": customer.pk, "product_id": products.make_product().pk}
    submitted = intake.make_intake(officer, **same)
    applied = applications.make_application(officer, customer_id=member.pk, product_id=same["product_id"])
    in_review = applications.make_application(officer, submit=True)
    to_approve = applications.make_application(officer, submit=True)
    applications.decide(actor_for("reviewer"), to_approve)
    approved = applications.make_approved(actor_for)
    printed, half_signed = (contracts.make_printed_contract(actor_for) for _ in range(2))
    contract_services.contract_sign(actor=officer, pk=half_signed.pk, party="BORROWER")
    effective = loans.make_contract(officer)
    drawdown = loans.make_disbursement(officer, effective, amount=effective.amount / 2)
    loan = loans.make_loan(officer, disburser)
    on_its_way = loans.make_sent(officer, disburser)
    repaid = loans.make_repaid(actor_for("teller"), loans.make_loan(officer, disburser))
    of_repaid = {"pk": repaid.loan_id, "repayment_id": repaid.pk}
    archivist = Role.objects.get(code="archivist")
    keeper = Staff.objects.get(pk=actor_for("archivist").staff_id)
    account_ids, account_bodies = access.accounts_asked_for(
        world.BANK_A, Account.objects.get(pk=officer.account_id)
    )
    review, approve = applications.open_task(in_review), applications.open_task(to_approve)
    entry = {"code": "L_BEES", "name": "养蜂", "name_en": "Bee keeping", "valid_from": world.BUSINESS_DATE}
    bank_adds(SETTINGS["dictionaries"], "L_OLD", "旧行当")
    decision = {"decision": "AGREE", "opinion": "情况属实"}
    reason = {"reason": "客户要求"}
    asked = {"kind": "DUE", "amount": "100.00", "value_on": world.BUSINESS_DATE - timedelta(days=2)}
    receipt = {**asked, "source": "CHANNEL", "received_as": "QD0001"}
    manager = actor_for("bank_admin")
    branch, closed = organisation.make_branch(manager), organisation.make_branch(manager)
    organisation_services.branch_close(actor=manager, pk=closed.pk, reason="撤并")
    department = organisation.make_department(manager, branch)
    unused = organisation.make_department(manager, branch)
    organisation_services.department_close(actor=manager, pk=unused.pk, reason="撤销")
    town = Branch.objects.get(pk=officer.branch_id)
    person, former = organisation.make_staff(manager, town), organisation.make_staff(manager, town)
    organisation_services.staff_leave(actor=manager, pk=former.pk, reason="辞职")
    successor = organisation.make_staff(manager, town, role="officer")
    grid = organisation.make_grid(manager, town, officer.staff_id)
    return Records(
        ids={
            "branches": branch.pk,
            "POST branches/<int:pk>/close": organisation.make_branch(manager).pk,
            "POST branches/<int:pk>/reopen": closed.pk,
            "departments": department.pk,
            "POST departments/<int:pk>/reopen": unused.pk,
            "staff": person.pk,
            "POST staff/<int:pk>/return": former.pk,
            "GET staff/<int:pk>/handover": officer.staff_id,
            "POST staff/<int:pk>/handover": officer.staff_id,
            "grids": grid.pk,
            "customers": customer.pk,
            "households": customers.make_household(officer).pk,
            "intakes": submitted.pk,
            "POST intakes/<int:pk>/convert": intake.make_intake(officer, accept=True).pk,
            "applications": applied.pk,
            "PATCH applications/<int:pk>": applications.make_application(officer, investigate=False).pk,
            "tasks": review.pk,
            "POST tasks/<int:pk>/decide approve": approve.pk,
            "contracts": printed.pk,
            "POST contracts/<int:pk>/sign BANK": half_signed.pk,
            "disbursements": drawdown.pk,
            "POST disbursements/<int:pk>/inquire": on_its_way.pk,
            "loans": loan.pk,
            "GET loans/<int:pk>/receipts/quote": begun_before.pk,
            "POST loans/<int:pk>/receipts": begun_before.pk,
            "POST loans/<int:pk>/receipts/proposal": begun_before.pk,
            "GET loans/<int:pk>/schedule/<int:no>/explanation": {"pk": loan.pk, "no": 1},
            "GET loans/<int:pk>/repayments/<int:repayment_id>/explanation": of_repaid,
            "POST loans/<int:pk>/repayments/<int:repayment_id>/reversal": of_repaid,
            **deduction_files(actor_for("teller"), loan),
            "vouchers": Voucher.objects.order_by("id").values_list("pk", flat=True)[0],
            "products": products.make_product(publish=False).pk,
            "level-one-products": "FARMER_MICRO",
            **SETTINGS,
            **lists.ids(officer),
            "drafts": "customer-register",
            "roles": archivist.pk,
            "post-holdings": PostHolding.objects.get(staff_id=officer.staff_id).pk,
            "authorities": Authority.objects.get(staff_id=actor_for("approver").staff_id).pk,
            **account_ids,
            **withdrawn_changes(),
        },
        bodies={
            "POST desk/notices/read": {"through_id": 1},
            "PUT drafts/<str:form>": DRAFT,
            "POST exports": EXPORT,
            "POST deduction-files": {"name": "代扣.csv", "mode": "SKIP_WRONG", **deductions_of(loan, 20)},
            "POST deduction-files/preview": deductions_of(loan, 20),
            **DESK,
            "POST branches": organisation.branch_values(),
            "PATCH branches/<int:pk>": {"name": "改名支行"},
            "POST branches/<int:pk>/move": {"parent_id": town.pk, **reason},
            "POST branches/<int:pk>/close": reason,
            "POST branches/<int:pk>/reopen": reason,
            "POST departments": {"branch_id": branch.pk, "code": "KJ01", "name": "会计部"},
            "PATCH departments/<int:pk>": {"name": "财会部"},
            "POST departments/<int:pk>/move": {"branch_id": town.pk, **reason},
            "POST departments/<int:pk>/close": reason,
            "POST departments/<int:pk>/reopen": reason,
            "POST staff": {"staff_no": "b0019999", "name": "石建国", "branch_id": town.pk},
            "PATCH staff/<int:pk>": {"name": "石建军"},
            "POST staff/<int:pk>/transfer": {"branch_id": branch.pk, **reason},
            "POST staff/<int:pk>/leave": reason,
            "POST staff/<int:pk>/return": {"branch_id": town.pk, **reason},
            "POST staff/<int:pk>/handover": {"to_id": successor.pk, **reason},
            "POST grids": organisation.grid_values(town, officer.staff_id),
            "PATCH grids/<int:pk>": {"name": "龙井村二组"},
            "POST grids/<int:pk>/reassign": {"officer_id": successor.pk, **reason},
            **deciding_bodies(),
            **lists.BODIES,
            **account_bodies,
            "POST accounts": {
                "staff_id": access.make_staff(world.BANK_A).pk,
                "username": "xiewen",
                "id_no": access.ID_NO,
            },
            "POST roles": {"code": "reader", "name": "查询岗", "actions": ["loans.view"]},
            "POST roles/<int:pk>/define": {
                "name": archivist.name,
                "actions": [*archivist.actions, "ledger.view"],
                "version": archivist.version,
            },
            "POST post-holdings": {
                "staff_id": keeper.pk,
                "role_id": Role.objects.get(code="reviewer").pk,
                "branch_id": keeper.branch_id,
                "scope": "BRANCH",
                "valid_from": "2026-03-02",
            },
            "POST post-holdings/<int:pk>/end": {"on": "2026-03-31", "comment": "轮岗"},
            "POST authorities": {**authority_terms(keeper.pk), "levels": 0},
            "POST authorities/<int:pk>/revoke": {"comment": "调离审批岗"},
            "POST authorities/<int:pk>/delegate": authority_terms(keeper.pk),
            "POST products": products.product_values(),
            "POST customers": customers.customer_values(),
            "PATCH customers/<int:pk>": {"occupation": "TEA"},
            "POST customers/<int:pk>/identity-correction": {"name": "罗国华", "reason": "户口簿姓名为罗国华"},
            "POST customers/<int:pk>/reveal": {"fields": ["phone"], "purpose": "CONTACT", **reason},
            "POST households": {"name": "测试农户", "region_code": "520111102203"},
            "POST households/<int:pk>/members": {"customer_id": member.pk, "relation": "SPOUSE"},
            "POST intakes": {
                **intake.intake_values(officer, **same),
                "customer_id": customers.make_customer(officer).pk,
            },
            "POST intakes/<int:pk>/assign": {"staff_id": officer.staff_id},
            "POST intakes/<int:pk>/reject": {"reason_code": "OVER_INDEBTED"},
            "POST intakes/<int:pk>/withdraw": reason,
            "POST parameters/<str:code>/changes": {"value": "60", "valid_from": world.BUSINESS_DATE},
            "POST dictionaries/<str:code>/entries": entry,
            "POST dictionaries/<str:code>/end": {"code": "L_OLD", "ended_on": world.BUSINESS_DATE},
            "PATCH applications/<int:pk>": {"purpose_text": "购买种猪"},
            "POST applications/<int:pk>/cancel": reason,
            "POST tasks/<int:pk>/decide review": {**decision, "revision": review.instance.revision},
            "POST tasks/<int:pk>/decide approve": {**decision, "revision": approve.instance.revision},
            "POST contracts": {"application_id": approved.pk, "account_no": contracts.ACCOUNT_NO},
            "POST contracts/<int:pk>/sign BORROWER": {"party": "BORROWER"},
            "POST contracts/<int:pk>/sign BANK": {"party": "BANK"},
            "POST contracts/<int:pk>/void": reason,
            "POST disbursements": {"contract_id": effective.pk, "amount": "1000.00", "pay_mode": "SELF"},
            "POST disbursements/<int:pk>/return": reason,
            "POST loans/<int:pk>/repayments": {"kind": "PREPAY_FULL", "amount": "100000.00"},
            "POST loans/<int:pk>/repayments/<int:repayment_id>/reversal": reason,
            "POST loans/<int:pk>/receipts": receipt,
            "POST loans/<int:pk>/receipts/proposal": {**receipt, **reason},
            "POST loans/quote": TERMS,
            "POST loans/quote/export": TERMS,
            SIGNED_ANSWER: {
                "request_no": on_its_way.core_request_no,
                "entity": world.BANK_A,
                "amount": str(on_its_way.amount),
                "status": "SUCCESS",
                "reference": "CB0001",
            },
        },
        queries={
            "GET loans/<int:pk>/repayment-quote": {"kind": "PREPAY_FULL"},
            "GET loans/<int:pk>/receipts/quote": asked,
            "GET calendar": CALENDAR,
            "GET loans/<int:pk>/statement": {"since": "2026-03-01", "until": "2026-03-02"},
            "GET subject-entries": {"subject_code": "1301", "since": "2026-03-01", "until": "2026-03-31"},
            **EXPORT_COLUMNS,
            "GET field-changes": {"subject": f"customers.customer:{customer.pk}"},
        },
    )


EXPORT = {
    "resource": "changes",
    "query": {"state": "APPROVED"},
    "columns": [{"key": "title", "title": "事项"}, {"key": "made_at", "title": "提交时间"}],
    "format": "XLSX",
}
"""An export that everybody may ask for who may export at all."""
EXPORT_COLUMNS = {"GET exports/columns": {"resource": "changes"}}


def authority_terms(staff_id: int) -> dict[str, Any]:
    """What an authority is given or passed on for."""
    return {
        "staff_id": staff_id,
        "product_code": "FARMER_MICRO",
        "guarantee_mode": "CREDIT",
        "max_amount": "50000.00",
        "valid_from": "2026-03-02",
        "valid_to": "2026-06-30",
    }


def withdrawn_changes() -> dict[str, int]:
    """A change of each kind, taken back before anybody decided, by the names of the rows that decide on it."""
    now = clock.now()
    found = {}
    for code in changes.KINDS:
        change = PendingChange.objects.create(
            kind=code,
            title=code,
            payload={},
            difference=[],
            content_hash="0" * 64,
            maker_account_id=0,
            maker_name="测试",
            made_at=now,
            expires_at=now + changes.LIFETIME,
            barred_accounts=[],
            state=PendingChange.State.WITHDRAWN,
            decided_at=now,
        )
        found |= {f"{name} {code}": change.pk for name in CHECKS}
    return found


def deciding_bodies() -> dict[str, dict[str, Any]]:
    """What whoever decides on a change of each kind sends."""
    sent = dict(zip(CHECKS, ({"content_hash": "0" * 64}, {"reason": "测试"}), strict=True))
    return {f"{name} {code}": body for name, body in sent.items() for code in changes.KINDS}


def deductions_of(loan: Any, amount: int) -> dict[str, str]:
    return {"content": deductions.in_base64(deductions.csv_of([deductions.row_of(loan, amount)]))}


def deduction_files(teller: Actor, loan: Any) -> dict[str, Any]:
    """A file that no worker has seen, one that a worker has ended, and one that was stopped."""
    ended = deductions.work_off(deductions.make_file(teller, [deductions.row_of(loan, 1)]))
    waiting, stopped = (deductions.make_file(teller, [deductions.row_of(loan, n)]) for n in (2, 3))
    deduction_services.file_stop(actor=teller, pk=stopped.pk)
    return {
        "deduction-files": ended.pk,
        "POST deduction-files/<int:pk>/stop": waiting.pk,
        "POST deduction-files/<int:pk>/resume": stopped.pk,
    }


def of_the_province() -> Records:
    """A draft of the catalogue; banks are asked for by the code of the second one."""
    from shared.identity.selectors import province_actor

    reason, today = {"reason": "测试"}, province_today()
    rules = Account.objects.get(entity_code="province", username="rules")
    role = ProvinceRole.objects.get(code="rules")
    with in_entity("province"):
        withdrawn = withdrawn_changes()
        account_ids, account_bodies = access.accounts_asked_for("province", rules)
        lists_ids = lists.ids(
            province_actor(Account.objects.get(entity_code="province", username="catalogue"))
        )
    level_one = catalog.make_level_one(publish=False)
    return Records(
        ids={
            "level-one-products": level_one.pk,
            "entities": world.BANK_B,
            **SETTINGS,
            **lists_ids,
            "drafts": "lpr-enter",
            "province-roles": role.pk,
            "province-role-holdings": ProvinceRoleHolding.objects.get(account=rules).pk,
            **account_ids,
            **withdrawn,
        },
        bodies={
            "POST desk/notices/read": {"through_id": 1},
            **DESK,
            **deciding_bodies(),
            **lists.BODIES,
            **account_bodies,
            "POST accounts": {
                "username": "luojun",
                "name": "罗军",
                "id_no": access.ID_NO,
                "entity_code": world.BANK_A,
                "role": "bank_admin",
            },
            "POST province-roles": {"code": "reader", "name": "查询岗", "actions": ["entities.view"]},
            "POST province-roles/<int:pk>/define": {
                "name": role.name,
                "actions": [*role.actions, "entities.view"],
                "version": role.version,
            },
            "POST province-role-holdings": {
                "account_id": rules.pk,
                "role_id": ProvinceRole.objects.get(code="catalogue").pk,
                "valid_from": "2026-03-02",
            },
            "POST province-role-holdings/<int:pk>/end": {"on": "2026-12-31", "comment": "轮岗"},
            "PUT drafts/<str:form>": DRAFT,
            "POST level-one-products": catalog.level_one_values(),
            "POST entities": {"code": "b099", "name": "测试农村商业银行", "kind": "COOP_BANK"},
            "POST parameters/<str:code>/changes": {
                "value": "120",
                "minimum": "60",
                "maximum": "180",
                "valid_from": today,
            },
            "POST dictionaries/<str:code>/entries": {
                "code": "BEES",
                "name": "养蜂",
                "name_en": "Bee keeping",
                "valid_from": today,
            },
            "POST dictionaries/<str:code>/end": {"code": "TEA", "ended_on": today},
            "POST lpr": {"published_on": "2026-02-20", "one_year_rate": "0.03", "five_year_rate": "0.035"},
            "POST lpr/confirm": {"through_on": "2031-01-31"},
            "POST entities/<str:code>/suspend": reason,
            "POST entities/<str:code>/resume": reason,
            "POST nights": {"command": "START", "codes": [world.BANK_B]},
            "POST exports": EXPORT,
        },
        queries={
            "GET calendar": CALENDAR,
            **EXPORT_COLUMNS,
            "GET field-changes": {"subject": f"catalog.leveloneproduct:{level_one.pk}"},
        },
    )


@contextmanager
def undone() -> Iterator[None]:
    """Take back what the body writes. A bare savepoint, because commands insist on the outermost block."""
    kept, point = list(connection.run_on_commit), transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(point)
        connection.run_on_commit = kept


class Watch:
    """Sees that nothing changed in the schemas and that nothing left, now or once the transaction commits."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.sent: list[str] = []
        monkeypatch.setattr(Celery, "send_task", lambda _, name, *a, **k: self.sent.append(name))
        monkeypatch.setattr(httpx.Client, "send", lambda _, request, **k: self.sent.append(str(request.url)))
        self.state = self._look()

    def _look(self) -> dict[str, Any]:
        tables = {s: world.fingerprint(s) for s in (world.BANK_A, "public")}
        rows = {f"{s}.{table}": told for s, found in tables.items() for table, told in found.items()}
        return {**rows, "rung": len(connection.run_on_commit), "sent": len(self.sent)}

    def moved(self) -> list[str]:
        """The tables that changed since the last look, with `rung` and `sent` for what left or is to leave."""
        before, self.state = self.state, self._look()
        return sorted(name for name in self.state if self.state[name] != before.get(name))


def ask(client: Api, records: Records, row: Row) -> Any:
    """Send the request of a row, keeping the client signed in whatever the answer says."""
    cookies = client.client.cookies.copy()
    options: dict[str, Any] = {}
    if row.is_reading:
        options["data"] = records.queries.get(row.name, {})
    else:
        body = json.dumps(records.bodies.get(row.name, {}), default=str).encode()
        options = {"data": body, "content_type": "application/json", "HTTP_IF_MATCH": '"1"'}
        options["HTTP_IDEMPOTENCY_KEY"] = uuid.uuid4().hex
        if row.name == SIGNED_ANSWER:
            options["HTTP_X_SIGNATURE"] = signing.sign(settings.CORE_BANKING_CALLBACK_KEY, body)
    response = client.raw(row.method.lower(), records.url(row), **options)
    client.client.cookies = cookies
    return response


def code_of(response: Any) -> str:
    """The code of a problem document, nothing for other answers."""
    if response.streaming or "problem+json" not in response.get("Content-Type", ""):
        return ""
    return response.json()["code"]


def wrong_cells(client: Api, column: str, rows: Iterable[Row], records: Records, watch: Watch) -> list[str]:
    """Ask every row for the column; the cells that don't hold, as sentences.

    Refused commands are looked at one by one, refused readings together. What is allowed is taken back.
    """
    rows, found = list(rows), []
    refused = [row for row in rows if column not in row.allowed]
    readings = [row for row in refused if row.is_reading]
    for row in [*readings, *(row for row in refused if not row.is_reading)]:
        response = ask(client, records, row)
        told = response.status_code, code_of(response)
        if told != REFUSED[column == ANONYMOUS]:
            found.append(f"{column} {row.name}: the file says no, the answer is {told}")
        if row in readings[:-1]:
            continue
        if moved := watch.moved():
            found.append(f"{column} {row.name}: refused, but this moved: {moved}")
    for row in rows:
        if column in row.allowed:
            with undone():
                response = ask(client, records, row)
            if response.status_code in (401, 403):
                told = response.status_code, code_of(response)
                found.append(f"{column} {row.name}: the file says yes, the answer is {told}")
    return found
