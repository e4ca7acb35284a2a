"""The customer's lock: after the business date, before contracts."""

from backend.platform.errors import NOT_FOUND

from .models import Customer


def customer_lock(pk: int) -> Customer:
    """Hold the customer's row until the transaction ends; 404 when there is none."""
    row = Customer.objects.select_for_update(of=("self",)).filter(pk=pk).first()
    if row is None:
        raise NOT_FOUND.at()
    return row
