"""The worker's task: makes one export, then rings for the next that waits at this entity."""

from celery import shared_task

from backend.platform import jobs


@shared_task(name="backend.platform.desk.exports.export_task", ignore_result=True)
def export_task(job_id: int) -> None:
    """Make the export, unless another one of this entity is being made: then it waits for that to end."""
    from .running import export_run, next_waiting

    if export_run(job_id) and (following := next_waiting()) is not None:
        jobs.ring(export_task, following)
