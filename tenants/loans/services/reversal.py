"""Taking a repayment back on the day it was booked (冲正): every bucket becomes what it was."""

from datetime import date
from decimal import Decimal

from django.db import transaction

from backend.platform.edits import state_is
from backend.platform.errors import NOT_FOUND
from backend.platform.permissions import Actor
from backend.platform.records import audit
from shared.reference.types import Subject
from tenants.contracts.locks import contract_lock
from tenants.contracts.services import contract_mark_in_use
from tenants.ledger import selectors as ledger_selectors
from tenants.ledger import services as ledger
from tenants.ledger.types import Side, Source
from tenants.organisation.locks import business_date_hold

from .. import errors, events, lives, selectors
from ..models import LoanAccount, Repayment
from . import standing

ZERO = Decimal("0.00")


@transaction.atomic
def repayment_reverse(*, actor: Actor, repayment_id: int, reason: str) -> Repayment:
    """Reverse the loan's latest repayment on the business date on which it was booked.

    Rows, sums, schedule and accrued interest become what the other events make them, the voucher is mirrored,
    a contract that ended with the loan is in use again. The row of the repayment stays, as reversed.

    Raises 409 `platform.wrong_state` (reversed already), `loans.reversed_same_day_only`,
    `loans.later_repayment` with the number of the one to be reversed first, `loans.differs_from_events` where
    the rows are not what their events make them, and `platform.busy` while the night has not reached the loan.
    """
    held = business_date_hold()
    found = Repayment.objects.filter(pk=repayment_id).values("loan_id", "loan__contract_id").first()
    if found is None:
        raise NOT_FOUND.at()
    contract_lock(found["loan__contract_id"])
    loan, rows = standing.bring_forward(found["loan_id"], held, settled=True)
    repayment = Repayment.objects.get(pk=repayment_id)
    on = held.current_on
    reversible(repayment, loan, on)
    if lives.differences(loan, rows, on):
        raise errors.DIFFERS_FROM_EVENTS.at(loan_no=loan.loan_no)
    before = loan.status
    repayment.state, repayment.reversed_on = Repayment.State.REVERSED, on
    repayment.save(update_fields=["state", "reversed_on"])

    rows = standing.rewrite(loan, rows, lives.lived(loan, lives.receipts_in_force(loan), on))
    posted = _mirror(actor, repayment, loan, reason)
    standing.earn(
        loan,
        standing.earned_by(loan, rows) - loan.accrued_total,
        posted=posted,
        repayment=repayment,
        on=on,
    )
    standing.sum_up(loan, rows, on)
    if before == LoanAccount.Status.SETTLED:
        contract_mark_in_use(actor=actor, contract_id=loan.contract_id)
    audit.record(
        actor, "loans.repayment_reverse", loan, from_state=before, to_state=loan.status,
        comment=f"{repayment.repay_no} {repayment.amount} {reason}".strip(),
    )  # fmt: skip
    events.repayment_reversed(loan, repayment, was_settled=before == LoanAccount.Status.SETTLED)
    return repayment


def reversible(repayment: Repayment, loan: LoanAccount, on: date) -> None:
    """Refuse what may not be reversed on that day."""
    state_is(repayment.state, (Repayment.State.POSTED,))
    if repayment.booked_on != on:
        raise errors.REVERSED_SAME_DAY_ONLY.at(booked_on=repayment.booked_on)
    latest = lives.latest_receipt(loan)
    if latest is not None and latest.pk != repayment.pk:
        raise errors.LATER_REPAYMENT.at(repay_no=latest.repay_no)


def _mirror(actor: Actor, repayment: Repayment, loan: LoanAccount, reason: str) -> Decimal:
    """Reverse the repayment's voucher, if it has one; answers by how much the interest income posted changes."""
    if not repayment.voucher_no:
        return ZERO
    voucher = ledger_selectors.vouchers_of([Source(selectors.REPAYMENT, repayment.pk)]).get(reversal_of=None)
    assert repayment.reversed_on is not None
    reversal = ledger.reverse(
        actor=actor,
        voucher_id=voucher.pk,
        on=repayment.reversed_on,
        summary=f"冲正还款 {loan.loan_no} {reason}".strip()[:100],
    )
    repayment.reversal_voucher_no = reversal.voucher_no
    repayment.save(update_fields=["reversal_voucher_no"])
    income = reversal.entries.filter(subject_code=Subject.INTEREST_INCOME)
    return sum((entry.amount if entry.side == Side.CREDIT else -entry.amount for entry in income), ZERO)
