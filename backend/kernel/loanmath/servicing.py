"""A loan's life from scratch: its first schedule and the money received, and what every row is by a day.

The night and the counter move a loan on step by step. This says the same from the beginning, so it is what
they are tested against, what puts a loan right when a receipt is taken back or turns out to be older, and
what explains an amount: every stretch in which money grew is kept.

Of a day the order is: rows fall due, rows past their grace are overdue and have borne penalty and compound
through the day before, a new rate takes effect, receipts are taken in the order given. A new rate and a
prepayment in part plan the rows to come anew (`replanned`); rows that have fallen due stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
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
from .rows import RowType, ScheduleRow
from .schedule import build_schedule
from .terms import LoanTerms, Method, Prepayment, PrepaymentMode


class ReceiptKind(StrEnum):
    """What money is for: rows that are due, a part of what is not due yet (提前部分还本), or the whole loan (提前结清)."""

    DUE = "DUE"
    PREPAY_PART = "PREPAY_PART"
    PREPAY_FULL = "PREPAY_FULL"


class RowState(StrEnum):
    PENDING = "PENDING"
    DUE = "DUE"
    OVERDUE = "OVERDUE"
    PAID = "PAID"


@dataclass(frozen=True, slots=True)
class Receipt:
    """Money received on a day, in yuan; `reference` is the caller's number of it.

    Of PREPAY_PART `prepaid` is the principal that it brings down, in the way of `mode`; `amount` is that and
    its interest to date.
    """

    on: date
    amount: Decimal
    kind: ReceiptKind = ReceiptKind.DUE
    reference: str = ""
    prepaid: Decimal = ZERO
    mode: PrepaymentMode = PrepaymentMode.REDUCE_INSTALMENT

    @property
    def prepayment(self) -> Prepayment:
        return Prepayment(self.on, self.prepaid, self.mode)


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
    """A row of the schedule as it stands; money in yuan, growth in yuan times rate times days.

    `carried_growth` is what a row of which the rate changed inside had borne until the last change, on
    `carried_to`.
    """

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
    type: RowType = RowType.DUE
    carried_to: date | None = None
    carried_growth: Decimal = ZERO

    @classmethod
    def planned(cls, no: int, row: ScheduleRow) -> ServicedRow:
        """A fresh row of a schedule; `no` counts prepayments too."""
        carried_to, carried_growth = row.carried
        return cls(
            no, row.starts_on, row.due_on, row.opening,
            row.principal, row.interest, row.balance,
            type=row.type, carried_to=carried_to, carried_growth=carried_growth,
        )  # fmt: skip

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


def replanned(agreed: LoanTerms, rows: Sequence[ServicedRow]) -> list[ServicedRow]:
    """The schedule under what is agreed now: rows that have fallen due as they are, the others planned anew.

    Prepayments are rows of their own and counted. Raises `loanmath.schedule_differs` where a row that has
    fallen due is not what the agreement makes it.
    """
    planned = [ServicedRow.planned(no, row) for no, row in enumerate(build_schedule(agreed).rows, start=1)]
    fallen = [row for row in rows if row.state is not RowState.PENDING]
    for kept, wanted in zip(fallen, planned, strict=False):
        if (kept.due_on, kept.principal, kept.interest) != (wanted.due_on, wanted.principal, wanted.interest):
            raise LoanMathError("loanmath.schedule_differs", f"row {kept.no} is not what was agreed", "terms")
    return [*fallen, *planned[len(fallen) :]]


def moved_to(rows: Iterable[ServicedRow], terms: ServicingTerms, on: date) -> list[ServicedRow]:
    """The rows, as they stand, on the day `on` if nothing is paid until then: fallen due, overdue, grown."""
    life = _Life(list(rows), terms)
    with localcontext(CONTEXT):
        life.reach(on)
    return life.rows


def settlement_of(rows: Sequence[ServicedRow], terms: ServicingTerms, on: date) -> SettlementQuote:
    """What settles the loan on the day that its rows have been moved to."""
    return settlement_quote(
        on=on,
        method=terms.method,
        day_count=terms.day_count,
        annual_rate=terms.annual_rate,
        rate_changes=terms.rate_changes,
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
            for row in rows
        ],
    )


def prepayment_row(planned: Sequence[ServicedRow]) -> ServicedRow:
    """The row that a prepayment in part made: the first to come in a schedule planned with it (`replanned`)."""
    return next(row for row in planned if row.state is RowState.PENDING)


def serve(
    rows: Iterable[ServicedRow],
    receipts: Iterable[Receipt],
    terms: ServicingTerms,
    *,
    on: date,
    agreed: LoanTerms | None = None,
) -> Served:
    """The loan on the day `on`, from its first schedule and all receipts through that day.

    `rows` are fresh: nothing was paid on them. Receipts of one day are taken in the order given. `agreed` are
    the first terms that `rows` were planned from: without them nothing can be prepaid in part, and a new rate
    leaves the rows to come as they are. Raises `loanmath.settlement_short` for a settlement in full with less money than it takes.
    """
    life = _Life(list(rows), terms, agreed)
    changes = sorted(terms.rate_changes, key=lambda change: change.on, reverse=True)

    def reach(day: date) -> None:
        while changes and changes[-1].on <= day:
            life.reach(changes[-1].on)
            life.reprice(changes.pop())
        life.reach(day)

    with localcontext(CONTEXT):
        for receipt in sorted(receipts, key=lambda item: item.on):
            reach(receipt.on)
            life.receive(receipt)
        reach(on)
    return Served(on, tuple(life.rows), tuple(life.done), tuple(life.growths))


@dataclass(slots=True)
class _Life:
    rows: list[ServicedRow]
    terms: ServicingTerms
    agreed: LoanTerms | None = None
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
        elif receipt.kind is ReceiptKind.PREPAY_PART:
            allocation = self._prepay(receipt, order)
        else:
            allocation = self._settle_in_full(receipt, due, order)
        by_no = {row.no: row for row in self.rows}
        for line in allocation.lines:
            by_no[line.no].settle(line.taken, receipt.on)
        self.done.append(ServicedReceipt(receipt, days, order, allocation))

    def reprice(self, change: RateChange) -> None:
        """The rate is another from that day on; rows to come, if there are any, are planned anew."""
        if self.agreed is not None and any(row.state is RowState.PENDING for row in self.rows):
            self._replan(replace(self.agreed, rate_changes=(*self.agreed.rate_changes, change)))

    def _prepay(self, receipt: Receipt, order: AllocationOrder) -> Allocation:
        """Arrears are no part of it: they are paid first, by receipts of their own."""
        agreed = self._agreed()
        self._replan(replace(agreed, prepayments=(*agreed.prepayments, receipt.prepayment)))
        prepaid = prepayment_row(self.rows)
        prepaid.state = RowState.DUE
        return allocate(receipt.amount, [prepaid], order)

    def _replan(self, agreed: LoanTerms) -> None:
        self.rows, self.agreed = replanned(agreed, self.rows), agreed

    def _agreed(self) -> LoanTerms:
        if self.agreed is None:
            raise LoanMathError("loanmath.field_missing", "needs what was agreed first", "agreed")
        return self.agreed

    def _settle_in_full(
        self, receipt: Receipt, due: Sequence[ServicedRow], order: AllocationOrder
    ) -> Allocation:
        quote = settlement_of(self.rows, self.terms, receipt.on)
        if receipt.amount < quote.total:
            raise LoanMathError("loanmath.settlement_short", f"takes {quote.total}", "amount")
        coming = [row for row in self.rows if row.state is RowState.PENDING]
        if coming:
            last = settlement_row(coming, quote.interest_to_date, receipt.on)
            self.rows = [*(row for row in self.rows if row.state is not RowState.PENDING), last]
            due = [*due, last]
        return allocate(receipt.amount, due, order)


def settlement_row(coming: Sequence[ServicedRow], interest: Decimal, on: date) -> ServicedRow:
    """The one row that stands in place of those to come when the loan is settled in full on that day."""
    first = coming[0]
    principal = sum((row.principal for row in coming), NOTHING.principal)
    return ServicedRow(
        first.no, first.starts_on, on, principal, principal, interest, ZERO, state=RowState.DUE
    )
