"""Threads that repay, book and close the day at the same moment, over committed rows."""

import threading
from contextlib import contextmanager, suppress
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db.models import Sum

from backend.platform.errors import DomainError
from tenants.ledger import services as ledger
from tenants.ledger.models import SubjectBalance, Voucher
from tenants.ledger.types import Line, Side, Source, VoucherKind
from tenants.loans import eod, reconciliation, services
from tenants.loans.models import LoanAccount, Repayment
from tenants.loans.nightly_proof import night_differences
from tenants.loans.selectors import repayment_quote
from tenants.loans.services import repayment as repaying
from tenants.loans.services import standing
from tests import world
from tests.factories.loans import make_contract, make_loan, pass_nights, set_business_date
from tests.races.test_disbursement_races import at_once, people

pytestmark = [pytest.mark.race, pytest.mark.usefixtures("committed_bank")]
FIRST_DUE = date(2026, 4, 2)


@pytest.fixture(autouse=True)
def _the_date_is_put_back(committed_bank):
    """The rows stay in this database for the tests that follow, the date does not."""
    set_business_date(world.BUSINESS_DATE)
    yield
    set_business_date(world.BUSINESS_DATE)


@pytest.fixture
def due_loan(committed_bank):
    """A loan with its first row due: 8530.99."""
    officer, disburser = people("officer", "disburser")
    loan = make_loan(officer, disburser)
    pass_nights(FIRST_DUE)
    eod.eod_mark_due(FIRST_DUE)
    return loan


def repay(loan, amount, kind="DUE"):
    (teller,) = people("teller")
    return lambda: services.repayment_receive(
        actor=teller, loan_id=loan.pk, kind=kind, amount=Decimal(amount)
    )


@contextmanager
def everybody_reads_before_anybody_writes(monkeypatch, parties):
    gate = threading.Barrier(parties, timeout=3)
    real = repaying.allocate

    def slow(*given):
        result = real(*given)
        with suppress(threading.BrokenBarrierError):  # with the lock the other cannot come here
            gate.wait()
        return result

    with monkeypatch.context() as patched:
        patched.setattr(repaying, "allocate", slow)
        yield patched


def received(loan):
    return loan.repayments.aggregate(total=Sum("amount"))["total"]


def test_two_tellers_take_the_same_instalment_and_it_is_paid_once(due_loan, monkeypatch):
    with everybody_reads_before_anybody_writes(monkeypatch, 2):
        answers = at_once(repay(due_loan, "8530.99"), repay(due_loan, "8530.99"))

    assert answers.count("loans.nothing_due") == 1
    assert received(due_loan) == Decimal("8530.99")
    assert night_differences(date.min) == []


def test_without_the_locks_it_would_be_taken_twice(due_loan, monkeypatch):
    with everybody_reads_before_anybody_writes(monkeypatch, 2) as patched:
        patched.setattr(repaying, "contract_lock", lambda pk: None)
        patched.setattr(standing.locks, "loan_lock", lambda pk: LoanAccount.objects.get(pk=pk))
        answers = at_once(repay(due_loan, "8530.99"), repay(due_loan, "8530.99"))

    assert "loans.nothing_due" not in answers
    assert received(due_loan) == Decimal("17061.98")
    loan = LoanAccount.objects.get(pk=due_loan.pk)
    assert loan.drawn - loan.principal_outstanding == Decimal("8168.49")
    assert any(found.loan == loan.loan_no for found in reconciliation.differences())
    undo(due_loan)


def undo(loan):
    """Take the second booking of the unlocked twin out of the books, for the tests that follow."""
    (teller,) = people("teller")
    second = loan.repayments.order_by("-id").first()
    voucher = Voucher.objects.get(voucher_no=second.voucher_no)
    ledger.reverse(actor=teller, voucher_id=voucher.pk, on=FIRST_DUE)
    Repayment.objects.filter(pk=second.pk).delete()
    assert night_differences(date.min) == []


def test_an_instalment_and_a_settlement_meet_and_no_money_is_lost(due_loan):
    (teller,) = people("teller")
    total = repayment_quote(actor=teller, loan_id=due_loan.pk, kind="PREPAY_FULL").total

    answers = at_once(repay(due_loan, "8530.99"), repay(due_loan, total, "PREPAY_FULL"))

    refused = [answer for answer in answers if isinstance(answer, str)]
    assert refused in (["loans.settlement_amount_differs"], ["loans.loan_settled"])
    assert night_differences(date.min) == []


