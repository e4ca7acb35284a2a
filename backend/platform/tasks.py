"""The relay's task."""

from celery import shared_task

from .records import outbox


@shared_task(name="backend.platform.tasks.relay_task", ignore_result=True)
def relay_task() -> None:
    """Deliver the waiting events of this entity."""
    outbox.relay()
