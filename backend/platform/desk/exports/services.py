"""Asking for an export, cancelling it, fetching its file, letting it expire."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Q
from rest_framework.exceptions import ValidationError

from backend.platform import clock, jobs
from backend.platform.api.context import correlation_id
from backend.platform.permissions import Actor
from backend.platform.records import audit

from ..models import ExportJob
from ..owner import account_of
from . import cells, files, listings, parameters, selectors, words
from .errors import DAILY_QUOTA, NO_FILE, NOT_CANCELLABLE
from .tasks import export_task

State = ExportJob.State
PAGING = ("page", "page_size")
KEPT = timedelta(days=7)
"""So long a file may be fetched."""


@transaction.atomic
def export_request(
    *,
    actor: Actor,
    resource: str,
    query: Mapping[str, str],
    columns: Sequence[Mapping[str, str]],
    format: str,
    language: str,
) -> ExportJob:
    """Ask for a list as a file; a worker makes it.

    Refused: 422 for no list, unknown parameters or columns, or too many rows; 403 without the list's action or
    that of exporting; 429 beyond the day's quota.
    """
    listing = listings.listing_of(resource)
    listing.require(actor)
    asked = {name: text for name, text in query.items() if name not in PAGING and text != ""}
    try:
        rows = listings.rows_of(listing, actor, asked)
    except ValidationError as wrong:
        raise ValidationError({"query": wrong.detail}) from wrong
    assert listing.operation.output is not None
    cells.columns_of(listing.operation.output, columns, language)
    _within_quota(actor)
    total = listings.counted(rows, parameters.in_force(parameters.MOST_ROWS), alias="default")
    job = ExportJob.objects.create(
        account_id=account_of(actor),
        account_name=actor.name,
        resource=listing.resource,
        title=listing.title(words.language_of(language))[:60],
        asked_for=json.dumps(asked, ensure_ascii=False),
        conditions=words.conditions(listing.operation, rows, asked),
        columns=[{"key": column["key"], "title": column["title"]} for column in columns],
        format=format,
        language=language,
        rows_total=total,
        correlation_id=correlation_id(),
        created_at=clock.now(),
    )
    audit.record(actor, "desk.export_request", job, to_state=job.state, changes=_told(job))
    jobs.ring(export_task, job.pk)
    return job


@transaction.atomic
def export_repeat(*, actor: Actor, pk: int) -> ExportJob:
    """Ask again for what an earlier export of one's own asked for, in its language; refused as a new one would be."""
    job = selectors.export_get(actor=actor, pk=pk)
    return export_request(
        actor=actor,
        resource=job.resource,
        query=json.loads(job.asked_for),
        columns=job.columns,
        format=job.format,
        language=job.language,
    )


@transaction.atomic
def export_cancel(*, actor: Actor, pk: int) -> ExportJob:
    """Cancel an export that waits, or let the worker stop at its next piece (409 when it has ended)."""
    job = selectors.export_get(actor=actor, pk=pk, lock=True)
    if not job.is_open:
        raise NOT_CANCELLABLE.at()
    before = job.state
    job.is_cancel_asked = True
    if job.state == State.QUEUED:
        job.state, job.finished_at = State.CANCELLED, clock.now()
    job.save(update_fields=["is_cancel_asked", "state", "finished_at"])
    audit.record(actor, "desk.export_cancel", job, from_state=before, to_state=job.state)
    return job


@transaction.atomic
def export_fetch(*, actor: Actor, pk: int) -> tuple[ExportJob, Iterator[bytes]]:
    """The content of the file, counted and audited before the first byte.

    Whoever may no longer see the list gets nothing (403); 409 `desk.export_no_file` when there is none.
    """
    job = selectors.export_get(actor=actor, pk=pk, lock=True)
    listings.listing_of(job.resource).require(actor)
    if job.state != State.DONE or job.expires_at is None or job.expires_at <= clock.now():
        raise NO_FILE.at()
    content = files.pieces(job.row_uuid)
    first = next(content)  # what does not open is refused before anything is counted or sent
    job.downloads += 1
    job.save(update_fields=["downloads"])
    audit.export(
        actor,
        "desk.export",
        rows=job.rows_done,
        filters=dict(words.shown(job.conditions, "zh")),
        object_type=job._meta.label_lower,
        object_no=job.number,
        more={**_told(job), "sha256": [None, job.sha256], "times": [None, job.downloads]},
    )

    def whole() -> Iterator[bytes]:
        yield first
        yield from content

    return job, whole()


def exports_sweep() -> None:
    """Ring for what waits or was left behind, and take away the files whose time has come."""
    now = clock.now()
    left = Q(state=State.QUEUED) | Q(state=State.RUNNING, lease_until__lt=now)
    waiting = ExportJob.objects.filter(left).order_by("id").values_list("pk", flat=True).first()
    if waiting is not None:
        jobs.ring(export_task, waiting)
    for job in ExportJob.objects.filter(state=State.DONE, expires_at__lte=now).defer("asked_for"):
        files.remove(job.row_uuid)
        ExportJob.objects.filter(pk=job.pk, state=State.DONE).update(state=State.EXPIRED)


def _within_quota(actor: Actor) -> None:
    """One request of a person after the other, so that two at once do not both take the last one."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))",
            [f"desk.export/{actor.entity_code}/{actor.account_id}"],
        )
    quota = parameters.in_force(parameters.DAILY_QUOTA)
    if selectors.asked_today(account_of(actor)) >= quota:
        raise DAILY_QUOTA.at(quota=quota)


def _told(job: ExportJob) -> dict[str, Any]:
    """What the log says of an export: which list, in which columns and format."""
    titles = "、".join(column["title"] for column in job.columns)
    return {
        "list": [None, f"{listings.listing_of(job.resource).title('zh')} {job.resource}"],
        "columns": [None, titles],
        "format": [None, job.get_format_display()],
    }
