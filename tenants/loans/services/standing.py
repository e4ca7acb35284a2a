"""Where a loan stands: brought to the business date, summed up from its rows, put right from its events."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal

from django.db import connection

from backend.kernel.loanmath import AccrualBasis, DayCount, RowState, Served, ServicedRow, accrued_through
from backend.platform.errors import BUSY
from backend.platform.keyranges import KeyRange
from tenants.organisation.locks import HeldDate

from .. import eod, errors, lives, locks
from ..models import AccrualAdjustment, Instalment, LoanAccount, Repayment

ZERO = Decimal("0.00")
ONE_DAY = timedelta(days=1)
State = Instalment.State


def bring_forward(
    loan_id: int, held: HeldDate, *, settled: bool = False
) -> tuple[LoanAccount, list[Instalment]]:
    """Lock the loan and bring it to the business date: days earned through yesterday, rows due by today, penalty.

    Raises `loans.loan_settled` (unless `settled` loans are wanted too) and `platform.busy` (409) while the
    running night has not reached the loan.
    """
    loan = locks.loan_lock(loan_id)
    if not loan.is_open:
        if not settled:
            raise errors.LOAN_SETTLED.at(loan_no=loan.loan_no)
        return loan, lives.rows_in_force(loan)
    if held.closing_on is not None and not _reached(loan, held.closing_on, held.current_on):
        raise BUSY.at()
    yesterday = held.current_on - ONE_DAY
    moved = 0
    if loan.accrued_through < yesterday:
        moved += eod.eod_accrue(yesterday, loan_id=loan.pk)
    moved += eod.eod_mark_due(held.current_on, loan_id=loan.pk)
    moved += eod.eod_accrue_penalties(held.current_on, loan_id=loan.pk)
    if moved:
        loan.refresh_from_db()
    return loan, lives.rows_in_force(loan)


def bring_many_forward(
    loan_ids: Iterable[int], held: HeldDate
) -> tuple[dict[int, LoanAccount], set[int], dict[int, list[Instalment]]]:
    """The same for many loans with a handful of statements: the loans, which of them are busy, and what is due.

    A loan that is busy or settled is locked and left as it is. What is due are the rows that have fallen due and
    are not paid, by loan.
    """
    loans = locks.loans_lock(loan_ids)
    closing_on, yesterday = held.closing_on, held.current_on - ONE_DAY
    busy = {
        pk for pk, loan in loans.items()
        if loan.is_open and closing_on is not None and not _reached(loan, closing_on, held.current_on)
    }  # fmt: skip
    ready = [pk for pk, loan in loans.items() if loan.is_open and pk not in busy]
    if not ready:
        return loans, busy, {}
    within, moved = KeyRange(ready[0] - 1, ready[-1]), 0
    behind = [pk for pk in ready if loans[pk].accrued_through < yesterday]
    if behind:
        moved += eod.eod_accrue(yesterday, loan_id=behind, within=within)
    moved += eod.eod_mark_due(held.current_on, loan_id=ready, within=within)
    moved += eod.eod_accrue_penalties(held.current_on, loan_id=ready, within=within)
    if moved:
        loans |= LoanAccount.objects.in_bulk(ready)
    due: dict[int, list[Instalment]] = defaultdict(list)
    fallen = Instalment.objects.filter(
        loan_id__in=ready, replaced_in=None, state__in=(State.DUE, State.OVERDUE)
    )
    for row in fallen.order_by("loan_id", "no"):
        due[row.loan_id].append(row)
    return loans, busy, due


def _reached(loan: LoanAccount, closing_on: date, current_on: date) -> bool:
    """Whether the night that closes a date has seen to the loan: its day earned, its rate that of the day that opens."""
    repriced = loan.reprices_on is None or loan.reprices_on > current_on
    return repriced and loan.accrued_through >= closing_on


def sum_up(loan: LoanAccount, rows: Sequence[Instalment], on: date) -> None:
    """The loan's sums and status as its rows make them; a loan of which every row is paid is settled that day."""
    loan.principal_outstanding = loan.drawn - sum((row.principal_paid for row in rows), ZERO)
    loan.interest_paid = sum((row.interest_paid for row in rows), ZERO)
    sum_up_fallen(loan, rows, on)
    loan.accrued_interest = loan.accrued_total - sum(
        (row.interest for row in rows if row.state != State.PENDING), ZERO
    )
    loan.settled_on = None
    if all(row.state == State.PAID or not row.payment for row in rows):
        # rows of nought that come after the last payment are done with too
        Instalment.objects.filter(loan=loan, replaced_in=None).exclude(state=State.PAID).update(
            state=State.PAID, paid_on=on
        )
        loan.status = LoanAccount.Status.SETTLED
        loan.settled_on = on
    loan.save()


