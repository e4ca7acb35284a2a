"""Bad terms: each refused with its code and the path of the field, and nothing computed."""

from __future__ import annotations

import ast
import pickle
import re
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import backend.kernel.loanmath as loanmath
from backend.kernel.loanmath import (
    TITLES_ZH,
    LoanMathError,
    LoanTerms,
    Method,
    annualised_cost,
    build_schedule,
    cents,
    monthly_irr,
)
from backend.kernel.loanmath.cost import Fee

GOOD: dict[str, object] = {
    "principal": "10000.00",
    "annual_rate": "0.0435",
    "method": "EQUAL_INSTALMENT",
    "start_date": "2025-01-15",
    "term_months": 12,
    "interest_day": None,
    "day_count": "30/360",
}
PLANNED = {"method": "SCHEDULED", "day_count": "ACT/360"}
LINE = {"method": "REVOLVING", "day_count": "ACT/360"}
PLAN = {"date": "2025-06-15", "principal": "1000.00"}
DRAW = {"date": "2025-01-15", "type": "draw", "amount": "5000.00"}
CHANGE = {"date": "2025-06-01", "annual_rate": "0.04"}
PREPAY = {"date": "2025-06-01", "amount": "100.00", "mode": "shorten_term"}


def refusal(terms: Any) -> tuple[str, str]:
    with pytest.raises(LoanMathError) as refused:
        LoanTerms.from_mapping(terms)
    assert refused.value.code in TITLES_ZH
    return refused.value.code.removeprefix("loanmath."), refused.value.field


