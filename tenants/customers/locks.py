"""The customer's lock: after the business date, before contracts."""

from backend.platform.edits import held

from .models import Customer


def customer_lock(pk: int) -> Customer:
    """Hold the customer's row until the transaction ends; 404 when there is none."""
    return held(Customer.objects.all(), pk)
