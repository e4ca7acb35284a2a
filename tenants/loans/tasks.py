"""Background tasks of the loans; each knows its bank from the message."""

from celery import shared_task


@shared_task(ignore_result=True)
def disbursement_send_task(disbursement_id: int) -> None:
    """Pay a drawdown out, or find out what became of it."""
    from . import services

    services.disbursement_send(disbursement_id=disbursement_id)
