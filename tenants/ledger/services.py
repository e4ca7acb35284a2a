"""Writing of vouchers. Balances are the last locks of a transaction: post after everything else is held."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.db import connection, transaction

from backend.platform.constraints import refusing
from backend.platform.errors import NOT_FOUND
from backend.platform.permissions import Actor
from backend.platform.records import audit
from shared.reference.types import MEMORANDUM_CODES

from . import errors
from .models import Entry, Voucher
from .types import Line, Side, Source, VoucherDraft, VoucherKind

ZERO = Decimal("0.00")
CENT = Decimal("0.01")
BATCH = 1000


class UnbalancedVoucherError(ValueError):
    """The lines of a voucher do not make one: a fault of the program, never of a user."""


@transaction.atomic
def post(
    *,
    actor: Actor,
    on: date,
    branch_id: int,
    kind: VoucherKind,
    summary: str,
    source: Source,
    lines: Sequence[Line],
) -> Voucher:
    """Post one balanced voucher and move the balances of its subjects.

    Raises UnbalancedVoucherError, and IntegrityError when the business object was booked before.
    """
    draft = VoucherDraft(on=on, branch_id=branch_id, kind=kind, summary=summary, source=source, lines=lines)
    return post_many(actor=actor, drafts=[draft])[0]


@transaction.atomic(savepoint=False)
def post_many(*, actor: Actor, drafts: Sequence[VoucherDraft]) -> list[Voucher]:
    """Post many vouchers with a handful of statements; the night's way. All of them, or none.

    Inside a transaction a fault undoes all of it: what belongs to vouchers that cannot be posted never stays.
    """
    return _write(actor, [(draft, None) for draft in drafts])


@transaction.atomic
def reverse(*, actor: Actor, voucher_id: int, on: date, summary: str = "") -> Voucher:
    """Post the mirror image of a voucher; a voucher is reversed once, a reversal never.

    Raises `ledger.already_reversed` and `ledger.is_a_reversal` (409).
    """
    voucher = Voucher.objects.filter(pk=voucher_id).first()
    if voucher is None:
        raise NOT_FOUND.at()
    if voucher.reversal_of_id:
        raise errors.IS_A_REVERSAL.at(voucher_no=voucher.voucher_no)
    entries = voucher.entries.order_by("line")
    draft = VoucherDraft(
        on=on,
        branch_id=voucher.branch_id,
        kind=VoucherKind.REVERSAL,
        summary=summary or f"冲正 {voucher.voucher_no}",
        source=Source(voucher.source_type, voucher.source_id, voucher.business_no),
        lines=[Line(entry.subject_code, Side(entry.side).other, entry.amount) for entry in entries],
    )
    # two at once meet at the constraint: vouchers are append-only, so there is no row to lock
    with refusing(voucher_reversed_once=lambda: errors.ALREADY_REVERSED.at(voucher_no=voucher.voucher_no)):
        reversal = _write(actor, [(draft, voucher.pk)])[0]
    audit.record(actor, "ledger.reverse", voucher, comment=summary)
    return reversal


def _write(actor: Actor, drafts: Sequence[tuple[VoucherDraft, int | None]]) -> list[Voucher]:
    if not drafts:
        return []
    vouchers: list[Voucher] = []
    entries: list[Entry] = []
    moved: dict[tuple[int, str], list[Decimal]] = defaultdict(lambda: [ZERO, ZERO])
    for pk, (draft, reversal_of_id) in zip(_next_ids(len(drafts)), drafts, strict=True):
        vouchers.append(
            Voucher(
                pk=pk,
                voucher_no=f"PZ{draft.on.year}{pk:08d}",
                business_on=draft.on,
                branch_id=draft.branch_id,
                kind=draft.kind,
                summary=draft.summary,
                source_type=draft.source.type,
                source_id=draft.source.id,
                business_no=draft.source.number,
                reversal_of_id=reversal_of_id,
                total=_total(draft),
                created_by=actor.staff_id,
            )
        )
        for number, line in enumerate(draft.lines, start=1):
            entries.append(
                Entry(
                    voucher_id=pk, line=number, subject_code=line.subject, side=line.side, amount=line.amount
                )
            )
            moved[draft.branch_id, line.subject][line.side is Side.CREDIT] += line.amount
    Voucher.objects.bulk_create(vouchers, batch_size=BATCH)
    Entry.objects.bulk_create(entries, batch_size=BATCH)
    _move_balances(moved)
    return vouchers


def _total(draft: VoucherDraft) -> Decimal:
    """The sum of the debits, proved equal to that of the credits, off the balance sheet by itself too."""
    debit = sum((line.amount for line in draft.lines if line.side is Side.DEBIT), ZERO)
    credit = sum((line.amount for line in draft.lines if line.side is Side.CREDIT), ZERO)
    if debit != credit or debit <= 0:
        raise UnbalancedVoucherError(f"debits {debit}, credits {credit}: {draft.summary}")
    off_sheet = [line for line in draft.lines if line.subject.startswith(MEMORANDUM_CODES)]
    if sum((line.amount if line.side is Side.DEBIT else -line.amount for line in off_sheet), ZERO):
        raise UnbalancedVoucherError(f"memorandum lines do not balance by themselves: {draft.summary}")
    if any(line.amount <= 0 or line.amount != line.amount.quantize(CENT) for line in draft.lines):
        raise UnbalancedVoucherError(f"an amount is not a positive number of cents: {draft.summary}")
    return debit


def _next_ids(count: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('ledger_voucher', 'id')) FROM generate_series(1, %s)",
            [count],
        )
        return [row[0] for row in cursor.fetchall()]


def _move_balances(moved: dict[tuple[int, str], list[Decimal]]) -> None:
    """Add to the totals in one statement, its rows sorted: two postings never wait for each other in a circle."""
    rows = [(*key, *totals) for key, totals in sorted(moved.items())]
    places = ", ".join(["(%s, %s, %s, %s)"] * len(rows))
    statement = (
        f"INSERT INTO ledger_subjectbalance AS b (branch_id, subject_code, debit_total, credit_total) VALUES {places}"  # noqa: S608 - placeholders only
        " ON CONFLICT (branch_id, subject_code) DO UPDATE SET"
        " debit_total = b.debit_total + excluded.debit_total,"
        " credit_total = b.credit_total + excluded.credit_total"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [value for row in rows for value in row])  # type: ignore[misc]
