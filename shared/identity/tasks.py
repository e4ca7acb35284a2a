from celery import shared_task

from . import services


@shared_task(name="shared.identity.tasks.appointment_task")
def appointment_task() -> None:
    """Take in the administrators whom the province appointed at this bank."""
    services.appointments_carry_out()
