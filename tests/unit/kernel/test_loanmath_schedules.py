"""Schedules against worked examples: every row, to the cent."""

from __future__ import annotations

import json
import time
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from backend.kernel.loanmath import (
    DayCount,
    LoanTerms,
    Method,
    RowType,
    Schedule,
    annualised_cost,
    build_schedule,
    level_instalment,
)
from backend.kernel.loanmath.cost import Fee

CASES = {
    case["id"]: case
    for case in json.loads((Path(__file__).parent / "data" / "schedules.json").read_text(encoding="utf-8"))
}


def schedule(**terms: object) -> Schedule:
    return build_schedule(LoanTerms.from_mapping(terms))


def columns(made: Schedule, *names: str) -> list[tuple[str, ...]]:
    return [tuple(str(row[name]) for name in names) for row in made.as_mappings()]


def test_all_sixteen_examples_are_there() -> None:
    assert sorted(CASES) == [f"W{n:02}" for n in range(1, 17)]


@pytest.mark.parametrize("case", CASES)
def test_worked_example(case: str) -> None:
    made = build_schedule(LoanTerms.from_mapping(CASES[case]["terms"]))
    assert made.as_mappings() == CASES[case]["expected"]


def test_a_million_over_thirty_years_at_4_9_percent() -> None:
    a = level_instalment(
        balance=Decimal("1000000.00"), annual_rate=Decimal("0.049000"), period_months=1, periods=360
    )
    assert a == Decimal("5307.27")


def test_level_instalment_sees_an_exact_half_cent() -> None:
    """901.50 at 4 % over two months is exactly 453.005 a month, though 4 %/12 has no end."""
    a = level_instalment(
        balance=Decimal("901.50"), annual_rate=Decimal("0.040000"), period_months=1, periods=2
    )
    assert a == Decimal("453.01")


def test_loan_of_360_rows_ends_at_zero_and_on_its_day() -> None:
    made = schedule(
        principal="1000000",
        annual_rate="0.049",
        method="EQUAL_INSTALMENT",
        start_date="2024-01-31",
        term_months=360,
    )
    assert len(made.rows) == 360
    assert made.rows[-1].due_on == date(2054, 1, 31)
    assert made.rows[-1].balance == 0
    assert made.total_principal == 1_000_000
    assert made.rows[0].due_on == date(2024, 2, 29)
    assert made.rows[12].due_on == date(2025, 2, 28)
    assert made.rows[13].due_on == date(2025, 3, 31)


def test_zero_rate_divides_the_amount_evenly() -> None:
    made = schedule(
        principal="1000.00",
        annual_rate="0",
        method="EQUAL_INSTALMENT",
        start_date="2025-01-15",
        term_months=3,
    )
    assert columns(made, "principal", "interest") == [
        ("333.33", "0.00"),
        ("333.33", "0.00"),
        ("333.34", "0.00"),
    ]


@pytest.mark.parametrize("method", ["EQUAL_INSTALMENT", "EQUAL_PRINCIPAL", "EQUAL_PRINCIPAL_FLAT_INTEREST"])
def test_tiny_amount_used_up_early_leaves_rows_of_nothing(method: str) -> None:
    """0.20 over 36 rows: r(P/n) is one cent, so twenty rows use it up and the others carry 0.00."""
    made = schedule(
        principal="0.20", annual_rate="0.01", method=method, start_date="2025-01-15", term_months=36
    )
    assert [row.principal for row in made.rows] == [Decimal("0.01")] * 20 + [Decimal("0.00")] * 16
    assert made.rows[19].balance == 0


def test_one_row_loan_pays_the_real_interval() -> None:
    made = schedule(
        principal="1000.00", annual_rate="0.036", method="EQUAL_INSTALMENT", start_date="2025-01-15",
        maturity_date="2025-02-25",
    )  # fmt: skip
    assert columns(made, "due_date", "principal", "interest") == [
        ("2025-02-15", "499.25", "3.00"),
        ("2025-02-25", "500.75", "0.50"),
    ]
    short = schedule(
        principal="1000.00", annual_rate="0.036", method="EQUAL_INSTALMENT", start_date="2025-01-15",
        maturity_date="2025-01-25",
    )  # fmt: skip
    assert columns(short, "due_date", "payment") == [("2025-01-25", "1001.00")]


