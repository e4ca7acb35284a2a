"""Money coming back: rows that are due, a part that is not due yet, or the whole loan (还款, 提前部分还本, 提前结清)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import Sum

from backend.kernel.loanmath import AllocationOrder, Buckets, ServicedRow, allocate, cents, settlement_row
from backend.platform.errors import NOT_FOUND
from backend.platform.permissions import Actor, scoped
from backend.platform.records import audit, numbers
from backend.platform.records.batches import rows_write
from tenants.contracts import selectors as contracts
from tenants.contracts.locks import contract_lock
from tenants.contracts.services import contract_mark_settled
from tenants.ledger import services as ledger
from tenants.ledger.types import Source, VoucherDraft, VoucherKind
from tenants.organisation.locks import business_date_hold

from .. import errors, events, lives, postings, prepayments, selectors
from ..models import Disbursement, Instalment, LoanAccount, Repayment
from ..prepayments import PrepaymentPlan
from . import standing

ZERO = Decimal("0.00")
Kind = Repayment.Kind


@dataclass
class Received:
    """What a repayment did so far: its parts, which rows got them, and interest shown for the first time."""

    taken: Buckets = Buckets()
    unapplied: Decimal = ZERO
    income: Decimal = ZERO
    lines: list[dict[str, str | int]] = field(default_factory=list)


@transaction.atomic
def repayment_receive(
    *,
    actor: Actor,
    loan_id: int,
    kind: str,
    amount: Decimal,
    source: str = Repayment.Source.COUNTER,
    principal: Decimal | None = None,
    mode: str = "",
) -> Repayment:
    """Receive money for a loan, dated by the business date.

    DUE pays rows that are due, with the penalty and compound of overdue ones, in the order of allocation; what
    goes beyond them is not taken and stands in `unapplied`. PREPAY_PART brings the principal down by `principal`
    in the way of `mode`, PREPAY_FULL ends the loan; both take exactly the quote of the day. Raises
    `loans.nothing_due`, `loans.settlement_amount_differs` with `total`, `loans.loan_settled` (409), what
    `prepayments.plan` refuses, and `platform.busy` (409) while the running night has not reached the loan.
    """
    held = business_date_hold()
    in_reach = scoped(LoanAccount.objects.filter(pk=loan_id), actor, "loans.repay", owner="officer_id")
    contract_id = in_reach.values_list("contract_id", flat=True).first()
    if contract_id is None:
        raise NOT_FOUND.at()
    contract_lock(contract_id)
    loan, rows = standing.bring_forward(loan_id, held)
    on = held.current_on
    repayment = begun(actor, loan, kind=kind, source=source, mode=mode, on=on)
    numbers.assign(repayment, "repay_no", "HK", on=on)
    before, overdue_before = loan.status, loan.overdue_principal
    if kind == Kind.PREPAY_FULL:
        received = _settle_in_full(loan, rows, amount, repayment)
    elif kind == Kind.PREPAY_PART:
        received = _prepay(loan, rows, amount, prepayments.plan(loan, rows, on, principal, mode), repayment)
    else:
        prepayments.refuse_terms(principal, mode)
        received = _pay_due(loan, rows, amount, on)
    standing.sum_up(loan, rows, on)
    ended(repayment, received)
    audit.record(
        actor, "loans.repay", loan, from_state=before, to_state=loan.status,
        comment=f"{repayment.repay_no} {repayment.amount}",
    )  # fmt: skip
    if not loan.is_open:
        events.settled(loan)
        settle_contracts(actor, [loan.contract_id])
    draft = voucher_of(repayment, received, overdue_principal=overdue_before - loan.overdue_principal)
    [voucher] = ledger.post_many(actor=actor, drafts=[draft])
    repayment.voucher_no = voucher.voucher_no
    repayment.save(force_insert=True)
    return repayment


def begun(
    actor: Actor,
    loan: LoanAccount,
    *,
    kind: str,
    source: str,
    on: date,
    mode: str = "",
    value_on: date | None = None,
    received_as: str | None = None,
) -> Repayment:
    """A repayment booked on `on`, counting from `value_on` (None: the same), without its number and its amounts; not saved."""
    return Repayment(
        loan=loan,
        branch_id=loan.branch_id,
        kind=kind,
        source=source,
        prepayment_mode=mode,
        received_as=received_as,
        value_on=value_on or on,
        booked_on=on,
        created_by=actor.staff_id,
    )


def ended(repayment: Repayment, received: Received) -> None:
    """Let the repayment say what it did."""
    repayment.amount = received.taken.total
    for part in ("principal", "interest", "penalty", "compound", "fee"):
        setattr(repayment, part, getattr(received.taken, part))
    repayment.unapplied, repayment.allocation = received.unapplied, received.lines


def voucher_of(
    repayment: Repayment, received: Received, *, overdue_principal: Decimal, summary: str = "还款"
) -> VoucherDraft:
    """The voucher of a repayment that has its number; `overdue_principal` is what of its principal was overdue."""
    return VoucherDraft(
        on=repayment.booked_on,
        branch_id=repayment.branch_id,
        kind=VoucherKind.REPAYMENT,
        summary=f"{summary} {repayment.loan.loan_no}",
        source=Source(selectors.REPAYMENT, repayment.pk, repayment.repay_no),
        lines=postings.repayment(
            overdue_principal=overdue_principal,
            normal_principal=received.taken.principal - overdue_principal,
            receivable=received.taken.interest - received.income,
            income=received.income,
            penalty=received.taken.penalty,
            compound=received.taken.compound,
            fee=received.taken.fee,
        ),
    )


def divide(
    loan: LoanAccount, rows: Sequence[Instalment], amount: Decimal, on: date
) -> tuple[Received, list[Instalment]]:
    """Divide money over what is due of the rows, and answer the rows that got some of it; nothing is saved.

    Raises `loans.nothing_due`.
    """
    order = AllocationOrder.after(loan.overdue_days, principal_first=loan.principal_first)
    allocation = allocate(amount, lives.due(lives.serviced(row) for row in rows), order)
    if not allocation.lines:
        raise errors.NOTHING_DUE.at()
    by_no = {row.no: row for row in rows}
    received = Received(unapplied=allocation.unapplied)
    for line in allocation.lines:
        _credit(received, by_no[line.no], line.taken, on)
    return received, [by_no[line.no] for line in allocation.lines]


def _pay_due(loan: LoanAccount, rows: Sequence[Instalment], amount: Decimal, on: date) -> Received:
    received, credited = divide(loan, rows, amount, on)
    rows_write(credited, lives.PAID)
    return received


def _credit(received: Received, row: Instalment, taken: Buckets, on: date) -> None:
    moved = lives.serviced(row)
    moved.settle(taken, on)
    lives.put_back(moved, row)
    received.taken += taken
    received.lines.append(lives.line_of(row.no, taken))


def _settle_in_full(
    loan: LoanAccount, rows: list[Instalment], amount: Decimal, repayment: Repayment
) -> Received:
    """Pay what is due, and end the schedule with one row of the remaining principal and interest to date.

    The interest to date may differ from what the nights accrued for the running interval: the difference
    is earned today, so that what the loan earned in all is what it was paid.
    """
    on = repayment.value_on
    quote, fee = prepayments.settlement(loan, rows, on)
    if amount != quote.total + fee:
        raise errors.SETTLEMENT_AMOUNT_DIFFERS.at(field="amount", total=quote.total + fee)
    due = lives.owed(lives.serviced(row) for row in rows).total
    received = _pay_due(loan, rows, due, on) if due else Received()
    coming = [row for row in rows if row.state == Instalment.State.PENDING]
    if coming:
        ending = settlement_row([lives.serviced(row) for row in coming], quote.interest_to_date, on)
        (last,) = _replace(loan, rows, [ending])
        _credit(received, last, ending.unpaid, on)
        last.save(force_insert=True)
    received.taken += Buckets(fee=fee)
    received.income = quote.interest_to_date - cents(loan.accrued_interest)
    standing.earn(
        loan,
        quote.interest_to_date - loan.accrued_interest,
        posted=received.income,
        repayment=repayment,
        on=on,
    )
    return received


def _prepay(
    loan: LoanAccount, rows: list[Instalment], amount: Decimal, plan: PrepaymentPlan, repayment: Repayment
) -> Received:
    """Take the prepayment as a row of its own, and let those to come be planned anew.

    What the rows earned until now by the new plan may differ from what the nights accrued by the old one: the
    difference is earned today.
    """
    if amount != plan.total:
        raise errors.SETTLEMENT_AMOUNT_DIFFERS.at(field="amount", total=plan.total)
    prepaid, *coming = _replace(loan, rows, plan.coming)
    received = Received()
    _credit(received, prepaid, plan.taken, repayment.value_on)
    received.taken += Buckets(fee=plan.fee)
    Instalment.objects.bulk_create([prepaid, *coming])
    adjustment = standing.earned_by(loan, rows) - loan.accrued_total
    received.income = cents(adjustment)
    standing.earn(loan, adjustment, posted=received.income, repayment=repayment, on=repayment.value_on)
    return received


def _replace(loan: LoanAccount, rows: list[Instalment], coming: Sequence[ServicedRow]) -> list[Instalment]:
    """Let these rows, in a new version of the schedule, stand in place of those to come; not saved yet."""
    old = [row for row in rows if row.state == Instalment.State.PENDING]
    loan.schedule_version += 1
    Instalment.objects.filter(pk__in=[row.pk for row in old]).update(replaced_in=loan.schedule_version)
    made = [standing.instalment(loan, row) for row in coming]
    rows[:] = [*(row for row in rows if row not in old), *made]
    return made


def settle_contracts(actor: Actor, contract_ids: Iterable[int]) -> None:
    """A contract ends with its last loan once nothing is left to draw or on its way; the caller holds them."""
    ids = set(contract_ids)
    running = LoanAccount.objects.filter(contract_id__in=ids).exclude(status=LoanAccount.Status.SETTLED)
    ids.difference_update(running.values_list("contract_id", flat=True))
    drawdowns = Disbursement.objects.filter(contract_id__in=ids)
    on_their_way = drawdowns.filter(state__in=Disbursement.RESERVING)
    ids.difference_update(on_their_way.values_list("contract_id", flat=True))
    drawn = drawdowns.filter(state=Disbursement.State.POSTED).order_by().values("contract_id")
    totals = dict(drawn.annotate(total=Sum("amount")).values_list("contract_id", "total"))
    for contract_id, amount in sorted(contracts.contract_amounts(ids).items()):
        if totals.get(contract_id, ZERO) >= amount:
            contract_mark_settled(actor=actor, contract_id=contract_id)
