"""Locks of drawdowns and loans. Order: business date, customer, contract, disbursement, loan, balances.

They do not stop rows that refer to the locked one (FOR NO KEY UPDATE), only its other writers.
"""

from backend.platform.errors import NOT_FOUND

from .models import Disbursement, LoanAccount


def disbursement_lock(pk: int) -> Disbursement:
    """Hold the drawdown until the transaction ends, read anew; 404 when there is none."""
    row = Disbursement.objects.select_for_update(no_key=True).filter(pk=pk).first()
    if row is None:
        raise NOT_FOUND.at()
    return row


def loan_lock(pk: int) -> LoanAccount:
    """Hold the loan until the transaction ends, read anew; 404 when there is none."""
    row = LoanAccount.objects.select_for_update(no_key=True).filter(pk=pk).first()
    if row is None:
        raise NOT_FOUND.at()
    return row
