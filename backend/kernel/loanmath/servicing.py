"""A loan's life from scratch: its first schedule and the money received, and what every row is by a day.

The night and the counter move a loan on step by step. This says the same from the beginning, so it is what
they are tested against, what puts a loan right when a receipt is taken back or turns out to be older, and
what explains an amount: every stretch in which money grew is kept.

Of a day the order is: rows fall due, rows past their grace are overdue and have borne penalty and compound
through the day before, receipts are taken in the order given.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal, localcontext
from enum import StrEnum

from .allocation import (
    NOTHING,
    Allocation,
    AllocationOrder,
    Buckets,
    RepaymentRow,
    SettlementQuote,
    allocate,
    settlement_quote,
)
from .arrears import penal_due, penal_growth
from .daycount import DayCount
from .errors import LoanMathError
from .money import CONTEXT, ZERO
from .rates import RateChange, RateHistory
from .terms import Method


class ReceiptKind(StrEnum):
    """What money is for: rows that are due, or the whole loan (提前结清)."""

    DUE = "DUE"
    PREPAY_FULL = "PREPAY_FULL"


class RowState(StrEnum):
    PENDING = "PENDING"
    DUE = "DUE"
    OVERDUE = "OVERDUE"
    PAID = "PAID"


@dataclass(frozen=True, slots=True)
class Receipt:
    """Money received on a day, in yuan; `reference` is the caller's number of it."""

    on: date
    amount: Decimal
    kind: ReceiptKind = ReceiptKind.DUE
    reference: str = ""


