"""Loans whose balance moves on any day: planned repayment and revolving lines.

SCHEDULED 按计划还本: a list of dates and amounts, the rest at maturity. REVOLVING 随借随还: drawdowns
and repayments on any day, all principal at the latest at maturity. Interest is the sum of the
end-of-day balances over the days, times the rate, over 360 (or 365), due on the interest days. A
repayment between two interest days makes a row without interest and without days; a drawdown makes
no row. The days of an interest row count from the interest row before it.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from .money import ZERO, cents
from .rows import RowType, ScheduleRow, Span, span_interest
from .terms import EventType, LoanTerms, Method, Prepayment


def balance_rows(terms: LoanTerms) -> list[ScheduleRow]:
    """One pass over every day on which something happens, in the order of the calendar.

    Within a day: a new rate is in force, drawdowns are added, repayments and the interest fall due,
    and a prepayment comes last.
    """
    interest_days = {period.due_on for period in terms.periods()}
    rates = {change.on: change.annual_rate for change in terms.rate_changes}
    prepayments = {item.on: item for item in terms.prepayments}
    drawn, repaid = _movements(terms)
    walk = _Walk(terms)
    for day in sorted(interest_days | rates.keys() | prepayments.keys() | drawn.keys() | repaid.keys()):
        walk.reach(day)
        walk.rate = rates.get(day, walk.rate)
        walk.balance += drawn.get(day, ZERO)
        principal = min(repaid.get(day, ZERO), walk.balance)
        if day == terms.maturity_on:
            principal = walk.balance
        if day in interest_days:
            walk.interest_row(day, principal)
        elif principal > 0:
            walk.principal_row(day, principal)
        if day in prepayments and walk.balance > 0:
            walk.prepayment_row(day, prepayments[day])
            if walk.balance == 0:
                break
    return walk.rows


def _movements(terms: LoanTerms) -> tuple[dict[date, Decimal], dict[date, Decimal]]:
    """Drawdowns and agreed repayments of principal by day."""
    drawn: dict[date, Decimal] = {}
    repaid: dict[date, Decimal] = {}
    if terms.method is Method.SCHEDULED:
        drawn[terms.start_on] = terms.principal
        repaid = {item.on: item.principal for item in terms.plan}
    for event in terms.events:
        side = drawn if event.type is EventType.DRAW else repaid
        side[event.on] = side.get(event.on, ZERO) + event.amount
    return drawn, repaid


class _Walk:
    """The state of the pass: balance, rate, and the stretches since the last interest day."""

    def __init__(self, terms: LoanTerms) -> None:
        self.rows: list[ScheduleRow] = []
        self.balance = ZERO
        self.rate = terms.annual_rate
        self._day_count = terms.day_count
        self._day = terms.start_on
        self._interest_since = terms.start_on
        self._spans: list[Span] = []
        self._no = 0

    def reach(self, day: date) -> None:
        """The balance and rate of the last end of day hold until `day`."""
        if day > self._day:
            last = self._spans[-1] if self._spans else None
            if last and last.balance == self.balance and last.annual_rate == self.rate:
                self._spans[-1] = Span(last.starts_on, day, last.balance, last.annual_rate)
            else:
                self._spans.append(Span(self._day, day, self.balance, self.rate))
            self._day = day

    def interest_row(self, day: date, principal: Decimal) -> None:
        self._no += 1
        self._add(day, principal, self._interest_since, tuple(self._spans), RowType.DUE)
        self._interest_since = day
        self._spans = []

    def principal_row(self, day: date, principal: Decimal) -> None:
        self._no += 1
        self._add(day, principal, day, (), RowType.DUE)

    def prepayment_row(self, day: date, prepayment: Prepayment) -> None:
        """The prepaid part with its interest since the last interest day; in full, with all interest.

        What is prepaid counts against the end of the plan first. The interest row that follows is
        computed as if the prepaid part had not been there since the last interest day.
        """
        amount = min(prepayment.amount, self.balance)
        if amount == self.balance:
            spans = self._spans
        else:
            spans = [Span(s.starts_on, s.ends_on, amount, s.annual_rate) for s in self._spans]
            self._spans = [
                Span(s.starts_on, s.ends_on, s.balance - amount, s.annual_rate) for s in self._spans
            ]
        self._add(day, amount, self._interest_since, _merged(spans), RowType.PREPAY)

    def _add(
        self, day: date, principal: Decimal, starts_on: date, spans: tuple[Span, ...], type_: RowType
    ) -> None:
        interest = cents(span_interest(spans, self._day_count.year_days))
        self.balance -= principal
        self.rows.append(
            ScheduleRow(
                no=self._no,
                due_on=day,
                days=(day - starts_on).days,
                principal=principal,
                interest=interest,
                payment=principal + interest,
                balance=self.balance,
                type=type_,
                starts_on=starts_on,
                opening=spans[0].balance if spans else principal,
                annual_rate=spans[0].annual_rate if spans else self.rate,
                day_count=self._day_count,
                parts=spans if len(spans) > 1 else (),
            )
        )


def _merged(spans: list[Span]) -> tuple[Span, ...]:
    """Neighbouring stretches with the same balance and rate as one."""
    merged: list[Span] = []
    for span in spans:
        last = merged[-1] if merged else None
        if last and last.balance == span.balance and last.annual_rate == span.annual_rate:
            merged[-1] = Span(last.starts_on, span.ends_on, span.balance, span.annual_rate)
        else:
            merged.append(span)
    return tuple(merged)