def test_fixed_day_from_the_25th_with_day_21_has_thirteen_rows() -> None:
    made = schedule(
        principal="12000.00", annual_rate="0.06", method="EQUAL_INSTALMENT", start_date="2025-01-25",
        term_months=12, interest_day=21, first_due="next_month",
    )  # fmt: skip
    assert len(made.rows) == 13
    first, last = made.rows[0], made.rows[-1]
    assert (first.due_on, first.days, first.interest) == (date(2025, 2, 21), 27, Decimal("54.00"))
    assert (last.due_on, last.days) == (date(2026, 1, 25), 4)


def test_fixed_day_that_falls_on_maturity_makes_no_extra_row() -> None:
    made = schedule(
        principal="12000.00", annual_rate="0.06", method="EQUAL_PRINCIPAL", start_date="2025-01-21",
        term_months=12, interest_day=21,
    )  # fmt: skip
    assert len(made.rows) == 12
    assert {row.principal for row in made.rows} == {Decimal("1000.00")}
    assert made.rows[0].interest == Decimal("60.00")


@pytest.mark.parametrize(
    ("first_due", "expected"), [("first_after", "2025-03-21"), ("next_month", "2025-04-21")]
)
def test_first_fixed_day_in_or_after_the_month_of_drawdown(first_due: str, expected: str) -> None:
    made = schedule(
        principal="1000", annual_rate="0.05", method="INTEREST_ONLY", start_date="2025-03-05", term_months=6,
        interest_day=21, first_due=first_due,
    )  # fmt: skip
    assert made.as_mappings()[0]["due_date"] == expected


def test_first_fixed_day_lies_strictly_after_the_start() -> None:
    made = schedule(
        principal="1000", annual_rate="0.05", method="INTEREST_ONLY", start_date="2025-03-21", term_months=3,
        interest_day=21,
    )  # fmt: skip
    assert [row.due_on.month for row in made.rows] == [4, 5, 6]


@pytest.mark.parametrize(
    ("period_months", "expected"),
    [(3, [3, 6, 9, 12, 2]), (6, [6, 12, 2]), (12, [12, 2])],
)
def test_fixed_day_keeps_to_the_months_at_the_end_of_a_quarter_half_or_year(
    period_months: int, expected: list[int]
) -> None:
    made = schedule(
        principal="1000", annual_rate="0.05", method="INTEREST_ONLY", start_date="2025-02-10", term_months=12,
        interest_day=20, period_months=period_months,
    )  # fmt: skip
    assert [row.due_on.month for row in made.rows] == expected


def test_day_31_is_clipped_to_each_month_and_a_clipped_period_is_one_month() -> None:
    made = schedule(
        principal="36000.00", annual_rate="0.05", method="EQUAL_PRINCIPAL", start_date="2023-12-31",
        term_months=5, interest_day=31,
    )  # fmt: skip
    assert columns(made, "due_date", "interest") == [
        ("2024-01-31", "150.00"),
        ("2024-02-29", "120.00"),
        ("2024-03-31", "90.00"),
        ("2024-04-30", "60.00"),
        ("2024-05-31", "30.00"),
    ]


def test_leap_day_loan_is_due_on_the_28th_in_common_years() -> None:
    made = schedule(
        principal="1000", annual_rate="0.05", method="INTEREST_ONLY", start_date="2024-02-29", term_months=24,
        period_months=12, day_count="30/360",
    )  # fmt: skip
    assert columns(made, "due_date", "interest") == [("2025-02-28", "50.00"), ("2026-02-28", "50.00")]


def test_grace_periods_pay_interest_only() -> None:
    made = schedule(
        principal="12000.00", annual_rate="0.06", method="GRACE_EQUAL_INSTALMENT", start_date="2025-01-15",
        term_months=6, grace_periods=2,
    )  # fmt: skip
    assert [row.principal for row in made.rows[:2]] == [Decimal("0.00")] * 2
    assert [row.interest for row in made.rows[:3]] == [Decimal("60.00")] * 3
    a = level_instalment(balance=Decimal("12000.00"), annual_rate=Decimal("0.06"), period_months=1, periods=4)
    assert [row.payment for row in made.rows[2:5]] == [a] * 3


def test_act_365_divides_by_365() -> None:
    made = schedule(
        principal="36500.00", annual_rate="0.05", method="BULLET", start_date="2025-01-01",
        maturity_date="2025-04-11", day_count="ACT/365",
    )  # fmt: skip
    assert made.rows[0].interest == Decimal("500.00")


# -- repricing ---------------------------------------------------------------------------------------