@dataclass(frozen=True, slots=True)
class ServicingTerms:
    """What of the contract bears on money that is due."""

    method: Method
    day_count: DayCount
    annual_rate: Decimal
    penalty_multiplier: Decimal
    principal_first: bool = True
    grace_days: int = 0
    rate_changes: tuple[RateChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Growth:
    """One stretch in which unpaid money of a row bore penalty or compound: `base * rate * days / 360`."""

    no: int
    bucket: str
    since: date
    until: date
    base: Decimal
    annual_rate: Decimal
    """The penalty rate: the contract rate of the stretch times the multiplier."""

    @property
    def days(self) -> int:
        return (self.until - self.since).days

    @property
    def amount(self) -> Decimal:
        """In yuan, not rounded (a quotient that does not end has fifty digits)."""
        with localcontext(CONTEXT):
            return self.base * self.annual_rate * self.days / DayCount.ACT_360.year_days


@dataclass(slots=True)
class ServicedRow:
    """A row of the schedule as it stands; money in yuan, growth in yuan times rate times days."""

    no: int
    starts_on: date
    due_on: date
    opening: Decimal
    principal: Decimal
    interest: Decimal
    balance: Decimal
    principal_paid: Decimal = ZERO
    interest_paid: Decimal = ZERO
    penalty_fixed: Decimal = ZERO
    penalty_growth: Decimal = ZERO
    penalty_paid: Decimal = ZERO
    compound_fixed: Decimal = ZERO
    compound_growth: Decimal = ZERO
    compound_paid: Decimal = ZERO
    grown_to: date | None = None
    state: RowState = RowState.PENDING
    paid_on: date | None = None

    @property
    def unpaid(self) -> Buckets:
        return Buckets(
            ZERO,
            penal_due(self.compound_fixed, self.compound_growth),
            penal_due(self.penalty_fixed, self.penalty_growth),
            self.interest - self.interest_paid,
            self.principal - self.principal_paid,
        )

    def settle(self, taken: Buckets, on: date) -> None:
        """Pay `taken` of what the row owes. Penalty and compound that money settled on are cents from then on."""
        left = self.unpaid - taken
        self.principal_paid += taken.principal
        self.interest_paid += taken.interest
        self.penalty_paid += taken.penalty
        self.compound_paid += taken.compound
        done = not left.total
        if taken.penalty or done:
            self.penalty_fixed, self.penalty_growth = left.penalty, ZERO
        if taken.compound or done:
            self.compound_fixed, self.compound_growth = left.compound, ZERO
        if done:
            self.state, self.paid_on = RowState.PAID, on


@dataclass(frozen=True, slots=True)
class ServicedReceipt:
    """What a receipt found and did. `allocation.taken.total + allocation.unapplied` is its amount."""

    receipt: Receipt
    overdue_days: int
    order: AllocationOrder
    allocation: Allocation


@dataclass(frozen=True, slots=True)
class Served:
    """A loan by the end of its last receipt of the day `on`."""

    on: date
    rows: tuple[ServicedRow, ...]
    """The schedule in force, by number."""
    receipts: tuple[ServicedReceipt, ...]
    growths: tuple[Growth, ...]

    @property
    def settled(self) -> bool:
        """Every row is paid; one of nought has nothing to be paid."""
        return all(row.state is RowState.PAID or not (row.principal + row.interest) for row in self.rows)


def serve(
    rows: Iterable[ServicedRow], receipts: Iterable[Receipt], terms: ServicingTerms, *, on: date
) -> Served:
    """The loan on the day `on`, from its first schedule and all receipts through that day.

    `rows` are fresh: nothing was paid on them. Receipts of one day are taken in the order given. Raises
    `loanmath.settlement_short` for a settlement in full with less money than it takes.
    """
    life = _Life(list(rows), terms)
    with localcontext(CONTEXT):
        for receipt in sorted(receipts, key=lambda item: item.on):
            life.reach(receipt.on)
            life.receive(receipt)
        life.reach(on)
    return Served(on, tuple(life.rows), tuple(life.done), tuple(life.growths))


@dataclass(slots=True)
class _Life:
    rows: list[ServicedRow]
    terms: ServicingTerms
    done: list[ServicedReceipt] = field(default_factory=list)
    growths: list[Growth] = field(default_factory=list)

    def reach(self, day: date) -> None:
        excused_from = day - timedelta(days=self.terms.grace_days)
        for row in self.rows:
            if row.state is RowState.PENDING and row.due_on <= day:
                row.state = RowState.DUE
                if not row.principal + row.interest:
                    row.state, row.paid_on = RowState.PAID, row.due_on
            if row.state is RowState.DUE and row.due_on < excused_from:
                row.state = RowState.OVERDUE
            if row.state is RowState.OVERDUE:
                self._grow(row, day)

    def _grow(self, row: ServicedRow, day: date) -> None:
        since = row.grown_to or row.due_on
        if since >= day:
            return
        rates = RateHistory(self.terms.annual_rate, self.terms.rate_changes)
        multiplier = self.terms.penalty_multiplier
        for bucket, unpaid in (
            ("penalty", row.principal - row.principal_paid),
            ("compound", row.interest - row.interest_paid),
        ):
            grown = penal_growth(unpaid, rates, multiplier, since, day)
            setattr(row, f"{bucket}_growth", getattr(row, f"{bucket}_growth") + grown)
            if unpaid:
                self.growths += [
                    Growth(row.no, bucket, begins, ends, unpaid, rate * multiplier)
                    for begins, ends, rate in rates.spans(since, day)
                ]
        row.grown_to = day

    def receive(self, receipt: Receipt) -> None:
        due = [row for row in self.rows if row.state in (RowState.DUE, RowState.OVERDUE)]
        since = min((row.due_on for row in due if row.state is RowState.OVERDUE), default=receipt.on)
        days = (receipt.on - since).days
        order = AllocationOrder.after(days, principal_first=self.terms.principal_first)
        if receipt.kind is ReceiptKind.DUE:
            allocation = allocate(receipt.amount, due, order)
        else:
            allocation = self._settle_in_full(receipt, due, order)
        by_no = {row.no: row for row in self.rows}
        for line in allocation.lines:
            by_no[line.no].settle(line.taken, receipt.on)
        self.done.append(ServicedReceipt(receipt, days, order, allocation))

    def _settle_in_full(
        self, receipt: Receipt, due: Sequence[ServicedRow], order: AllocationOrder
    ) -> Allocation:
        quote = self.quote(receipt.on)
        if receipt.amount < quote.total:
            raise LoanMathError("loanmath.settlement_short", f"takes {quote.total}", "amount")
        coming = [row for row in self.rows if row.state is RowState.PENDING]
        if coming:
            last = settlement_row(coming, quote.interest_to_date, receipt.on)
            self.rows = [*(row for row in self.rows if row.state is not RowState.PENDING), last]
            due = [*due, last]
        return allocate(receipt.amount, due, order)

    def quote(self, on: date) -> SettlementQuote:
        return settlement_quote(
            on=on,
            method=self.terms.method,
            day_count=self.terms.day_count,
            annual_rate=self.terms.annual_rate,
            rate_changes=self.terms.rate_changes,
            rows=[
                RepaymentRow(
                    no=row.no,
                    starts_on=row.starts_on,
                    due_on=row.due_on,
                    principal=row.principal,
                    interest=row.interest,
                    principal_paid=row.principal_paid,
                    interest_paid=row.interest_paid,
                    penalty=row.unpaid.penalty,
                    compound=row.unpaid.compound,
                )
                for row in self.rows
            ],
        )


def settlement_row(coming: Sequence[ServicedRow], interest: Decimal, on: date) -> ServicedRow:
    """The one row that stands in place of those to come when the loan is settled in full on that day."""
    first = coming[0]
    principal = sum((row.principal for row in coming), NOTHING.principal)
    return ServicedRow(
        first.no, first.starts_on, on, principal, principal, interest, ZERO, state=RowState.DUE
    )
