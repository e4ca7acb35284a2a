"""Reversing a repayment is the business of two persons: the counter proposes, the head of the branch checks."""

from typing import Any

from django.db import models, transaction

from backend.platform.errors import NOT_FOUND
from backend.platform.permissions import Actor, scoped
from backend.platform.records import changes
from backend.platform.records.changes import ChangeKind, Line, Payload, line
from backend.platform.records.models import PendingChange
from tenants.organisation import selectors as organisation

from . import lives, services
from .models import LoanAccount, Repayment

KIND = "loans.repayment_reverse"
MAKE, CHECK = "loans.repay", "loans.reversal_check"
ZERO_PAID = "0.00"


def _within(actor: Actor, action: str) -> models.QuerySet[Repayment]:
    reached = scoped(LoanAccount.objects.all(), actor, action, owner="officer_id")
    return Repayment.objects.filter(loan__in=reached)


@transaction.atomic
def reversal_propose(*, actor: Actor, loan_id: int, repayment_id: int, reason: str) -> PendingChange:
    """Propose to take back the latest repayment of a loan in reach, booked on this business date.

    Raises 404 out of reach, what `repayment_reverse` refuses (409), and what `changes.propose` raises.
    """
    repayment = _within(actor, MAKE).filter(pk=repayment_id, loan_id=loan_id).first()
    if repayment is None:
        raise NOT_FOUND.at()
    return changes.propose(
        actor=actor,
        kind=KIND,
        subject_id=repayment.pk,
        subject_no=repayment.repay_no,
        payload={"reason": reason},
        title=f"还款冲正 {repayment.repay_no}",
        comment=reason,
    )


def _describe(payload: Payload, subject_id: int | None) -> list[Line]:
    repayment = Repayment.objects.select_related("loan").get(pk=subject_id or 0)
    loan, on = repayment.loan, organisation.business_date()
    services.reversible(repayment, loan, on)
    others = [row for row in lives.receipts_in_force(loan) if row.pk != repayment.pk]
    served = lives.lived(loan, others, on)
    outstanding = loan.drawn - sum(row.principal_paid for row in served.rows)
    status = LoanAccount.Status.ACTIVE
    if any(row.state == lives.RowState.OVERDUE for row in served.rows):
        status = LoanAccount.Status.OVERDUE
    return [
        line("state", "还款状态", Repayment.State.POSTED.label, Repayment.State.REVERSED.label),
        line("amount", "还款金额", repayment.amount, ZERO_PAID),
        *changes.differing(
            [
                line("principal_outstanding", "本金余额", loan.principal_outstanding, outstanding),
                line("status", "借据状态", LoanAccount.Status(loan.status).label, status.label),
            ]
        ),
    ]


def _version(subject_id: int | None) -> int | None:
    """A repayment is changed once."""
    rows = Repayment.objects.select_for_update(of=("self",)).filter(pk=subject_id or 0)
    state = rows.values_list("state", flat=True).first()
    return None if state is None else int(state == Repayment.State.REVERSED)


def _reached(actor: Actor) -> models.QuerySet[Any]:
    return _within(actor, MAKE) | _within(actor, CHECK)


def _apply(actor: Actor, change: PendingChange) -> None:
    services.repayment_reverse(
        actor=actor, repayment_id=change.subject_id or 0, reason=change.payload["reason"]
    )


def register() -> None:
    """Make the kind known; called once at start-up."""
    changes.register(
        ChangeKind(
            code=KIND,
            name="还款冲正",
            make_action=MAKE,
            check_action=CHECK,
            apply=_apply,
            describe=_describe,
            current_version=_version,
            within=_reached,
            subject_type="loans.repayment",
        )
    )
