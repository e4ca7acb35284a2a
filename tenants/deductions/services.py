"""Files that come in, are stopped and go on, and what people take out of them."""

import base64
import binascii
import csv
import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db import transaction

from backend.platform import clock, jobs
from backend.platform.api.context import correlation_id
from backend.platform.constraints import refusing
from backend.platform.edits import held, state_is
from backend.platform.errors import DomainError
from backend.platform.permissions import Actor, scoped
from backend.platform.records import audit, numbers
from backend.platform.tenancy import Entity, current_entity, in_entity
from tenants.evidence import services as evidence
from tenants.organisation import selectors as organisation

from . import checking, errors, selectors
from .models import DeductionFile, DeductionRow
from .permissions import RUN
from .reading import ReadRow, format_of, rows_of
from .running import file_rest

MOST_MEGABYTES = 20
PREVIEWED = 20
State = DeductionFile.State
MEDIA = {
    DeductionFile.Format.CSV: "text/csv",
    DeductionFile.Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True)
class Preview:
    """The first rows of a file as they would be read, and what is wrong with them so far."""

    format: str
    business_on: Any
    rows: list[ReadRow]


def _content(text: str) -> bytes:
    try:
        content = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise errors.NOT_BASE64.at(field="content") from None
    if len(content) > MOST_MEGABYTES * 1024 * 1024:
        raise errors.FILE_TOO_LARGE.at(field="content", most=MOST_MEGABYTES)
    return content


def file_preview(*, actor: Actor, content: str) -> Preview:
    """Read the first rows of a file (in Base64); nothing is kept. Refused as an upload would be."""
    plain, on = _content(content), organisation.business_date()
    rows = list(islice(rows_of(plain, on), PREVIEWED))
    if not rows:
        raise errors.NO_ROWS.at(field="content")
    checking.judge(actor, rows, on)
    return Preview(format_of(plain), on, rows)


@transaction.atomic
def file_upload(*, actor: Actor, name: str, content: str, mode: str) -> DeductionFile:
    """Keep a file of deductions (in Base64) and let a worker check and take it.

    Refused at `content`: `deductions.not_base64`, `file_too_large`, `unreadable`, `column_missing`, `no_rows` (422);
    `deductions.file_known` (409) for the bytes of an earlier file, unless that one took nothing.
    """
    staff_id, branch_id = organisation.staff_and_branch(actor)
    assert actor.account_id is not None
    plain, on = _content(content), organisation.business_date()
    if next(rows_of(plain, on), None) is None:
        raise errors.NO_ROWS.at(field="content")
    sha256 = hashlib.sha256(plain).hexdigest()
    form = DeductionFile.Format(format_of(plain))

    def known() -> DomainError:
        earlier = DeductionFile.objects.exclude(state=State.REFUSED).get(sha256=sha256)
        return errors.FILE_KNOWN.at(file_no=earlier.file_no)

    file = DeductionFile(
        name=name,
        format=form,
        sha256=sha256,
        size=len(plain),
        stored=evidence.file_store(actor=actor, content=plain, media_type=MEDIA[form], name=name),
        mode=mode,
        business_on=on,
        correlation_id=correlation_id(),
        account_id=actor.account_id,
        branch_id=branch_id,
        created_by=staff_id,
        created_at=clock.now(),
    )
    numbers.assign(file, "file_no", "PK", on=on)
    with refusing(deduction_file_once=known):
        file.save(force_insert=True)
    audit.record(actor, "deductions.upload", file, to_state=file.state, comment=name)
    _ring(file)
    return file


def _ring(file: DeductionFile) -> None:
    from .tasks import deduction_task

    jobs.ring(deduction_task, file.pk)


def _in_reach(actor: Actor, pk: int) -> DeductionFile:
    return held(scoped(DeductionFile.objects.all(), actor, RUN, owner="created_by"), pk)


