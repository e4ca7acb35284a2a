"""Repayments against the schedule: allocation to due rows, and the quote for settlement in full."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext

from .dates import Period, to_date
from .daycount import DayCount, interest_days
from .errors import LoanMathError
from .money import CONTEXT, ZERO, cents, to_amount, to_rate
from .rates import RateChange, RateHistory
from .terms import Method


@dataclass(frozen=True, slots=True)
class RepaymentRow:
    """A schedule row and what has been paid on it."""

    no: int
    starts_on: date
    due_on: date
    principal: Decimal
    interest: Decimal
    principal_paid: Decimal = ZERO
    interest_paid: Decimal = ZERO

    def __post_init__(self) -> None:
        for field in ("principal", "interest", "principal_paid", "interest_paid"):
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


@dataclass(frozen=True, slots=True)
class AllocationLine:
    """What one row receives."""

    no: int
    due_on: date
    interest: Decimal
    principal: Decimal


@dataclass(frozen=True, slots=True)
class Allocation:
    """How an amount was divided: `interest + principal + unapplied` is the amount."""

    lines: tuple[AllocationLine, ...]
    interest: Decimal
    principal: Decimal
    unapplied: Decimal


def allocate(amount: Decimal, due_rows: Sequence[RepaymentRow]) -> Allocation:
    """Divide a repayment over rows that are due: the oldest first, within a row interest before principal.

    Money beyond everything due stays unapplied: it is not a prepayment. Rows that receive nothing have
    no line. The caller passes due rows only, in any order.
    """
    left = to_amount(amount, "amount")
    lines = []
    for row in sorted(due_rows, key=lambda row: (row.due_on, row.no)):
        interest = min(left, row.interest_unpaid)
        principal = min(left - interest, row.principal_unpaid)
        if interest or principal:
            lines.append(AllocationLine(row.no, row.due_on, interest, principal))
            left -= interest + principal
    return Allocation(
        lines=tuple(lines),
        interest=sum((line.interest for line in lines), ZERO),
        principal=sum((line.principal for line in lines), ZERO),
        unapplied=left,
    )


@dataclass(frozen=True, slots=True)
class SettlementQuote:
    """What settles the loan on `value_on`.

    `interest_due` is unpaid interest of rows already due, `interest_to_date` that of the running
    interval, counted on `interest_bearing` (the principal not yet due) for `days` calendar days.
    """

    value_on: date
    principal: Decimal
    interest_due: Decimal
    interest_to_date: Decimal
    interest_bearing: Decimal
    days: int

    @property
    def interest(self) -> Decimal:
        return self.interest_due + self.interest_to_date

    @property
    def total(self) -> Decimal:
        return self.principal + self.interest


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