def sum_up_fallen(loan: LoanAccount, rows: Sequence[Instalment], on: date) -> None:
    """What of the loan hangs on the rows that have fallen due and are not paid; `rows` hold all of these. Not saved."""
    fallen = [row for row in rows if row.state in (State.DUE, State.OVERDUE)]
    loan.principal_due = sum((row.principal - row.principal_paid for row in fallen), ZERO)
    loan.interest_due = sum((row.interest - row.interest_paid for row in fallen), ZERO)
    overdue = [row for row in fallen if row.state == State.OVERDUE]
    owed = lives.owed(lives.serviced(row) for row in overdue)
    loan.penalty_due, loan.compound_due = owed.penalty, owed.compound
    loan.overdue_principal = sum((row.principal - row.principal_paid for row in overdue), ZERO)
    loan.overdue_since = min((row.due_on for row in overdue), default=None)
    loan.overdue_days = (on - loan.overdue_since).days if loan.overdue_since else 0
    loan.status = LoanAccount.Status.OVERDUE if overdue else LoanAccount.Status.ACTIVE


def earn(loan: LoanAccount, adjustment: Decimal, *, posted: Decimal, repayment: Repayment, on: date) -> None:
    """Let the loan earn the difference, and the branch know that a voucher of today shows `posted` of it."""
    loan.accrued_total += adjustment
    if adjustment:
        AccrualAdjustment.objects.create(loan=loan, repayment=repayment, adjusted_on=on, amount=adjustment)
    if adjustment or posted:
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO loans_accrualposting AS p (branch_id, accrued, posted) VALUES (%s, %s, %s)"
                " ON CONFLICT (branch_id) DO UPDATE SET"
                " accrued = p.accrued + excluded.accrued, posted = p.posted + excluded.posted",
                [loan.branch_id, adjustment, posted],
            )


def rewrite(loan: LoanAccount, rows: Sequence[Instalment], served: Served) -> list[Instalment]:
    """Make the rows what their events make them; answers the schedule in force. The loan is not summed up yet.

    A row with other dates or amounts than before belongs to a new version of the schedule; the one in its
    place is replaced, as if it had never been paid on. What was due and paid under the terms that hold stays
    in its row.
    """
    kept = {row.no: row for row in rows}
    fresh: list[ServicedRow] = []
    for wanted in served.rows:
        row = kept.get(wanted.no)
        if row is not None and all(getattr(row, name) == getattr(wanted, name) for name in lives.AGREED):
            lives.put_back(wanted, kept.pop(wanted.no))
        else:
            fresh.append(wanted)
    Instalment.objects.bulk_update([row for row in rows if row.no not in kept], lives.PAID)
    if kept or fresh:
        loan.schedule_version += 1
        Instalment.objects.filter(pk__in=[row.pk for row in kept.values()]).update(
            replaced_in=loan.schedule_version,
            principal_paid=0, interest_paid=0, penalty_fixed=0, penalty_growth=0, penalty_paid=0,
            compound_fixed=0, compound_growth=0, compound_paid=0,
            grown_to=None, state=State.PENDING, paid_on=None,
        )  # fmt: skip
        Instalment.objects.bulk_create([instalment(loan, row) for row in fresh])
    return lives.rows_in_force(loan)


def instalment(loan: LoanAccount, row: ServicedRow) -> Instalment:
    """A row of the loan's latest version of the schedule; not saved."""
    made = Instalment(
        loan=loan,
        version=loan.schedule_version,
        no=row.no,
        days=(row.due_on - row.starts_on).days,
        payment=row.principal + row.interest,
        **{name: getattr(row, name) for name in lives.AGREED},
    )
    lives.put_back(row, made)
    return made


def earned_by(loan: LoanAccount, rows: Sequence[Instalment]) -> Decimal:
    """What the loan has earned through the day `accrued_through`, as its rows in force make it.

    A row that has fallen due, by the calendar or because the loan was settled, has earned its interest.
    """
    day, day_count = loan.accrued_through + ONE_DAY, DayCount(loan.day_count)
    return sum(
        (
            accrued_through(
                AccrualBasis(
                    row.starts_on, row.due_on, row.interest, row.opening, loan.annual_rate, day_count,
                    carried_to=row.carried_to, carried_growth=row.carried_growth,
                ),
                day,
            )
            if row.state == RowState.PENDING
            else row.interest
            for row in rows
        ),
        ZERO,
    )  # fmt: skip
