"""Making the file of an export: taken with a lease, written in pieces, stopped when it is no longer wanted.

The truth stands in the job's row. A worker that dies leaves a lease that runs out; the next one begins anew
with a higher `attempt`, and a worker that only seemed dead finds at its next piece that the job is not its own.
"""

import json
import logging
import time
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db import InterfaceError, OperationalError, connection, connections, transaction
from django.db.models import Q
from django.utils import timezone
from rest_framework.exceptions import ValidationError

from backend.platform import clock, errors, ports
from backend.platform.api.context import correlated
from backend.platform.errors import DomainError, FieldErrors
from backend.platform.permissions import Actor
from backend.platform.tenancy import current_entity
from backend.platform.tenancy.replica import REPLICA

from ..models import ExportJob
from . import cells, files, listings, notices, parameters, words
from .books import BOOKS, Book
from .errors import ACCOUNT_GONE, INTERRUPTED, RIGHT_GONE
from .services import KEPT

logger = logging.getLogger(__name__)
State = ExportJob.State
LEASE = timedelta(minutes=2)
MOST_ATTEMPTS = 3
STANDBY_SECONDS = 30
CHUNK = 1_000
"""Rows between two looks at the job's row: a second of work at most."""
EXPLANATION = {"zh": "导出说明", "en": "About this export"}


class Stopped(Exception):
    """The job was cancelled, or another worker has taken it."""


def export_run(job_id: int) -> bool:
    """Make the export if it is to be made and nobody is at it; whether that was so."""
    job = _take(job_id)
    if job is None:
        return False
    with correlated(job.correlation_id):
        try:
            _make(job)
        except Stopped:
            _stop(job)
        except (DomainError, FieldErrors, ValidationError) as refusal:
            _fail(job, refusal)
        except (OperationalError, InterfaceError) as error:
            logger.warning("export %s: the standby does not answer: %s", job.number, error)
            connections[REPLICA].close()
            _fail(job, errors.REPLICA_UNAVAILABLE.at())
        except Exception:  # the person is told, the next export has its turn
            logger.exception("export %s failed", job.number)
            _fail(job, errors.SERVER_ERROR.at())
    return True


def next_waiting() -> int | None:
    """The export that has waited longest at this entity."""
    return ExportJob.objects.filter(state=State.QUEUED).order_by("id").values_list("pk", flat=True).first()