def test_many_postings_at_one_branch_lose_nothing_and_never_wait_in_a_circle():
    """Vouchers over the same subjects in opposite orders: the balances are moved in one sorted statement."""
    (teller,) = people("teller")
    before = {
        b.subject_code: (b.debit_total, b.credit_total)
        for b in SubjectBalance.objects.filter(branch_id=teller.branch_id)
    }
    orders = [("1301", "1011", "6011"), ("6011", "1011", "1301")]

    def post(order):
        one = Decimal("1.00")
        lines = [
            Line(order[0], Side.DEBIT, 2 * one),
            Line(order[1], Side.CREDIT, one),
            Line(order[2], Side.CREDIT, one),
        ]

        def work():
            for n in range(20):
                ledger.post(
                    actor=teller, on=FIRST_DUE, branch_id=teller.branch_id, kind=VoucherKind.ACCRUAL, summary="并发",
                    source=Source("test.race", n), lines=lines,
                )  # fmt: skip

        return work

    at_once(*(post(orders[n % 2]) for n in range(6)))

    after = {
        b.subject_code: (b.debit_total, b.credit_total)
        for b in SubjectBalance.objects.filter(branch_id=teller.branch_id)
    }
    grown = {
        code: tuple(new - old for new, old in zip(after[code], before.get(code, (0, 0)), strict=True))
        for code in ("1011", "1301", "6011")
    }
    assert grown == {"1011": (0, 120), "1301": (120, 60), "6011": (120, 60)}
    for voucher in Voucher.objects.filter(source_type="test.race", reversal_of=None).order_by("id"):
        ledger.reverse(actor=teller, voucher_id=voucher.pk, on=FIRST_DUE)
    assert night_differences(date.min) == []


def test_two_reverse_one_voucher_and_one_is_too_late():
    (teller,) = people("teller")
    lines = [Line("1301", Side.DEBIT, Decimal("1.00")), Line("1011", Side.CREDIT, Decimal("1.00"))]
    voucher = ledger.post(
        actor=teller, on=FIRST_DUE, branch_id=teller.branch_id, kind=VoucherKind.ACCRUAL, summary="并发冲正",
        source=Source("test.race", 1), lines=lines,
    )  # fmt: skip

    answers = at_once(*[lambda: ledger.reverse(actor=teller, voucher_id=voucher.pk, on=FIRST_DUE)] * 3)

    assert answers.count("ledger.already_reversed") == 2
    assert night_differences(date.min) == []


def test_tellers_work_through_the_night_and_the_books_agree():
    """Repayments while the night's steps run: each is taken or told to wait, and nothing is lost."""
    officer, disburser = people("officer", "disburser")
    loans = [
        make_loan(officer, disburser, make_contract(officer, term_months=term, method=method))
        for term, method in (
            (12, "EQUAL_INSTALMENT"),
            (6, "EQUAL_PRINCIPAL"),
            (3, "INTEREST_ONLY"),
            (12, "INTEREST_ONLY"),
        )
    ]
    pass_nights(FIRST_DUE)
    stop = threading.Event()
    seen = set()

    def tellers():
        (teller,) = people("teller")
        while not stop.is_set():
            for loan in loans:
                try:
                    services.repayment_receive(
                        actor=teller, loan_id=loan.pk, kind="DUE", amount=Decimal("93.17")
                    )
                    seen.add("taken")
                except DomainError as refusal:
                    seen.add(refusal.code)

    def night():
        try:
            on = FIRST_DUE
            for _ in range(12):
                next_on = on + timedelta(days=1)
                from django.db import transaction

                from tenants.organisation.locks import business_date_lock

                with transaction.atomic():
                    row = business_date_lock()
                    row.current_on, row.closing_on = next_on, on
                    row.save()
                eod.eod_mark_due(on)
                eod.eod_mark_overdue(next_on)
                eod.eod_accrue(on)
                eod.eod_post_accruals(on)
                with transaction.atomic():
                    row = business_date_lock()
                    row.closing_on = None
                    row.save()
                on = next_on
        finally:
            stop.set()

    at_once(night, tellers, tellers)

    assert (
        {"taken", "platform.busy"}
        <= seen
        <= {"taken", "platform.busy", "loans.nothing_due", "loans.loan_settled"}
    )
    assert night_differences(date.min) == []


def test_the_night_waits_for_nobody_twice():
    """Three workers run the same step of the same night at once: every loan earns the day once."""
    officer, disburser = people("officer", "disburser")
    loan = make_loan(officer, disburser)
    on = world.BUSINESS_DATE

    answers = at_once(*[lambda: eod.eod_accrue(on)] * 3)

    assert sum(1 for answer in answers if answer) == 1
    loan.refresh_from_db()
    assert loan.accruals.count() == 1
    assert loan.accrued_total == Decimal("11.693548")  # 362.50 over the 31 days of March
    assert night_differences(date.min) == []
