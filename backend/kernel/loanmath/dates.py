"""The calendar of a loan: month arithmetic and due dates.

A date interval counts its head and not its tail: [from, to). The day of drawdown bears interest, the
day of repayment does not. Due dates and interest intervals do not move for holidays.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, datetime
from enum import StrEnum
from typing import Final, NamedTuple

from .errors import LoanMathError

FIRST_DATE: Final = date(1900, 1, 1)
LAST_DATE: Final = date(2299, 12, 31)
PERIODS: Final = (1, 3, 6, 12)

_ISO_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class FirstDue(StrEnum):
    """Where a fixed due day starts: the first one after the start, or never in the month of drawdown."""

    NEXT_MONTH = "next_month"
    FIRST_AFTER = "first_after"


class Period(NamedTuple):
    """One interest interval [starts_on, due_on).

    `months` is the length of a regular period, however many days it has; None for a stub, which
    counts its own whole months and odd days.
    """

    starts_on: date
    due_on: date
    months: int | None

    @property
    def days(self) -> int:
        return (self.due_on - self.starts_on).days


def to_date(value: object, field: str) -> date:
    """A calendar date from a date or an ISO string `YYYY-MM-DD`; instants are refused."""
    if isinstance(value, date) and not isinstance(value, datetime):
        day = value
    elif isinstance(value, str) and _ISO_DATE.fullmatch(value):
        try:
            day = date.fromisoformat(value)
        except ValueError as error:
            raise LoanMathError("loanmath.not_a_date", f"{value} is not in the calendar", field) from error
    else:
        raise LoanMathError("loanmath.not_a_date", f"expected YYYY-MM-DD, got {value!r:.80}", field)
    if not FIRST_DATE <= day <= LAST_DATE:
        raise LoanMathError("loanmath.date_out_of_range", f"must lie in {FIRST_DATE} to {LAST_DATE}", field)
    return day


def month_day(year: int, month: int, day: int) -> date:
    """The day of that month, clipped to the month's last day."""
    if day > 28:
        day = min(day, monthrange(year, month)[1])
    return date(year, month, day)


def add_months(day: date, months: int) -> date:
    """The same day of the month so many months on, clipped to the month's last day.

    Always count from the original date, never from a clipped one: 31 January + 1 month is the last of
    February, + 2 months is 31 March.
    """
    index = day.year * 12 + day.month - 1 + months
    year = index // 12
    if not date.min.year <= year <= date.max.year:
        raise LoanMathError(
            "loanmath.date_out_of_range", f"{day} + {months} months leaves the calendar", "date"
        )
    return month_day(year, index % 12 + 1, day.day)


def whole_months_and_odd_days(starts_on: date, ends_on: date) -> tuple[int, int]:
    """The most whole months m with `add_months(starts_on, m) <= ends_on`, and the days left over."""
    if ends_on < starts_on:
        raise LoanMathError("loanmath.maturity_not_after_start", f"{ends_on} lies before {starts_on}", "date")
    months = (ends_on.year - starts_on.year) * 12 + ends_on.month - starts_on.month
    reached = add_months(starts_on, months)
    if reached > ends_on:
        months -= 1
        reached = add_months(starts_on, months)
    return months, (ends_on - reached).days


def due_periods(
    *,
    start_on: date,
    maturity_on: date,
    interest_day: int | None,
    period_months: int,
    first_due: FirstDue,
) -> list[Period]:
    """The interest intervals of a loan; their ends are the due dates, and maturity is always the last.

    Without a fixed day a loan is due on the day of the month of its drawdown, clipped. With a fixed
    day (clipped to the month's end) a quarterly loan is due in March, June, September and December, a
    half-yearly one in June and December, a yearly one in December. `first_after` begins with the first
    such day strictly after the start, `next_month` never in the month of drawdown. A due day that
    falls on maturity makes no row of its own.

    A period between two regular due dates is exactly one period, however many days it has. The stretch
    from the start to the first fixed day, and the one that maturity cuts short, are stubs.
    """
    if interest_day is None:
        grid = _anniversaries(start_on, period_months)
        first_is_regular = True
    else:
        grid = _fixed_days(start_on, interest_day, period_months, first_due)
        first_is_regular = False
    periods: list[Period] = []
    previous, regular = start_on, first_is_regular
    for due_on in grid:
        if due_on >= maturity_on:
            regular = regular and due_on == maturity_on
            break
        periods.append(Period(previous, due_on, period_months if regular else None))
        previous, regular = due_on, True
    periods.append(Period(previous, maturity_on, period_months if regular else None))
    return periods


def _anniversaries(start_on: date, period_months: int) -> Iterator[date]:
    months = 0
    while True:
        months += period_months
        yield add_months(start_on, months)


def _fixed_days(start_on: date, day: int, period_months: int, first_due: FirstDue) -> Iterator[date]:
    year, month = start_on.year, start_on.month
    if first_due is FirstDue.NEXT_MONTH or month_day(year, month, day) <= start_on:
        year, month = year + month // 12, month % 12 + 1
    index = year * 12 + month - 1
    while (index % 12 + 1) % period_months:
        index += 1
    while True:
        yield month_day(index // 12, index % 12 + 1, day)
        index += period_months
