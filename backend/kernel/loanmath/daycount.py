"""Day counts: which fraction of a year's interest an interval bears.

30/360 (by whole months and odd days): `B * R/12 * months + B * R/360 * odd days`; a regular period
counts its months, however many days it has. ACT/360 and ACT/365: `B * R * days / 360` (or 365), the
calendar days of [from, to). Interest by daily sums of the balance is the same as the sum of the
segments between changes.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum

from .dates import Period, whole_months_and_odd_days
from .errors import LoanMathError
from .money import CONTEXT


class DayCount(StrEnum):
    THIRTY_360 = "30/360"
    ACT_360 = "ACT/360"
    ACT_365 = "ACT/365"

    @property
    def year_days(self) -> int:
        """The days that make a whole year's interest."""
        return 365 if self is DayCount.ACT_365 else 360

    @property
    def by_calendar_days(self) -> DayCount:
        """The day count of a row that must be counted by days: ACT/360 stands in for 30/360."""
        return DayCount.ACT_360 if self is DayCount.THIRTY_360 else self


def interest_days(period: Period, day_count: DayCount) -> int:
    """How many of `day_count.year_days` the interval bears; a month of 30/360 has thirty."""
    if day_count is not DayCount.THIRTY_360:
        return period.days
    if period.months is not None:
        return 30 * period.months
    months, odd_days = whole_months_and_odd_days(period.starts_on, period.due_on)
    return 30 * months + odd_days


def interest_between(
    *, balance: Decimal, annual_rate: Decimal, starts_on: date, ends_on: date, day_count: DayCount
) -> Decimal:
    """The interest of one balance at one rate over [starts_on, ends_on), not rounded."""
    if ends_on < starts_on:
        raise LoanMathError("loanmath.date_outside_term", f"{ends_on} lies before {starts_on}", "ends_on")
    days = interest_days(Period(starts_on, ends_on, None), day_count)
    return CONTEXT.divide(
        CONTEXT.multiply(CONTEXT.multiply(balance, annual_rate), Decimal(days)), day_count.year_days
    )
