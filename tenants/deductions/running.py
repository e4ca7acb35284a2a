"""Working on a file: taken under a lease, piece by piece, each piece with its money in one transaction.

The truth are rows. A worker that dies leaves the last committed piece behind and a lease that runs out; the next one
goes on at the rows that still wait. One that only seemed dead finds that the file is not his any more.
"""

import logging
import os
import socket
import time
import uuid
from collections.abc import Iterator
from datetime import timedelta
from itertools import islice

from django.contrib.auth import get_user_model
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Q

from backend.platform import clock, ports
from backend.platform.api.context import correlated, correlation_id
from backend.platform.errors import BUSY, NOT_FOUND, DomainError
from backend.platform.permissions import Actor
from backend.platform.records import audit, batch_log
from backend.platform.records.batches import rows_write
from backend.platform.tenancy import current_entity
from tenants.evidence import selectors as evidence
from tenants.loans import services as loans
from tenants.loans.types import Receipt, Taken
from tenants.organisation.selectors import business_date, parameter_value

from . import checking, errors, notices
from .models import DeductionFile, DeductionRow
from .parameters import MOST_ROWS
from .permissions import RUN
from .reading import ReadRow, rows_of

logger = logging.getLogger(__name__)
CHUNK = 2_000
"""Rows of a piece: a second of work, in which counters wait for the balances that it moves."""
LEASE = timedelta(seconds=30)
BUSY_FOR = timedelta(seconds=15)
"""So long rows rest whose loans the running night has not reached."""
MOST_STALLS = 8
PASSING = (OperationalError, InterfaceError)
"""The database went away, or two transactions met: the same work succeeds a little later."""
BATCH = "deductions.file"
State = DeductionFile.State
RowState = DeductionRow.State
WRITTEN = (
    "state", "reason", "reason_params", "repayment_id", "repay_no", "taken", "unapplied", "booked_on",
)  # fmt: skip


def file_slice(file_id: int, *, seconds: float | None = None) -> bool:
    """Do as many pieces of the file as fit into `seconds`, at least one; whether some are left for the next.

    Nothing is left for him when the file has ended, rests, waits for the night or is somebody else's. Raises
    OperationalError or InterfaceError when the database goes away, with everything as the last piece left it.
    """
    ends = None if seconds is None else time.monotonic() + seconds
    holder = f"{socket.gethostname()[:40]}:{os.getpid()}:{uuid.uuid4().hex[:12]}"
    file = _claim(file_id, holder)
    if file is None:
        return False
    with correlated(file.correlation_id):
        try:
            actor = _actor(file)
            lines = _unread(file) if file.checked_at is None else iter(())
            while _piece(file_id, holder, actor, lines):
                if ends is not None and time.monotonic() >= ends:
                    _give_back(file_id, holder)
                    return True
        except PASSING:
            _give_back(file_id, holder, stalled=True)
            raise
        except DomainError as refusal:
            _end_badly(file_id, holder, refusal)
        except Exception as error:  # whatever it was: it is shown on the file and a person decides
            logger.exception("the file of deductions %s failed", file.file_no)
            kind = type(error).__name__
            _end_badly(file_id, holder, errors.BROKEN.at(kind=kind, correlation=correlation_id() or "-"))
    return False


@transaction.atomic
def _claim(file_id: int, holder: str) -> DeductionFile | None:
    """Take the file under a lease; None when there is nothing to do, or when somebody else is at it."""
    file = DeductionFile.objects.select_for_update(skip_locked=True).filter(pk=file_id).first()
    now = clock.now()
    if file is None or file.state not in DeductionFile.UNDER_WAY or file.is_held(now):
        return None
    if file.state == State.WAITING:
        if file.resume_at is not None and file.resume_at > now:
            return None
        file.rows.filter(state=RowState.BUSY).update(state=RowState.WAITING)
        file.state, file.checkpoint, file.resume_at = State.RUNNING, 0, None
    file.stalls += 1 if file.holder else 0
    if file.stalls > MOST_STALLS:
        _end(file, State.FAILED, errors.LOST.at(count=file.stalls))
        return None
    file.holder, file.lease_until = holder, now + LEASE
    file.save()
    return file


def _unread(file: DeductionFile) -> Iterator[ReadRow]:
    """The rows of the stored file after those that were read before."""
    content = evidence.file_content(file.stored, sha256=file.sha256)
    return rows_of(content, file.business_on, after=file.checkpoint)


def _actor(file: DeductionFile) -> Actor:
    """The person who uploaded the file, with the grants that he holds now."""
    accounts = get_user_model()._default_manager
    account = accounts.filter(pk=file.account_id, is_active=True, entity_code=current_entity().code).first()
    actor: Actor | None = ports.bank_actor(account) if account else None
    if actor is None or not actor.can(RUN):
        raise errors.RIGHT_GONE.at()
    return actor


@transaction.atomic
def _piece(file_id: int, holder: str, actor: Actor, lines: Iterator[ReadRow]) -> bool:
    """Do the next piece of the file, in one transaction with its money; whether there is another."""
    file = _mine(file_id, holder)
    if file is None:
        return False
    if file.stop_asked_at is not None:
        file_rest(file, State.STOPPED)
        return False
    if file.state == State.CHECKING:
        _check(actor, file, list(islice(lines, CHUNK)))
    else:
        _take(actor, file)
    if file.state in (State.CHECKING, State.RUNNING):
        file.lease_until, file.stalls = clock.now() + LEASE, 0
        file.save()
        return True
    return False


