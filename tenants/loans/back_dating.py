"""A receipt that is older than one person may book: the counter proposes, the head of the branch checks."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models, transaction

from backend.platform.errors import NOT_FOUND
from backend.platform.permissions import Actor, scoped
from backend.platform.records import changes
from backend.platform.records.changes import ChangeKind, Line, Payload, line
from backend.platform.records.models import PendingChange
from tenants.contracts.locks import contract_lock
from tenants.organisation import selectors as organisation
from tenants.organisation.locks import business_date_hold

from . import locks, services
from .models import LoanAccount, Repayment
from .services import back_dating

KIND = "loans.receipt_book"
MAKE, CHECK = "loans.repay", "loans.reversal_check"
ZERO = Decimal("0.00")


def _within(actor: Actor, action: str) -> models.QuerySet[LoanAccount]:
    return scoped(LoanAccount.objects.all(), actor, action, owner="officer_id")


@transaction.atomic
def receipt_propose(
    *,
    actor: Actor,
    loan_id: int,
    kind: str,
    amount: Decimal,
    value_on: date,
    source: str,
    received_as: str,
    reason: str,
) -> PendingChange:
    """Propose to book a receipt of an earlier day on a loan in reach.

    Raises 404 out of reach, what `receipt_book` refuses, and what `changes.propose` raises.
    """
    loan = _within(actor, MAKE).filter(pk=loan_id).first()
    if loan is None:
        raise NOT_FOUND.at()
    back_dating.refuse_known(received_as)
    return changes.propose(
        actor=actor,
        kind=KIND,
        subject_id=loan.pk,
        subject_no=loan.loan_no,
        payload={
            "kind": kind,
            "amount": str(amount),
            "value_on": value_on.isoformat(),
            "source": source,
            "received_as": received_as,
        },
        title=f"补记还款 {loan.loan_no} {value_on} {amount}",
        comment=reason,
    )


@dataclass(frozen=True)
class ReceiptEffect:
    """What a receipt of an earlier day would do, and whether a second person has to check it."""

    done: back_dating.BackDated
    needs_approval: bool

    def __getattr__(self, name: str) -> Any:
        return getattr(self.done, name)


def receipt_effect(
    *, actor: Actor, loan_id: int, kind: str, amount: Decimal, value_on: date
) -> ReceiptEffect:
    """The same as `receipt_book` would do today. Raises 404 out of reach, and what it refuses."""
    loan = _within(actor, MAKE).select_related("disbursement").filter(pk=loan_id).first()
    if loan is None:
        raise NOT_FOUND.at()
    on = organisation.business_date()
    done = back_dating.worked_out(loan, kind=kind, amount=amount, value_on=value_on, on=on)
    return ReceiptEffect(done, back_dating.needs_approval(value_on, on))


def _described(payload: Payload, subject_id: int | None) -> list[Line]:
    loan = LoanAccount.objects.select_related("disbursement").get(pk=subject_id or 0)
    amount, value_on = Decimal(payload["amount"]), date.fromisoformat(payload["value_on"])
    done = back_dating.worked_out(
        loan, kind=payload["kind"], amount=amount, value_on=value_on, on=organisation.business_date()
    )
    paid = loan.drawn - loan.principal_outstanding
    return [
        line("value_on", "起息日", None, value_on),
        line("source", "来源", None, Repayment.Source(payload["source"]).label),
        line("received_as", "渠道或核心流水号", None, payload["received_as"]),
        line("amount", "金额", None, amount),
        line("principal", "本笔还本金", None, done.own.allocation.taken.principal),
        *changes.differing(
            [
                line("paid", "已还本金", paid, paid + done.difference.principal),
                line("excess", "应退借款人", ZERO, done.excess),
            ]
        ),
        *(
            line(f"adjusted_{item.repayment.repay_no}", f"还款 {item.repayment.repay_no} 冲账调整", ZERO, item.difference.total)
            for item in done.adjusted
        ),
    ]  # fmt: skip


def _version(subject_id: int | None) -> int | None:
    """How many repayments the loan has: with another one the receipt does something else.

    Locked in the order in which the receipt will be booked.
    """
    contract_id = LoanAccount.objects.filter(pk=subject_id or 0).values_list("contract_id", flat=True).first()
    if contract_id is None:
        return None
    business_date_hold()
    contract_lock(contract_id)
    return locks.loan_lock(subject_id or 0).repayments.count()


def _reached(actor: Actor) -> models.QuerySet[Any]:
    return _within(actor, MAKE) | _within(actor, CHECK)


def _apply(actor: Actor, change: PendingChange) -> None:
    payload = change.payload
    services.receipt_book(
        actor=actor,
        loan_id=change.subject_id or 0,
        kind=payload["kind"],
        amount=Decimal(payload["amount"]),
        value_on=date.fromisoformat(payload["value_on"]),
        source=payload["source"],
        received_as=payload["received_as"],
        approved=True,
    )


def register() -> None:
    """Make the kind known; called once at start-up."""
    changes.register(
        ChangeKind(
            code=KIND,
            name="补记还款",
            make_action=MAKE,
            check_action=CHECK,
            apply=_apply,
            describe=_described,
            current_version=_version,
            within=_reached,
            subject_type="loans.loanaccount",
        )
    )