def test_rate_change_on_a_due_date_splits_no_row() -> None:
    terms = {
        "principal": "12000.00", "annual_rate": "0.06", "method": "EQUAL_PRINCIPAL",
        "start_date": "2025-01-15", "term_months": 4,
        "rate_changes": [{"date": "2025-03-15", "annual_rate": "0.03"}],
    }  # fmt: skip
    made = schedule(**terms)
    assert columns(made, "principal", "interest") == [
        ("3000.00", "60.00"),
        ("3000.00", "45.00"),
        ("3000.00", "15.00"),
        ("3000.00", "7.50"),
    ]
    assert all(row.day_count is DayCount.THIRTY_360 and not row.parts for row in made.rows)


def test_split_row_of_a_monthly_loan_is_counted_by_days() -> None:
    """12000 * (0.06 * 10 + 0.03 * 21) / 360 = 41.00, where a 30/360 month at 6 % would be 60.00."""
    made = schedule(
        principal="12000.00", annual_rate="0.06", method="EQUAL_PRINCIPAL", start_date="2025-01-15",
        term_months=4, rate_changes=[{"date": "2025-01-25", "annual_rate": "0.03"}],
    )  # fmt: skip
    row = made.rows[0]
    assert (row.principal, row.interest, row.day_count) == (
        Decimal("3000.00"),
        Decimal("41.00"),
        DayCount.ACT_360,
    )
    assert made.rows[1].interest == Decimal("22.50")


def test_two_rate_changes_inside_one_period() -> None:
    made = schedule(
        principal="36000.00", annual_rate="0.05", method="INTEREST_ONLY", start_date="2025-01-01",
        maturity_date="2025-04-01", period_months=3,
        rate_changes=[
            {"date": "2025-03-01", "annual_rate": "0.03"},
            {"date": "2025-02-01", "annual_rate": "0.04"},
        ],
    )  # fmt: skip
    assert [row.interest for row in made.rows] == [Decimal("360.00")]  # 155 + 112 + 93


def test_change_to_the_same_rate_is_a_repricing_all_the_same() -> None:
    """The instalment is computed anew from the balance, which may move it by a cent."""
    terms = {
        "principal": "1000.00", "annual_rate": "0.06", "method": "EQUAL_INSTALMENT",
        "start_date": "2025-01-15", "term_months": 24,
    }  # fmt: skip
    plain = schedule(**terms)
    made = schedule(**terms, rate_changes=[{"date": "2026-11-15", "annual_rate": "0.06"}])
    a = level_instalment(
        balance=plain.rows[21].balance, annual_rate=Decimal("0.06"), period_months=1, periods=2
    )
    assert (plain.rows[22].payment, made.rows[22].payment) == (Decimal("44.32"), a)
    assert a != plain.rows[22].payment


def test_balloon_is_repriced_over_the_remaining_amortisation() -> None:
    made = schedule(
        principal="120000.00", annual_rate="0.06", method="BALLOON", start_date="2025-01-15", term_months=12,
        amort_term_months=120, rate_changes=[{"date": "2025-07-15", "annual_rate": "0.03"}],
    )  # fmt: skip
    a = level_instalment(
        balance=made.rows[5].balance, annual_rate=Decimal("0.03"), period_months=1, periods=114
    )
    assert {row.payment for row in made.rows[6:11]} == {a}


def test_daily_balances_carry_a_rate_change() -> None:
    """Planned repayment: 30 days at 6 % and 29 at 3 % on 36000, then 18000 after the plan."""
    made = schedule(
        principal="36000.00", annual_rate="0.06", method="SCHEDULED", start_date="2025-01-01",
        maturity_date="2025-04-01", interest_day=1, day_count="ACT/360", period_months=3,
        plan=[{"date": "2025-03-01", "principal": "18000.00"}],
        rate_changes=[{"date": "2025-01-31", "annual_rate": "0.03"}],
    )  # fmt: skip
    assert columns(made, "no", "due_date", "days", "principal", "interest") == [
        ("1", "2025-03-01", "59", "18000.00", "267.00"),
        ("2", "2025-04-01", "31", "18000.00", "46.50"),
    ]


# -- prepayment --------------------------------------------------------------------------------------

PREPAID = {
    "principal": "60000.00",
    "annual_rate": "0.0468",
    "method": "EQUAL_INSTALMENT",
    "start_date": "2025-02-12",
    "term_months": 8,
}


def test_prepayment_between_due_dates_pays_its_own_days() -> None:
    """10000.00 at 4.68 % for 13 days: 16.90. The row it falls in is computed on the lower balance."""
    made = schedule(
        **PREPAID, prepayments=[{"date": "2025-04-25", "amount": "10000.00", "mode": "reduce_instalment"}]
    )
    row = made.rows[2]
    assert row.as_mapping() == {
        "no": 2, "due_date": "2025-04-25", "days": 13, "principal": "10000.00", "interest": "16.90",
        "payment": "10016.90", "balance": "35174.71", "type": "prepay",
    }  # fmt: skip
    a = level_instalment(
        balance=Decimal("35174.71"), annual_rate=Decimal("0.0468"), period_months=1, periods=6
    )
    current = made.rows[3]
    assert (current.no, current.days) == (3, 30)
    assert current.interest == Decimal("137.18")  # r(35174.71 * 0.0468 / 12)
    assert {row.payment for row in made.rows[3:8]} == {a}


