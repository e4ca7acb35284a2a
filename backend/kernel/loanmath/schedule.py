"""`build_schedule`: the one path from terms to a repayment table, for a quote, a contract and an account.

Notation: P the principal, R the yearly rate, p the months of a period, i = R*p/12, n the number of
due dates including maturity, B(k) the balance after row k, r() rounding half-up to the cent.
The last row of every schedule takes the whole remaining principal.
"""

from __future__ import annotations

from decimal import localcontext

from .balances import balance_rows
from .instalments import instalment_rows
from .money import CONTEXT
from .rows import Schedule
from .terms import LoanTerms, Method


def build_schedule(terms: LoanTerms) -> Schedule:
    """The repayment table of the loan. Same terms, same table: there is no clock and no state in it."""
    with localcontext(CONTEXT):
        if terms.method in (Method.SCHEDULED, Method.REVOLVING):
            rows = balance_rows(terms)
        else:
            rows = instalment_rows(terms)
    return Schedule(terms, tuple(rows))
