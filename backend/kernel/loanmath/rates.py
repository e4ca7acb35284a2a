"""The contract rate over time: a first rate and its changes, each in force from its date on."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class RateChange:
    """The contract rate is `annual_rate` from the day `on` (counted)."""

    on: date
    annual_rate: Decimal


class RateHistory:
    """Answers which rate is in force, and how an interval is cut by rate changes."""

    __slots__ = ("_days", "_rates")

    def __init__(self, annual_rate: Decimal, changes: Sequence[RateChange]) -> None:
        ordered = sorted(changes, key=lambda change: change.on)
        self._days = [change.on for change in ordered]
        self._rates = [annual_rate, *(change.annual_rate for change in ordered)]

    def on(self, day: date) -> Decimal:
        return self._rates[bisect_right(self._days, day)]

    def changes_until(self, day: date) -> int:
        """How many changes have taken effect by that day (counted)."""
        return bisect_right(self._days, day)

    def spans(self, starts_on: date, ends_on: date) -> list[tuple[date, date, Decimal]]:
        """[starts_on, ends_on) cut at the changes strictly inside: (from, to, rate) in order."""
        first = bisect_right(self._days, starts_on)
        spans = []
        since = starts_on
        for index in range(first, len(self._days)):
            if self._days[index] >= ends_on:
                break
            spans.append((since, self._days[index], self._rates[index]))
            since = self._days[index]
        spans.append((since, ends_on, self.on(since)))
        return spans
