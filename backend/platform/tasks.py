"""The relay's task."""

from celery import shared_task

from .records import outbox, proving


@shared_task(name="backend.platform.tasks.relay_task", ignore_result=True)
def relay_task() -> None:
    """Deliver the waiting events of this entity."""
    outbox.relay()


@shared_task(name="backend.platform.tasks.audit_verify_task", ignore_result=True)
def audit_verify_task() -> None:
    """Prove this entity's audit chain; the outcome goes to the batch log."""
    proving.prove()
