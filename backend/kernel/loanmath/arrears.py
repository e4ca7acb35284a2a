"""Arrears: penalty interest (罚息), compound interest (复利), and the order in which money settles them (冲账).

Penalty bears on principal that is due and unpaid, compound on interest that is due and unpaid; both at
the contract rate of each day times the penalty multiplier, by actual days over 360, from the due date
(counted) to the day of payment (not counted). Each is computed for each instalment by itself and stays
exact while it grows; it is rounded half-up to the cent when money settles it, and where it is shown.
Penalty interest bears no compound.

Paid within the grace days after its due date, an instalment bears neither and counts as not overdue;
paid later, both count from the due date. Fees come first. Then, up to 90 days overdue, instalment by
instalment, the oldest first: compound, penalty, interest, principal (`normal`); beyond 90 days, measured
at the moment of payment on the oldest unpaid instalment, over all of them: principal, the oldest first,
then interest, penalty, compound (`principal_first`). Money beyond everything due stays unapplied.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from decimal import Decimal, localcontext
from typing import Any, Final

from .allocation import NOTHING, AllocationOrder, Buckets, allocate
from .dates import to_date
from .daycount import DayCount
from .errors import LoanMathError
from .money import CONTEXT, ZERO, cents, to_amount, to_number, to_rate
from .rates import RateChange, RateHistory
from .reading import items, known, to_int

#: Contract rate times 1.5: half of it on top, the usual agreement for overdue loans. Misused money bears twice the rate at most.
DEFAULT_PENALTY_MULTIPLIER: Final = Decimal("1.5")
PENALTY_MULTIPLIERS: Final = (Decimal(1), Decimal(2))
MAX_GRACE_DAYS: Final = 90


@dataclass(frozen=True, slots=True)
class Bill:
    """What an instalment demands on its due date, in yuan."""

    due_on: date
    principal: Decimal
    interest: Decimal
    fee: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class Payment:
    """Money received on a day, in yuan."""

    on: date
    amount: Decimal


@dataclass(frozen=True, slots=True)
class ArrearsRow:
    """One payment: what was due before it, how it was divided, what is left of the bills due by then.

    `due_before` and `outstanding` hold all instalments together, each one's penalty and compound rounded
    by itself. `allocated.total + unapplied` is the amount paid.
    """

    on: date
    overdue_days: int
    order: AllocationOrder
    due_before: Buckets
    allocated: Buckets
    unapplied: Decimal
    outstanding: Buckets

    def as_mapping(self) -> dict[str, Any]:
        """The row in the exchange format."""
        return {
            "date": self.on.isoformat(),
            "overdue_days": self.overdue_days,
            "order": str(self.order),
            "due_before": {
                "penalty": str(self.due_before.penalty),
                "compound": str(self.due_before.compound),
            },
            "allocated": self.allocated.as_mapping(),
            "unapplied": str(self.unapplied),
            "outstanding": self.outstanding.as_mapping(),
        }


@dataclass(frozen=True, slots=True)
class ArrearsTerms:
    """Bills and the payments made on them. An `ArrearsTerms` that exists is valid; bills and payments are in
    the order of their days, those of one day in the order given. With `principal_first` off, the contract
    does not provide for that order and `normal` holds however late a payment is.
    """

    annual_rate: Decimal
    bills: tuple[Bill, ...]
    payments: tuple[Payment, ...]
    penalty_multiplier: Decimal = DEFAULT_PENALTY_MULTIPLIER
    grace_days: int = 0
    principal_first: bool = True
    rate_changes: tuple[RateChange, ...] = ()

    def __post_init__(self) -> None:
        put = object.__setattr__
        put(self, "annual_rate", to_rate(self.annual_rate, "annual_rate"))
        put(self, "penalty_multiplier", _to_multiplier(self.penalty_multiplier))
        to_int(self.grace_days, "grace_days", 0, MAX_GRACE_DAYS, "loanmath.grace_out_of_range")
        if not isinstance(self.principal_first, bool):
            raise LoanMathError("loanmath.not_a_boolean", "expected true or false", "principal_first")
        if not self.bills:
            raise LoanMathError("loanmath.field_missing", "needs a bill", "bills")
        put(self, "bills", self._checked_bills())
        put(self, "payments", self._checked_payments())
        put(self, "rate_changes", self._checked_rate_changes())

    @classmethod
    def from_mapping(cls, mapping: Mapping[str, object]) -> ArrearsTerms:
        """The terms in the exchange format: a mapping with money and rates as strings, dates as ISO.

        Keys: annual_rate, penalty_multiplier (1 to 2, default 1.5), bills [{due_date, principal, interest,
        fee?}], payments [{date, amount}], grace_days (default 0), principal_first (default true),
        rate_changes [{date, annual_rate}]. A key that begins with `note` is a remark; any other key is
        refused. A null counts as absent.
        """
        given = known(mapping, _KEYS, "")
        for key in ("annual_rate", "bills", "payments"):
            if key not in given:
                raise LoanMathError("loanmath.field_missing", "is required", key)
        values: dict[str, Any] = dict(given)
        values["bills"] = items(given, "bills", ("due_date", "principal", "interest"), Bill, ("fee",))
        values["payments"] = items(given, "payments", ("date", "amount"), Payment)
        values["rate_changes"] = items(given, "rate_changes", ("date", "annual_rate"), RateChange)
        return cls(**values)

    def _checked_bills(self) -> tuple[Bill, ...]:
        checked = [
            Bill(
                to_date(bill.due_on, f"bills[{i}].due_date"),
                to_amount(bill.principal, f"bills[{i}].principal", zero_allowed=True),
                to_amount(bill.interest, f"bills[{i}].interest", zero_allowed=True),
                to_amount(bill.fee, f"bills[{i}].fee", zero_allowed=True),
            )
            for i, bill in enumerate(self.bills)
        ]
        return tuple(sorted(checked, key=lambda bill: bill.due_on))

    def _checked_payments(self) -> tuple[Payment, ...]:
        checked = [
            Payment(to_date(item.on, f"payments[{i}].date"), to_amount(item.amount, f"payments[{i}].amount"))
            for i, item in enumerate(self.payments)
        ]
        return tuple(sorted(checked, key=lambda item: item.on))

    def _checked_rate_changes(self) -> tuple[RateChange, ...]:
        checked = [
            RateChange(
                to_date(change.on, f"rate_changes[{i}].date"),
                to_rate(change.annual_rate, f"rate_changes[{i}].annual_rate"),
            )
            for i, change in enumerate(self.rate_changes)
        ]
        days = [change.on for change in checked]
        for i, day in enumerate(days):
            if day in days[:i]:
                raise LoanMathError(
                    "loanmath.duplicate_date", f"{day} stands twice", f"rate_changes[{i}].date"
                )
        return tuple(sorted(checked, key=lambda change: change.on))


_KEYS: Final = tuple(field.name for field in fields(ArrearsTerms))


def _to_multiplier(value: object) -> Decimal:
    least, most = PENALTY_MULTIPLIERS
    multiplier = to_number(value, "penalty_multiplier")
    if not least <= multiplier <= most:
        raise LoanMathError(
            "loanmath.penalty_multiplier_out_of_range",
            f"must lie between {least} and {most}",
            "penalty_multiplier",
        )
    return multiplier


def penal_growth(
    unpaid: Decimal, rates: RateHistory, multiplier: Decimal, starts_on: date, ends_on: date
) -> Decimal:
    """What unpaid money grows by over [starts_on, ends_on), in yuan times rate times days: exact.

    Divided by the year's 360 days, and rounded, by `penal_due` only.
    """
    with localcontext(CONTEXT):
        return (
            unpaid
            * multiplier
            * sum(
                (rate * (until - since).days for since, until, rate in rates.spans(starts_on, ends_on)),
                Decimal(0),
            )
        )


def penal_due(fixed: Decimal, growth: Decimal) -> Decimal:
    """Penalty or compound that is due: the cents left of what was settled on, and the growth since, rounded."""
    with localcontext(CONTEXT):
        return fixed + cents(growth / DayCount.ACT_360.year_days)


class _Overdue:
    """An instalment while it is being paid on."""

    def __init__(self, no: int, bill: Bill) -> None:
        self.no, self.due_on = no, bill.due_on
        self.principal, self.interest, self.fee = bill.principal, bill.interest, bill.fee
        self.fixed = {"penalty": ZERO, "compound": ZERO}
        self.growth = {"penalty": ZERO, "compound": ZERO}
        self.grown_to = bill.due_on

    def grow(self, to: date, rates: RateHistory, multiplier: Decimal) -> None:
        for bucket, unpaid in (("penalty", self.principal), ("compound", self.interest)):
            self.growth[bucket] += penal_growth(unpaid, rates, multiplier, self.grown_to, to)
        self.grown_to = to

    @property
    def unpaid(self) -> Buckets:
        return Buckets(self.fee, self._due("compound"), self._due("penalty"), self.interest, self.principal)

    def _due(self, bucket: str) -> Decimal:
        return penal_due(self.fixed[bucket], self.growth[bucket])

    def settle(self, taken: Buckets) -> None:
        self.fee -= taken.fee
        self.interest -= taken.interest
        self.principal -= taken.principal
        for bucket in self.fixed:
            part = getattr(taken, bucket)
            if part:
                self.fixed[bucket], self.growth[bucket] = self._due(bucket) - part, ZERO


def settle_arrears(terms: ArrearsTerms) -> tuple[ArrearsRow, ...]:
    """What each payment finds due, how it is divided and what it leaves; one row a payment, by its day.

    A bill takes money from its due date on, on the due date without any penalty; a later one is not paid
    in advance.
    """
    rates = RateHistory(terms.annual_rate, terms.rate_changes)
    bills = [_Overdue(no, bill) for no, bill in enumerate(terms.bills, start=1)]
    with localcontext(CONTEXT):
        return tuple(_receive(payment, bills, rates, terms) for payment in terms.payments)


def _receive(
    payment: Payment, bills: Sequence[_Overdue], rates: RateHistory, terms: ArrearsTerms
) -> ArrearsRow:
    due = {bill.no: bill for bill in bills if bill.due_on <= payment.on}
    excused_from = payment.on - timedelta(days=terms.grace_days)
    late = [bill for bill in due.values() if bill.due_on < excused_from]
    for bill in late:
        bill.grow(payment.on, rates, terms.penalty_multiplier)
    since = next((bill.due_on for bill in late if bill.unpaid.total), payment.on)
    days = (payment.on - since).days
    order = AllocationOrder.after(days, principal_first=terms.principal_first)
    before = sum((bill.unpaid for bill in due.values()), NOTHING)
    allocation = allocate(payment.amount, list(due.values()), order)
    for line in allocation.lines:
        due[line.no].settle(line.taken)
    return ArrearsRow(
        on=payment.on,
        overdue_days=days,
        order=order,
        due_before=before,
        allocated=allocation.taken,
        unapplied=allocation.unapplied,
        outstanding=sum((bill.unpaid for bill in due.values()), NOTHING),
    )
