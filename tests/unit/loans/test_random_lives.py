"""Random lives of loans: whatever happens, books, rows and the loan mathematics say the same after each step."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal
from itertools import count
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from backend.platform.errors import DomainError
from shared.reference.models import LprQuote
from tenants.loans import lives, reconciliation, selectors
from tenants.loans.models import Repayment
from tenants.loans.services import receipt_book, repayment_receive, repayment_reverse, standing
from tenants.organisation import selectors as organisation
from tenants.organisation.locks import business_date_hold
from tests.factories.loans import make_contract, make_loan, pass_nights

D = Decimal
REFUSALS = {
    "loans.nothing_due",
    "loans.loan_settled",
    "loans.later_repayment",
    "loans.reversed_same_day_only",
    "loans.arrears_first",
    "loans.prepaid_today",
    "loans.too_many_prepayments",
    "loans.prepayment_too_large",
    "loans.receipt_day",
    "loanmath.settlement_short",
}
"""What a counter is told on the way; any other refusal is a fault."""
TERMS = [
    {"method": "EQUAL_INSTALMENT", "day_count": "30/360", "interest_day": 21, "reprice": "EVERY_3_MONTHS"},
    {"method": "EQUAL_PRINCIPAL", "day_count": "30/360", "annual_rate": D("0.071500")},
    {"method": "INTEREST_ONLY", "day_count": "ACT/360", "period_months": 3, "interest_day": 20},
    {"method": "BULLET", "day_count": "ACT/365", "amount": D("777.77"), "term_months": 6},
    {"method": "EQUAL_PRINCIPAL", "day_count": "30/360", "reprice": "CALENDAR", "lpr_tenor": "FIVE_YEAR"},
]
numbers = count(1)
which = st.integers(0, len(TERMS) - 1)


class Lives(RuleBasedStateMachine):
    """One bank, a loan of each method, a counter, and nights."""

    actors: dict[str, Any] = {}
    loans: list[int] = []
    steps = 0

    def __init__(self) -> None:
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    @rule(days=st.sampled_from([1, 1, 1, 2, 7, 31, 95]))
    def nights_pass(self, days: int) -> None:
        pass_nights(organisation.business_date() + timedelta(days=days))

    @rule(rate=st.decimals(D("0.01"), D("0.08"), places=4))
    def reprice(self, rate: Decimal) -> None:
        """The LPR is published anew, and nights pass over the next day of repricing, if any is left."""
        LprQuote.objects.update_or_create(
            published_on=organisation.business_date(),
            defaults={"one_year_rate": rate, "five_year_rate": rate + D("0.005")},
        )
        coming = selectors.loans_repriced().filter(pk__in=self.loans).order_by("reprices_on").first()
        pass_nights(coming.reprices_on if coming else organisation.business_date() + timedelta(days=1))

    @rule(loan=which, amount=st.decimals(D("0.01"), D("120000"), places=2))
    def repay(self, loan: int, amount: Decimal) -> None:
        self._received(loan, "DUE", amount)

    @rule(loan=which, share=st.sampled_from([D("0.1"), D("0.5"), D(1)]))
    def repay_a_share_of_what_is_due(self, loan: int, share: Decimal) -> None:
        due = self._quote(loan, "DUE")
        if due:
            self._received(loan, "DUE", max((due * share).quantize(D("0.01")), D("0.01")))

    @rule(loan=which)
    def settle(self, loan: int) -> None:
        total = self._quote(loan, "PREPAY_FULL")
        if total:
            assert self._received(loan, "PREPAY_FULL", total).amount == total

    @rule(loan=which, in_full=st.booleans())
    def repay_and_take_it_back(self, loan: int, in_full: bool) -> None:
        kind = "PREPAY_FULL" if in_full else "DUE"
        if total := self._quote(loan, kind):
            paid = self._received(loan, kind, total)
            self._reverse(paid)

    @rule(
        loan=which,
        principal=st.decimals(D("1000"), D("60000"), places=2),
        mode=st.sampled_from(Repayment.Mode.values),
        for_good=st.booleans(),
    )
    def prepay(self, loan: int, principal: Decimal, mode: str, for_good: bool) -> None:
        named = {"principal": principal, "mode": mode}
        if total := self._quote(loan, "PREPAY_PART", **named):
            paid = self._received(loan, "PREPAY_PART", total, **named)
            if not for_good:
                self._reverse(paid)

    @rule(
        loan=which,
        days=st.sampled_from([1, 2, 5, 31, 100]),
        amount=st.decimals(D("0.01"), D("120000"), places=2),
        kind=st.sampled_from(["DUE", "DUE", "PREPAY_FULL"]),
        for_good=st.booleans(),
    )
    def book_a_receipt_of_an_earlier_day(
        self, loan: int, days: int, amount: Decimal, kind: str, for_good: bool
    ) -> None:
        booked = None
        with refusals():
            booked = receipt_book(
                actor=self.actors["teller"],
                loan_id=self.loans[loan],
                kind=kind,
                amount=amount,
                value_on=organisation.business_date() - timedelta(days=days),
                source="CHANNEL",
                received_as=f"QD{next(numbers)}",
                approved=True,
            )
        if not for_good:
            self._reverse(booked)

    @rule(loan=which, order=st.sampled_from(["id", "-id"]))
    def reverse(self, loan: int, order: str) -> None:
        posted = Repayment.objects.filter(loan_id=self.loans[loan], state="POSTED")
        self._reverse(posted.order_by(order).first())

    def _reverse(self, repayment: Repayment | None) -> None:
        if repayment is not None:
            with refusals():
                repayment_reverse(actor=self.actors["branch_head"], repayment_id=repayment.pk, reason="测试")

    def _quote(self, loan: int, kind: str, **named: Any) -> Decimal | None:
        with refusals():
            return selectors.repayment_quote(
                actor=self.actors["teller"], loan_id=self.loans[loan], kind=kind, **named
            ).total
        return None

    def _received(self, loan: int, kind: str, amount: Decimal, **named: Any) -> Repayment | None:
        with refusals():
            return repayment_receive(
                actor=self.actors["teller"], loan_id=self.loans[loan], kind=kind, amount=amount, **named
            )
        return None

    @invariant()
    def the_books_agree(self) -> None:
        type(self).steps += 1
        assert reconciliation.differences() == []

    @invariant()
    def each_loan_is_what_its_events_make_it(self) -> None:
        for loan_id in self.loans:
            with transaction.atomic():
                held = business_date_hold()
                loan, rows = standing.bring_forward(loan_id, held, settled=True)
                assert lives.differences(loan, rows, held.current_on) == []
                if loan.is_open:
                    through = held.current_on - timedelta(days=1)
                    assert loan.accrued_through == through
                    assert loan.accrued_total == standing.earned_by(loan, rows)
                assert reconciliation.differences() == []
                transaction.set_rollback(True)


@contextmanager
def refusals() -> Iterator[None]:
    """Lets the refusals pass that a counter is told, and undoes what was begun."""
    try:
        with transaction.atomic():
            yield
    except DomainError as error:
        if error.code not in REFUSALS:
            raise


def run(actor_for, examples: int, steps: int, *, the_same_each_time: bool = False) -> None:
    """Lives are not made shorter once they have failed: each step proves the whole books, which takes too long."""
    Lives.actors = {name: actor_for(name) for name in ("officer", "disburser", "teller", "branch_head")}
    officer, disburser = Lives.actors["officer"], Lives.actors["disburser"]
    Lives.loans = [make_loan(officer, disburser, make_contract(officer, **terms)).pk for terms in TERMS]
    Lives.steps = 0
    run_state_machine_as_test(
        Lives,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            database=None,
            derandomize=the_same_each_time,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_books_rows_and_mathematics_agree_after_each_step(actor_for):
    run(actor_for, examples=4, steps=20, the_same_each_time=True)


@pytest.mark.slow
def test_books_rows_and_mathematics_agree_over_thousands_of_steps(actor_for, capsys):
    run(actor_for, examples=int(os.environ.get("CREDIT_LIVES", "80")), steps=60)
    assert Lives.steps > 2_000
    with capsys.disabled():
        sys.stdout.write(f"\nrandom lives of loans: {Lives.steps} steps, no difference\n")
