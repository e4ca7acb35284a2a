"""Penalty, compound and the order of allocation: given cases, an independent count by days, refusals."""

from __future__ import annotations

import json
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.kernel.loanmath import (
    AllocationOrder,
    ArrearsTerms,
    Bill,
    LoanMathError,
    Payment,
    RateChange,
    settle_arrears,
)

CASES = json.loads((Path(__file__).parent / "data" / "arrears.json").read_text(encoding="utf-8"))
GOOD: dict[str, Any] = CASES[0]["terms"]
FIRST = date(2025, 1, 1)


def rows_of(**terms: Any) -> list[dict[str, Any]]:
    given_terms = {"annual_rate": "0.0600", "penalty_multiplier": "1.5", **terms}
    return [row.as_mapping() for row in settle_arrears(ArrearsTerms.from_mapping(given_terms))]


def bill(due_date: str, principal: str, interest: str = "0.00", **more: str) -> dict[str, str]:
    return {"due_date": due_date, "principal": principal, "interest": interest, **more}


def paid(on: str, amount: str) -> dict[str, str]:
    return {"date": on, "amount": amount}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_the_given_cases_come_out_to_the_cent(case: dict[str, Any]) -> None:
    rows = settle_arrears(ArrearsTerms.from_mapping(case["terms"]))
    assert [row.as_mapping() for row in rows] == case["expected"]


def test_normal_order_finishes_the_oldest_bill_before_the_next_one() -> None:
    (row,) = rows_of(
        bills=[bill("2025-02-10", "1000.00", "50.00"), bill("2025-01-10", "1000.00", "60.00")],
        payments=[paid("2025-03-11", "1500.00")],
    )
    # 60 days on the older, 29 on the younger, at 9 %
    assert row["overdue_days"] == 60
    assert row["due_before"] == {"penalty": "22.25", "compound": "1.26"}
    assert row["allocated"] == {
        "fee": "0.00",
        "compound": "1.26",
        "penalty": "22.25",
        "interest": "110.00",
        "principal": "1366.49",
    }
    assert row["outstanding"]["principal"] == "633.51"


def test_beyond_ninety_days_principal_of_all_bills_comes_first_unless_the_contract_is_silent() -> None:
    terms = {
        "bills": [bill("2025-01-01", "1000.00", "10.00"), bill("2025-02-01", "1000.00", "10.00")],
        "payments": [paid("2025-04-02", "1500.00")],
    }

    (row,) = rows_of(**terms)
    assert (row["overdue_days"], row["order"]) == (91, "principal_first")
    assert row["allocated"]["principal"] == "1500.00"

    (silent,) = rows_of(**terms, principal_first=False)
    assert (silent["overdue_days"], silent["order"]) == (91, "normal")
    assert silent["allocated"]["compound"] != "0.00"


def test_the_ninetieth_day_is_still_the_normal_order() -> None:
    (row,) = rows_of(bills=[bill("2025-01-01", "1000.00")], payments=[paid("2025-04-01", "1.00")])
    assert (row["overdue_days"], row["order"]) == (90, "normal")


def test_fees_come_first_in_both_orders() -> None:
    for on in ("2025-01-31", "2025-06-30"):
        (row,) = rows_of(
            bills=[bill("2025-01-01", "100.00", "5.00", fee="8.00")], payments=[paid(on, "9.00")]
        )
        assert row["allocated"]["fee"] == "8.00"


def test_a_bill_is_paid_from_its_due_date_on_without_penalty_and_never_before() -> None:
    rows = rows_of(
        bills=[bill("2025-05-10", "100.00", "1.00")],
        payments=[paid("2025-05-09", "10.00"), paid("2025-05-10", "101.00"), paid("2025-09-10", "5.00")],
    )
    assert [row["unapplied"] for row in rows] == ["10.00", "0.00", "5.00"]
    assert [row["overdue_days"] for row in rows] == [0, 0, 0]
    assert {row["order"] for row in rows} == {"normal"}
    assert rows[1]["due_before"] == {"penalty": "0.00", "compound": "0.00"}


def test_grace_excuses_payment_within_it_and_counts_from_the_due_date_after_it() -> None:
    terms = {"bills": [bill("2025-05-10", "10000.00", "100.00")], "grace_days": 3}

    (within,) = rows_of(**terms, payments=[paid("2025-05-13", "10100.00")])
    assert (within["overdue_days"], within["due_before"]["penalty"]) == (0, "0.00")
    assert within["outstanding"]["principal"] == "0.00"

    (after,) = rows_of(**terms, payments=[paid("2025-05-14", "10100.00")])
    assert (after["overdue_days"], after["due_before"]["penalty"]) == (4, "10.00")


