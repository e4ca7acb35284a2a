from celery import shared_task

from backend.platform import jobs

RING_SECONDS = 15
"""So long a message of the sweep lives: until the sweep that follows."""
SLICE_SECONDS = 15.0
"""So long a worker stays with one file before others have their turn."""


@shared_task(name="tenants.deductions.tasks.deduction_task", ignore_result=True)
def deduction_task(file_id: int) -> None:
    """Work on a file for a while; what is left goes to the end of the queue."""
    from . import running

    if running.file_slice(file_id, seconds=SLICE_SECONDS):
        jobs.ring(deduction_task, file_id)
