from celery import shared_task

from . import services


@shared_task(name="shared.entities.tasks.onboarding_task")
def onboarding_task(code: str) -> None:
    """Take on one bank; runs in the province."""
    services.onboarding_run(code)