def test_penalty_follows_the_contract_rate_of_each_day() -> None:
    (row,) = rows_of(
        bills=[bill("2025-01-01", "36000.00")],
        payments=[paid("2025-01-31", "36000.00")],
        rate_changes=[{"date": "2025-01-11", "annual_rate": "0.0400"}],
    )
    # 10 days at 9 %, 20 days at 6 %
    assert row["due_before"]["penalty"] == "210.00"


def test_what_was_settled_is_rounded_once_and_not_again() -> None:
    rows = rows_of(
        bills=[bill("2025-05-10", "0.00", "250.00")],
        payments=[paid("2025-06-09", "1.00"), paid("2025-06-09", "0.88"), paid("2025-06-10", "0.06")],
    )
    # 1.875 is 1.88 when it is settled; the day after adds 0.0625
    assert [row["due_before"]["compound"] for row in rows] == ["1.88", "0.88", "0.06"]
    assert rows[2]["outstanding"]["compound"] == "0.00"


def days_counted(terms: ArrearsTerms, until: date, start: date, rest: Fraction, base: Decimal) -> Fraction:
    """Growth of `base` from `start` to `until`, day after day."""
    day = start
    while day < until:
        rate = terms.annual_rate
        for change in terms.rate_changes:
            if change.on <= day:
                rate = change.annual_rate
        rest += Fraction(base) * Fraction(rate) * Fraction(terms.penalty_multiplier) / 360
        day += timedelta(days=1)
    return rest


def half_up(value: Fraction) -> Decimal:
    return Decimal(int(value * 100 + Fraction(1, 2))).scaleb(-2)


def counted_by_days(terms: ArrearsTerms) -> list[tuple[dict[str, Decimal], Decimal]]:
    """The same arrears by another way: exact fractions, one day at a time, plain dictionaries."""
    bills: list[dict[str, Any]] = [
        {
            "due": b.due_on, "to": b.due_on, "fee": b.fee, "interest": b.interest, "principal": b.principal,
            "penalty": Fraction(0), "compound": Fraction(0),
        }
        for b in terms.bills
    ]  # fmt: skip
    answers = []
    for payment in terms.payments:
        open_bills = [b for b in bills if b["due"] <= payment.on]
        oldest = None
        for b in open_bills:
            if (payment.on - b["due"]).days > terms.grace_days:
                start = b["to"]
                b["penalty"] = days_counted(terms, payment.on, start, b["penalty"], b["principal"])
                b["compound"] = days_counted(terms, payment.on, start, b["compound"], b["interest"])
                b["to"] = max(start, payment.on)
                owed = b["fee"] + b["interest"] + b["principal"]
                if oldest is None and (owed or half_up(b["penalty"]) or half_up(b["compound"])):
                    oldest = b["due"]
        late = oldest is not None and (payment.on - oldest).days > 90 and terms.principal_first
        kinds = ["principal", "interest", "penalty", "compound"] if late else []
        turns = [(b, "fee") for b in open_bills] + [(b, kind) for kind in kinds for b in open_bills]
        if not late:
            for b in open_bills:
                turns += [(b, kind) for kind in ("compound", "penalty", "interest", "principal")]
        left, taken = (
            payment.amount,
            dict.fromkeys(("fee", "compound", "penalty", "interest", "principal"), Decimal(0)),
        )
        for b, kind in turns:
            exact = isinstance(b[kind], Fraction)
            held = half_up(b[kind]) if exact else b[kind]
            part = min(held, left)
            if part:
                b[kind] = Fraction(held - part) if exact else held - part
            left -= part
            taken[kind] += part
        answers.append((taken, left))
    return answers


cents = st.integers(0, 3_000_000).map(lambda value: Decimal(value).scaleb(-2))
some_days = st.integers(0, 400).map(lambda days: FIRST + timedelta(days=days))


@st.composite
def arrears(draw: st.DrawFn) -> ArrearsTerms:
    changes = draw(st.lists(some_days, max_size=2, unique=True))
    return ArrearsTerms(
        annual_rate=Decimal(draw(st.integers(0, 240_000))).scaleb(-6),
        penalty_multiplier=draw(st.sampled_from([Decimal("1.3"), Decimal("1.5"), Decimal("2.0")])),
        grace_days=draw(st.sampled_from([0, 0, 3])),
        principal_first=draw(st.sampled_from([True, True, False])),
        bills=tuple(draw(st.lists(st.builds(Bill, some_days, cents, cents, cents), min_size=1, max_size=4))),
        payments=tuple(draw(st.lists(st.builds(Payment, some_days, cents.filter(bool)), max_size=5))),
        rate_changes=tuple(
            RateChange(day, Decimal(draw(st.integers(0, 200_000))).scaleb(-6)) for day in changes
        ),
    )


