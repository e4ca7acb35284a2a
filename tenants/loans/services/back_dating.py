"""Receipts that a channel or core banking took on an earlier day (补记): they count from that day.

What followed is worked out anew from then on and the difference is posted today. History is not rewritten: a
repayment that is divided otherwise now keeps its row, and says so in a `RepaymentAdjustment`.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction

from backend.kernel.loanmath import Buckets, LoanMathError, Served, ServicedReceipt, cents
from backend.platform.errors import NOT_FOUND
from backend.platform.permissions import Actor, scoped
from backend.platform.records import audit, numbers
from shared.reference import selectors as reference
from tenants.contracts.locks import contract_lock
from tenants.ledger import services as ledger
from tenants.organisation import selectors as organisation
from tenants.organisation.locks import business_date_hold

from .. import errors, events, lives
from ..models import LoanAccount, Repayment, RepaymentAdjustment
from ..parameters import BACK_DATING_DAYS
from . import repayment as receiving
from . import standing
from .repayment import Received

PARTS = ("principal", "interest", "penalty", "compound")
NOTHING = Buckets()


@dataclass(frozen=True)
class Adjusted:
    """A later repayment that is divided otherwise: by how much, in all and row by row."""

    repayment: Repayment
    difference: Buckets
    lines: list[dict[str, int | str]]


@dataclass(frozen=True)
class BackDated:
    """What a receipt of an earlier day does: its own parts, and what becomes of later repayments."""

    served: Served
    own: ServicedReceipt
    adjusted: list[Adjusted]

    @property
    def difference(self) -> Buckets:
        """Of all repayments together, this one's included: what is posted today."""
        return sum((item.difference for item in self.adjusted), self.own.allocation.taken)

    @property
    def excess(self) -> Decimal:
        """What later repayments paid too much, which is the borrower's."""
        return -sum((item.difference for item in self.adjusted), NOTHING).total


def needs_approval(value_on: date, today: date) -> bool:
    """Whether a receipt of that day is older than the parameter lets one person book."""
    most = organisation.parameter_value(BACK_DATING_DAYS, on=today)
    return reference.working_days_between(value_on, today) > most


def worked_out(
    loan: LoanAccount, *, kind: str, amount: Decimal, value_on: date, on: date, repay_no: str = ""
) -> BackDated:
    """What the receipt does to the loan as it stands on the business date `on`.

    Raises `loans.receipt_day`, `loans.receipt_kind`, `loanmath.settlement_short` (422), `loans.nothing_due` (409).
    """
    _refuse_day(loan, value_on, on)
    if kind == Repayment.Kind.PREPAY_PART:
        raise errors.RECEIPT_KIND.at(field="kind")
    receipts = lives.receipts_in_force(loan)
    receipt = Repayment(loan=loan, kind=kind, amount=amount, value_on=value_on, repay_no=repay_no)
    before = {done.receipt.reference: done for done in lives.lived(loan, receipts, on).receipts}
    try:
        served = lives.lived(loan, [*receipts, receipt], on)
    except LoanMathError as refusal:
        raise errors.of_the_kernel(refusal) from refusal
    by_no = {done.receipt.reference: done for done in served.receipts}
    own = by_no[repay_no]
    if not own.allocation.lines:
        raise errors.NOTHING_DUE.at()
    adjusted = []
    for row in receipts:
        was, now = before[row.repay_no], by_no[row.repay_no]
        if lines := _lines(was, now):
            adjusted.append(Adjusted(row, now.allocation.taken - was.allocation.taken, lines))
    return BackDated(served, own, adjusted)


def _lines(before: ServicedReceipt, after: ServicedReceipt) -> list[dict[str, int | str]]:
    """By how much each row gets another part of the repayment."""
    was = {line.no: line.taken for line in before.allocation.lines}
    now = {line.no: line.taken for line in after.allocation.lines}
    return [
        lives.line_of(no, now.get(no, NOTHING) - was.get(no, NOTHING))
        for no in sorted(was.keys() | now.keys())
        if now.get(no, NOTHING) != was.get(no, NOTHING)
    ]


