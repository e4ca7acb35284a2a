"""What is wrong with the rows of a file: one by one as they are read, and against each other once all are there."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Count, Q, Sum

from backend.platform import clock
from backend.platform.permissions import Actor
from backend.platform.tenancy import current_entity
from tenants.loans import selectors as loans

from . import errors
from .models import DeductionFile, DeductionRow
from .permissions import RUN
from .reading import ReadRow

State = DeductionRow.State
COLUMNS = (
    "file_id",
    "line",
    "loan_no",
    "amount_text",
    "row_key",
    "amount",
    "loan_id",
    "state",
    "reason",
    "reason_params",
)
TYPES = ("bigint", "integer", "text", "text", "text", "numeric", "bigint", "text", "text", "jsonb")
WRITE = (
    f"INSERT INTO deductions_deductionrow ({', '.join(COLUMNS)}, repay_no)"  # noqa: S608 - constants only
    f" SELECT {', '.join(f'given.{name}' for name in COLUMNS)}, ''"
    f" FROM unnest({', '.join(f'%s::{kind}[]' for kind in TYPES)}) AS given ({', '.join(COLUMNS)})"
)
# A row without a reference is known by its loan: the same loan twice in one file needs references.
DUPLICATES = f"""
UPDATE deductions_deductionrow r
SET state = 'REFUSED', reason = '{errors.DUPLICATE_ROW.code}', reason_params = jsonb_build_object('line', of_all.first)
FROM (SELECT id, first_value(line) OVER same AS first, row_number() OVER same AS nth
      FROM deductions_deductionrow WHERE file_id = %(file)s AND state = 'READ'
      WINDOW same AS (PARTITION BY row_key, CASE WHEN row_key = '' THEN loan_no END ORDER BY line)) of_all
WHERE r.id = of_all.id AND of_all.nth > 1
"""  # noqa: S608 - constants only
KNOWN_KEYS = f"""
UPDATE deductions_deductionrow r
SET state = 'REFUSED', reason = '{errors.KEY_KNOWN.code}',
    reason_params = jsonb_build_object('file_no', f.file_no, 'line', k.line)
FROM deductions_deductionrow k JOIN deductions_deductionfile f ON f.id = k.file_id
WHERE r.file_id = %(file)s AND r.state = 'READ' AND r.row_key <> ''
  AND k.row_key = r.row_key AND k.row_key <> '' AND k.state IN ('WAITING', 'BUSY', 'TAKEN', 'PART')
"""  # noqa: S608 - constants only


def judge(actor: Actor, rows: Sequence[ReadRow], on: date) -> dict[str, Any]:
    """Refuse the rows whose loan is unknown to the actor, settled, or owes nothing; answers the loans by number."""
    wanted = {row.loan_no for row in rows if not row.reason}
    found = loans.loans_owing(actor=actor, action=RUN, loan_nos=wanted, on=on)
    for row in rows:
        if row.reason:
            continue
        loan = found.get(row.loan_no)
        if loan is None:
            row.refuse(errors.LOAN_UNKNOWN)
        elif loan.refusal is not None:
            row.refuse(loan.refusal.kind, **loan.refusal.params)
    return found


def rows_keep(actor: Actor, file: DeductionFile, rows: Sequence[ReadRow], on: date) -> None:
    """Judge some rows of the file and keep them; the caller saves the file."""
    found = judge(actor, rows, on)
    values: list[list[Any]] = [[] for _ in COLUMNS]
    for row in rows:
        loan = found.get(row.loan_no)
        kept = (
            file.pk, row.line, row.loan_no, row.amount_text, row.row_key, row.amount, loan.id if loan else None,
            str(State.REFUSED if row.reason else State.READ), row.reason, json.dumps(row.reason_params),
        )  # fmt: skip
        for column, value in zip(values, kept, strict=True):
            column.append(value)
    with connection.cursor() as cursor:
        cursor.execute(WRITE, values)
    file.rows_read += len(rows)
    file.checkpoint = rows[-1].line


def doubles_refuse(file: DeductionFile) -> None:
    """Refuse the rows that stand twice in the file, or whose reference another file has."""
    with connection.cursor() as cursor:
        # one file at a time: of two with the same reference, the second one sees the first
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"deductions/{current_entity().code}"]
        )
        cursor.execute(DUPLICATES, {"file": file.pk})
        cursor.execute(KNOWN_KEYS, {"file": file.pk})


def count(file: DeductionFile) -> None:
    """Let the file know how many rows it has; the caller saves it."""
    counted = file.rows.aggregate(
        total=Count("pk"), refused=Count("pk", filter=Q(state=State.REFUSED)), amount=Sum("amount")
    )
    file.rows_total, file.rows_refused = counted["total"], counted["refused"]
    file.amount_total = counted["amount"] or 0


def file_checked(file: DeductionFile) -> None:
    """All rows have been read: refuse the doubles, and let the file run; the caller saves it.

    Raises `deductions.rows_refused` where nothing is to be taken unless every row can be.
    """
    doubles_refuse(file)
    count(file)
    if file.mode == DeductionFile.Mode.ALL_OR_NOTHING and file.rows_refused:
        raise errors.ROWS_REFUSED.at(count=file.rows_refused)
    file.rows.filter(state=State.READ).update(state=State.WAITING)
    file.state, file.checkpoint, file.checked_at = DeductionFile.State.RUNNING, 0, clock.now()
