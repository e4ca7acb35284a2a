"""A loan as its first schedule and its receipts make it, beside what the rows say (`backend.kernel.loanmath.serve`)."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from backend.kernel.loanmath import (
    Buckets,
    DayCount,
    Method,
    PrepaymentMode,
    RateChange,
    Receipt,
    ReceiptKind,
    RowState,
    RowType,
    Served,
    ServicedRow,
    ServicingTerms,
    moved_to,
    serve,
)
from shared.catalog.types import Reprice
from tenants.organisation import selectors as organisation

from . import terms
from .models import Instalment, LoanAccount, Repayment, RepaymentAdjustment
from .parameters import OVERDUE_GRACE_DAYS

AGREED = (
    "type", "starts_on", "due_on", "opening", "principal", "interest", "balance", "carried_to", "carried_growth",
)  # fmt: skip
"""What the schedule says of a row."""
PAID = (
    "principal_paid", "interest_paid", "penalty_fixed", "penalty_growth", "penalty_paid",
    "compound_fixed", "compound_growth", "compound_paid", "grown_to", "state", "paid_on",
)  # fmt: skip
"""What became of it."""


def servicing_terms(loan: LoanAccount, on: date) -> ServicingTerms:
    return ServicingTerms(
        method=Method(loan.method),
        day_count=DayCount(loan.day_count),
        annual_rate=loan.disbursement.annual_rate,
        penalty_multiplier=loan.penalty_multiplier,
        principal_first=loan.principal_first,
        grace_days=organisation.parameter_value(OVERDUE_GRACE_DAYS, on=on),
        rate_changes=rate_changes(loan),
    )


def rate_changes(loan: LoanAccount) -> tuple[RateChange, ...]:
    """Which rate the loan bears from which day on, after its first; one query, none for a fixed rate."""
    if loan.reprice == Reprice.FIXED:
        return ()
    made = loan.rate_changes.order_by("effective_on").values_list("effective_on", "new_rate")
    return tuple(RateChange(on, rate) for on, rate in made)


def serviced(row: Instalment) -> ServicedRow:
    """The row as the kernel moves it on."""
    values = {name: getattr(row, name) for name in (*AGREED, *PAID)}
    return ServicedRow(no=row.no, **{**values, "state": RowState(row.state), "type": RowType(row.type)})


def on_the_day(loan: LoanAccount, rows: Iterable[Instalment], on: date) -> list[ServicedRow]:
    """The rows as they will be on that day if nothing is paid until then."""
    return moved_to([serviced(row) for row in rows], servicing_terms(loan, on), on)


def due(rows: Iterable[ServicedRow]) -> list[ServicedRow]:
    """Those that have fallen due and are not paid."""
    return [row for row in rows if row.state in (RowState.DUE, RowState.OVERDUE)]


def owed(rows: Iterable[ServicedRow]) -> Buckets:
    """What rows owe that have fallen due."""
    return sum((row.unpaid for row in due(rows)), Buckets())


def put_back(moved: ServicedRow, row: Instalment) -> None:
    """Let the row be what the kernel made of it; not saved."""
    for name in PAID:
        setattr(row, name, getattr(moved, name))


def rows_in_force(loan: LoanAccount) -> list[Instalment]:
    """The schedule in force, by number."""
    return list(loan.instalments.filter(replaced_in=None).order_by("no"))


def latest_receipt(loan: LoanAccount) -> Repayment | None:
    """The repayment that was booked last, of those not reversed: the one that a reversal begins with."""
    return loan.repayments.filter(state=Repayment.State.POSTED).order_by("-id").first()


def receipts_in_force(loan: LoanAccount) -> list[Repayment]:
    """The loan's repayments that were not reversed, by the day they count from."""
    posted = loan.repayments.filter(state=Repayment.State.POSTED)
    return list(posted.order_by("value_on", "id"))


def adjustments_in_force(repayment: Repayment) -> QuerySet[RepaymentAdjustment]:
    """How the repayment is divided otherwise than it says, by receipts booked after it for earlier days."""
    posted = repayment.adjustments.filter(cause__state=Repayment.State.POSTED)
    return posted.select_related("cause").order_by("cause_id")


def lived(loan: LoanAccount, receipts: Iterable[Repayment], on: date) -> Served:
    """The loan on the day `on`, had it only these receipts."""
    first = loan.instalments.filter(version=1).order_by("no")
    return serve(
        [ServicedRow(no=row.no, **{name: getattr(row, name) for name in AGREED}) for row in first],
        [receipt(row) for row in receipts],
        servicing_terms(loan, on),
        on=on,
        agreed=terms.agreed(loan),
    )


def line_of(no: int, taken: Buckets) -> dict[str, str | int]:
    """What a row got, as a repayment keeps it: the row's number and the parts that are not nought."""
    return {"no": no, **{name: text for name, text in taken.as_mapping().items() if Decimal(text)}}


def receipt(row: Repayment) -> Receipt:
    """The repayment as the kernel receives it; a fee is no part of what the loan owes."""
    kind = ReceiptKind(row.kind)
    if kind is not ReceiptKind.PREPAY_PART:
        return Receipt(row.value_on, row.amount - row.fee, kind, row.repay_no)
    return Receipt(
        row.value_on, row.amount - row.fee, kind, row.repay_no, row.principal, PrepaymentMode(row.prepayment_mode)
    )  # fmt: skip


def differences(loan: LoanAccount, rows: Sequence[Instalment], on: date) -> list[str]:
    """Where the rows in force are not what the first schedule and the receipts make them by the day `on`.

    The loan must have been brought to that day. A settled loan's rows of nought and the day that a paid row
    has grown to are beside the point.
    """
    served = lived(loan, receipts_in_force(loan), on)
    return list(_differing(served, {row.no: row for row in rows}))


def _differing(served: Served, rows: dict[int, Instalment]) -> Iterator[str]:
    for no in sorted(rows.keys() ^ {row.no for row in served.rows}):
        yield f"row {no} stands on one side only"
    for wanted in served.rows:
        row = rows.get(wanted.no)
        if row is None or not row.payment:
            continue
        for name in (*AGREED, *PAID):
            if name == "grown_to" and wanted.state is not RowState.OVERDUE:
                continue
            kept, lived_to = getattr(row, name), getattr(wanted, name)
            if kept != lived_to and not (kept in (None, Decimal(0)) and lived_to in (None, Decimal(0))):
                yield f"row {wanted.no}: {name} is {kept}, its events say {lived_to}"
