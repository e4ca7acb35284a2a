"""Money coming back: rows that are due, or the whole loan (还款, 提前结清)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from django.db import connection, transaction
from django.db.models import Sum

from backend.kernel.loanmath import AllocationOrder, Buckets, allocate, cents
from backend.platform.errors import BUSY, NOT_FOUND
from backend.platform.permissions import Actor, scoped
from backend.platform.records import audit, numbers
from tenants.contracts import selectors as contracts
from tenants.contracts.locks import contract_lock
from tenants.contracts.services import contract_mark_settled
from tenants.ledger import services as ledger
from tenants.ledger.types import Source, VoucherKind
from tenants.organisation.locks import HeldDate, business_date_hold

from .. import eod, errors, events, locks, postings, terms
from ..models import DailyAccrual, Disbursement, Instalment, LoanAccount, Repayment

ZERO = Decimal("0.00")
Kind = Repayment.Kind
SOURCE = "loans.repayment"
PAID_FIELDS = [
    "principal_paid", "interest_paid", "penalty_fixed", "penalty_growth", "penalty_paid",
    "compound_fixed", "compound_growth", "compound_paid", "state", "paid_on",
]  # fmt: skip


@dataclass
class Received:
    """What a repayment did so far: its parts, which rows got them, and interest shown for the first time."""

    taken: Buckets = Buckets()
    unapplied: Decimal = ZERO
    income: Decimal = ZERO
    lines: list[dict[str, str | int]] = field(default_factory=list)


@transaction.atomic
def repayment_receive(
    *, actor: Actor, loan_id: int, kind: str, amount: Decimal, source: str = Repayment.Source.COUNTER
) -> Repayment:
    """Receive money for a loan, dated by the business date.

    DUE pays rows that are due, with the penalty and compound of overdue ones, in the order of allocation; what
    goes beyond them is not taken and stands in `unapplied`. PREPAY_FULL takes exactly the settlement quote of the day. Raises
    `loans.nothing_due`, `loans.settlement_amount_differs` with `total`, `loans.loan_settled` (409), and
    `platform.busy` (409) while the running night has not reached the loan.
    """
    held = business_date_hold()
    in_reach = scoped(LoanAccount.objects.filter(pk=loan_id), actor, "loans.repay", owner="officer_id")
    contract_id = in_reach.values_list("contract_id", flat=True).first()
    if contract_id is None:
        raise NOT_FOUND.at()
    contract_lock(contract_id)
    loan, rows = _ready(loan_id, held)
    before = loan.status
    overdue_before = loan.overdue_principal
    on = held.current_on
    if kind == Kind.PREPAY_FULL:
        received = _settle_in_full(loan, rows, amount, on)
    else:
        received = _pay_due(loan, rows, amount, on)
    _refresh(loan, rows, on)
    repayment = Repayment(
        loan=loan,
        branch_id=loan.branch_id,
        kind=kind,
        source=source,
        amount=received.taken.total,
        principal=received.taken.principal,
        interest=received.taken.interest,
        penalty=received.taken.penalty,
        compound=received.taken.compound,
        unapplied=received.unapplied,
        allocation=received.lines,
        value_on=on,
        created_by=actor.staff_id,
    )
    numbers.assign(repayment, "repay_no", "HK", on=on)
    audit.record(
        actor, "loans.repay", loan, from_state=before, to_state=loan.status,
        comment=f"{repayment.repay_no} {repayment.amount}",
    )  # fmt: skip
    if not loan.is_open:
        events.settled(loan)
        _settle_contract(actor, loan)
    voucher = ledger.post(
        actor=actor,
        on=on,
        branch_id=loan.branch_id,
        kind=VoucherKind.REPAYMENT,
        summary=f"还款 {loan.loan_no}",
        source=Source(SOURCE, repayment.pk, repayment.repay_no),
        lines=postings.repayment(
            overdue_principal=overdue_before - loan.overdue_principal,
            normal_principal=received.taken.principal - (overdue_before - loan.overdue_principal),
            receivable=received.taken.interest - received.income,
            income=received.income,
            penalty=received.taken.penalty,
            compound=received.taken.compound,
        ),
    )
    repayment.voucher_no = voucher.voucher_no
    repayment.save(force_insert=True)
    return repayment


def _ready(loan_id: int, held: HeldDate) -> tuple[LoanAccount, list[Instalment]]:
    """Lock the loan and bring it to the business date: days earned through yesterday, rows due by today, penalty."""
    loan = locks.loan_lock(loan_id)
    if not loan.is_open:
        raise errors.LOAN_SETTLED.at(loan_no=loan.loan_no)
    if held.closing_on is not None and loan.accrued_through < held.closing_on:
        raise BUSY.at()
    yesterday = held.current_on - timedelta(days=1)
    moved = 0
    if loan.accrued_through < yesterday:
        moved += eod.eod_accrue(yesterday, loan_id=loan.pk)
    moved += eod.eod_mark_due(held.current_on, loan_id=loan.pk)
    moved += eod.eod_accrue_penalties(held.current_on, loan_id=loan.pk)
    if moved:
        loan.refresh_from_db()
    return loan, list(loan.instalments.filter(replaced_in=None).order_by("no"))


def _pay_due(loan: LoanAccount, rows: Sequence[Instalment], amount: Decimal, on: date) -> Received:
    due = {row.no: row for row in terms.due_by(loan, rows, on)}
    order = AllocationOrder.after(loan.overdue_days, principal_first=loan.principal_first)
    allocation = allocate(amount, list(due.values()), order)
    if not allocation.lines:
        raise errors.NOTHING_DUE.at()
    by_no = {row.no: row for row in rows}
    received = Received(unapplied=allocation.unapplied)
    for line in allocation.lines:
        _credit(received, by_no[line.no], due[line.no].unpaid, line.taken, on)
    Instalment.objects.bulk_update([by_no[line.no] for line in allocation.lines], PAID_FIELDS)
    loan.principal_due -= received.taken.principal
    loan.interest_due -= received.taken.interest
    return received


def _credit(received: Received, row: Instalment, unpaid: Buckets, taken: Buckets, on: date) -> None:
    """Pay `taken` of what the row owes. Penalty and compound that money settled on are cents from then on."""
    row.principal_paid += taken.principal
    row.interest_paid += taken.interest
    row.penalty_paid += taken.penalty
    row.compound_paid += taken.compound
    left = unpaid - taken
    done = not left.total
    if taken.penalty or done:
        row.penalty_fixed, row.penalty_growth = left.penalty, ZERO
    if taken.compound or done:
        row.compound_fixed, row.compound_growth = left.compound, ZERO
    if done:
        row.state, row.paid_on = Instalment.State.PAID, on
    received.taken += taken
    parts = {name: amount for name, amount in taken.as_mapping().items() if Decimal(amount)}
    received.lines.append({"no": row.no, **parts})


def _settle_in_full(loan: LoanAccount, rows: list[Instalment], amount: Decimal, on: date) -> Received:
    """Pay what is due, and end the schedule with one row of the remaining principal and interest to date.

    The interest to date may differ from what the nights accrued for the running interval: the difference
    is earned today, so that what the loan earned in all is what it was paid.
    """
    quote = terms.settlement_of(loan, rows, on)
    if amount != quote.total:
        raise errors.SETTLEMENT_AMOUNT_DIFFERS.at(field="amount", total=quote.total)
    due = terms.due_total(loan, rows, on).total
    received = _pay_due(loan, rows, due, on) if due else Received()
    coming = [row for row in rows if row.state == Instalment.State.PENDING]
    if coming:
        last = _replace(loan, coming, quote.interest_to_date, on)
        rows[:] = [*(row for row in rows if row not in coming), last]
        owed = Buckets(principal=last.principal, interest=last.interest)
        _credit(received, last, owed, owed, on)
        last.save(force_insert=True)
    earned = cents(loan.accrued_interest)
    received.income = quote.interest_to_date - earned
    _earn(loan, quote.interest_to_date - loan.accrued_interest, received.income, on)
    return received


def _replace(loan: LoanAccount, coming: Sequence[Instalment], interest: Decimal, on: date) -> Instalment:
    """A new version of the schedule, with one row in place of those to come; not saved yet."""
    loan.schedule_version += 1
    Instalment.objects.filter(pk__in=[row.pk for row in coming]).update(replaced_in=loan.schedule_version)
    first = coming[0]
    principal = sum((row.principal for row in coming), ZERO)
    return Instalment(
        loan=loan,
        version=loan.schedule_version,
        no=first.no,
        starts_on=first.starts_on,
        due_on=on,
        days=(on - first.starts_on).days,
        opening=principal,
        principal=principal,
        interest=interest,
        payment=principal + interest,
        balance=ZERO,
    )


def _earn(loan: LoanAccount, adjustment: Decimal, posted: Decimal, on: date) -> None:
    """Let the loan earn the difference, and the branch know that this repayment's voucher shows `posted` of it."""
    loan.accrued_total += adjustment
    loan.accrued_interest += adjustment
    if adjustment:
        DailyAccrual.objects.create(loan=loan, accrued_on=on, amount=adjustment)
    if adjustment or posted:
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO loans_accrualposting AS p (branch_id, accrued, posted) VALUES (%s, %s, %s)"
                " ON CONFLICT (branch_id) DO UPDATE SET"
                " accrued = p.accrued + excluded.accrued, posted = p.posted + excluded.posted",
                [loan.branch_id, adjustment, posted],
            )


