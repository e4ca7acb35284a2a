"""The batch log: what a night's step or a job did, written when it ended."""

from datetime import datetime
from typing import Any

from django.db import connection, models

from backend.platform import clock
from backend.platform.api.context import correlation_id

from .bounded import bounded, within
from .models import BatchEntry

Outcome = BatchEntry.Outcome
INSERT = (
    "INSERT INTO records_batchentry"
    " (batch, batch_no, step, title, attempt, started_at, finished_at, outcome, rows, detail, correlation_id)"
    " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
)


def note(
    batch: str,
    step: str,
    *,
    title: str,
    started_at: datetime,
    failed: bool = False,
    batch_no: str = "",
    attempt: int = 1,
    rows: int = 0,
    detail: str = "",
) -> None:
    """Write that a step of `batch` has ended now; in the transaction of its work, or of its failure."""
    with connection.cursor() as cursor:
        cursor.execute(
            INSERT,
            [
                batch,
                batch_no,
                step,
                title,
                attempt,
                started_at,
                clock.now(),
                str(Outcome.FAILED if failed else Outcome.DONE),
                rows,
                detail,
                correlation_id(),
            ],
        )


def search(
    *,
    batch: str = "",
    outcome: str = "",
    correlation_id: str = "",
    since: datetime | None = None,
    until: datetime | None = None,
) -> models.QuerySet[BatchEntry]:
    """The batch log of the current schema, the newest first."""
    wanted: dict[str, Any] = {"batch": batch, "outcome": outcome, "correlation_id": correlation_id}
    rows = BatchEntry.objects.filter(**{name: value for name, value in wanted.items() if value})
    return bounded(within(rows, "finished_at", since, until).order_by("-finished_at", "-id"))
