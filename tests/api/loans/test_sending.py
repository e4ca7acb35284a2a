"""From the approval to the money's arrival: every way in which a payment may go, booked exactly once.

The worker is called as its task calls it; core banking is the sandbox over a real connection.
"""

import json
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.conf import settings
from django.utils import timezone

from backend.integrations.core_banking import signing
from backend.integrations.core_banking.client import CoreBanking, Outcome, OutcomeStatus
from backend.platform import clock
from backend.platform.records.models import AuditRecord, OutboxEvent
from shared.reference.types import Subject
from tenants.ledger.models import Voucher
from tenants.loans import reconciliation, services
from tenants.loans.models import Disbursement, LoanAccount
from tenants.loans.services import sending
from tenants.loans.tasks import disbursement_send_task
from tests import world
from tests.factories.loans import (
    PAYEE_ACCOUNT_NO,
    make_contract,
    make_disbursement,
    make_loan,
    make_sent,
    set_business_date,
)
from tests.support.core_banking import call, paid, running

TODAY = world.BUSINESS_DATE


@pytest.fixture
def sandbox():
    with running() as url:
        yield url


@pytest.fixture
def core(sandbox):
    return CoreBanking(sandbox, timeout=1.0)


@pytest.fixture
def officer(actor_for):
    return actor_for("officer")


@pytest.fixture
def disburser(actor_for):
    return actor_for("disburser")


@pytest.fixture
def approved(officer, disburser):
    """Makes an approved drawdown whose account number ends in the given digits."""

    def make(ending="00", **overrides):
        contract = make_contract(officer, account_no=f"62170000123456{ending}", **overrides)
        row = make_disbursement(officer, contract)
        return services.disbursement_approve(actor=disburser, disbursement_id=row.pk)

    return make


def send(row, core):
    services.disbursement_send(disbursement_id=row.pk, core=core)
    row.refresh_from_db()


def later(**ahead):
    return clock.frozen(timezone.now() + timedelta(**ahead))


def balances():
    from tenants.ledger.selectors import subject_balances

    rows = subject_balances([Subject.CORE_CLEARING, Subject.LOAN_PRINCIPAL])
    return {code: sum(v for (_, subject), v in rows.items() if subject == code) for code in ("1011", "1301")}


def test_money_that_arrives_makes_a_loan_with_schedule_and_voucher(api, core, sandbox, approved):
    row = approved()

    send(row, core)

    assert row.state == "POSTED"
    assert (row.core_request_no, row.attempts) == (f"b001-{row.req_no}", 1)
    loan = row.loan
    assert (loan.drawn, loan.principal_outstanding, loan.status) == (row.amount, row.amount, "ACTIVE")
    assert (loan.start_on, loan.maturity_on) == (TODAY, date(2027, 3, 2))
    assert balances() == {"1011": -row.amount, "1301": row.amount}
    row.contract.refresh_from_db()
    assert row.contract.state == "IN_USE"
    assert reconciliation.differences() == []
    assert len(paid(sandbox)) == 1

    client = api("teller")
    page = client.get(f"loans/{loan.pk}").json()
    assert (page["loan_no"], page["principal_outstanding"]) == (loan.loan_no, "100000.00")
    assert page["allowed_actions"] == ["repay", "quote", "receipt"]
    schedule = client.get(f"loans/{loan.pk}/schedule").json()
    assert (schedule["version"], len(schedule["rows"])) == (1, 12)
    assert schedule["totals"]["principal"] == "100000.00"
    vouchers = client.get(f"loans/{loan.pk}/vouchers").json()["results"]
    assert [(v["kind"], v["total"], v["business_no"]) for v in vouchers] == [
        ("DISBURSEMENT", "100000.00", row.req_no)
    ]
    event = OutboxEvent.objects.get(name="loans.disbursed.v1", aggregate=f"loans.loan:{loan.pk}")
    assert event.payload["loan_no"] == loan.loan_no
    states = [line["to_state"] for line in api("officer").get(f"disbursements/{row.pk}").json()["history"]]
    assert states == ["UNDER_CHECK", "APPROVED_TO_PAY", "SENT", "POSTED"]


def test_the_task_runs_the_worker_for_its_bank(core, sandbox, approved, monkeypatch):
    monkeypatch.setattr(settings, "CORE_BANKING_URL", sandbox)
    row = approved()

    disbursement_send_task.apply((row.pk,), headers={"entity": "b001"}, throw=True)

    row.refresh_from_db()
    assert row.state == "POSTED"


def test_money_goes_to_the_payee_when_payment_is_entrusted(core, sandbox, officer, disburser):
    contract = make_contract(officer)
    row = make_disbursement(officer, contract, pay_mode="ENTRUSTED", payee_account_no=PAYEE_ACCOUNT_NO)
    services.disbursement_approve(actor=disburser, disbursement_id=row.pk)

    send(row, core)

    assert call(f"{sandbox}/payments?account_no={PAYEE_ACCOUNT_NO}")["count"] == 1