@pytest.mark.parametrize(
    ("changed", "code", "field"),
    [
        # money
        ({"principal": "0"}, "amount_not_positive", "principal"),
        ({"principal": "0.00"}, "amount_not_positive", "principal"),
        ({"principal": "-0"}, "amount_not_positive", "principal"),
        ({"principal": "-100.00"}, "amount_not_positive", "principal"),
        ({"principal": "100.001"}, "too_many_decimals", "principal"),
        ({"principal": "1e-999999"}, "too_many_decimals", "principal"),
        ({"principal": "1e30"}, "amount_too_large", "principal"),
        ({"principal": "1e999999999"}, "amount_too_large", "principal"),
        ({"principal": 10**5000}, "amount_too_large", "principal"),
        ({"principal": Decimal("1E+30")}, "amount_too_large", "principal"),
        ({"principal": "1000000000000.00"}, "amount_too_large", "principal"),
        ({"principal": "NaN"}, "not_a_number", "principal"),
        ({"principal": Decimal("NaN")}, "not_a_number", "principal"),
        ({"principal": Decimal("sNaN")}, "not_a_number", "principal"),
        ({"principal": Decimal("Infinity")}, "not_a_number", "principal"),
        ({"principal": "Infinity"}, "not_a_number", "principal"),
        ({"principal": 10000.0}, "not_a_number", "principal"),
        ({"principal": True}, "not_a_number", "principal"),
        ({"principal": ""}, "not_a_number", "principal"),
        ({"principal": "１００"}, "not_a_number", "principal"),
        ({"principal": "1_000"}, "not_a_number", "principal"),
        ({"principal": " 1000"}, "not_a_number", "principal"),
        ({"principal": "1,000.00"}, "not_a_number", "principal"),
        ({"principal": "1" * 70}, "not_a_number", "principal"),
        ({"principal": ["1"]}, "not_a_number", "principal"),
        ({"principal": None}, "field_missing", "principal"),
        # rate
        ({"annual_rate": "-0.01"}, "rate_out_of_range", "annual_rate"),
        ({"annual_rate": "4.35"}, "rate_out_of_range", "annual_rate"),
        ({"annual_rate": "0.0435001"}, "too_many_decimals", "annual_rate"),
        ({"annual_rate": 0.0435}, "not_a_number", "annual_rate"),
        ({"annual_rate": "NaN"}, "not_a_number", "annual_rate"),
        ({"annual_rate": None}, "field_missing", "annual_rate"),
        # method and day count
        ({"method": "EQUAL"}, "unknown_method", "method"),
        ({"method": ["EQUAL_INSTALMENT"]}, "unknown_method", "method"),
        ({"method": None}, "field_missing", "method"),
        ({"day_count": "ACT/366"}, "unknown_day_count", "day_count"),
        (
            {"method": "EQUAL_PRINCIPAL_FLAT_INTEREST", "day_count": "ACT/360"},
            "day_count_not_for_method",
            "day_count",
        ),
        ({"method": "SCHEDULED", "plan": [PLAN]}, "day_count_not_for_method", "day_count"),
        # dates and term
        ({"start_date": None}, "field_missing", "start_date"),
        ({"start_date": "2025-02-30"}, "not_a_date", "start_date"),
        ({"start_date": "20250115"}, "not_a_date", "start_date"),
        ({"start_date": "2025-W03-3"}, "not_a_date", "start_date"),
        ({"start_date": datetime(2025, 1, 15)}, "not_a_date", "start_date"),  # noqa: DTZ001
        ({"start_date": "0001-01-01"}, "date_out_of_range", "start_date"),
        ({"start_date": "9999-12-31"}, "date_out_of_range", "start_date"),
        ({"term_months": None}, "maturity_missing", "maturity_date"),
        ({"term_months": 0}, "term_out_of_range", "term_months"),
        ({"term_months": 601}, "term_out_of_range", "term_months"),
        ({"term_months": "12"}, "not_an_integer", "term_months"),
        ({"term_months": 12.0}, "not_an_integer", "term_months"),
        ({"term_months": True}, "not_an_integer", "term_months"),
        ({"maturity_date": "2026-01-16"}, "maturity_mismatch", "maturity_date"),
        ({"term_months": None, "maturity_date": "2025-01-15"}, "maturity_not_after_start", "maturity_date"),
        ({"term_months": None, "maturity_date": "2024-12-31"}, "maturity_not_after_start", "maturity_date"),
        ({"term_months": None, "maturity_date": "2075-01-16"}, "term_out_of_range", "maturity_date"),
        ({"interest_day": 0}, "interest_day_out_of_range", "interest_day"),
        ({"interest_day": 32}, "interest_day_out_of_range", "interest_day"),
        ({"interest_day": "21"}, "not_an_integer", "interest_day"),
        ({"period_months": 2}, "period_months_not_allowed", "period_months"),
        ({"period_months": 0}, "period_months_not_allowed", "period_months"),
        ({"period_months": 24}, "period_months_not_allowed", "period_months"),
        ({"first_due": "soon"}, "unknown_first_due", "first_due"),
        # keys of one method
        ({"amort_term_months": 120}, "field_not_for_method", "amort_term_months"),
        ({"method": "BALLOON"}, "field_missing", "amort_term_months"),
        ({"method": "BALLOON", "amort_term_months": 11}, "amort_term_too_short", "amort_term_months"),
        ({"method": "BALLOON", "amort_term_months": 601}, "term_out_of_range", "amort_term_months"),
        (
            {"method": "BALLOON", "amort_term_months": 13, "period_months": 3},
            "term_out_of_range",
            "amort_term_months",
        ),
        ({"grace_periods": 1}, "field_not_for_method", "grace_periods"),
        ({"method": "GRACE_EQUAL_INSTALMENT"}, "field_missing", "grace_periods"),
        ({"method": "GRACE_EQUAL_INSTALMENT", "grace_periods": 12}, "grace_out_of_range", "grace_periods"),
        ({"method": "GRACE_EQUAL_INSTALMENT", "grace_periods": -1}, "grace_out_of_range", "grace_periods"),
        # plan
        ({"plan": [PLAN]}, "field_not_for_method", "plan"),
        (PLANNED, "field_missing", "plan"),
        (PLANNED | {"plan": []}, "field_missing", "plan"),
        (PLANNED | {"plan": "2025-06-15"}, "not_a_list", "plan"),
        (PLANNED | {"plan": ["2025-06-15"]}, "not_a_mapping", "plan[0]"),
        (PLANNED | {"plan": [{"date": "2025-06-15"}]}, "field_missing", "plan[0].principal"),
        (PLANNED | {"plan": [PLAN | {"amount": "1"}]}, "unknown_field", "plan[0].amount"),
        (PLANNED | {"plan": [PLAN, PLAN | {"principal": "0"}]}, "amount_not_positive", "plan[1].principal"),
        (PLANNED | {"plan": [PLAN, PLAN]}, "duplicate_date", "plan[1].date"),
        (PLANNED | {"plan": [PLAN | {"date": "2025-01-15"}]}, "date_outside_term", "plan[0].date"),
        (PLANNED | {"plan": [PLAN | {"date": "2026-01-16"}]}, "date_outside_term", "plan[0].date"),
        (
            PLANNED | {"plan": [PLAN | {"principal": "10000.01"}]},
            "plan_exceeds_principal",
            "plan[0].principal",
        ),
        (PLANNED | {"plan": [PLAN | {"date": "2026-01-15"}]}, "plan_total_mismatch", "plan"),
        # events
        ({"events": [DRAW]}, "field_not_for_method", "events"),
        (LINE, "field_missing", "events"),
        (LINE | {"events": [DRAW | {"type": "take"}]}, "unknown_event_type", "events[0].type"),
        (LINE | {"events": [DRAW | {"amount": "10000.01"}]}, "draw_exceeds_limit", "events[0].amount"),
        (LINE | {"events": [DRAW | {"type": "repay"}]}, "repay_exceeds_balance", "events[0].amount"),
        (
            LINE | {"events": [DRAW | {"date": "2025-03-01", "type": "repay", "amount": "5000.01"}, DRAW]},
            "repay_exceeds_balance",
            "events[0].amount",
        ),
        (LINE | {"events": [DRAW | {"date": "2026-01-15"}]}, "date_outside_term", "events[0].date"),
        (LINE | {"events": [DRAW | {"amount": "0.001"}]}, "too_many_decimals", "events[0].amount"),
        # repricing and prepayment
        (
            {"rate_changes": [CHANGE | {"annual_rate": "-0.01"}]},
            "rate_out_of_range",
            "rate_changes[0].annual_rate",
        ),
        ({"rate_changes": [CHANGE | {"date": "2025-01-15"}]}, "date_outside_term", "rate_changes[0].date"),
        ({"rate_changes": [CHANGE, CHANGE]}, "duplicate_date", "rate_changes[1].date"),
        (
            {"method": "EQUAL_PRINCIPAL_FLAT_INTEREST", "rate_changes": [CHANGE]},
            "field_not_for_method",
            "rate_changes",
        ),
        ({"prepayments": [PREPAY | {"mode": "both"}]}, "unknown_prepayment_mode", "prepayments[0].mode"),
        ({"prepayments": [PREPAY | {"amount": "0"}]}, "amount_not_positive", "prepayments[0].amount"),
        ({"prepayments": [PREPAY | {"date": "2026-01-15"}]}, "date_outside_term", "prepayments[0].date"),
        ({"prepayments": [PREPAY, PREPAY]}, "duplicate_date", "prepayments[1].date"),
        (
            {"method": "EQUAL_PRINCIPAL_FLAT_INTEREST", "prepayments": [PREPAY]},
            "field_not_for_method",
            "prepayments",
        ),
        (LINE | {"events": [DRAW], "prepayments": [PREPAY]}, "field_not_for_method", "prepayments"),
        # keys
        ({"Principal": "1"}, "unknown_field", "Principal"),
        ({"rounding": "half_even"}, "unknown_field", "rounding"),
    ],
)
def test_bad_terms_are_refused(changed: dict[str, object], code: str, field: str) -> None:
    assert refusal(GOOD | changed) == (code, field)