@transaction.atomic
def receipt_book(
    *,
    actor: Actor,
    loan_id: int,
    kind: str,
    amount: Decimal,
    value_on: date,
    source: str,
    received_as: str,
    approved: bool = False,
) -> Repayment:
    """Book a receipt of an earlier day; `received_as` is its number where it was taken, each booked once.

    DUE pays what was due on that day, PREPAY_FULL ended the loan then. Raises `loans.receipt_known` (409),
    `loans.receipt_needs_approval` (409) for one older than the parameter unless `approved`, what `worked_out`
    refuses, `loans.differs_from_events` and `platform.busy` (409).
    """
    held = business_date_hold()
    in_reach = LoanAccount.objects.filter(pk=loan_id)
    if not approved:
        in_reach = scoped(in_reach, actor, "loans.repay", owner="officer_id")
    contract_id = in_reach.values_list("contract_id", flat=True).first()
    if contract_id is None:
        raise NOT_FOUND.at()
    contract_lock(contract_id)
    loan, rows = standing.bring_forward(loan_id, held, settled=True)
    on = held.current_on
    refuse_known(received_as)
    _refuse_day(loan, value_on, on)
    if not approved and needs_approval(value_on, on):
        raise errors.RECEIPT_NEEDS_APPROVAL.at(value_on=value_on)
    if lives.differences(loan, rows, on):
        raise errors.DIFFERS_FROM_EVENTS.at(loan_no=loan.loan_no)
    repayment = receiving.begun(
        actor, loan, kind=kind, source=source, on=on, value_on=value_on, received_as=received_as
    )
    numbers.assign(repayment, "repay_no", "HK", on=on)
    done = worked_out(loan, kind=kind, amount=amount, value_on=value_on, on=on, repay_no=repayment.repay_no)
    before, overdue_before, settled_on = loan.status, loan.overdue_principal, loan.settled_on
    own = done.own.allocation
    lines = [lives.line_of(line.no, line.taken) for line in own.lines]
    receiving.ended(repayment, Received(own.taken, own.unapplied, lines=lines))
    rows = standing.rewrite(loan, rows, done.served)
    repayment.save(force_insert=True)
    RepaymentAdjustment.objects.bulk_create(
        RepaymentAdjustment(
            repayment=item.repayment, cause=repayment, allocation=item.lines,
            **{part: getattr(item.difference, part) for part in PARTS},
        )
        for item in done.adjusted
    )  # fmt: skip
    earned = standing.earned_by(loan, rows) - loan.accrued_total
    income = cents(earned)
    standing.earn(loan, earned, posted=income, repayment=repayment, on=on)
    standing.sum_up(loan, rows, on)
    if settled_on is not None:
        loan.settled_on = settled_on
        loan.save(update_fields=["settled_on"])
    _post(
        actor,
        repayment,
        Received(done.difference, income=income),
        overdue_principal=overdue_before - loan.overdue_principal,
    )
    audit.record(
        actor, "loans.receipt_book", loan, from_state=before, to_state=loan.status,
        comment=f"{repayment.repay_no} {value_on} {repayment.amount}",
    )  # fmt: skip
    events.receipt_booked(loan, repayment, excess=done.excess)
    if not loan.is_open and before != LoanAccount.Status.SETTLED:
        events.settled(loan)
        receiving.settle_contracts(actor, [loan.contract_id])
    return repayment


def _refuse_day(loan: LoanAccount, value_on: date, on: date) -> None:
    if not loan.start_on <= value_on < on:
        raise errors.RECEIPT_DAY.at(field="value_on", start_on=loan.start_on, today=on)


def refuse_known(received_as: str) -> None:
    """Raise `loans.receipt_known` (409) for a number that was booked before, also one reversed since."""
    known = Repayment.objects.filter(received_as=received_as).values_list("repay_no", flat=True).first()
    if known is not None:
        raise errors.RECEIPT_KNOWN.at(field="received_as", repay_no=known)


def _post(actor: Actor, repayment: Repayment, difference: Received, *, overdue_principal: Decimal) -> None:
    draft = receiving.voucher_of(
        repayment, difference, overdue_principal=overdue_principal, summary="补记还款"
    )
    if not draft.lines:  # the money went to where later repayments had gone: nothing in the books is another
        return
    [voucher] = ledger.post_many(actor=actor, drafts=[draft])
    repayment.voucher_no = voucher.voucher_no
    repayment.save(update_fields=["voucher_no"])
