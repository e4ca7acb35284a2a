from celery import shared_task

from . import clearing, services


@shared_task(name="shared.identity.tasks.appointment_task")
def appointment_task() -> None:
    """Take in the administrators whom the province appointed at this bank."""
    services.appointments_carry_out()


@shared_task(name="shared.identity.tasks.clearing_task", ignore_result=True)
def clearing_task() -> None:
    """Remove credentials that no longer count; beat sends it each hour."""
    clearing.clear()
