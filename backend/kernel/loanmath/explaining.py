"""How an amount came about: parts with base, rate and days, the rounding, and what was paid on it.

The parts of an explanation add up to its amount, always and exactly. Each has ten places at most; what the arithmetic leaves out of the cents is a part
of its own (`ROUNDING`), and so is each receipt (`PAID`, negative). Nothing is computed here in another way than
where it was computed first; an amount that no rule of ours gives is said to be agreed (`AGREED`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext
from enum import StrEnum
from typing import Final

from .dates import Period
from .daycount import DayCount, interest_days
from .money import CONTEXT, ZERO, cents
from .rates import RateChange, RateHistory
from .rows import RowType
from .servicing import Growth, Served, ServicedRow
from .terms import Method

PLACES: Final = Decimal("0.0000000001")


class PartKind(StrEnum):
    """What a part stands for."""

    TIME = "TIME"
    """`base * annual_rate * days / year_days`, not rounded."""
    FLAT = "FLAT"
    """The same on the amount lent, in every row (等本等息)."""
    PAYMENT = "PAYMENT"
    """The level instalment of which interest is taken off."""
    LESS_INTEREST = "LESS_INTEREST"
    SHARE = "SHARE"
    """The amount lent, or `base`, over the rows."""
    REMAINDER = "REMAINDER"
    """All principal that is left."""
    AGREED = "AGREED"
    """Stands in the contract's plan."""
    ROUNDING = "ROUNDING"
    PAID = "PAID"


class Rule(StrEnum):
    """The paragraph behind an amount; the caller has its words."""

    BY_MONTH = "BY_MONTH"
    BY_DAY = "BY_DAY"
    FLAT_INTEREST = "FLAT_INTEREST"
    LEVEL_INSTALMENT = "LEVEL_INSTALMENT"
    EQUAL_SHARES = "EQUAL_SHARES"
    AT_MATURITY = "AT_MATURITY"
    AS_PLANNED = "AS_PLANNED"
    SETTLEMENT = "SETTLEMENT"
    PREPAYMENT = "PREPAYMENT"
    PENALTY = "PENALTY"
    COMPOUND = "COMPOUND"


@dataclass(frozen=True, slots=True)
class Part:
    """One addend in yuan, ten places at most. Of a stretch of time: its days as counted by `year_days` (a month of 30/360 has 30)."""

    kind: PartKind
    amount: Decimal
    base: Decimal | None = None
    annual_rate: Decimal | None = None
    since: date | None = None
    until: date | None = None
    days: int | None = None
    year_days: int | None = None
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Explanation:
    """`amount` is the sum of the parts, to the cent."""

    bucket: str
    amount: Decimal
    rule: Rule
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class RowTerms:
    """What a row was computed from."""

    method: Method
    day_count: DayCount
    annual_rate: Decimal
    period_months: int
    drawn: Decimal
    rows: int
    """Of the first schedule."""
    rate_changes: tuple[RateChange, ...] = ()
    settlement_no: int | None = None
    """The row that a settlement in full made."""


def explain_row(served: Served, no: int, terms: RowTerms) -> tuple[Explanation, ...]:
    """What row `no` still owes, by bucket: principal, interest, penalty, compound.

    Raises KeyError for a number that is not in force.
    """
    row = {row.no: row for row in served.rows}[no]
    with localcontext(CONTEXT):
        principal_rule, principal = _principal(row, served.rows, terms)
        interest_rule, interest = _interest(row, terms)
        found = [
            ("principal", principal_rule, [*principal, *_paid(served, no, "principal")]),
            ("interest", interest_rule, [*interest, *_paid(served, no, "interest")]),
            ("penalty", Rule.PENALTY, list(_penal(served, no, "penalty"))),
            ("compound", Rule.COMPOUND, list(_penal(served, no, "compound"))),
        ]
        return tuple(
            Explanation(bucket, cents(sum((part.amount for part in parts), ZERO)), rule, tuple(parts))
            for bucket, rule, parts in found
        )


def _time(base: Decimal, rate: Decimal, since: date, until: date, days: int, year_days: int) -> Part:
    return Part(
        PartKind.TIME, _shown(base * rate * days / year_days), base, rate, since, until, days, year_days
    )


def _shown(exact: Decimal) -> Decimal:
    return exact.quantize(PLACES)


def _rounded(parts: Sequence[Part], amount: Decimal) -> list[Part]:
    left = amount - sum((part.amount for part in parts), ZERO)
    return [*parts, Part(PartKind.ROUNDING, left)] if left else list(parts)


def _interest(row: ServicedRow, terms: RowTerms) -> tuple[Rule, list[Part]]:
    """By the way that gives the amount: flat, by months, by days, or stretch by stretch where the rate changed."""
    settled = row.no == terms.settlement_no
    apart = Rule.SETTLEMENT if settled else Rule.PREPAYMENT if row.type is RowType.PREPAY else None
    if terms.method is Method.EQUAL_PRINCIPAL_FLAT_INTEREST and not apart:
        days = 30 * terms.period_months
        amount = _shown(terms.drawn * terms.annual_rate * days / 360)
        flat = Part(
            PartKind.FLAT, amount, terms.drawn, terms.annual_rate, row.starts_on, row.due_on, days, 360
        )
        return Rule.FLAT_INTEREST, _rounded([flat], row.interest)
    for rule, parts in _ways(row, terms):
        if cents(sum((part.amount for part in parts), ZERO)) == row.interest:
            return apart or rule, _rounded(parts, row.interest)
    return apart or Rule.AS_PLANNED, [Part(PartKind.AGREED, row.interest)]


