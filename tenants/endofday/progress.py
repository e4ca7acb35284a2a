"""The province's copy of how far the bank's night has come, written after the work is committed.

A copy that cannot be written stops no night: the sweep writes it again.
"""

import logging
import time

from django.db import DatabaseError, transaction

from backend.platform.tenancy import current_entity
from shared.operations.services import night_progress_note

from . import plan
from .models import BatchRun

logger = logging.getLogger(__name__)
EVERY_SECONDS = 2.0


class Reporter:
    """Writes the copy now and then while a night is worked on, and at the end."""

    def __init__(self, run_id: int) -> None:
        self.run_id = run_id
        self.last = time.monotonic()

    def step(self) -> None:
        if time.monotonic() - self.last >= EVERY_SECONDS:
            note(self.run_id)
            self.last = time.monotonic()


def note(run_id: int) -> None:
    """Write the copy of the night as it is now."""
    try:
        with transaction.atomic():
            run = BatchRun.objects.prefetch_related("steps").get(pk=run_id)
            night_progress_note(
                entity_code=current_entity().code,
                business_on=run.business_on,
                started_at=run.started_at,
                stopping=run.stop_asked_at is not None,
                steps=[
                    {
                        "name": step.name,
                        "title": step.title,
                        "state": step.state,
                        "attempts": step.attempts,
                        "rows_done": step.rows_done,
                        "rows_of": step.rows_of,
                        "rows_per_second": step.rows_per_second,
                        "started_at": step.started_at.isoformat() if step.started_at else None,
                        "seconds": step.seconds,
                        "holder": step.holder.rpartition(":")[0],
                        "loan_nos": step.loan_nos[:5],
                        "skippable": (planned := plan.step_named(step.name)) is not None
                        and not planned.required,
                    }
                    for step in run.steps.all()
                ],
            )
    except DatabaseError:
        logger.exception("the province's copy of night %s was not written", run_id)
