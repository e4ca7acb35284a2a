from celery import shared_task
from django.conf import settings

from backend.platform import jobs

from . import engine

RING_SECONDS = 15
"""So long a message of the sweep lives: until the sweep that follows."""


@shared_task(name="tenants.endofday.tasks.night_run_task")
def night_run_task(run_id: int) -> None:
    """Run a slice of the night of this bank; what is left goes to the end of the queue.

    So no bank, however big, keeps the workers from the others, nor from the payments of the day.
    """
    if engine.night_slice(run_id, seconds=settings.NIGHT_SLICE_SECONDS):
        jobs.ring(night_run_task, run_id)