def _ways(row: ServicedRow, terms: RowTerms) -> Iterator[tuple[Rule, list[Part]]]:
    spans = RateHistory(terms.annual_rate, terms.rate_changes).spans(row.starts_on, row.due_on)
    rate = spans[0][2]
    if len(spans) == 1:
        # the days really used, for what is repaid early; only a bullet loan goes on counting months
        early = row.no == terms.settlement_no or row.type is RowType.PREPAY
        months = [None] if early else [terms.period_months, None]
        if terms.day_count is DayCount.THIRTY_360 and (not early or terms.method is Method.BULLET):
            for whole in months:
                days = interest_days(Period(row.starts_on, row.due_on, whole), terms.day_count)
                yield Rule.BY_MONTH, [_time(row.opening, rate, row.starts_on, row.due_on, days, 360)]
    year_days = terms.day_count.by_calendar_days.year_days
    yield (
        Rule.BY_DAY,
        [
            _time(row.opening, stretch_rate, since, until, (until - since).days, year_days)
            for since, until, stretch_rate in spans
        ],
    )


def _principal(row: ServicedRow, rows: Sequence[ServicedRow], terms: RowTerms) -> tuple[Rule, list[Part]]:
    remainder = [Part(PartKind.REMAINDER, row.principal)]
    if row.no == terms.settlement_no:
        return Rule.SETTLEMENT, remainder
    if row.type is RowType.PREPAY:
        return Rule.PREPAYMENT, [Part(PartKind.AGREED, row.principal)]
    if terms.method is Method.SCHEDULED:
        return Rule.AS_PLANNED, [Part(PartKind.AGREED, row.principal)]
    if terms.method in (Method.INTEREST_ONLY, Method.BULLET):
        return Rule.AT_MATURITY, remainder if row.principal else []
    equal = terms.method in (Method.EQUAL_PRINCIPAL, Method.EQUAL_PRINCIPAL_FLAT_INTEREST)
    rule = Rule.EQUAL_SHARES if equal else Rule.LEVEL_INSTALMENT
    if row is rows[-1] and row.principal == row.opening:
        return rule, remainder
    if not equal:
        return rule, [
            Part(PartKind.PAYMENT, row.principal + row.interest),
            Part(PartKind.LESS_INTEREST, -row.interest),
        ]
    # the amount lent, or what was left after a prepayment, over the rows that there were then
    due = [other for other in rows if other.type is RowType.DUE]
    bases = [(terms.drawn, terms.rows), *((other.opening, len(due) - i) for i, other in enumerate(due))]
    for base, over in bases:
        share = base / over
        if cents(share) == row.principal:
            return rule, _rounded([Part(PartKind.SHARE, _shown(share), base)], row.principal)
    return rule, [Part(PartKind.AGREED, row.principal)]


def _paid(served: Served, no: int, bucket: str) -> list[Part]:
    return [
        Part(PartKind.PAID, -amount, until=done.receipt.on, reference=done.receipt.reference)
        for done in served.receipts
        for line in done.allocation.lines
        if line.no == no and (amount := getattr(line.taken, bucket))
    ]


def _penal(served: Served, no: int, bucket: str) -> Iterator[Part]:
    """Stretches of growth; where money settled on what had grown, it is rounded there and goes on in cents."""
    growing: list[Growth] = [g for g in served.growths if (g.no, g.bucket) == (no, bucket)]
    row = {row.no: row for row in served.rows}[no]
    exact = shown = ZERO
    last = _last_on(served, no)
    for done in served.receipts:
        taken = next((line.taken for line in done.allocation.lines if line.no == no), None)
        part = getattr(taken, bucket) if taken else ZERO
        ends_here = taken is not None and row.paid_on == done.receipt.on and done is last
        if not part and not ends_here:
            continue
        for growth in [g for g in growing if g.until <= done.receipt.on]:
            growing.remove(growth)
            stretch = _stretch(growth)
            yield stretch
            exact, shown = exact + growth.amount, shown + stretch.amount
        if rounding := cents(exact) - shown:
            yield Part(PartKind.ROUNDING, rounding, until=done.receipt.on)
        exact = shown = ZERO
        if part:
            yield Part(PartKind.PAID, -part, until=done.receipt.on, reference=done.receipt.reference)
    for growth in growing:
        stretch = _stretch(growth)
        yield stretch
        exact, shown = exact + growth.amount, shown + stretch.amount
    if rounding := cents(exact) - shown:
        yield Part(PartKind.ROUNDING, rounding, until=served.on)


def _last_on(served: Served, no: int) -> object:
    """The last receipt that paid on the row."""
    return next(
        (done for done in reversed(served.receipts) if any(line.no == no for line in done.allocation.lines)),
        None,
    )


def _stretch(growth: Growth) -> Part:
    return _time(growth.base, growth.annual_rate, growth.since, growth.until, growth.days, 360)
