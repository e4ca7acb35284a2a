"""What a prepayment takes and does: for the quote and for the counter alike (提前部分还本, 提前结清)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from backend.kernel.loanmath import (
    Buckets,
    LoanMathError,
    Prepayment,
    PrepaymentMode,
    RowType,
    ServicedRow,
    SettlementQuote,
    cents,
    prepayment_row,
    replanned,
    settlement_of,
)
from tenants.organisation import selectors as organisation

from . import errors, lives, terms
from .models import Instalment, LoanAccount, Repayment
from .parameters import PREPAYMENT_FEE_RATE, PREPAYMENT_MINIMUM, PREPAYMENTS_PER_YEAR

ZERO = Decimal("0.00")
OF_THE_KERNEL = frozenset({"loanmath.schedule_differs"})
"""What the loan mathematics may refuse of a prepayment whose amounts are in order."""


@dataclass(frozen=True)
class PrepaymentPlan:
    """A prepayment in part: what it takes, and the rows that come after it."""

    row: ServicedRow
    fee: Decimal
    coming: tuple[ServicedRow, ...]
    """The row of the prepayment itself, then those to come."""
    before: tuple[ServicedRow, ...]
    """Those that would have come without it."""

    @property
    def taken(self) -> Buckets:
        return Buckets(interest=self.row.interest, principal=self.row.principal)

    @property
    def total(self) -> Decimal:
        return self.taken.total + self.fee

    @property
    def effect(self) -> "PrepaymentEffect":
        after = self.coming[1:]
        return PrepaymentEffect(
            next_payment_before=_payment(self.before[0]),
            next_payment_after=_payment(after[0]),
            maturity_before=self.before[-1].due_on,
            maturity_after=after[-1].due_on,
            rows_before=len(self.before),
            rows_after=len(after),
            interest_saved=_interest(self.before) - _interest(self.coming),
        )


@dataclass(frozen=True)
class PrepaymentEffect:
    """What a prepayment in part changes for the borrower."""

    next_payment_before: Decimal
    next_payment_after: Decimal
    maturity_before: date
    maturity_after: date
    rows_before: int
    rows_after: int
    interest_saved: Decimal


def _payment(row: ServicedRow) -> Decimal:
    return row.principal + row.interest


def _interest(rows: Sequence[ServicedRow]) -> Decimal:
    return sum((row.interest for row in rows), ZERO)


def fee_of(principal: Decimal, on: date) -> Decimal:
    """The fee (违约金) on principal that is repaid before it is due."""
    return cents(principal * organisation.parameter_value(PREPAYMENT_FEE_RATE, on=on))


def settlement(loan: LoanAccount, rows: Sequence[Instalment], on: date) -> tuple[SettlementQuote, Decimal]:
    """What settles the loan on that day, and the fee on the part that is not due by then."""
    moved = lives.on_the_day(loan, rows, on)
    quote = settlement_of(moved, lives.servicing_terms(loan, on), on)
    return quote, fee_of(quote.interest_bearing, on)


def refuse_terms(principal: Decimal | None, mode: str) -> None:
    """Raise `loans.prepayment_only` (422) for another kind of repayment that names them."""
    for name, given in (("principal", principal), ("mode", mode)):
        if given:
            raise errors.PREPAYMENT_ONLY.at(field=name)


def plan(
    loan: LoanAccount, rows: Sequence[Instalment], on: date, principal: Decimal | None, mode: str
) -> PrepaymentPlan:
    """A prepayment in part on that day.

    Raises `loans.prepayment_unnamed` (422); `loans.arrears_first`, `loans.prepayment_too_small`,
    `loans.prepayment_too_large`, `loans.prepaid_today`, `loans.too_many_prepayments` (409).
    """
    if principal is None or not mode:
        raise errors.PREPAYMENT_UNNAMED.at(field="mode" if principal else "principal")
    moved = lives.on_the_day(loan, rows, on)
    if due := lives.owed(moved).total:
        raise errors.ARREARS_FIRST.at(due=due)
    minimum = organisation.parameter_value(PREPAYMENT_MINIMUM, on=on)
    if principal < minimum:
        raise errors.PREPAYMENT_TOO_SMALL.at(field="principal", minimum=minimum)
    if principal >= loan.principal_outstanding:
        raise errors.PREPAYMENT_TOO_LARGE.at(field="principal", outstanding=loan.principal_outstanding)
    earlier = [row for row in lives.receipts_in_force(loan) if row.kind == Repayment.Kind.PREPAY_PART]
    if any(row.value_on == on for row in earlier):
        raise errors.PREPAID_TODAY.at()
    most = organisation.parameter_value(PREPAYMENTS_PER_YEAR, on=on)
    if sum(row.value_on.year == on.year for row in earlier) >= most:
        raise errors.TOO_MANY_PREPAYMENTS.at(most=most)
    try:
        wanted = Prepayment(on, principal, PrepaymentMode(mode))
        made = tuple(lives.receipt(row).prepayment for row in earlier)
        agreed = replace(
            terms.agreed(loan), rate_changes=lives.rate_changes(loan), prepayments=(*made, wanted)
        )
        planned = replanned(agreed, moved)
    except LoanMathError as refusal:
        raise errors.of_the_kernel(refusal) from refusal
    coming = tuple(row for row in planned if row.state == lives.RowState.PENDING)
    row = prepayment_row(planned)
    if row.type is not RowType.PREPAY:  # pragma: no cover - a plan with a prepayment of today begins with it
        raise errors.DIFFERS_FROM_EVENTS.at(loan_no=loan.loan_no)
    before = tuple(row for row in moved if row.state == lives.RowState.PENDING)
    return PrepaymentPlan(row, fee_of(principal, on), coming, before)
