"""The application's lock: after the customer, before its process instance and its contract."""

from backend.platform.errors import NOT_FOUND

from .models import LoanApplication


def application_lock(pk: int) -> LoanApplication:
    """Hold the application's row until the transaction ends; 404 when there is none."""
    row = LoanApplication.objects.select_for_update(of=("self",)).filter(pk=pk).first()
    if row is None:
        raise NOT_FOUND.at()
    return row
