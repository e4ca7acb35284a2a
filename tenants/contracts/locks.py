"""The contract's lock: after the customer, before disbursements, loans and balances."""

from backend.platform.errors import NOT_FOUND

from .models import LoanContract


def contract_lock(pk: int) -> LoanContract:
    """Hold the contract's row until the transaction ends; 404 when there is none."""
    row = LoanContract.objects.select_for_update(of=("self",)).filter(pk=pk).first()
    if row is None:
        raise NOT_FOUND.at()
    return row