def test_terms_must_be_an_object() -> None:
    assert refusal([]) == ("not_a_mapping", "terms")
    assert refusal(None) == ("not_a_mapping", "terms")


def test_remarks_are_ignored_and_nulls_count_as_absent() -> None:
    terms = LoanTerms.from_mapping(GOOD | {"note": "x", "note_2": {}, "plan": None, "maturity_date": None})
    assert terms == LoanTerms.from_mapping(GOOD)


def test_maturity_that_agrees_with_the_term_is_accepted() -> None:
    terms = LoanTerms.from_mapping(GOOD | {"maturity_date": "2026-01-15"})
    assert terms.maturity_on == date(2026, 1, 15)


def test_defaults_follow_the_method() -> None:
    short = {key: GOOD[key] for key in ("principal", "annual_rate", "start_date", "term_months")}
    rows = LoanTerms.from_mapping(short | {"method": "EQUAL_PRINCIPAL"})
    interest = LoanTerms.from_mapping(short | {"method": "INTEREST_ONLY"})
    assert (rows.day_count, rows.first_due, rows.period_months) == ("30/360", "next_month", 1)
    assert (interest.day_count, interest.first_due) == ("ACT/360", "first_after")


def test_trailing_zeros_are_not_extra_decimals() -> None:
    terms = LoanTerms.from_mapping(GOOD | {"principal": Decimal("10000.000000"), "annual_rate": "0.04350000"})
    assert (str(terms.principal), str(terms.annual_rate)) == ("10000.00", "0.043500")


