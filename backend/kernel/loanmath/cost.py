"""The yearly cost of a loan to the borrower (年化综合融资成本).

The monthly internal rate x solves `net amount received at the start = sum(payment(k) / (1+x)^k)`, k in
months after the start. By single interest (单利) the yearly cost is `12 * x`, by compound interest
(复利) `(1+x)^12 - 1`. A fee taken at the start lowers the net amount; a fee taken later is a payment.

k counts whole months from the start, odd days as thirtieths of a month, so that a regular monthly
loan has k = 1, 2, 3, ...
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext
from typing import Final

from .dates import to_date, whole_months_and_odd_days
from .errors import LoanMathError
from .money import CONTEXT, ZERO, micros, to_amount
from .rows import Schedule
from .terms import EventType, Method

_PRECISE_ENOUGH: Final = Decimal("1e-15")
_HIGHEST_MONTHLY_RATE: Final = Decimal(1000)
_MOST_STEPS: Final = 200

Flow = tuple[Decimal, Decimal]


@dataclass(frozen=True, slots=True)
class Fee:
    """A cost to the borrower outside the schedule, paid on its day; on the start date it is deducted."""

    on: date
    amount: Decimal


@dataclass(frozen=True, slots=True)
class AnnualisedCost:
    """Fractions with six places. Whoever shows `simple` must say that it is by single interest (单利)."""

    net_received: Decimal
    total_paid: Decimal
    monthly: Decimal
    simple: Decimal
    compound: Decimal


def annualised_cost(schedule: Schedule, fees: Sequence[Fee] = ()) -> AnnualisedCost:
    """The yearly cost of a loan with its schedule and every fee agreed."""
    terms = schedule.terms
    received = [(terms.start_on, terms.principal)]
    if terms.method is Method.REVOLVING:
        received = [(event.on, event.amount) for event in terms.events if event.type is EventType.DRAW]
    start_on = received[0][0]
    paid = [(row.due_on, row.payment) for row in schedule.rows if row.payment]
    for i, fee in enumerate(fees):
        day = to_date(fee.on, f"fees[{i}].date")
        amount = to_amount(fee.amount, f"fees[{i}].amount")
        if day < start_on:
            raise LoanMathError(
                "loanmath.date_outside_term", "lies before the start of the loan", f"fees[{i}].date"
            )
        if day == start_on:
            received.append((day, -amount))
        else:
            paid.append((day, amount))
    net = sum((amount for _, amount in received), ZERO)
    if sum((amount for day, amount in received if day == start_on), ZERO) <= 0:
        raise LoanMathError("loanmath.net_amount_not_positive", "the fees exceed the amount received", "fees")
    with localcontext(CONTEXT):
        monthly = monthly_irr(
            received=[(_months_between(start_on, day), amount) for day, amount in received],
            paid=[(_months_between(start_on, day), amount) for day, amount in paid],
        )
        return AnnualisedCost(
            net_received=net,
            total_paid=sum((amount for _, amount in paid), ZERO),
            monthly=monthly,
            simple=micros(12 * monthly),
            compound=micros((1 + monthly) ** 12 - 1),
        )


def monthly_irr(*, received: Sequence[Flow], paid: Sequence[Flow]) -> Decimal:
    """The monthly rate x >= 0 at which both sides are worth the same; flows are (months from start, amount).

    Newton steps, each held inside a bracket that bisection narrows, so that it always arrives.
    """
    with localcontext(CONTEXT):
        flows = [*paid, *((months, -amount) for months, amount in received)]
        surplus = sum((amount for _, amount in flows), ZERO)
        if surplus < 0:
            raise LoanMathError("loanmath.no_rate", "less is paid back than was received", "paid")
        if surplus == 0:
            return Decimal(0)
        low, high = Decimal(0), Decimal("0.1")
        while _value_and_slope(flows, high)[0] > 0:
            low, high = high, high * 2
            if high > _HIGHEST_MONTHLY_RATE:
                raise LoanMathError("loanmath.no_rate", "no monthly rate below 1000", "paid")
        x = (low + high) / 2
        for _ in range(_MOST_STEPS):
            value, slope = _value_and_slope(flows, x)
            if value > 0:
                low = x
            else:
                high = x
            step = x - value / slope if slope else low
            following = step if low < step < high else (low + high) / 2
            if abs(following - x) < _PRECISE_ENOUGH:
                return following
            x = following
        raise LoanMathError("loanmath.no_rate", "the rate did not settle", "paid")


def _value_and_slope(flows: Sequence[Flow], x: Decimal) -> tuple[Decimal, Decimal]:
    """The present value of the flows at the monthly rate x, and its derivative."""
    value = slope = Decimal(0)
    base = 1 + x
    for months, amount in flows:
        worth = amount / base ** (int(months) if months == int(months) else months)
        value += worth
        slope -= months * worth
    return value, slope / base


def _months_between(start_on: date, day: date) -> Decimal:
    months, odd_days = whole_months_and_odd_days(start_on, day)
    return months + Decimal(odd_days) / 30
