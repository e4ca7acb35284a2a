"""The application's lock: after the customer, before its process instance and its contract."""

from backend.platform.edits import held

from .models import LoanApplication


def application_lock(pk: int) -> LoanApplication:
    """Hold the application's row until the transaction ends; 404 when there is none."""
    return held(LoanApplication.objects.all(), pk)
