from celery import shared_task

from . import services


@shared_task(name="tenants.endofday.tasks.night_run_task")
def night_run_task(run_id: int) -> None:
    """Run the night of this bank."""
    services.night_run(run_id)
