"""Quotes in bulk, from JSON to JSON, without a database: for integrators and for checking our numbers.

A case is `{"id", "terms"}` with the terms in the exchange format of `LoanTerms.from_mapping`, for arrears in
that of `ArrearsTerms.from_mapping`. A case that is refused answers with its error and stops no other.
"""

import json
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, TextIO

from backend.kernel.loanmath import (
    ArrearsTerms,
    Fee,
    LoanMathError,
    LoanTerms,
    annualised_cost,
    build_schedule,
    settle_arrears,
)

Case = Mapping[str, Any]
PERCENT_PLACES = Decimal("0.000001")


class NotAnArrayError(ValueError):
    """The input is not a JSON array."""


def schedule_of(case: Case) -> dict[str, Any]:
    """`{"rows": [...]}` with the row fields of the exchange format."""
    return {"rows": build_schedule(LoanTerms.from_mapping(_given(case))).as_mappings()}


def arrears_of(case: Case) -> dict[str, Any]:
    """`{"rows": [...]}`: what each payment found due, settled and left, by the row fields of the exchange format."""
    return {"rows": [row.as_mapping() for row in settle_arrears(ArrearsTerms.from_mapping(_given(case)))]}


def cost_of(case: Case) -> dict[str, Any]:
    """`{"cost": {...}}`: the yearly cost as fractions with six places, by single and by compound interest.

    `fees` is an optional list of `{"date", "amount"}`; one without a date is taken at the start.
    """
    terms = LoanTerms.from_mapping(_given(case))
    cost = annualised_cost(build_schedule(terms), _fees(case, terms.start_on))
    return {
        "cost": {
            "net_received": str(cost.net_received),
            "total_paid": str(cost.total_paid),
            "monthly": str(cost.monthly.quantize(Decimal("0.0000000001"))),
            "simple": str(cost.simple.quantize(PERCENT_PLACES)),
            "compound": str(cost.compound.quantize(PERCENT_PLACES)),
        }
    }


def _given(case: Case) -> dict[str, Any]:
    terms = case.get("terms")
    if not isinstance(terms, dict):
        raise LoanMathError("loanmath.field_missing", "is required", "terms")
    return terms


def _fees(case: Case, start_on: date) -> list[Fee]:
    given = case.get("fees") or []
    if not isinstance(given, list) or not all(isinstance(fee, dict) for fee in given):
        raise LoanMathError("loanmath.not_a_list", "must be a list of objects", "fees")
    return [Fee(fee.get("date") or start_on, fee.get("amount")) for fee in given]


def answer_all(source: TextIO, target: TextIO, quote: Callable[[Case], dict[str, Any]]) -> None:
    """Read the array, answer each case, write the array. Raises NotAnArrayError before writing anything."""
    try:
        cases = json.load(source)
    except ValueError as error:
        raise NotAnArrayError(f"the input is not JSON: {error}") from error
    if not isinstance(cases, list):
        raise NotAnArrayError("the input must be a JSON array")
    json.dump([_answer(case, quote) for case in cases], target, ensure_ascii=False)
    target.write("\n")


def _answer(case: Any, quote: Callable[[Case], dict[str, Any]]) -> dict[str, Any]:
    if not isinstance(case, dict):
        return {"id": None, "error": _error("loanmath.not_an_object", "must be an object", "")}
    try:
        return {"id": case.get("id"), **quote(case)}
    except LoanMathError as refusal:
        return {"id": case.get("id"), "error": _error(refusal.code, refusal.message, refusal.field)}


def _error(code: str, message: str, field: str) -> dict[str, str]:
    return {"code": code, "message": message, "field": field}
