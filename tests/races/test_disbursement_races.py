"""Threads that draw, check and answer at the same moment, over committed rows.

Each race has a twin that shows what happens without the lock, so that the lock is known to be the reason.
"""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from decimal import Decimal
from typing import Any

import pytest
from django.db import connections

from backend.integrations.core_banking.client import CoreBanking, Outcome, OutcomeStatus
from backend.platform.errors import DomainError
from backend.platform.permissions import Actor
from backend.platform.tenancy import in_entity
from tenants.contracts import selectors as contracts
from tenants.contracts.models import LoanContract
from tenants.ledger.models import Voucher
from tenants.loans import services
from tenants.loans.models import Disbursement, LoanAccount
from tenants.loans.services import disbursement as drawing
from tenants.loans.services import sending
from tests import world
from tests.factories.loans import make_contract, make_disbursement, make_sent
from tests.support.core_banking import paid, running

pytestmark = [pytest.mark.race, pytest.mark.usefixtures("committed_bank")]
THREADS = 6


def people(*names: str) -> list[Actor]:
    from shared.identity.models import Account
    from tenants.organisation.selectors import bank_actor

    return [bank_actor(Account.objects.get(entity_code=world.BANK_A, username=name)) for name in names]


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """Run the works in threads of their own inside bank A, started together; refusals come back as codes."""
    gate = threading.Barrier(len(works))

    def run(work: Callable[[], Any]) -> Any:
        try:
            with in_entity(world.BANK_A):
                gate.wait(10)
                return work()
        except DomainError as refusal:
            return refusal.code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


@contextmanager
def everybody_reads_before_anybody_writes(monkeypatch, parties: int):
    """Hold each request between its reading of what is available and its writing."""
    gate = threading.Barrier(parties, timeout=3)
    real = drawing.selectors.contract_usage

    def slow(contract_id: int) -> Any:
        usage = real(contract_id)
        with suppress(threading.BrokenBarrierError):  # with the lock the others cannot come here
            gate.wait()
        return usage

    with monkeypatch.context() as patched:
        patched.setattr(drawing.selectors, "contract_usage", slow)
        yield patched


def draw(officer: Actor, contract: LoanContract) -> Callable[[], Any]:
    return lambda: services.disbursement_create(
        actor=officer, contract_id=contract.pk, amount=Decimal("60000.00"), pay_mode="SELF"
    )


def reserved(contract: LoanContract) -> Decimal:
    return drawing.selectors.contract_usage(contract.pk).reserved


def test_two_browsers_draw_at_once_and_one_is_refused(monkeypatch):
    (officer,) = people("officer")
    contract = make_contract(officer)

    with everybody_reads_before_anybody_writes(monkeypatch, 2):
        answers = at_once(draw(officer, contract), draw(officer, contract))

    assert answers.count("loans.contract_amount_exceeded") == 1
    assert reserved(contract) == Decimal("60000.00")


def _read_without_holding(pk):
    row = LoanContract.objects.get(pk=pk)
    return contracts.terms_of(row), row.account_no


def test_without_the_contracts_lock_both_would_draw(monkeypatch):
    (officer,) = people("officer")
    contract = make_contract(officer)

    with everybody_reads_before_anybody_writes(monkeypatch, 2) as patched:
        patched.setattr(drawing, "contract_hold", _read_without_holding)
        answers = at_once(draw(officer, contract), draw(officer, contract))

    assert "loans.contract_amount_exceeded" not in answers
    assert reserved(contract) == Decimal("120000.00")
    Disbursement.objects.filter(contract=contract).update(state="RETURNED")


def test_many_draw_at_once_and_the_contract_holds():
    (officer,) = people("officer")
    contract = make_contract(officer)
    small = [
        lambda: services.disbursement_create(
            actor=officer, contract_id=contract.pk, amount=Decimal("30000.00"), pay_mode="SELF"
        )
    ] * THREADS

    answers = at_once(*small)

    assert answers.count("loans.contract_amount_exceeded") == THREADS - 3
    assert reserved(contract) == Decimal("90000.00")


def test_two_checkers_approve_at_once_and_one_is_too_late():
    officer, one, other = people("officer", "disburser", "disburser2")
    row = make_disbursement(officer)

    answers = at_once(
        *(
            lambda who=who: services.disbursement_approve(actor=who, disbursement_id=row.pk)
            for who in (one, other)
        )
    )

    assert answers.count("platform.wrong_state") == 1
    row.refresh_from_db()
    assert row.state == "APPROVED_TO_PAY"


def test_one_approves_while_the_other_sends_back():
    officer, one, other = people("officer", "disburser", "disburser2")
    row = make_disbursement(officer)

    answers = at_once(
        lambda: services.disbursement_approve(actor=one, disbursement_id=row.pk),
        lambda: services.disbursement_return(actor=other, disbursement_id=row.pk, reason="x"),
    )

    assert answers.count("platform.wrong_state") == 1


def test_many_workers_take_one_drawdown_and_one_pays():
    officer, disburser = people("officer", "disburser")
    row = make_disbursement(officer)
    services.disbursement_approve(actor=disburser, disbursement_id=row.pk)

    with running() as url:
        core = CoreBanking(url, timeout=2)
        at_once(*[lambda: services.disbursement_send(disbursement_id=row.pk, core=core)] * THREADS)
        assert [payment["request_no"] for payment in paid(url)] == [f"b001-{row.req_no}"]

    row.refresh_from_db()
    assert (row.state, row.attempts) == ("POSTED", 1)
    assert LoanAccount.objects.filter(disbursement=row).count() == 1


def test_without_the_lease_many_workers_would_call(monkeypatch):
    """The number still protects the money: core banking pays it once. The calls are what the lease saves."""
    officer, disburser = people("officer", "disburser")
    row = make_disbursement(officer)
    services.disbursement_approve(actor=disburser, disbursement_id=row.pk)
    errand = sending.Errand(
        row.pk, row.contract_id, f"b001-{row.req_no}", "b001", row.payee_account_no, row.amount, False, 1
    )
    sending._take(sending.system_actor(), row.pk)
    monkeypatch.setattr(sending, "_take", lambda actor, pk: errand)
    calls = []

    with running() as url:
        core = CoreBanking(url, timeout=2)
        real = sending._pay
        monkeypatch.setattr(sending, "_pay", lambda *a: (calls.append(1), real(*a))[1])
        at_once(*[lambda: services.disbursement_send(disbursement_id=row.pk, core=core)] * THREADS)
        assert len(paid(url)) == 1

    assert len(calls) == THREADS
    assert Voucher.objects.filter(source_type="loans.disbursement", source_id=row.pk).count() == 1


@pytest.mark.parametrize("attempt", range(3))
def test_the_workers_answer_and_the_callback_meet_and_one_loan_is_booked(attempt):
    officer, disburser = people("officer", "disburser")
    row = make_sent(officer, disburser)
    outcome = Outcome(OutcomeStatus.SUCCESS, reference=f"CB{row.pk}")
    answer = {
        "request_no": row.core_request_no,
        "entity": "b001",
        "amount": str(row.amount),
        "status": "SUCCESS",
        "reference": outcome.reference,
    }

    def worker():
        services.disbursement_settle(actor=sending.system_actor(), disbursement_id=row.pk, outcome=outcome)

    def callback():
        services.core_answer_receive(answer=answer)

    assert at_once(worker, callback, worker, callback) == [None] * 4

    assert LoanAccount.objects.filter(disbursement=row).count() == 1
    assert Voucher.objects.filter(source_type="loans.disbursement", source_id=row.pk).count() == 1