@given(arrears())
def test_it_equals_a_count_by_days_and_no_cent_is_lost(terms: ArrearsTerms) -> None:
    rows = settle_arrears(terms)

    for row, (taken, left) in zip(rows, counted_by_days(terms), strict=True):
        parts = {kind: getattr(row.allocated, kind) for kind in taken}
        assert (parts, row.unapplied) == (taken, left)
        assert row.allocated.total + row.unapplied > 0
        for kind in parts:
            assert getattr(row.outstanding, kind) == getattr(row.due_before, kind) - parts[kind] >= 0
        if row.unapplied:
            assert row.outstanding.total == 0
    assert sum((row.allocated.total + row.unapplied for row in rows), Decimal(0)) == sum(
        (payment.amount for payment in terms.payments), Decimal(0)
    )


@given(arrears(), st.integers(1, 2_999_999))
def test_a_payment_in_two_parts_on_one_day_leaves_the_same_within_one_order(
    terms: ArrearsTerms, cut: int
) -> None:
    rows = settle_arrears(terms)
    first = Decimal(cut).scaleb(-2)
    if not rows or first >= terms.payments[0].amount:
        return
    whole, *others = terms.payments
    parts = (Payment(whole.on, first), Payment(whole.on, whole.amount - first))
    split = settle_arrears(
        ArrearsTerms(
            terms.annual_rate, terms.bills, (*parts, *others), terms.penalty_multiplier, terms.grace_days,
            terms.principal_first, terms.rate_changes,
        )
    )  # fmt: skip
    # paying the oldest bill off may bring the loan back below 91 days, and then the order changes by right
    if split[0].order is split[1].order:
        assert split[1].outstanding == rows[0].outstanding
        assert split[2:] == rows[1:]


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"annual_rate": "4.35"}, "rate_out_of_range", "annual_rate"),
        ({"annual_rate": None}, "field_missing", "annual_rate"),
        ({"penalty_multiplier": "2.1"}, "penalty_multiplier_out_of_range", "penalty_multiplier"),
        ({"penalty_multiplier": 1.5}, "not_a_number", "penalty_multiplier"),
        ({"bills": []}, "field_missing", "bills"),
        ({"bills": {}}, "not_a_list", "bills"),
        ({"bills": [7]}, "not_a_mapping", "bills[0]"),
        ({"bills": [bill("2025-02-30", "1.00")]}, "not_a_date", "bills[0].due_date"),
        ({"bills": [bill("2025-02-10", "-1.00")]}, "amount_negative", "bills[0].principal"),
        ({"bills": [bill("2025-02-10", "1.00", "0.001")]}, "too_many_decimals", "bills[0].interest"),
        ({"bills": [bill("2025-02-10", "1.00", fee="x")]}, "not_a_number", "bills[0].fee"),
        ({"bills": [{"due_date": "2025-02-10", "principal": "1.00"}]}, "field_missing", "bills[0].interest"),
        ({"payments": [paid("2025-02-10", "0.00")]}, "amount_not_positive", "payments[0].amount"),
        ({"payments": [{**paid("2025-02-10", "1.00"), "by": "x"}]}, "unknown_field", "payments[0].by"),
        ({"payments": None}, "field_missing", "payments"),
        ({"grace_days": 91}, "grace_out_of_range", "grace_days"),
        ({"grace_days": True}, "not_an_integer", "grace_days"),
        ({"principal_first": "yes"}, "not_a_boolean", "principal_first"),
        ({"compounding": True}, "unknown_field", "compounding"),
        (
            {"rate_changes": [{"date": "2025-02-10", "annual_rate": "0.04"}] * 2},
            "duplicate_date",
            "rate_changes[1].date",
        ),
    ],
)
def test_bad_terms_are_refused_at_their_field(change: dict[str, Any], code: str, field: str) -> None:
    with pytest.raises(LoanMathError) as refused:
        ArrearsTerms.from_mapping({**GOOD, **change})
    assert (refused.value.code, refused.value.field) == (f"loanmath.{code}", field)


def test_remarks_are_passed_over_and_bills_may_come_in_any_order() -> None:
    bills = [bill("2025-02-10", "5.00"), bill("2025-01-10", "7.00")]
    terms = {**GOOD, "bills": bills, "note": "x", "note_of_ours": 1}
    turned = {**GOOD, "bills": bills[::-1]}
    assert settle_arrears(ArrearsTerms.from_mapping(terms)) == settle_arrears(
        ArrearsTerms.from_mapping(turned)
    )
    assert [str(order) for order in AllocationOrder] == ["normal", "principal_first"]