def test_a_refusal_of_core_banking_frees_the_amount(api, core, sandbox, approved):
    row = approved("91")

    send(row, core)

    assert (row.state, row.failure_reason) == ("FAILED", "account closed")
    assert not LoanAccount.objects.filter(disbursement=row).exists()
    assert not Voucher.objects.filter(source_id=row.pk, kind="DISBURSEMENT").exists()
    again = {"contract_id": row.contract_id, "amount": "100000.00", "pay_mode": "SELF"}
    assert api("officer").post("disbursements", again).status_code == 201


@pytest.mark.parametrize("ending", ["92", "95"])
def test_an_answer_that_is_lost_after_the_payment_is_found_by_inquiry(core, sandbox, approved, ending):
    row = approved(ending)
    send(row, core)
    assert row.state == "UNKNOWN"
    assert row.inquire_at > timezone.now()
    assert row.lease_until is None
    assert not LoanAccount.objects.filter(disbursement=row).exists()

    send(row, core)

    assert row.state == "POSTED"
    assert len(paid(sandbox)) == 1
    assert Voucher.objects.filter(source_type="loans.disbursement", source_id=row.pk).count() == 1


def test_a_payment_that_never_arrived_is_sent_again_under_its_number(core, sandbox, approved):
    row = approved("93")
    send(row, core)
    number = row.core_request_no
    assert row.state == "UNKNOWN"
    assert paid(sandbox) == []

    send(row, core)

    assert (row.state, row.core_request_no) == ("POSTED", number)
    assert [payment["request_no"] for payment in paid(sandbox)] == [number]


def test_what_stays_unknown_is_asked_again_and_never_paid_again(core, sandbox, approved):
    row = approved("96")
    waits = []
    for _ in range(4):
        before = timezone.now()
        send(row, core)
        waits.append(round((row.inquire_at - before).total_seconds()))
        assert row.state == "UNKNOWN"

    assert waits == [15, 30, 60, 120]
    assert call(f"{sandbox}/payments")["count"] == 1
    assert paid(sandbox) == []


def test_a_worker_killed_before_its_call_is_replaced_without_a_second_payment(
    core, sandbox, officer, disburser
):
    """SENT is committed, nobody called: the next worker inquires, hears of nothing, and pays under the number."""
    row = make_sent(officer, disburser)
    send(row, core)
    assert row.state == "SENT"  # its lease is still held
    assert call(f"{sandbox}/payments")["count"] == 0

    with later(minutes=2):
        send(row, core)

    assert row.state == "POSTED"
    assert len(paid(sandbox)) == 1


def test_a_worker_killed_after_its_call_is_replaced_without_a_second_payment(
    core, sandbox, officer, disburser
):
    row = make_sent(officer, disburser)
    core.pay(
        request_no=row.core_request_no, entity="b001", account_no=row.payee_account_no, amount=row.amount
    )

    with later(minutes=2):
        send(row, core)
        send(row, core)

    assert row.state == "POSTED"
    assert len(paid(sandbox)) == 1
    assert LoanAccount.objects.filter(disbursement=row).count() == 1
    assert Voucher.objects.filter(source_type="loans.disbursement", source_id=row.pk).count() == 1


def test_the_sweep_finds_what_was_lost(monkeypatch, officer, disburser, approved):
    rung = []
    monkeypatch.setattr(sending.jobs, "ring", lambda task, *args: rung.extend(args))
    waiting = approved()
    leased = make_sent(officer, disburser)
    unknown = make_sent(officer, disburser)
    services.disbursement_settle(
        actor=sending.system_actor(), disbursement_id=unknown.pk, outcome=Outcome(OutcomeStatus.UNKNOWN)
    )
    under_check = make_disbursement(officer)
    done = make_loan(officer, disburser).disbursement
    rung.clear()

    services.disbursements_sweep()
    assert rung == []  # each was touched just now
    with later(seconds=21):
        services.disbursements_sweep()
    assert rung == [waiting.pk, unknown.pk]
    rung.clear()
    with later(minutes=2):
        services.disbursements_sweep()
    assert rung == [waiting.pk, leased.pk, unknown.pk]
    assert under_check.pk not in rung
    assert done.pk not in rung


def test_a_date_that_moved_since_the_approval_moves_the_value_date(core, approved):
    row = approved()
    set_business_date(TODAY + timedelta(days=3))

    send(row, core)

    assert (row.value_on, row.maturity_on) == (date(2026, 3, 5), date(2027, 3, 2))
    loan = row.loan
    assert (loan.start_on, loan.accrued_through) == (date(2026, 3, 5), date(2026, 3, 4))
    first = loan.instalments.get(no=1)
    assert (first.starts_on, first.due_on) == (date(2026, 3, 5), date(2026, 4, 5))
    assert Voucher.objects.get(source_type="loans.disbursement", source_id=row.pk).business_on == date(
        2026, 3, 5
    )