def _refresh(loan: LoanAccount, rows: Sequence[Instalment], on: date) -> None:
    """The loan's sums and status after its rows were paid on."""
    loan.principal_outstanding = loan.drawn - sum((row.principal_paid for row in rows), ZERO)
    loan.interest_paid = sum((row.interest_paid for row in rows), ZERO)
    overdue = [row for row in rows if row.state == Instalment.State.OVERDUE]
    owed = terms.due_total(loan, overdue, on)
    loan.penalty_due, loan.compound_due = owed.penalty, owed.compound
    loan.overdue_principal = sum((row.principal - row.principal_paid for row in overdue), ZERO)
    loan.overdue_since = min((row.due_on for row in overdue), default=None)
    loan.overdue_days = (on - loan.overdue_since).days if loan.overdue_since else 0
    loan.status = LoanAccount.Status.OVERDUE if overdue else LoanAccount.Status.ACTIVE
    if all(row.state == Instalment.State.PAID or not row.payment for row in rows):
        # rows of nought that come after the last payment are done with too
        Instalment.objects.filter(loan=loan, replaced_in=None).exclude(state=Instalment.State.PAID).update(
            state=Instalment.State.PAID, paid_on=on
        )
        loan.accrued_interest = ZERO
        loan.status = LoanAccount.Status.SETTLED
        loan.settled_on = on
    loan.save()


def _settle_contract(actor: Actor, loan: LoanAccount) -> None:
    """The contract ends with its last loan once nothing is left to draw or on its way."""
    if (
        LoanAccount.objects.filter(contract_id=loan.contract_id)
        .exclude(status=LoanAccount.Status.SETTLED)
        .exists()
    ):
        return
    drawdowns = Disbursement.objects.filter(contract_id=loan.contract_id)
    if drawdowns.filter(state__in=Disbursement.RESERVING).exists():
        return
    drawn = drawdowns.filter(state=Disbursement.State.POSTED).aggregate(total=Sum("amount"))["total"] or ZERO
    if drawn >= contracts.contract_terms(loan.contract_id).amount:
        contract_mark_settled(actor=actor, contract_id=loan.contract_id)
