"""Locks of drawdowns and loans. Order: business date, customer, contract, disbursement, loan, balances.

They do not stop rows that refer to the locked one (FOR NO KEY UPDATE), only its other writers.
"""

from collections.abc import Iterable

from backend.platform.edits import held

from .models import Disbursement, LoanAccount


def disbursement_lock(pk: int) -> Disbursement:
    """Hold the drawdown until the transaction ends, read anew; 404 when there is none."""
    return held(Disbursement.objects.all(), pk, no_key=True)


def loan_lock(pk: int) -> LoanAccount:
    """Hold the loan until the transaction ends, read anew; 404 when there is none."""
    return held(LoanAccount.objects.select_related("disbursement"), pk, no_key=True)


def loans_lock(ids: Iterable[int]) -> dict[int, LoanAccount]:
    """Hold many loans until the transaction ends, in the order of their keys, read anew."""
    rows = LoanAccount.objects.select_for_update(no_key=True).filter(pk__in=set(ids)).order_by("pk")
    return {row.pk: row for row in rows}
