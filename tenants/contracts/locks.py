"""The contract's lock: after the customer, before disbursements, loans and balances."""

from collections.abc import Iterable

from backend.platform.edits import held

from .models import LoanContract


def contract_lock(pk: int) -> LoanContract:
    """Hold the contract's row until the transaction ends; 404 when there is none."""
    return held(LoanContract.objects.all(), pk)


def contracts_lock(ids: Iterable[int]) -> None:
    """Hold many contracts until the transaction ends, in the order of their keys."""
    rows = LoanContract.objects.select_for_update().filter(pk__in=set(ids)).order_by("pk")
    list(rows.values_list("pk", flat=True))
