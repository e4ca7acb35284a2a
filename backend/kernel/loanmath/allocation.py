"""Repayments against the schedule: allocation to due rows, and the quote for settlement in full."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal, localcontext
from enum import StrEnum
from typing import Final, Protocol

from .dates import Period, to_date
from .daycount import DayCount, interest_days
from .errors import LoanMathError
from .money import CONTEXT, ZERO, cents, to_amount, to_rate
from .rates import RateChange, RateHistory
from .terms import Method

#: More days than these overdue, and principal is paid first.
NORMAL_ORDER_DAYS: Final = 90


class AllocationOrder(StrEnum):
    """In which order money settles what is due (还款冲账顺序).

    `normal`: fees, then instalment by instalment, the oldest first: compound, penalty, interest, principal.
    `principal_first`, for loans that are more than 90 days overdue: fees, then over all instalments
    principal, the oldest first, then interest, penalty, compound.
    """

    NORMAL = "normal"
    PRINCIPAL_FIRST = "principal_first"

    @classmethod
    def after(cls, overdue_days: int, *, principal_first: bool = True) -> AllocationOrder:
        """The order at the moment of payment; with `principal_first` off the contract knows one order only."""
        return cls.PRINCIPAL_FIRST if principal_first and overdue_days > NORMAL_ORDER_DAYS else cls.NORMAL


@dataclass(frozen=True, slots=True)
class Buckets:
    """Yuan by what they stand for."""

    fee: Decimal = ZERO
    compound: Decimal = ZERO
    penalty: Decimal = ZERO
    interest: Decimal = ZERO
    principal: Decimal = ZERO

    @property
    def total(self) -> Decimal:
        return self.fee + self.compound + self.penalty + self.interest + self.principal

    def __add__(self, other: Buckets) -> Buckets:
        return Buckets(*(getattr(self, name) + getattr(other, name) for name in BUCKETS))

    def __sub__(self, other: Buckets) -> Buckets:
        return Buckets(*(getattr(self, name) - getattr(other, name) for name in BUCKETS))

    def as_mapping(self) -> dict[str, str]:
        return {name: str(getattr(self, name)) for name in BUCKETS}


BUCKETS: Final = tuple(field.name for field in fields(Buckets))
NOTHING: Final = Buckets()


class Owed(Protocol):
    """An instalment as money is divided over it."""

    @property
    def no(self) -> int: ...
    @property
    def due_on(self) -> date: ...
    @property
    def unpaid(self) -> Buckets: ...


@dataclass(frozen=True, slots=True)
class RepaymentRow:
    """A schedule row and what has been paid on it; `penalty` and `compound` are what it owes of them."""

    no: int
    starts_on: date
    due_on: date
    principal: Decimal
    interest: Decimal
    principal_paid: Decimal = ZERO
    interest_paid: Decimal = ZERO
    penalty: Decimal = ZERO
    compound: Decimal = ZERO

    def __post_init__(self) -> None:
        for field in ("principal", "interest", "principal_paid", "interest_paid", "penalty", "compound"):
            object.__setattr__(self, field, to_amount(getattr(self, field), field, zero_allowed=True))
        for field in ("principal", "interest"):
            if getattr(self, f"{field}_paid") > getattr(self, field):
                raise LoanMathError("loanmath.paid_more_than_due", "exceeds the amount due", f"{field}_paid")

    @property
    def principal_unpaid(self) -> Decimal:
        return self.principal - self.principal_paid

    @property
    def interest_unpaid(self) -> Decimal:
        return self.interest - self.interest_paid

    @property
    def unpaid(self) -> Buckets:
        return Buckets(ZERO, self.compound, self.penalty, self.interest_unpaid, self.principal_unpaid)


@dataclass(frozen=True, slots=True)
class AllocationLine:
    """What one row receives."""

    no: int
    due_on: date
    taken: Buckets


@dataclass(frozen=True, slots=True)
class Allocation:
    """How an amount was divided: `taken.total + unapplied` is the amount."""

    lines: tuple[AllocationLine, ...]
    taken: Buckets
    unapplied: Decimal


def allocate(
    amount: Decimal, due_rows: Sequence[Owed], order: AllocationOrder = AllocationOrder.NORMAL
) -> Allocation:
    """Divide a repayment over rows that are due, in the given order.

    Money beyond everything due stays unapplied: it is not a prepayment. Rows that receive nothing have
    no line. The caller passes due rows only, in any order.
    """
    left = to_amount(amount, "amount")
    rows = sorted(due_rows, key=lambda row: (row.due_on, row.no))
    unpaid = [row.unpaid for row in rows]
    taken: list[dict[str, Decimal]] = [{} for _ in rows]
    for index, bucket in _turns(len(rows), order):
        part = min(left, getattr(unpaid[index], bucket))
        if part:
            taken[index][bucket] = part
            left -= part
    lines = tuple(
        AllocationLine(row.no, row.due_on, Buckets(**parts))
        for row, parts in zip(rows, taken, strict=True)
        if parts
    )
    return Allocation(lines, sum((line.taken for line in lines), NOTHING), left)


def _turns(rows: int, order: AllocationOrder) -> Iterator[tuple[int, str]]:
    """Which bucket of which row is paid when; the oldest row has the index 0."""
    for index in range(rows):
        yield index, "fee"
    if order is AllocationOrder.NORMAL:
        yield from ((i, bucket) for i in range(rows) for bucket in BUCKETS[1:])
    else:
        yield from ((i, bucket) for bucket in reversed(BUCKETS[1:]) for i in range(rows))


@dataclass(frozen=True, slots=True)
class SettlementQuote:
    """What settles the loan on `value_on`.

    `penalty` and `compound` are those of rows already due, `interest_due` their unpaid interest, `interest_to_date` that of the running
    interval, counted on `interest_bearing` (the principal not yet due) for `days` calendar days.
    """

    value_on: date
    principal: Decimal
    interest_due: Decimal
    interest_to_date: Decimal
    interest_bearing: Decimal
    days: int
    penalty: Decimal = ZERO
    compound: Decimal = ZERO

    @property
    def interest(self) -> Decimal:
        return self.interest_due + self.interest_to_date

    @property
    def total(self) -> Decimal:
        return self.principal + self.interest + self.penalty + self.compound


def settlement_quote(
    *,
    on: date,
    method: Method,
    day_count: DayCount,
    annual_rate: Decimal,
    rows: Sequence[RepaymentRow],
    rate_changes: Sequence[RateChange] = (),
) -> SettlementQuote:
    """Settlement in full (提前结清): remaining principal, unpaid due interest, and interest to date.

    `rows` is the whole schedule in force, paid rows too. Interest to date is `r(B*R*days/360)` for the
    days really used since the last due date, B the principal not yet due (365 for an ACT/365 loan).
    A bullet loan keeps to its own day count, since its one interval has no due date behind it. On a due
    date there is no interest to date, and on the day of drawdown no interest at all: the day of
    repayment does not bear interest. Principal that is overdue bears penalty, not contract interest.
    Where principal was repaid between two interest days, it counts for the days it was owed.
    A revolving line has no settlement here: its drawdowns are loans of their own.
    """
    on = to_date(on, "on")
    rates = RateHistory(to_rate(annual_rate, "annual_rate"), rate_changes)
    if method is Method.REVOLVING:
        raise LoanMathError("loanmath.settlement_not_for_method", f"{method} is not settled here", "method")
    if not rows:
        raise LoanMathError("loanmath.field_missing", "needs the rows of the schedule", "rows")
    if on < min(row.starts_on for row in rows):
        raise LoanMathError("loanmath.date_outside_term", "lies before the start of the loan", "on")
    due = [row for row in rows if row.due_on <= on]
    coming = [row for row in rows if row.due_on > on]
    if any(row.principal_paid or row.interest_paid for row in coming):
        raise LoanMathError("loanmath.paid_before_due", "a row that is not due has been paid on", "rows")
    bearing = sum((row.principal for row in coming), ZERO)
    running = min(
        (row for row in coming if row.starts_on < row.due_on), key=lambda row: row.due_on, default=None
    )
    interest_to_date, days = ZERO, 0
    if running is not None:
        since = running.starts_on
        days = (on - since).days
        repaid_inside = [
            (row.due_on, row.principal) for row in due if row.starts_on == row.due_on and row.due_on > since
        ]
        interest_to_date = _interest_to_date(
            [(on, bearing), *repaid_inside], since, rates, day_count, by_months=method is Method.BULLET
        )
    return SettlementQuote(
        value_on=on,
        principal=bearing + sum((row.principal_unpaid for row in due), ZERO),
        interest_due=sum((row.interest_unpaid for row in due), ZERO),
        interest_to_date=interest_to_date,
        interest_bearing=bearing,
        days=days,
        penalty=sum((row.penalty for row in due), ZERO),
        compound=sum((row.compound for row in due), ZERO),
    )


def _interest_to_date(
    owed_until: Sequence[tuple[date, Decimal]],
    since: date,
    rates: RateHistory,
    day_count: DayCount,
    *,
    by_months: bool,
) -> Decimal:
    """The interest since `since` of amounts that were each owed until their own day, rounded once."""
    with localcontext(CONTEXT):
        total = ZERO
        counted = day_count.by_calendar_days
        for until, amount in owed_until:
            spans = rates.spans(since, until)
            if by_months and len(spans) == 1:
                counted = day_count
            for starts_on, ends_on, rate in spans:
                total += amount * rate * interest_days(Period(starts_on, ends_on, None), counted)
        return cents(total / counted.year_days)
