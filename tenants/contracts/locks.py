"""The contract's lock: after the customer, before disbursements, loans and balances."""

from backend.platform.edits import held

from .models import LoanContract


def contract_lock(pk: int) -> LoanContract:
    """Hold the contract's row until the transaction ends; 404 when there is none."""
    return held(LoanContract.objects.all(), pk)