@transaction.atomic
def file_stop(*, actor: Actor, pk: int) -> DeductionFile:
    """Ask the file to stop: at once when nobody works on it, otherwise before its next piece.

    What was taken stays taken. Raises `platform.wrong_state` (409).
    """
    file = _in_reach(actor, pk)
    state_is(file.state, DeductionFile.UNDER_WAY)
    before = file.state
    if file.is_held(clock.now()):
        file.stop_asked_at = clock.now()
        file.save(update_fields=["stop_asked_at"])
    else:
        file_rest(file, State.STOPPED)
    audit.record(actor, "deductions.stop", file, from_state=before, to_state=file.state)
    return file


@transaction.atomic
def file_resume(*, actor: Actor, pk: int) -> DeductionFile:
    """Go on with a file that was stopped or failed, where it stands. Raises `platform.wrong_state` (409)."""
    file = _in_reach(actor, pk)
    state_is(file.state, DeductionFile.AT_REST)
    before = file.state
    file.error_code, file.error_params, file.stalls, file.finished_at = "", {}, 0, None
    if file.checked_at is not None:
        file.rows.filter(state=DeductionRow.State.BUSY).update(state=DeductionRow.State.WAITING)
        file.checkpoint = 0
    file_rest(file, State.RUNNING if file.checked_at is not None else State.CHECKING)
    audit.record(actor, "deductions.resume", file, from_state=before, to_state=file.state)
    _ring(file)
    return file


RESULT = {
    "zh": ("行号", "借据号", "金额", "流水号", "结果", "已扣金额", "未用金额", "还款号", "入账日", "原因代码", "原因"),
    "en": (
        "Line", "Loan no.", "Amount", "Reference", "Result", "Taken", "Unapplied", "Repayment no.", "Booked on",
        "Reason code", "Reason",
    ),
}  # fmt: skip
STATES_EN = {
    "READ": "to be checked", "WAITING": "waiting", "BUSY": "waits for the night", "TAKEN": "taken",
    "PART": "taken in part", "REFUSED": "refused", "NOT_RUN": "not taken",
}  # fmt: skip


@transaction.atomic
def file_result(*, actor: Actor, pk: int, language: str) -> tuple[DeductionFile, Iterator[bytes]]:
    """The rows of a file with what became of each, as CSV in pieces; audited before the first byte."""
    file = selectors.file_get(actor=actor, pk=pk)
    audit.export(
        actor, "deductions.result", rows=file.rows_total or file.rows_read,
        object_type=file._meta.label_lower, object_no=file.file_no,
    )  # fmt: skip
    return file, _pieces(current_entity(), file, language)


def _pieces(entity: Entity, file: DeductionFile, language: str) -> Iterator[bytes]:
    """Read by the order of lines, so that a long file is never held whole."""
    after = 0
    yield "\ufeff".encode() + _lines([RESULT[language]])
    while True:
        # an answer is sent when the request has left its entity already
        with in_entity(entity):
            rows = list(file.rows.filter(line__gt=after).order_by("line")[:2_000])
        if not rows:
            return
        yield _lines([_told(row, language) for row in rows])
        after = rows[-1].line


def _told(row: DeductionRow, language: str) -> tuple[Any, ...]:
    return (
        row.line, row.loan_no, row.amount_text if row.amount is None else row.amount, row.row_key,
        row.get_state_display() if language == "zh" else STATES_EN[row.state],
        row.taken, row.unapplied, row.repay_no, row.booked_on, row.reason,
        selectors.words(row.reason, row.reason_params, language) if row.reason else "",
    )  # fmt: skip


def _lines(rows: list[Any]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    for row in rows:
        writer.writerow([_guarded(value) for value in row])
    return text.getvalue().encode()


def _guarded(value: Any) -> Any:
    """A text that a spreadsheet would take for a formula gets an apostrophe in front."""
    return (
        f"'{value}"
        if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r"))
        else value
    )
