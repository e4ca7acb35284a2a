"""The contract's lock: after the customer, before disbursements, loans and balances."""

from collections.abc import Iterable

from backend.platform.edits import held

from . import selectors
from .models import LoanContract
from .types import ContractTerms


def contract_lock(pk: int) -> LoanContract:
    """Hold the contract's row until the transaction ends; 404 when there is none."""
    return held(LoanContract.objects.all(), pk)


def contract_hold(pk: int) -> tuple[ContractTerms, str]:
    """Hold the contract as `contract_lock` does; what was agreed, and the borrower's account in full."""
    row = contract_lock(pk)
    return selectors.terms_of(row), row.account_no


def contracts_lock(ids: Iterable[int]) -> None:
    """Hold many contracts until the transaction ends, in the order of their keys."""
    rows = LoanContract.objects.select_for_update().filter(pk__in=set(ids)).order_by("pk")
    list(rows.values_list("pk", flat=True))