def test_shortening_between_due_dates_keeps_the_instalment() -> None:
    made = schedule(
        **PREPAID, prepayments=[{"date": "2025-04-25", "amount": "10000.00", "mode": "shorten_term"}]
    )
    dues = [row for row in made.rows if row.type is RowType.DUE]
    assert {row.payment for row in dues[:-1]} == {Decimal("7632.22")}
    assert dues[-1].payment < Decimal("7632.22")
    assert len(dues) == 7


def test_prepayment_before_the_first_due_date_follows_row_zero() -> None:
    made = schedule(
        **PREPAID, prepayments=[{"date": "2025-02-12", "amount": "1000.00", "mode": "shorten_term"}]
    )
    assert made.rows[0].as_mapping() | {"balance": ""} == {
        "no": 0, "due_date": "2025-02-12", "days": 0, "principal": "1000.00", "interest": "0.00",
        "payment": "1000.00", "balance": "", "type": "prepay",
    }  # fmt: skip


@pytest.mark.parametrize("mode", ["reduce_instalment", "shorten_term"])
def test_prepayment_beyond_the_balance_settles_the_loan(mode: str) -> None:
    made = schedule(**PREPAID, prepayments=[{"date": "2025-04-25", "amount": "99999.00", "mode": mode}])
    last = made.rows[-1]
    assert len(made.rows) == 3
    assert (last.type, last.principal, last.interest, last.balance) == (
        RowType.PREPAY,
        Decimal("45174.71"),
        Decimal("76.35"),
        Decimal("0.00"),
    )


def test_prepaid_equal_principal_lowers_the_share_or_the_number_of_rows() -> None:
    terms = {
        "principal": "12000.00", "annual_rate": "0.06", "method": "EQUAL_PRINCIPAL",
        "start_date": "2025-01-15", "term_months": 12,
    }  # fmt: skip
    prepayment = {"date": "2025-03-15", "amount": "2500.00"}
    reduced = schedule(**terms, prepayments=[prepayment | {"mode": "reduce_instalment"}])
    assert {row.principal for row in reduced.rows[3:]} == {Decimal("750.00")}
    shortened = schedule(**terms, prepayments=[prepayment | {"mode": "shorten_term"}])
    assert [row.principal for row in shortened.rows[3:]] == [Decimal("1000.00")] * 7 + [Decimal("500.00")]


def test_repricing_after_shortening_uses_the_rows_that_are_left() -> None:
    made = schedule(
        **PREPAID,
        prepayments=[{"date": "2025-05-12", "amount": "15000.00", "mode": "shorten_term"}],
        rate_changes=[{"date": "2025-06-12", "annual_rate": "0.036"}],
    )
    a = level_instalment(
        balance=Decimal("15175.05"), annual_rate=Decimal("0.036"), period_months=1, periods=2
    )
    assert [row.no for row in made.rows] == [1, 2, 3, 3, 4, 5, 6]
    assert made.rows[5].payment == a


def test_prepaid_bullet_counts_by_its_own_day_count() -> None:
    made = schedule(
        principal="30000.00", annual_rate="0.06", method="BULLET", start_date="2025-04-01", term_months=12,
        day_count="30/360",
        prepayments=[{"date": "2025-07-11", "amount": "10000.00", "mode": "shorten_term"}],
    )  # fmt: skip
    assert columns(made, "no", "principal", "interest", "balance") == [
        ("0", "10000.00", "166.67", "20000.00"),  # three months and ten days
        ("1", "20000.00", "1200.00", "0.00"),
    ]


def test_prepaid_plan_gives_up_its_end() -> None:
    made = schedule(
        principal="36000.00", annual_rate="0.06", method="SCHEDULED", start_date="2025-01-01",
        maturity_date="2025-07-01", interest_day=1, period_months=3, day_count="ACT/360",
        plan=[
            {"date": "2025-03-01", "principal": "12000.00"},
            {"date": "2025-06-01", "principal": "12000.00"},
        ],
        prepayments=[{"date": "2025-03-11", "amount": "18000.00", "mode": "shorten_term"}],
    )  # fmt: skip
    assert columns(made, "no", "due_date", "days", "principal", "interest", "balance") == [
        ("1", "2025-03-01", "59", "12000.00", "354.00", "24000.00"),
        ("1", "2025-03-11", "10", "18000.00", "30.00", "6000.00"),
        ("2", "2025-06-01", "92", "6000.00", "92.00", "0.00"),
        ("3", "2025-07-01", "30", "0.00", "0.00", "0.00"),
    ]