def test_terms_made_in_code_are_checked_too() -> None:
    with pytest.raises(LoanMathError) as refused:
        LoanTerms.of(
            principal=Decimal("1.005"), annual_rate=Decimal(0), method=Method.BULLET,
            start_on=date(2025, 1, 1), term_months=1,
        )  # fmt: skip
    assert (refused.value.code, refused.value.field) == ("loanmath.too_many_decimals", "principal")


@pytest.mark.parametrize("x", [1.5, 1, True, "1", Decimal("NaN"), Decimal("Infinity")])
def test_rounding_takes_finite_decimals_only(x: Any) -> None:
    with pytest.raises(LoanMathError) as refused:
        cents(x)
    assert refused.value.code == "loanmath.not_a_number"


def test_fees_that_eat_the_loan_are_refused() -> None:
    made = build_schedule(LoanTerms.from_mapping(GOOD))
    with pytest.raises(LoanMathError) as refused:
        annualised_cost(made, [Fee(date(2025, 1, 15), Decimal("10000.00"))])
    assert refused.value.code == "loanmath.net_amount_not_positive"
    with pytest.raises(LoanMathError) as refused:
        annualised_cost(made, [Fee(date(2025, 1, 14), Decimal("1.00"))])
    assert (refused.value.code, refused.value.field) == ("loanmath.date_outside_term", "fees[0].date")


@pytest.mark.parametrize("paid", [[(Decimal(1), Decimal(99))], [(Decimal(1), Decimal(10) ** 9)]])
def test_cost_without_an_answer_is_refused(paid: list[tuple[Decimal, Decimal]]) -> None:
    with pytest.raises(LoanMathError) as refused:
        monthly_irr(received=[(Decimal(0), Decimal(100))], paid=paid)
    assert refused.value.code == "loanmath.no_rate"


def test_refusal_survives_the_way_between_processes() -> None:
    error = LoanMathError("loanmath.not_a_date", "text", "start_date")
    again = pickle.loads(pickle.dumps(error))  # noqa: S301
    assert (again.code, again.message, again.field) == (error.code, error.message, error.field)


def test_every_code_in_the_sources_has_its_text_and_none_is_idle() -> None:
    folder = Path(loanmath.__file__).parent
    used = {
        code
        for path in folder.glob("*.py")
        if path.name != "errors.py"
        for code in re.findall(r'"(loanmath\.[a-z_]+)"', path.read_text(encoding="utf-8"))
    }
    assert used == set(TITLES_ZH)


def test_the_sources_know_no_float_and_no_other_rounding() -> None:
    for path in Path(loanmath.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            assert not (isinstance(node, ast.Constant) and isinstance(node.value, float)), path.name
            assert not (isinstance(node, ast.Name) and node.id in {"float", "round"}), path.name
