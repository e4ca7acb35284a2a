"""Repricing by statements over all loans gives what the loan mathematics gives from scratch, to the last place."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from backend.kernel.loanmath import (
    DayCount,
    LoanTerms,
    Method,
    RepriceRule,
    add_months,
    rate_of,
    repricing_after,
)
from backend.platform.errors import DomainError
from backend.platform.keyranges import EVERY_KEY, next_range
from shared.reference.models import LprQuote
from tenants.loans import eod, lives, repricing, selectors
from tenants.loans.models import (
    AccrualAdjustment,
    Disbursement,
    Instalment,
    LoanAccount,
    RateChange,
    Repayment,
)
from tenants.loans.services import repayment_receive, standing
from tests.factories.loans import set_business_date
from tests.unit.loans.test_night_equals_kernel import METHODS, make_loans

D = Decimal
ONE_DAY = timedelta(days=1)
FIRST = date(2024, 1, 28)  # the leap day lies in the window
LAST = FIRST + timedelta(days=800)
RULES = [rule for rule in RepriceRule if rule is not RepriceRule.FIXED]


@dataclass
class Priced:
    """A loan as it was agreed: its terms, and how its rate goes on."""

    terms: LoanTerms
    rule: RepriceRule
    tenor: str
    bp: int


@st.composite
def priced_loans(draw) -> Priced:
    """Amounts from cents to millions, stubs, fixed days, every rhythm, method and day count."""
    start_on = FIRST + timedelta(days=draw(st.integers(0, 40)))
    months = draw(st.sampled_from([2, 6, 11, 12, 24, 36, 60]))
    return Priced(
        LoanTerms.of(
            principal=draw(st.one_of(st.decimals(D("0.01"), D(20), places=2), st.decimals(D(20), D(3_000_000), places=2))),
            annual_rate=draw(st.one_of(st.just(D(0)), st.decimals(D("0.000001"), D("0.24"), places=6))),
            method=draw(st.sampled_from([Method.EQUAL_INSTALMENT, *METHODS])),
            start_on=start_on,
            maturity_on=add_months(start_on, months) + timedelta(days=draw(st.sampled_from([0, 0, 0, 5, 17]))),
            interest_day=draw(st.sampled_from([None, None, 1, 20, 29, 31])),
            day_count=draw(st.sampled_from(DayCount)),
            period_months=draw(st.sampled_from([1, 1, 1, 3, 6, 12])),
        ),
        draw(st.sampled_from(RULES)),
        draw(st.sampled_from(["ONE_YEAR", "FIVE_YEAR"])),
        draw(st.integers(-500, 2400)),
    )  # fmt: skip


def booked(actor, agreed: list[Priced]) -> list[LoanAccount]:
    loans = []
    for (loan, _), priced in zip(make_loans(actor, [each.terms for each in agreed]), agreed, strict=True):
        loan.interest_day, loan.reprice = priced.terms.interest_day, priced.rule.value
        loan.lpr_tenor, loan.bp = priced.tenor, priced.bp
        loan.reprices_on = repricing_after(
            priced.rule, start_on=loan.start_on, after=loan.start_on, maturity_on=loan.maturity_on
        )
        loan.save()
        loans.append(loan)
    return loans


def night_before(on: date) -> None:
    """What the nights do by the opening of `on`, in one night that catches up."""
    set_business_date(on, closing_on=on - ONE_DAY)
    eod.eod_mark_due(on - ONE_DAY)
    eod.eod_mark_overdue(on)
    eod.eod_accrue(on - ONE_DAY)
    eod.eod_accrue_penalties(on)
    # in ranges, as the night does it
    after = EVERY_KEY.after
    while True:
        piece, count = next_range(selectors.loans_repriced(), after, 3)
        repricing.eod_reprice(on, within=piece)
        if count < 3:
            break
        after = piece.through
    assert repricing.eod_reprice(on) == 0  # run again it changes nothing
    set_business_date(on)


def prepaid(teller, loan: LoanAccount, share: Decimal, mode: str) -> bool:
    """Arrears paid, then a share of what is left, as far as the counter takes it."""
    try:
        due = selectors.repayment_quote(actor=teller, loan_id=loan.pk, kind="DUE").total
        if due:
            repayment_receive(actor=teller, loan_id=loan.pk, kind="DUE", amount=due)
        loan.refresh_from_db()
        named = {
            "kind": "PREPAY_PART", "mode": mode, "principal": (loan.principal_outstanding * share).quantize(D("0.01")),
        }  # fmt: skip
        total = selectors.repayment_quote(actor=teller, loan_id=loan.pk, **named).total
        repayment_receive(actor=teller, loan_id=loan.pk, amount=total, **named)
    except DomainError:
        return False
    return True


def follows_the_kernel(loan: LoanAccount, priced: Priced, on: date) -> None:
    """The loan on the morning of `on`, against its life from scratch, its accrual and its next day."""
    loan = LoanAccount.objects.get(pk=loan.pk)
    if not loan.is_open:
        return
    eod.eod_mark_due(on, loan_id=loan.pk)
    eod.eod_accrue_penalties(on, loan_id=loan.pk)
    rows = lives.rows_in_force(loan)
    assert lives.differences(loan, rows, on) == []
    assert loan.accrued_through == on - ONE_DAY
    assert loan.accrued_total == standing.earned_by(loan, rows)
    assert sum(row.principal for row in rows) == loan.drawn
    changes = list(RateChange.objects.filter(loan=loan).order_by("effective_on"))
    day, rate = loan.start_on, priced.terms.annual_rate
    for change in changes:
        day = repricing_after(priced.rule, start_on=loan.start_on, after=day, maturity_on=loan.maturity_on)
        quote = LprQuote.objects.filter(published_on__lte=day).order_by("-published_on").first()
        lpr = quote.one_year_rate if priced.tenor == "ONE_YEAR" else quote.five_year_rate
        assert (change.effective_on, change.old_rate, change.new_rate) == (day, rate, rate_of(lpr, priced.bp))
        assert (change.lpr_rate, change.lpr_published_on, change.bp) == (lpr, quote.published_on, priced.bp)
        rate = change.new_rate
    assert loan.annual_rate == rate
    assert loan.reprices_on == repricing_after(
        priced.rule, start_on=loan.start_on, after=day, maturity_on=loan.maturity_on
    )
    assert day <= on
    assert loan.reprices_on is None or loan.reprices_on > on


seen: dict[str, int] = {}


@given(
    agreed=st.lists(priced_loans(), min_size=8, max_size=12),
    rates=st.lists(st.decimals(D("0.01"), D("0.08"), places=4), min_size=6, max_size=6),
    data=st.data(),
)
def reprices_as_the_kernel_does(actors, agreed, rates, data) -> None:
    with transaction.atomic():
        for n, rate in enumerate(rates):
            LprQuote.objects.update_or_create(
                published_on=FIRST + timedelta(days=140 * n),
                defaults={"one_year_rate": rate, "five_year_rate": rate + D("0.005")},
            )
        loans = booked(actors["officer"], agreed)
        on = FIRST + timedelta(days=45)
        night_before(on)
        while on < LAST:
            # each day on which a loan is repriced has its night; between them some days with prepayments
            coming = (
                selectors.loans_repriced()
                .order_by("reprices_on")
                .values_list("reprices_on", flat=True)
                .first()
            )
            wait = data.draw(st.sampled_from([11, 31, 90]), label="days")
            on = min(on + timedelta(days=wait), coming or LAST)
            night_before(on)
            repriced = RateChange.objects.filter(effective_on=on).values_list("loan_id", flat=True)
            for loan, priced in zip(loans, agreed, strict=True):
                if loan.pk in repriced:
                    follows_the_kernel(loan, priced, on)
                if data.draw(st.integers(0, 5), label="prepay?") == 0:
                    share = data.draw(st.sampled_from([D("0.05"), D("0.3"), D("0.7")]), label="share")
                    mode = data.draw(st.sampled_from(Repayment.Mode.values), label="mode")
                    seen["prepaid"] = seen.get("prepaid", 0) + prepaid(actors["teller"], loan, share, mode)
        for loan, priced in zip(loans, agreed, strict=True):
            follows_the_kernel(loan, priced, on)
        seen["changes"] = seen.get("changes", 0) + RateChange.objects.count()
        seen["adjusted"] = (
            seen.get("adjusted", 0) + AccrualAdjustment.objects.exclude(rate_change=None).count()
        )
        seen["split"] = seen.get("split", 0) + Instalment.objects.exclude(carried_to=None).count()
        assert Disbursement.objects.count() >= len(loans)
        transaction.set_rollback(True)


def run(actor_for, examples: int) -> None:
    seen.clear()
    property_test = settings(
        max_examples=examples, phases=[Phase.generate], deadline=None, database=None,
        suppress_health_check=list(HealthCheck),
    )(reprices_as_the_kernel_does)  # fmt: skip
    property_test({name: actor_for(name) for name in ("officer", "teller")})
    assert seen["changes"] > 5 * examples
    assert min(seen["prepaid"], seen["adjusted"], seen["split"]) > 0


def test_random_loans_are_repriced_as_the_loan_mathematics_says(actor_for):
    run(actor_for, examples=4)


@pytest.mark.slow
def test_many_random_loans_are_repriced_as_the_loan_mathematics_says(actor_for):
    run(actor_for, examples=60)
