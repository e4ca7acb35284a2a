"""What a loan owed at the beginning of some days, what was lent, charged and paid in them, what it owes after.

Each amount stands in a bucket (principal, interest, penalty, compound, fee), and in every bucket opening plus
movements is closing. Interest is charged when it falls due, or when a prepayment takes it; penalty and compound
by the end of the days that anything else happens on. Money counts from its value date, whenever it was booked. A repayment that was
reversed on its day stands there twice, taken and given back, and charges nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from backend.kernel.loanmath import Buckets
from backend.platform.permissions import Actor
from tenants.organisation import selectors as organisation

from . import errors, lives, selectors
from .models import Instalment, LoanAccount, Repayment

LONGEST = 1096
"""Days."""
NEXT_ROWS = 3


class MovementKind(StrEnum):
    DRAWDOWN = "DRAWDOWN"
    CHARGE = "CHARGE"
    REPAYMENT = "REPAYMENT"
    REVERSAL = "REVERSAL"


@dataclass(frozen=True)
class Movement:
    """What changed what is owed: positive adds to it, a repayment is negative.

    `charged_from` is where the days of a charge begin; `no` names a drawdown or repayment.
    """

    on: date
    kind: MovementKind
    amounts: Buckets
    no: str = ""
    charged_from: date | None = None
    repayment: Repayment | None = None


@dataclass(frozen=True)
class Statement:
    """`opening` is owed at the begin of `since`, `closing` at the end of `until`; `next_rows` fall due after it."""

    loan: LoanAccount
    since: date
    until: date
    opening: Buckets
    closing: Buckets
    movements: list[Movement] = field(default_factory=list)
    next_rows: list[Instalment] = field(default_factory=list)


def loan_statement(*, actor: Actor, loan_id: int, since: date, until: date) -> Statement:
    """The statement of a loan in scope, both days included.

    Raises `loans.statement_range`, `.statement_in_the_future`, `.statement_too_long` (422).
    """
    loan = selectors.loan_get(actor=actor, loan_id=loan_id)
    today = organisation.business_date()
    if until < since:
        raise errors.STATEMENT_RANGE.at(field="until", since=since)
    if until > today:
        raise errors.STATEMENT_IN_THE_FUTURE.at(field="until", today=today)
    if (until - since).days >= LONGEST:
        raise errors.STATEMENT_TOO_LONG.at(field="since", most=LONGEST)
    return _stated(loan, since, until)


def _stated(loan: LoanAccount, since: date, until: date) -> Statement:
    received = list(loan.repayments.order_by("value_on", "id"))
    counting = [row for row in received if row.state == Repayment.State.POSTED]
    book = _Book(loan, counting)
    opening = book.owed(since - timedelta(days=1))
    movements: list[Movement] = []
    if since <= loan.start_on <= until:
        drawn = Buckets(principal=loan.drawn)
        movements.append(Movement(loan.start_on, MovementKind.DRAWDOWN, drawn, loan.loan_no))
    days = {row.due_on for row in lives.rows_in_force(loan)} | {row.value_on for row in counting} | {until}
    told = since - timedelta(days=1)
    for on in sorted(day for day in days if since <= day <= until):
        charged = book.charged(on) - book.charged(told)
        if charged.total:
            movements.append(Movement(on, MovementKind.CHARGE, charged, charged_from=told))
        told = on
    for row in received:
        movements += _paid(row, book.taken(row), since, until)
    order = list(MovementKind)
    movements.sort(key=lambda movement: (movement.on, order.index(movement.kind)))
    rows = [row for row in lives.rows_in_force(loan) if row.due_on > until and row.payment]
    return Statement(loan, since, until, opening, book.owed(until), movements, rows[:NEXT_ROWS])


def _paid(row: Repayment, taken: Buckets, since: date, until: date) -> Iterable[Movement]:
    """A repayment, and that it was taken back."""
    if since <= row.value_on <= until:
        yield Movement(row.value_on, MovementKind.REPAYMENT, Buckets() - taken, row.repay_no, repayment=row)
        if row.reversed_on is not None:
            # of its day, so that the balances between are those in force
            yield Movement(row.value_on, MovementKind.REVERSAL, taken, row.repay_no, repayment=row)


class _Book:
    """What the loan owes at the end of days: its whole principal, and of the rest what has fallen due."""

    def __init__(self, loan: LoanAccount, receipts: list[Repayment]) -> None:
        self.loan, self.receipts = loan, receipts
        last = max((row.value_on for row in receipts), default=loan.start_on)
        served = lives.lived(loan, receipts, last).receipts
        self._taken = {item.receipt.reference: item.allocation.taken for item in served}
        self._owed: dict[date, Buckets] = {}

    def taken(self, row: Repayment) -> Buckets:
        """How the repayment is divided: of one in force as the loan has lived, which receipts that became known
        after it may have changed."""
        if row.repay_no in self._taken:
            return self._taken[row.repay_no] + Buckets(fee=row.fee)
        return Buckets(row.fee, row.compound, row.penalty, row.interest, row.principal)

    def paid(self, on: date) -> Buckets:
        return sum((self.taken(row) for row in self.receipts if row.value_on <= on), Buckets())

    def owed(self, on: date) -> Buckets:
        if on not in self._owed:
            self._owed[on] = self._owed_on(on)
        return self._owed[on]

    def _owed_on(self, on: date) -> Buckets:
        if on < self.loan.start_on:
            return Buckets()
        lived = lives.lived(self.loan, [row for row in self.receipts if row.value_on <= on], on)
        due = lives.owed(lived.rows)
        principal = self.loan.drawn - self.paid(on).principal
        return Buckets(due.fee, due.compound, due.penalty, due.interest, principal)

    def charged(self, on: date) -> Buckets:
        """All that was ever charged by the end of the day, principal aside: still owed, or paid."""
        owed, paid = self.owed(on), self.paid(on)
        charged = owed + paid
        return Buckets(charged.fee, charged.compound, charged.penalty, charged.interest, Decimal("0.00"))