def test_a_payment_found_a_day_later_bears_interest_from_the_day_it_left(core, approved):
    row = approved("92")
    send(row, core)
    set_business_date(TODAY + timedelta(days=1))

    send(row, core)

    assert row.loan.start_on == TODAY
    voucher = Voucher.objects.get(source_type="loans.disbursement", source_id=row.pk)
    assert voucher.business_on == TODAY + timedelta(days=1)


def test_a_contract_that_ended_before_the_sending_pays_nothing(core, sandbox, approved):
    row = approved()
    set_business_date(row.contract.end_on)

    send(row, core)

    assert (row.state, row.core_request_no) == ("FAILED", None)
    assert call(f"{sandbox}/payments")["count"] == 0


@pytest.mark.parametrize("outcome", [OutcomeStatus.SUCCESS, OutcomeStatus.FAILURE, OutcomeStatus.UNKNOWN])
def test_a_late_answer_changes_nothing(officer, disburser, outcome):
    row = make_loan(officer, disburser).disbursement
    before = {**Disbursement.objects.filter(pk=row.pk).values().get()}

    services.disbursement_settle(
        actor=sending.system_actor(),
        disbursement_id=row.pk,
        outcome=Outcome(outcome, reference=row.core_reference),
    )

    assert Disbursement.objects.filter(pk=row.pk).values().get() == before
    assert Voucher.objects.filter(source_type="loans.disbursement", source_id=row.pk).count() == 1
    contradicts = AuditRecord.objects.filter(
        action="loans.core_answer_contradicts", object_id=row.pk
    ).exists()
    assert contradicts is (outcome is OutcomeStatus.FAILURE)


def test_a_drawdown_is_not_sent_before_it_is_approved(core, sandbox, officer):
    row = make_disbursement(officer)

    send(row, core)

    assert row.state == "UNDER_CHECK"
    assert call(f"{sandbox}/payments")["count"] == 0


# -- answers that core banking sends by itself ---------------------------------------------------------


def answered(api, row, *, key=None, **changes):
    body = {
        "request_no": row.core_request_no,
        "entity": "b001",
        "amount": str(row.amount),
        "status": "SUCCESS",
        "reference": "CBCALLBACK",
        **changes,
    }
    raw = json.dumps(body).encode()
    signature = signing.sign(settings.CORE_BANKING_CALLBACK_KEY if key is None else key, raw)
    return api("officer").raw(
        "post",
        "/api/v1/integrations/core-banking/answers",
        data=raw,
        content_type="application/json",
        headers={"X-Signature": signature},
    )


def test_an_answer_sent_twice_is_booked_once(api, officer, disburser):
    row = make_sent(officer, disburser)

    assert [answered(api, row).status_code for _ in range(3)] == [204, 204, 204]

    row.refresh_from_db()
    assert (row.state, row.core_reference) == ("POSTED", "CBCALLBACK")
    assert LoanAccount.objects.filter(disbursement=row).count() == 1
    assert Voucher.objects.filter(source_type="loans.disbursement", source_id=row.pk).count() == 1


def test_an_answer_needs_core_bankings_signature_for_this_bank_and_payment(api, officer, disburser):
    row = make_sent(officer, disburser)

    forged = answered(api, row, key="guessed")
    assert (forged.status_code, forged.json()["code"]) == (401, "loans.bad_signature")
    assert answered(api, row, key="").status_code == 401
    assert answered(api, row, entity="b002").status_code == 404
    assert answered(api, row, request_no="b001-CZ209900000001").status_code == 404
    assert answered(api, row, status="").status_code == 422
    # signed, but about another amount, or without a verdict: heard, and not acted upon
    assert answered(api, row, amount="1.00").status_code == 204
    assert answered(api, row, status="PROCESSING").status_code == 204

    row.refresh_from_db()
    assert row.state == "SENT"
    assert not LoanAccount.objects.filter(disbursement=row).exists()


def test_an_answer_may_overtake_the_worker(api, core, sandbox, officer, disburser):
    row = make_sent(officer, disburser)
    assert answered(api, row).status_code == 204

    with later(minutes=2):
        send(row, core)

    assert row.state == "POSTED"
    assert call(f"{sandbox}/payments")["count"] == 0


def test_nothing_of_a_failed_booking_remains(core, sandbox, approved, monkeypatch):
    """A worker that dies while it books leaves the row as it was committed before the call."""

    def die(**_):
        raise RuntimeError("killed")

    row = approved()
    monkeypatch.setattr(sending.ledger, "post_many", die)
    with pytest.raises(RuntimeError, match="killed"):
        send(row, core)
    row.refresh_from_db()
    assert row.state == "SENT"
    assert not LoanAccount.objects.filter(disbursement=row).exists()

    monkeypatch.undo()
    with later(minutes=2):
        send(row, core)
    assert row.state == "POSTED"
    assert len(paid(sandbox)) == 1
    assert row.loan.drawn == Decimal("100000.00")
