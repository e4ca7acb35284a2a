"""The rows of a schedule and what can be read off them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from .daycount import DayCount
from .money import ZERO
from .terms import LoanTerms


class RowType(StrEnum):
    """A row that falls due by agreement, or one that an early repayment has made."""

    DUE = "due"
    PREPAY = "prepay"


@dataclass(frozen=True, slots=True)
class Span:
    """One balance at one rate over [starts_on, ends_on)."""

    starts_on: date
    ends_on: date
    balance: Decimal
    annual_rate: Decimal

    @property
    def days(self) -> int:
        return (self.ends_on - self.starts_on).days


@dataclass(frozen=True, slots=True)
class ScheduleRow:
    """One line of the repayment table.

    `no` counts the due rows; a prepayment repeats the number of the due row it follows (0 before the
    first). `days` are the calendar days of the interest interval [starts_on, due_on); a repayment of
    principal between two interest days has none. `balance` is what is owed after the row, at the end
    of that day.

    For the daily accrual the row also says what its interest was counted on: `opening`, the balance
    that bears it, at `annual_rate`, by `day_count`. `parts` is empty unless balance or rate change
    inside the interval; then it holds the stretches, and `opening` and `annual_rate` are the first's.
    """

    no: int
    due_on: date
    days: int
    principal: Decimal
    interest: Decimal
    payment: Decimal
    balance: Decimal
    type: RowType
    starts_on: date
    opening: Decimal
    annual_rate: Decimal
    day_count: DayCount
    parts: tuple[Span, ...] = ()

    @property
    def carried(self) -> tuple[date | None, Decimal]:
        """The last change of rate inside the interval, and what the row had borne until then (yuan times rate times days)."""
        if not self.parts:
            return None, ZERO
        borne = sum((span.balance * span.annual_rate * span.days for span in self.parts[:-1]), ZERO)
        return self.parts[-1].starts_on, borne

    def as_mapping(self) -> dict[str, object]:
        """The row in the exchange format: money as strings, dates as ISO, `type` only on a prepayment."""
        entry: dict[str, object] = {
            "no": self.no,
            "due_date": self.due_on.isoformat(),
            "days": self.days,
            "principal": str(self.principal),
            "interest": str(self.interest),
            "payment": str(self.payment),
            "balance": str(self.balance),
        }
        if self.type is RowType.PREPAY:
            entry["type"] = self.type.value
        return entry


@dataclass(frozen=True, slots=True)
class Schedule:
    """The repayment table of one loan. Its principal sums to the amount lent, to the cent."""

    terms: LoanTerms
    rows: tuple[ScheduleRow, ...]

    @property
    def total_principal(self) -> Decimal:
        return sum((row.principal for row in self.rows), ZERO)

    @property
    def total_interest(self) -> Decimal:
        return sum((row.interest for row in self.rows), ZERO)

    @property
    def total_payment(self) -> Decimal:
        return self.total_principal + self.total_interest

    def as_mappings(self) -> list[dict[str, object]]:
        return [row.as_mapping() for row in self.rows]


def span_interest(spans: Sequence[Span], year_days: int) -> Decimal:
    """The interest of stretches counted by days, not rounded: sum of `B * R * days`, over 360 or 365."""
    total = ZERO
    for span in spans:
        total += span.balance * span.annual_rate * span.days
    return total / year_days
