"""Daily accrual (计提): the interest of one day of a loan, to six places.

The function that set-based statements must mirror is the cumulative one:

    accrued_through(row, day) = interest earned over [row.starts_on, day), rounded half-up to 6 places
        day <= starts_on        0
        day >= due_on           interest                      (the scheduled amount, exactly)
        30/360                  round6(interest * elapsed / days)
        ACT/360, ACT/365        round6(opening * annual_rate * elapsed / 360)          or 365
    with elapsed = day - starts_on and days = due_on - starts_on, both in calendar days.

The accrual of the business day D, booked when D has ended, is the difference of two cumulatives:

    daily_accrual(row, D) = accrued_through(row, D + 1) - accrued_through(row, D)

So nothing is lost to rounding, a missed night can be caught up in one step, a repeated one adds
nothing, and the days of a row sum to its scheduled interest. The last day of the interval
(due_on - 1), whose close makes the row fall due, carries the true-up between the six-place sum and
the rounded interest: less than half a cent either way, so on a very small loan it may be negative.

Where balance or rate change inside the interval (a split row after repricing, planned repayment, a
revolving line), `parts` holds the stretches: the by-day formula is then the sum of
`balance * rate * days` over the stretches up to `day`, divided by 360 or 365 and rounded once. A stored row keeps of them
what it bore until the last change of its rate (`carried_growth`, until `carried_to`), and from then on

    round6((carried_growth + opening * annual_rate * (day - carried_to)) / 360)              or 365

A mirror in SQL must multiply before it divides, and give the dividend at least 12 decimals
(`(a * b * n)::numeric(38,12) / 360`), so that the quotient has enough places to be rounded once;
`round(numeric, 6)` there rounds halves away from zero, which is half-up for these amounts.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, localcontext
from typing import Protocol

from .daycount import DayCount
from .money import CONTEXT, ZERO, ZERO6, micros
from .rows import Span, span_interest


class AccruingRow(Protocol):
    """What accrual needs of a row; a `ScheduleRow` and an `AccrualBasis` both have it."""

    @property
    def starts_on(self) -> date: ...
    @property
    def due_on(self) -> date: ...
    @property
    def interest(self) -> Decimal: ...
    @property
    def opening(self) -> Decimal: ...
    @property
    def annual_rate(self) -> Decimal: ...
    @property
    def day_count(self) -> DayCount: ...
    @property
    def parts(self) -> tuple[Span, ...]: ...
    @property
    def carried(self) -> tuple[date | None, Decimal]: ...


@dataclass(frozen=True, slots=True)
class AccrualBasis:
    """A stored schedule row, as far as accrual needs it; with `carried_to`, from that day on."""

    starts_on: date
    due_on: date
    interest: Decimal
    opening: Decimal
    annual_rate: Decimal
    day_count: DayCount
    parts: tuple[Span, ...] = ()
    carried_to: date | None = None
    carried_growth: Decimal = ZERO

    @property
    def carried(self) -> tuple[date | None, Decimal]:
        return self.carried_to, self.carried_growth


def accrued_through(row: AccruingRow, day: date) -> Decimal:
    """The interest earned over [starts_on, day), six places; from the due date on, the row's interest."""
    with localcontext(CONTEXT):
        if day >= row.due_on:
            return micros(row.interest)
        elapsed = (day - row.starts_on).days
        if elapsed <= 0:
            return ZERO6
        carried_to, carried_growth = row.carried
        if carried_to is not None and not row.parts:
            days = (day - carried_to).days
            growth = carried_growth + row.opening * row.annual_rate * days
            return micros(growth / row.day_count.by_calendar_days.year_days)
        if row.day_count is DayCount.THIRTY_360:
            return micros(row.interest * elapsed / (row.due_on - row.starts_on).days)
        if not row.parts:
            return micros(row.opening * row.annual_rate * elapsed / row.day_count.year_days)
        reached = [
            Span(part.starts_on, min(part.ends_on, day), part.balance, part.annual_rate)
            for part in row.parts
            if part.starts_on < day
        ]
        return micros(span_interest(reached, row.day_count.year_days))


def daily_accrual(row: AccruingRow, day: date) -> Decimal:
    """The interest of the day `day`, from its beginning to its end; zero outside [starts_on, due_on)."""
    return accrued_through(row, day + timedelta(days=1)) - accrued_through(row, day)