def _mine(file_id: int, holder: str) -> DeductionFile | None:
    held = DeductionFile.objects.select_for_update().filter(pk=file_id, holder=holder)
    return held.filter(state__in=(State.CHECKING, State.RUNNING)).first()


def _check(actor: Actor, file: DeductionFile, rows: list[ReadRow]) -> None:
    if rows:
        checking.rows_keep(actor, file, rows, business_date())
        most = parameter_value(MOST_ROWS, on=file.business_on)
        if file.rows_read > most:
            raise errors.TOO_MANY_ROWS.at(field="content", most=f"{most:,}")
        return
    checking.file_checked(file)


def _take(actor: Actor, file: DeductionFile) -> None:
    """Let the money of the next rows be received; without any left the file ends, or waits for the night."""
    waiting = file.rows.filter(state=RowState.WAITING, loan_id__gte=file.checkpoint)
    rows = list(waiting.order_by("loan_id", "line")[:CHUNK])
    if not rows:
        if file.rows.filter(state=RowState.BUSY).exists():
            file.resume_at = clock.now() + BUSY_FOR
            file_rest(file, State.WAITING)
        else:
            _end(file, State.DONE)
        return
    receipts = [Receipt(row.pk, row.loan_id or 0, row.amount or 0) for row in rows]  # type: ignore[arg-type]
    answers = loans.repayments_receive(actor=actor, action=RUN, receipts=receipts)
    for row in rows:
        _answered(file, row, answers[row.pk])
    rows_write(rows, WRITTEN)
    file.checkpoint = rows[-1].loan_id or 0


def _answered(file: DeductionFile, row: DeductionRow, answer: Taken | DomainError) -> None:
    if isinstance(answer, Taken):
        row.state = RowState.PART if answer.unapplied else RowState.TAKEN
        row.repayment_id, row.repay_no, row.booked_on = answer.repayment_id, answer.repay_no, answer.booked_on
        row.taken, row.unapplied = answer.amount, answer.unapplied
        file.rows_taken += 1
        file.amount_taken += answer.amount
        file.amount_unapplied += answer.unapplied
    elif answer.kind is BUSY:
        row.state = RowState.BUSY
    else:
        kind = errors.LOAN_UNKNOWN if answer.kind is NOT_FOUND else answer.kind
        row.state, row.reason, row.reason_params = RowState.REFUSED, kind.code, dict(answer.params)
        file.rows_refused += 1


def _give_back(file_id: int, holder: str, *, stalled: bool = False) -> None:
    """End the lease, so that another worker need not wait for it; what cannot be written runs out by itself."""
    held = DeductionFile.objects.filter(pk=file_id, holder=holder)
    try:
        # with its holder's name the claim that follows counts as one without progress
        held.update(lease_until=None, **({} if stalled else {"holder": ""}))
    except PASSING:
        logger.warning("the lease on the file of deductions %s could not be given back", file_id)


def file_rest(file: DeductionFile, state: str) -> None:
    """The file stands still, and nobody holds it; the caller has its row locked."""
    file.state, file.holder, file.lease_until, file.stop_asked_at = state, "", None, None
    file.save()


@transaction.atomic
def _end_badly(file_id: int, holder: str, refusal: DomainError) -> None:
    """A file that cannot be read, or must not be taken, is refused; one that ran into a fault may be resumed."""
    file = _mine(file_id, holder)
    if file is None:
        return
    at_fault = refusal.kind.status >= 500 or refusal.kind is errors.RIGHT_GONE
    if at_fault or file.state != State.CHECKING:
        _end(file, State.FAILED, refusal)
        return
    if refusal.kind is errors.ROWS_REFUSED:
        # the checks were rolled back with the refusal: what they found is what the reader wants to see
        with transaction.atomic():
            checking.doubles_refuse(file)
    file.rows.filter(state=RowState.READ).update(state=RowState.NOT_RUN)
    checking.count(file)
    file.checked_at = clock.now()
    _end(file, State.REFUSED, refusal)


def _end(file: DeductionFile, state: str, refusal: DomainError | None = None) -> None:
    before, file.finished_at = file.state, clock.now()
    if refusal is not None:
        file.error_code = refusal.code
        file.error_params = {name: str(value) for name, value in refusal.params.items()}
    file_rest(file, state)
    audit.record(
        Actor.system(current_entity().code), "deductions.end", file, from_state=before, to_state=state,
        comment=f"扣款 {file.rows_taken} 行 {file.amount_taken} 元,拒绝 {file.rows_refused} 行",
    )  # fmt: skip
    batch_log.note(
        BATCH, "deductions", title="批量扣款", batch_no=file.file_no, started_at=file.created_at,
        failed=state != State.DONE, rows=file.rows_taken, detail=file.error_code,
    )  # fmt: skip
    notices.file_tell(file)


def files_resume() -> None:
    """The sweep: ring for files that nobody works on, and for those whose rows have rested.

    The message lives only until the next sweep, so that they do not pile up while all workers are busy.
    """
    from .tasks import RING_SECONDS, deduction_task

    now = clock.now()
    left = DeductionFile.objects.filter(
        Q(state__in=(State.CHECKING, State.RUNNING)) & (Q(lease_until=None) | Q(lease_until__lt=now))
        | Q(state=State.WAITING, resume_at__lte=now)
    )
    for file_id in left.order_by("id").values_list("pk", flat=True):
        deduction_task.apply_async([file_id], expires=RING_SECONDS)