def test_settled_plan_pays_all_interest_at_once() -> None:
    """Half is repaid as planned between interest days; settlement collects its interest too."""
    made = schedule(
        principal="36000.00", annual_rate="0.06", method="SCHEDULED", start_date="2025-01-01",
        maturity_date="2026-01-01", period_months=12, day_count="ACT/360",
        plan=[{"date": "2025-01-31", "principal": "18000.00"}],
        prepayments=[{"date": "2025-02-10", "amount": "18000.00", "mode": "shorten_term"}],
    )  # fmt: skip
    assert columns(made, "no", "principal", "interest") == [
        ("1", "18000.00", "0.00"),
        ("1", "18000.00", "210.00"),
    ]


# -- revolving ---------------------------------------------------------------------------------------


def test_drawdown_on_an_interest_day_counts_from_that_day() -> None:
    made = schedule(
        principal="60000.00", annual_rate="0.06", method="REVOLVING", start_date="2025-01-21",
        maturity_date="2025-04-21", interest_day=21, day_count="ACT/360",
        events=[
            {"date": "2025-01-21", "type": "draw", "amount": "36000.00"},
            {"date": "2025-02-21", "type": "draw", "amount": "12000.00"},
            {"date": "2025-02-21", "type": "repay", "amount": "6000.00"},
            {"date": "2025-04-21", "type": "repay", "amount": "1.00"},
        ],
    )  # fmt: skip
    assert columns(made, "due_date", "principal", "interest", "balance") == [
        ("2025-02-21", "6000.00", "186.00", "42000.00"),
        ("2025-03-21", "0.00", "196.00", "42000.00"),
        ("2025-04-21", "42000.00", "217.00", "0.00"),
    ]


# -- annualised cost ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("case", "fee", "simple", "compound"),
    [
        ("W01", None, "4.3500", "4.4378"),
        ("W01", "1500.00", "7.1785", None),
        ("W07", None, "10.8963", "11.4573"),
        ("W07", "200.00", "14.7408", None),
    ],
)
def test_annualised_cost(case: str, fee: str | None, simple: str, compound: str | None) -> None:
    terms = LoanTerms.from_mapping(CASES[case]["terms"])
    fees = [Fee(terms.start_on, Decimal(fee))] if fee else []
    cost = annualised_cost(build_schedule(terms), fees)
    assert f"{cost.simple * 100:.4f}" == simple
    if compound is not None:
        assert f"{cost.compound * 100:.4f}" == compound


def test_loan_without_interest_costs_nothing() -> None:
    made = schedule(
        principal="1000", annual_rate="0", method="EQUAL_INSTALMENT", start_date="2025-01-15", term_months=3
    )
    assert annualised_cost(made).simple == 0


def test_later_fee_costs_less_than_a_fee_at_the_start() -> None:
    made = build_schedule(LoanTerms.from_mapping(CASES["W01"]["terms"]))
    at_start = annualised_cost(made, [Fee(date(2025, 1, 15), Decimal("500.00"))])
    later = annualised_cost(made, [Fee(date(2025, 12, 1), Decimal("500.00"))])
    assert annualised_cost(made).simple < later.simple < at_start.simple


def test_cost_of_a_revolving_line_uses_the_amounts_drawn() -> None:
    """Interest by 360 on 365 days: the cost lies a little above the nominal 5.4 %."""
    cost = annualised_cost(build_schedule(LoanTerms.from_mapping(CASES["W11"]["terms"])))
    assert Decimal("0.054") < cost.simple < Decimal("0.056")
    assert cost.net_received == 75000


def test_five_hundred_schedules_of_36_rows_take_less_than_a_second() -> None:
    """The pace of ten thousand in twenty seconds on one core, with a wide margin; processor time only."""
    terms = [
        LoanTerms.of(
            principal=Decimal(10_000 + n), annual_rate=Decimal("0.0435"), method=Method.EQUAL_INSTALMENT,
            start_on=date(2025, 1, 31), term_months=36, interest_day=21,
        )
        for n in range(500)
    ]  # fmt: skip
    begun = time.process_time()
    for each in terms:
        build_schedule(each)
    assert time.process_time() - begun < 1
