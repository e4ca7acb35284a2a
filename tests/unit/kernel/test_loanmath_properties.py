"""What must hold for every loan, and an independent second computation of the numbers."""

from __future__ import annotations

import pickle
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from hypothesis import example, given, settings
from hypothesis import strategies as st

from backend.kernel.loanmath import (
    DayCount,
    EventType,
    LoanTerms,
    Method,
    RowType,
    Schedule,
    ScheduleRow,
    Span,
    accrued_through,
    add_months,
    annualised_cost,
    build_schedule,
    cents,
    daily_accrual,
    interest_between,
    level_instalment,
    whole_months_and_odd_days,
)
from tests.unit.kernel.loan_strategies import amounts, days, loan_terms, rates

some = settings(max_examples=150, deadline=None)


def half_up(x: Fraction) -> Decimal:
    """An own rounding to the cent, over whole numbers."""
    return Decimal((2 * x.numerator * 100 + x.denominator) // (2 * x.denominator)) / 100


def lent(terms: LoanTerms) -> Decimal:
    if terms.method is Method.REVOLVING:
        return sum((e.amount for e in terms.events if e.type is EventType.DRAW), Decimal(0))
    return terms.principal


# -- schedules ---------------------------------------------------------------------------------------


@given(loan_terms())
@some
def test_schedule_is_whole(terms: LoanTerms) -> None:
    made = build_schedule(terms)
    assert made.total_principal == lent(terms)
    assert made.rows[-1].balance == 0
    for row in made.rows:
        assert row.payment == row.principal + row.interest
        assert min(row.principal, row.interest, row.balance) >= 0
        assert row.days == (row.due_on - row.starts_on).days
        for money in (row.principal, row.interest, row.payment, row.balance):
            assert money.as_tuple().exponent == -2


@given(loan_terms())
@some
def test_due_dates_ascend_and_end_at_maturity(terms: LoanTerms) -> None:
    made = build_schedule(terms)
    dues = [row for row in made.rows if row.type is RowType.DUE]
    on = [row.due_on for row in dues]
    assert all(a < b for a, b in zip(on, on[1:], strict=False))
    assert [row.no for row in dues] == list(range(1, len(dues) + 1))
    assert [row.due_on for row in made.rows] == sorted(row.due_on for row in made.rows)
    assert all(terms.start_on <= row.due_on <= terms.maturity_on for row in made.rows)
    if not terms.prepayments:
        assert on[-1] == terms.maturity_on


@given(loan_terms(repriced=False, prepaid=False, methods=tuple(set(Method) - {Method.REVOLVING})))
@some
def test_balance_falls_by_the_principal_of_each_row(terms: LoanTerms) -> None:
    balance = terms.principal
    for row in build_schedule(terms).rows:
        balance -= row.principal
        assert row.balance == balance


@given(loan_terms())
@some
def test_same_terms_give_the_same_table(terms: LoanTerms) -> None:
    made = build_schedule(terms)
    assert build_schedule(terms) == made
    assert pickle.loads(pickle.dumps(made)) == made  # noqa: S301


@given(amounts, rates, st.sampled_from((1, 3, 6, 12)), st.integers(1, 120))
@some
@example(Decimal("901.50"), Decimal("0.040000"), 1, 2)
def test_level_instalment_is_the_sum_of_discount_factors(
    balance: Decimal, rate: Decimal, period_months: int, n: int
) -> None:
    v = 1 / (1 + Fraction(rate) * period_months / 12)
    factors = sum((v**k for k in range(1, n + 1)), Fraction(0))
    got = level_instalment(balance=balance, annual_rate=rate, period_months=period_months, periods=n)
    assert got == half_up(Fraction(balance) / factors)


@given(loan_terms(methods=(Method.SCHEDULED, Method.REVOLVING), prepaid=False))
@some
def test_interest_of_daily_balances_day_by_day(terms: LoanTerms) -> None:
    """Walk every single day, sum the balances, compare the interest rows."""
    balance = terms.principal if terms.method is Method.SCHEDULED else Decimal(0)
    year = terms.day_count.year_days
    rows = build_schedule(terms).rows
    repaid = {row.due_on: row.principal for row in rows}
    drawn: dict[date, Decimal] = {}
    for event in terms.events:
        if event.type is EventType.DRAW:
            drawn[event.on] = drawn.get(event.on, Decimal(0)) + event.amount
    expected = {row.due_on: row.interest for row in rows if row.days}
    changes = {change.on: change.annual_rate for change in terms.rate_changes}
    rate, earned, day = terms.annual_rate, Fraction(0), terms.start_on
    while True:
        rate = changes.get(day, rate)
        if day in expected:
            assert half_up(earned) == expected[day]
            earned = Fraction(0)
        balance += drawn.get(day, Decimal(0)) - repaid.get(day, Decimal(0))
        if day == terms.maturity_on:
            break
        earned += Fraction(balance) * Fraction(rate) / year
        day += timedelta(days=1)
    assert balance == 0


@given(loan_terms(methods=(Method.EQUAL_INSTALMENT, Method.EQUAL_PRINCIPAL), repriced=False, prepaid=False))
@some
def test_instalments_by_a_second_program(terms: LoanTerms) -> None:
    """Own month arithmetic and exact fractions; principal by the theory, interest by the real interval."""
    rows = build_schedule(terms).rows
    n, p = len(rows), terms.period_months
    rate, balance = Fraction(terms.annual_rate), terms.principal
    i = rate * p / 12
    if terms.method is Method.EQUAL_PRINCIPAL:
        share = half_up(Fraction(balance) / n)
    else:
        share = half_up(Fraction(balance) / sum((1 / (1 + i)) ** k for k in range(1, n + 1)))
    previous = terms.start_on
    for k, row in enumerate(rows, 1):
        thirty = (row.due_on - previous).days
        if terms.day_count is DayCount.THIRTY_360:
            regular = row.due_on != terms.maturity_on or _on_grid(terms, row.due_on, k)
            if terms.interest_day is not None and k == 1:
                regular = False
            thirty = 30 * p if regular else _thirties(previous, row.due_on)
        interest = half_up(Fraction(balance) * rate * thirty / terms.day_count.year_days)
        theory = share if terms.method is Method.EQUAL_PRINCIPAL else share - half_up(Fraction(balance) * i)
        principal = balance if k == n else min(theory, balance)
        assert (row.principal, row.interest) == (principal, interest)
        balance -= principal
        previous = row.due_on


def _last_day(year: int, month: int) -> int:
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return [31, 29 if leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]


def _on_grid(terms: LoanTerms, day: date, k: int) -> bool:
    wanted = terms.interest_day or terms.start_on.day
    if day.day != min(wanted, _last_day(day.year, day.month)):
        return False
    months = (day.year - terms.start_on.year) * 12 + day.month - terms.start_on.month
    if terms.interest_day is None:
        return months == k * terms.period_months
    return day.month % terms.period_months == 0


def _thirties(a: date, b: date) -> int:
    months = 0
    while True:
        index = a.month - 1 + months + 1
        year, month = a.year + index // 12, index % 12 + 1
        following = date(year, month, min(a.day, _last_day(year, month)))
        if following > b:
            break
        months += 1
        reached = following
    return 30 * months + (b - (reached if months else a)).days


# -- calendar and rounding ---------------------------------------------------------------------------


@given(days, st.integers(0, 600))
@some
def test_adding_months_keeps_or_clips_the_day(day: date, months: int) -> None:
    moved = add_months(day, months)
    assert (moved.year - day.year) * 12 + moved.month - day.month == months
    assert moved.day == min(day.day, _last_day(moved.year, moved.month))


@given(days, st.integers(0, 4_000))
@some
def test_whole_months_are_the_most_that_fit(day: date, length: int) -> None:
    end = day + timedelta(days=length)
    months, odd = whole_months_and_odd_days(day, end)
    assert add_months(day, months) + timedelta(days=odd) == end
    assert odd >= 0
    assert add_months(day, months + 1) > end


@given(st.decimals(min_value=0, max_value=10**9, places=9))
@some
def test_cents_rounds_halves_up(x: Decimal) -> None:
    assert cents(x) == half_up(Fraction(x)) == x.quantize(Decimal("0.01"), ROUND_HALF_UP)


def test_the_half_cent_goes_up_whichever_neighbour_is_even() -> None:
    assert [cents(Decimal(x)) for x in ("0.005", "0.015", "0.025", "0.0049999")] == [
        Decimal("0.01"),
        Decimal("0.02"),
        Decimal("0.03"),
        Decimal("0.00"),
    ]


@given(
    amounts, rates, days, st.integers(0, 900), st.integers(0, 900), st.sampled_from(("ACT/360", "ACT/365"))
)
@some
def test_unrounded_interest_by_days_is_additive(
    balance: Decimal, rate: Decimal, day: date, first: int, second: int, day_count: str
) -> None:
    middle, end = day + timedelta(days=first), day + timedelta(days=first + second)

    def interest(a: date, b: date) -> Decimal:
        return interest_between(
            balance=balance, annual_rate=rate, starts_on=a, ends_on=b, day_count=DayCount(day_count)
        )

    assert abs(interest(day, middle) + interest(middle, end) - interest(day, end)) < Decimal("1e-10")


# -- accrual -----------------------------------------------------------------------------------------


def accrued_by_day(row: ScheduleRow) -> list[Decimal]:
    return [daily_accrual(row, row.starts_on + timedelta(days=n)) for n in range(row.days)]


@given(loan_terms())
@settings(max_examples=60, deadline=None)
def test_daily_accruals_sum_to_the_interest_of_the_row(terms: LoanTerms) -> None:
    for row in build_schedule(terms).rows[:8]:
        daily = accrued_by_day(row)
        assert sum(daily, Decimal(0)) == row.interest
        assert all(amount >= 0 for amount in daily[:-1])
        assert daily[-1:] == [] or daily[-1] > Decimal("-0.006")
        assert daily_accrual(row, row.due_on) == 0
        assert daily_accrual(row, row.starts_on - timedelta(days=1)) == 0


@given(loan_terms(methods=tuple(set(Method) - {Method.EQUAL_PRINCIPAL_FLAT_INTEREST})), st.integers(1, 400))
@settings(max_examples=100, deadline=None)
def test_accrual_by_days_is_the_exact_interest_to_that_day(terms: LoanTerms, offset: int) -> None:
    for row in build_schedule(terms).rows[:6]:
        if row.day_count is DayCount.THIRTY_360 or row.days < 2:
            continue
        day = row.starts_on + timedelta(days=offset % row.days)
        exact = Fraction(0)
        for part in row.parts or (Span(row.starts_on, row.due_on, row.opening, row.annual_rate),):
            counted = max((min(part.ends_on, day) - part.starts_on).days, 0)
            exact += Fraction(part.balance) * Fraction(part.annual_rate) * counted
        assert accrued_through(row, day) == half_up(exact / row.day_count.year_days * 10_000) / 10_000


# -- annualised cost ---------------------------------------------------------------------------------


@given(
    loan_terms(
        methods=(Method.EQUAL_INSTALMENT, Method.INTEREST_ONLY, Method.BULLET), repriced=False, prepaid=False
    )
)
@settings(max_examples=40, deadline=None)
def test_annualised_cost_makes_both_sides_worth_the_same(terms: LoanTerms) -> None:
    if terms.principal < 1000:
        return
    made: Schedule = build_schedule(terms)
    cost = annualised_cost(made)
    worth = Decimal(0)
    for row in made.rows:
        months, odd = whole_months_and_odd_days(terms.start_on, row.due_on)
        worth += row.payment / (1 + cost.monthly) ** (months + Decimal(odd) / 30)
    assert abs(worth - terms.principal) / terms.principal < Decimal("1e-9")