@transaction.atomic
def _take(job_id: int) -> ExportJob | None:
    """The job with a fresh lease; None when it has ended, is being made, or another of this entity is."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"desk.exports/{current_entity().code}"]
        )
    now = clock.now()
    if ExportJob.objects.filter(state=State.RUNNING, lease_until__gte=now).exists():
        return None
    job = (
        ExportJob.objects.select_for_update()
        .filter(Q(state=State.QUEUED) | Q(state=State.RUNNING, lease_until__lt=now), pk=job_id)
        .first()
    )
    if job is None:
        return None
    if job.is_cancel_asked or job.attempt >= MOST_ATTEMPTS:
        _end(job, State.CANCELLED if job.is_cancel_asked else State.FAILED, INTERRUPTED.at())
        return None
    job.state, job.attempt, job.rows_done = State.RUNNING, job.attempt + 1, 0
    job.lease_until, job.started_at = now + LEASE, now
    job.save(update_fields=["state", "attempt", "rows_done", "lease_until", "started_at"])
    return job


def _make(job: ExportJob) -> None:
    _await_standby(job)
    actor = _actor(job)
    listing = listings.listing_of(job.resource)
    if not all(actor.can(action) for action in listing.actions):
        raise RIGHT_GONE.at()
    most = parameters.in_force(parameters.MOST_ROWS)
    output = listing.operation.output
    assert output is not None
    columns = cells.columns_of(output, job.columns, job.language)
    with files.working_folder(job.row_uuid) as place:
        rows = listings.rows_of(listing, actor, json.loads(job.asked_for))
        total, done = listings.counted(rows, most), 0
        read_at = clock.now()
        _progress(job, rows_done=0, rows_total=total)
        book = BOOKS[job.format](place / "plain", columns, job.title)
        try:
            for chunk in listings.chunks(rows, CHUNK):
                serializer = cells.narrowed(output, columns)
                book.write(serializer.to_representation(chunk))
                done += len(chunk)
                _progress(job, rows_done=done, rows_total=max(total, done))
        except BaseException:
            book.abandon()
            raise
        _finish(job, book, rows=done, read_at=read_at)


def _await_standby(job: ExportJob) -> None:
    """Wait until the standby shows this attempt: then it shows all that was committed when it was asked for.

    Raises `reports.replica_unavailable` when it is further behind than that is worth waiting for.
    """
    until = time.monotonic() + STANDBY_SECONDS
    seen = ExportJob.objects.using(REPLICA).filter(pk=job.pk, attempt=job.attempt)
    while not seen.all().exists():
        if time.monotonic() > until:
            raise errors.REPLICA_UNAVAILABLE.at()
        time.sleep(0.05)  # nothing tells a reader that the standby has moved on


def _finish(job: ExportJob, book: Book, *, rows: int, read_at: datetime) -> None:
    language = words.language_of(job.language)
    book.finish(EXPLANATION[language], _notes(job, rows, read_at, language))
    _progress(job, rows_done=rows, rows_total=rows)
    size, sha256 = files.keep(job.row_uuid, files.working_path(job.row_uuid) / "plain")
    now = clock.now()
    with transaction.atomic():
        ended = _mine(job).update(
            state=State.DONE,
            size=size,
            sha256=sha256,
            finished_at=now,
            expires_at=now + KEPT,
            lease_until=None,
        )
        if not ended:
            raise Stopped
        notices.export_tell(notices.READY, job, rows=rows)


def _notes(job: ExportJob, rows: int, read_at: datetime, language: str) -> list[tuple[str, str]]:
    """The second sheet: whose data this is, how it was chosen, who took it and when."""
    bank = ports.entity_name(current_entity().code)
    at = timezone.localtime(read_at).strftime("%Y-%m-%d %H:%M:%S")
    chosen = "; ".join(f"{name}: {text}" for name, text in words.shown(job.conditions, language))
    if language == "zh":
        return [
            ("机构", f"{bank} ({current_entity().code})"),
            ("列表", job.title),
            ("条件", chosen or "全部(在本人数据权限内)"),
            ("导出人", job.account_name),
            ("数据时间", at),
            ("行数", f"{rows:,}"),
            ("列", "、".join(column["title"] for column in job.columns)),
            ("导出编号", job.number),
            ("水印", f"{bank} {job.account_name} {at} {job.number} 内部资料,不得外传;证件号、手机号等已脱敏"),
        ]
    return [
        ("Entity", f"{bank} ({current_entity().code})"),
        ("List", job.title),
        ("Conditions", chosen or "All within the person's data scope"),
        ("Exported by", job.account_name),
        ("Data as of", at),
        ("Rows", f"{rows:,}"),
        ("Columns", ", ".join(column["title"] for column in job.columns)),
        ("Export no.", job.number),
        ("Watermark", f"{bank} {job.account_name} {at} {job.number} For internal use only; masked"),
    ]


def _actor(job: ExportJob) -> Actor:
    """The person who asked, with the grants that he holds now."""
    entity = current_entity()
    account = (
        get_user_model()
        ._default_manager.filter(pk=job.account_id, is_active=True, entity_code=entity.code)
        .first()
    )
    if account is None:
        raise ACCOUNT_GONE.at()
    actor: Actor = (ports.bank_actor if entity.is_bank else ports.province_actor)(account)
    return actor


def _mine(job: ExportJob) -> Any:
    return ExportJob.objects.filter(
        pk=job.pk, state=State.RUNNING, attempt=job.attempt, is_cancel_asked=False
    )


def _progress(job: ExportJob, **changes: Any) -> None:
    """Write how far it is and hold the lease; Stopped when the job is cancelled or no longer this worker's."""
    if not _mine(job).update(lease_until=clock.now() + LEASE, **changes):
        raise Stopped


@transaction.atomic
def _stop(job: ExportJob) -> None:
    """After a cancelling the job ends; one that another worker took is left alone."""
    held = ExportJob.objects.select_for_update().filter(
        pk=job.pk, state=State.RUNNING, attempt=job.attempt, is_cancel_asked=True
    )
    if (found := held.first()) is not None:
        _end(found, State.CANCELLED)


@transaction.atomic
def _fail(job: ExportJob, refusal: DomainError | FieldErrors | ValidationError) -> None:
    if isinstance(refusal, FieldErrors):
        refusal = refusal.errors[0]
    if isinstance(refusal, ValidationError):
        refusal = errors.INVALID.at()
    held = ExportJob.objects.select_for_update().filter(pk=job.pk, state=State.RUNNING, attempt=job.attempt)
    if (found := held.first()) is not None:
        _end(found, State.FAILED, refusal)


def _end(job: ExportJob, state: str, refusal: DomainError | None = None) -> None:
    job.state, job.finished_at, job.lease_until = state, clock.now(), None
    if state == State.FAILED and refusal is not None:
        job.error_code, job.error_params = refusal.code, _texts(refusal.params)
        notices.export_tell(notices.FAILED, job)
    job.save(update_fields=["state", "finished_at", "lease_until", "error_code", "error_params"])
    files.remove(job.row_uuid)


def _texts(params: Mapping[str, Any]) -> dict[str, str]:
    return {name: str(value) for name, value in params.items()}
