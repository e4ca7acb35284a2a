"""When a loan is repriced (重定价), and at which rate."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final

from .dates import add_months
from .money import ZERO6, micros

BASIS_POINT: Final = Decimal("0.0001")


class RepriceRule(StrEnum):
    """From which days on the rate follows the LPR again; the spread stays for the life of the contract."""

    FIXED = "FIXED"  # 固定利率
    CALENDAR = "CALENDAR"  # 每年1月1日
    ANNIVERSARY = "ANNIVERSARY"  # 对月对日
    EVERY_3_MONTHS = "EVERY_3_MONTHS"
    EVERY_6_MONTHS = "EVERY_6_MONTHS"
    EVERY_12_MONTHS = "EVERY_12_MONTHS"


REPRICE_MONTHS: Final = {
    RepriceRule.ANNIVERSARY: 12,
    RepriceRule.EVERY_3_MONTHS: 3,
    RepriceRule.EVERY_6_MONTHS: 6,
    RepriceRule.EVERY_12_MONTHS: 12,
}
"""Months between two repricings of the rules that count from the day of drawdown."""


def repricing_after(rule: RepriceRule, *, start_on: date, after: date, maturity_on: date) -> date | None:
    """The first day of repricing after `after`; None when the term ends before it, or the rate is fixed.

    Counted in months from the day of drawdown, clipped to the month's end, or the first of January.
    """
    if rule is RepriceRule.FIXED:
        return None
    if rule is RepriceRule.CALENDAR:
        found = date(after.year + 1, 1, 1)
    else:
        step = REPRICE_MONTHS[rule]
        passed = (after.year - start_on.year) * 12 + after.month - start_on.month
        found = add_months(start_on, passed // step * step)
        if found <= after:
            found = add_months(start_on, (passed // step + 1) * step)
    return found if found < maturity_on else None


def rate_of(lpr: Decimal, bp: int) -> Decimal:
    """The LPR with that many basis points on top, six places, never below nothing."""
    return max(micros(lpr + bp * BASIS_POINT), ZERO6)
