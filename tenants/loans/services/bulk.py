"""Money for many loans at once: what `repayment_receive` does for one, in a number of statements that stays the same.

The kernel divides each receipt in memory, through the same functions; reading, locking and writing are done for all
of them together. A test holds both ways equal. Only a loan that is settled costs statements of its own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction

from backend.platform.errors import BUSY, NOT_FOUND, DomainError
from backend.platform.permissions import Actor, scoped
from backend.platform.records import audit, numbers
from backend.platform.records.batches import rows_write
from tenants.contracts.locks import contracts_lock
from tenants.ledger import services as ledger
from tenants.organisation.locks import business_date_hold

from .. import errors, events, lives
from ..models import Instalment, LoanAccount, Repayment
from ..types import Receipt, Taken
from . import repayment as receiving
from . import standing

MOVED = (
    "principal_outstanding", "interest_paid", "principal_due", "interest_due", "penalty_due", "compound_due",
    "overdue_principal", "overdue_since", "overdue_days", "status", "settled_on",
)  # fmt: skip
"""What money for due rows changes of a loan; what it has earned stays."""
State = Instalment.State
Status = LoanAccount.Status


@dataclass
class _Divided:
    """A receipt that the kernel has divided, with what its booking takes."""

    receipt: Receipt
    loan: LoanAccount
    repayment: Repayment
    received: receiving.Received
    overdue_principal: Decimal
    before: str
    after: str


@transaction.atomic
def repayments_receive(
    *, actor: Actor, action: str, receipts: Sequence[Receipt]
) -> dict[int, Taken | DomainError]:
    """Receive money for what is due of many loans, dated by the business date; what became of each, by its key.

    A receipt is refused by itself, as `repayment_receive` would refuse it: `platform.not_found` for a loan that the
    action does not reach, `loans.loan_settled`, `loans.nothing_due`, `platform.busy` while the running night has
    not reached the loan. Several receipts for one loan are taken in the order given.
    """
    held = business_date_hold()
    wanted = LoanAccount.objects.filter(pk__in={item.loan_id for item in receipts})
    contract_of = dict(scoped(wanted, actor, action, owner="officer_id").values_list("pk", "contract_id"))
    contracts_lock(contract_of.values())
    at = _Counter(actor, held.current_on, *standing.bring_many_forward(contract_of, held))
    answers: dict[int, Taken | DomainError] = {}
    for item in receipts:
        try:
            at.take(item)
        except DomainError as refusal:
            answers[item.key] = refusal
    at.book()
    for done in at.divided:
        made = done.repayment
        answers[done.receipt.key] = Taken(made.pk, made.repay_no, made.amount, made.unapplied, made.booked_on)
    return answers


class _Counter:
    """Loans that are locked and brought forward, and the receipts taken for them so far."""

    def __init__(
        self,
        actor: Actor,
        on: date,
        loans: dict[int, LoanAccount],
        busy: set[int],
        due: dict[int, list[Instalment]],
    ) -> None:
        self.actor, self.on, self.loans, self.busy, self.due = actor, on, loans, busy, due
        self.divided: list[_Divided] = []
        self.credited: dict[int, Instalment] = {}
        ahead = Instalment.objects.filter(
            loan_id__in=list(due), replaced_in=None, state=State.PENDING, payment__gt=0
        )
        self.unfinished = set(ahead.values_list("loan_id", flat=True).distinct())

    def take(self, item: Receipt) -> None:
        """Divide one receipt in memory. Raises what `repayment_receive` raises."""
        loan = self.loans.get(item.loan_id)
        if loan is None:
            raise NOT_FOUND.at()
        if not loan.is_open:
            raise errors.LOAN_SETTLED.at(loan_no=loan.loan_no)
        if loan.pk in self.busy:
            raise BUSY.at()
        rows, before, overdue_before = self.due.get(loan.pk, []), loan.status, loan.overdue_principal
        received, credited = receiving.divide(loan, rows, item.amount, self.on)
        self.credited |= {row.pk: row for row in credited}
        loan.principal_outstanding -= received.taken.principal
        loan.interest_paid += received.taken.interest
        standing.sum_up_fallen(loan, rows, self.on)
        if loan.pk not in self.unfinished and all(row.state == State.PAID for row in rows):
            loan.status, loan.settled_on = Status.SETTLED, self.on
        repayment = receiving.begun(
            self.actor, loan, kind=Repayment.Kind.DUE, source=Repayment.Source.BATCH, on=self.on
        )
        receiving.ended(repayment, received)
        moved = overdue_before - loan.overdue_principal
        self.divided.append(_Divided(item, loan, repayment, received, moved, before, loan.status))

    def book(self) -> None:
        """Write everything that was taken: rows, loans, settlements, audit, vouchers, repayments."""
        repayments = [done.repayment for done in self.divided]
        numbers.assign_many(repayments, "repay_no", "HK", on=self.on)
        rows_write(list(self.credited.values()), lives.PAID)
        moved = {done.loan.pk: done.loan for done in self.divided}
        rows_write(list(moved.values()), MOVED)
        if settled := [loan for loan in moved.values() if not loan.is_open]:
            self._settle(settled)
        audit.record_many(
            self.actor,
            "loans.repay",
            [
                audit.Told(done.loan, done.before, done.after, f"{made.repay_no} {made.amount}")
                for done, made in zip(self.divided, repayments, strict=True)
            ],
        )
        drafts = [
            receiving.voucher_of(done.repayment, done.received, overdue_principal=done.overdue_principal)
            for done in self.divided
        ]
        for made, voucher in zip(repayments, ledger.post_many(actor=self.actor, drafts=drafts), strict=True):
            made.voucher_no = voucher.voucher_no
        Repayment.objects.bulk_create(repayments)

    def _settle(self, loans: Sequence[LoanAccount]) -> None:
        # rows of nought that come after the last payment are done with too
        left = Instalment.objects.filter(loan__in=loans, replaced_in=None).exclude(state=State.PAID)
        left.update(state=State.PAID, paid_on=self.on)
        for loan in loans:
            events.settled(loan)
        receiving.settle_contracts(self.actor, {loan.contract_id for loan in loans})
