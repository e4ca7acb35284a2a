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


def entry(
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
) -> tuple[str, list[Any]]:
    """The statement that says that a step of `batch` has ended now, and its values.

    For a caller that writes rows of its own with it; in the transaction of the work, or of its failure.
    """
    outcome = str(Outcome.FAILED if failed else Outcome.DONE)
    return INSERT, [
        *(batch, batch_no, step, title, attempt, started_at, clock.now(), outcome, rows, detail),
        correlation_id(),
    ]


def note(batch: str, step: str, **facts: Any) -> None:
    """Write that a step of `batch` has ended now; `facts` as `entry` takes them."""
    with connection.cursor() as cursor:
        cursor.execute(*entry(batch, step, **facts))


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
