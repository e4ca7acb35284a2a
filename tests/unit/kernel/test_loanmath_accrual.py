"""Daily accrual, allocation of repayments, settlement in full: worked by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.kernel.loanmath import (
    AccrualBasis,
    DayCount,
    LoanMathError,
    LoanTerms,
    Method,
    Prepayment,
    PrepaymentMode,
    RateChange,
    RepaymentRow,
    Schedule,
    SettlementQuote,
    accrued_through,
    allocate,
    build_schedule,
    daily_accrual,
    settlement_quote,
)
from tests.unit.kernel.loan_strategies import loan_terms


def D(text: str) -> Decimal:  # noqa: N802
    return Decimal(text)


def basis(day_count: DayCount, interest: str, due_on: date = date(2025, 4, 21)) -> AccrualBasis:
    return AccrualBasis(date(2025, 3, 21), due_on, D(interest), D("50000.00"), D("0.0522"), day_count)


# -- accrual -----------------------------------------------------------------------------------------


def test_loan_by_days_accrues_balance_times_rate_over_360() -> None:
    row = basis(DayCount.ACT_360, "224.75")
    assert daily_accrual(row, date(2025, 3, 21)) == D("7.250000")
    assert accrued_through(row, date(2025, 4, 20)) == D("217.500000")


def test_monthly_loan_accrues_in_a_straight_line() -> None:
    """217.50 over 31 days: 7.016129 a day, and the differences of the cumulative sum absorb the rest."""
    row = basis(DayCount.THIRTY_360, "217.50")
    assert daily_accrual(row, date(2025, 3, 21)) == D("7.016129")
    assert accrued_through(row, date(2025, 3, 31)) == D("70.161290")
    assert accrued_through(row, date(2025, 4, 21)) == D("217.500000")


def test_last_day_trues_up_to_the_interest_that_falls_due() -> None:
    """33333.33 at 5.22 %: 4.833333 a day (exactly 4.83333285); 31 days are 149.8333..., 149.83 is due."""
    row = AccrualBasis(
        date(2025, 3, 21), date(2025, 4, 21), D("149.83"), D("33333.33"), D("0.0522"), DayCount.ACT_360
    )
    assert accrued_through(row, date(2025, 4, 20)) == D("144.999986")
    assert daily_accrual(row, date(2025, 4, 20)) == D("4.830014")


def test_nothing_accrues_before_the_start_nor_from_the_due_date_on() -> None:
    row = basis(DayCount.ACT_360, "224.75")
    assert daily_accrual(row, date(2025, 3, 20)) == 0
    assert daily_accrual(row, date(2025, 4, 21)) == 0


def test_missed_nights_are_caught_up_in_one_step() -> None:
    row = basis(DayCount.THIRTY_360, "217.50")
    by_day = sum((daily_accrual(row, date(2025, 3, 21) + timedelta(days=n)) for n in range(9)), D("0"))
    assert by_day == accrued_through(row, date(2025, 3, 30))


def test_split_row_accrues_each_rate_on_its_days() -> None:
    terms = LoanTerms.from_mapping(
        {
            "principal": "12000.00", "annual_rate": "0.06", "method": "EQUAL_PRINCIPAL",
            "start_date": "2025-01-15", "term_months": 4,
            "rate_changes": [{"date": "2025-01-25", "annual_rate": "0.03"}],
        }
    )  # fmt: skip
    row = build_schedule(terms).rows[0]
    assert daily_accrual(row, date(2025, 1, 24)) == D("2.000000")
    assert daily_accrual(row, date(2025, 1, 25)) == D("1.000000")
    assert accrued_through(row, row.due_on) == D("41.000000")


# -- allocation --------------------------------------------------------------------------------------


def due(no: int, principal: str, interest: str, **paid: Decimal) -> RepaymentRow:
    start = date(2025, no, 15)
    return RepaymentRow(no, start, date(2025, no + 1, 15), D(principal), D(interest), **paid)


def test_oldest_row_first_and_interest_before_principal() -> None:
    done = allocate(D("1115.00"), [due(2, "1000.00", "9.00"), due(1, "1000.00", "10.00")])
    assert [(line.no, line.taken.interest, line.taken.principal) for line in done.lines] == [
        (1, D("10.00"), D("1000.00")),
        (2, D("9.00"), D("96.00")),
    ]
    assert (done.taken.interest, done.taken.principal, done.unapplied) == (
        D("19.00"),
        D("1096.00"),
        D("0.00"),
    )


def test_what_was_paid_before_is_not_paid_again() -> None:
    row = due(1, "1000.00", "10.00", interest_paid=D("10.00"), principal_paid=D("400.00"))
    done = allocate(D("700.00"), [row])
    assert (done.taken.interest, done.taken.principal, done.unapplied) == (
        D("0.00"),
        D("600.00"),
        D("100.00"),
    )


def test_money_with_nothing_due_stays_unapplied() -> None:
    done = allocate(D("5.00"), [])
    assert done.lines == ()
    assert done.unapplied == D("5.00")


cent_amounts = st.integers(0, 200_000).map(lambda n: Decimal(n).scaleb(-2))


@st.composite
def repayment_rows(draw: st.DrawFn) -> list[RepaymentRow]:
    rows = []
    for no in range(1, draw(st.integers(0, 6)) + 1):
        principal, interest = draw(cent_amounts), draw(cent_amounts)
        paid = min(draw(cent_amounts), principal), min(draw(cent_amounts), interest)
        rows.append(RepaymentRow(no, date(2025, no, 1), date(2025, no + 1, 1), principal, interest, *paid))
    return rows


@given(st.integers(1, 1_000_000).map(lambda n: Decimal(n).scaleb(-2)), repayment_rows())
@settings(max_examples=200, deadline=None)
def test_allocation_conserves_the_amount(amount: Decimal, rows: list[RepaymentRow]) -> None:
    done = allocate(amount, rows)
    assert done.taken.interest + done.taken.principal + done.unapplied == amount
    by_no = {row.no: row for row in rows}
    for line in done.lines:
        assert 0 <= line.taken.interest <= by_no[line.no].interest_unpaid
        assert 0 <= line.taken.principal <= by_no[line.no].principal_unpaid
        if line.taken.principal:
            assert line.taken.interest == by_no[line.no].interest_unpaid
    everything = sum((row.interest_unpaid + row.principal_unpaid for row in rows), D("0"))
    assert done.unapplied == max(amount - everything, D("0"))


@pytest.mark.parametrize(
    ("amount", "code"),
    [("0", "amount_not_positive"), ("-1", "amount_not_positive"), ("1.001", "too_many_decimals")],
)
def test_allocation_refuses_a_bad_amount(amount: str, code: str) -> None:
    with pytest.raises(LoanMathError) as refused:
        allocate(D(amount), [])
    assert (refused.value.code, refused.value.field) == (f"loanmath.{code}", "amount")


def test_row_paid_beyond_what_it_owes_is_refused() -> None:
    with pytest.raises(LoanMathError) as refused:
        due(1, "10.00", "1.00", principal_paid=D("10.01"))
    assert (refused.value.code, refused.value.field) == ("loanmath.paid_more_than_due", "principal_paid")


# -- settlement in full ------------------------------------------------------------------------------


def loan(**changed: object) -> Schedule:
    terms = {
        "principal": "60000.00", "annual_rate": "0.0468", "method": "EQUAL_INSTALMENT",
        "start_date": "2025-02-12", "term_months": 8,
    } | changed  # fmt: skip
    return build_schedule(LoanTerms.from_mapping(terms))


def quote(made: Schedule, on: date, *, paid_through: date | None = None) -> SettlementQuote:
    """Everything due up to `paid_through` has been paid."""
    rows = [
        RepaymentRow(
            row.no, row.starts_on, row.due_on, row.principal, row.interest,
            row.principal if paid_through and row.due_on <= paid_through else D("0.00"),
            row.interest if paid_through and row.due_on <= paid_through else D("0.00"),
        )
        for row in made.rows
    ]  # fmt: skip
    return settlement_quote(
        on=on,
        method=made.terms.method,
        day_count=made.terms.day_count,
        annual_rate=made.terms.annual_rate,
        rows=rows,
        rate_changes=made.terms.rate_changes,
    )


def test_settlement_between_due_dates_pays_interest_to_date() -> None:
    got = quote(loan(), date(2025, 4, 25), paid_through=date(2025, 4, 12))
    assert (got.principal, got.interest_due, got.interest_to_date, got.days) == (
        D("45174.71"),
        D("0.00"),
        D("76.35"),
        13,
    )
    assert got.total == D("45251.06")


def test_settlement_agrees_with_the_schedule_of_a_prepayment_in_full() -> None:
    prepaid = loan(prepayments=[{"date": "2025-04-25", "amount": "60000.00", "mode": "shorten_term"}])
    got = quote(loan(), date(2025, 4, 25), paid_through=date(2025, 4, 12))
    assert (got.principal, got.interest) == (prepaid.rows[-1].principal, prepaid.rows[-1].interest)


def test_settlement_on_a_due_date_takes_the_due_row_and_no_interest_to_date() -> None:
    got = quote(loan(), date(2025, 5, 12), paid_through=date(2025, 4, 12))
    assert (got.principal, got.interest_due, got.interest_to_date) == (D("45174.71"), D("176.18"), D("0.00"))


@pytest.mark.parametrize("method", ["EQUAL_INSTALMENT", "EQUAL_PRINCIPAL", "INTEREST_ONLY", "BULLET"])
@pytest.mark.parametrize("day_count", list(DayCount))
def test_same_day_settlement_bears_no_interest(method: str, day_count: str) -> None:
    got = quote(loan(method=method, day_count=str(day_count)), date(2025, 2, 12))
    assert (got.principal, got.interest, got.days) == (D("60000.00"), D("0.00"), 0)


@pytest.mark.parametrize(
    ("day_count", "interest"),
    [("30/360", "500.00"), ("ACT/360", "505.00"), ("ACT/365", "498.08")],
)
def test_bullet_loan_is_settled_by_its_own_day_count(day_count: str, interest: str) -> None:
    """30000 at 6 % from 1 April to 11 July: three months and ten days, or 101 days."""
    made = loan(
        principal="30000.00", annual_rate="0.06", method="BULLET", start_date="2025-04-01", term_months=12,
        day_count=day_count,
    )  # fmt: skip
    assert quote(made, date(2025, 7, 11)).interest == D(interest)


def test_bullet_loan_repriced_on_the_way_is_settled_by_days() -> None:
    """36000 for 61 days at 6 %, then 31 at 3 %. Counted by months it would be 453.00."""
    made = loan(
        principal="36000.00", annual_rate="0.06", method="BULLET", start_date="2025-04-01", term_months=12,
        rate_changes=[{"date": "2025-06-01", "annual_rate": "0.03"}], day_count="30/360",
    )  # fmt: skip
    assert quote(made, date(2025, 7, 2)).interest == D("459.00")


def test_overdue_principal_bears_no_contract_interest() -> None:
    got = quote(loan(), date(2025, 4, 25), paid_through=date(2025, 3, 12))
    assert got.interest_bearing == D("45174.71")
    assert (got.principal, got.interest_due, got.interest_to_date) == (D("52601.78"), D("205.15"), D("76.35"))


def test_settlement_after_maturity_is_what_is_unpaid() -> None:
    got = quote(loan(), date(2025, 10, 20), paid_through=date(2025, 9, 12))
    last = loan().rows[-1]
    assert (got.principal, got.interest_due, got.interest_to_date) == (
        last.principal,
        last.interest,
        D("0.00"),
    )


def test_settlement_counts_both_rates_of_a_split_interval() -> None:
    made = loan(
        method="INTEREST_ONLY", principal="36000.00", annual_rate="0.06",
        rate_changes=[{"date": "2025-02-22", "annual_rate": "0.03"}],
    )  # fmt: skip
    assert quote(made, date(2025, 3, 4)).interest_to_date == D("90.00")
    assert made.terms.rate_changes == (RateChange(date(2025, 2, 22), D("0.03")),)


def test_settled_plan_counts_what_was_repaid_since_the_last_interest_day() -> None:
    """36000 for 30 days, then 18000 for ten: the same 210.00 as the schedule of that prepayment."""
    made = loan(
        principal="36000.00", annual_rate="0.06", method="SCHEDULED", start_date="2025-01-01", term_months=12,
        period_months=12, plan=[{"date": "2025-01-31", "principal": "18000.00"}],
    )  # fmt: skip
    got = quote(made, date(2025, 2, 10), paid_through=date(2025, 1, 31))
    assert (got.principal, got.interest) == (D("18000.00"), D("210.00"))


PREPAID_METHODS = tuple(set(Method) - {Method.REVOLVING, Method.EQUAL_PRINCIPAL_FLAT_INTEREST})


@given(loan_terms(methods=PREPAID_METHODS, prepaid=False), st.integers(0, 1_500))
@settings(max_examples=150, deadline=None)
def test_settlement_quote_equals_the_schedule_prepaid_in_full(terms: LoanTerms, offset: int) -> None:
    on = terms.start_on + timedelta(days=offset % (terms.maturity_on - terms.start_on).days)
    got = quote(build_schedule(terms), on, paid_through=on)
    if got.principal == 0:
        return
    in_full = Prepayment(on, terms.principal, PrepaymentMode.SHORTEN_TERM)
    last = build_schedule(replace(terms, prepayments=(in_full,))).rows[-1]
    assert (got.principal, got.interest_to_date) == (last.principal, last.interest)


def test_revolving_line_has_no_settlement_quote() -> None:
    with pytest.raises(LoanMathError) as refused:
        settlement_quote(
            on=date(2025, 5, 1), method=Method.REVOLVING, day_count=DayCount.ACT_360,
            annual_rate=D("0.05"), rows=[due(1, "10.00", "1.00")],
        )  # fmt: skip
    assert refused.value.code == "loanmath.settlement_not_for_method"


def test_settlement_refuses_a_day_before_the_loan_and_early_paid_rows() -> None:
    def refusal(on: date, row: RepaymentRow) -> tuple[str, str]:
        with pytest.raises(LoanMathError) as refused:
            settlement_quote(
                on=on, method=Method.BULLET, day_count=DayCount.ACT_360, annual_rate=D("0.05"), rows=[row]
            )
        return refused.value.code, refused.value.field

    assert refusal(date(2025, 1, 14), due(1, "10.00", "1.00")) == ("loanmath.date_outside_term", "on")
    early = due(1, "10.00", "1.00", principal_paid=D("1.00"))
    assert refusal(date(2025, 1, 20), early) == ("loanmath.paid_before_due", "rows")
