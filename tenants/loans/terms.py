"""From what was agreed to what the kernel computes with, and from its schedule to rows of ours."""

from datetime import date
from typing import Any

from backend.kernel import loanmath
from backend.kernel.loanmath import DayCount, LoanMathError, LoanTerms, Method, Schedule

from . import errors
from .models import Disbursement, Instalment, LoanAccount


def quote(**given: Any) -> Schedule:
    """The schedule of terms as a form gives them; a refusal of the kernel stands at the form's field."""
    try:
        return loanmath.build_schedule(LoanTerms.from_mapping(given))
    except LoanMathError as refusal:
        raise errors.of_the_kernel(refusal) from refusal


def maturity_of(*, value_on: date, term_months: int | None, contract_term_months: int, end_on: date) -> date:
    """The last due date of money paid on `value_on`.

    A term that was asked for is kept (the caller compares it with the contract's end); otherwise the
    contract's own term, cut at its end.
    """
    if term_months is not None:
        return loanmath.add_months(value_on, term_months)
    return min(loanmath.add_months(value_on, contract_term_months), end_on)


def schedule_of(disbursement: Disbursement, contract: Any) -> Schedule:
    """The schedule of a drawdown: its own amount, rate and dates; the rhythm of the contract."""
    try:
        return loanmath.build_schedule(
            LoanTerms.of(
                principal=disbursement.amount,
                annual_rate=disbursement.annual_rate,
                method=Method(contract.method),
                start_on=disbursement.value_on,
                maturity_on=disbursement.maturity_on,
                interest_day=contract.interest_day,
                day_count=DayCount(contract.day_count),
                period_months=contract.period_months,
            )
        )
    except LoanMathError as refusal:
        raise errors.of_the_kernel(refusal) from refusal


def instalments_of(loan: LoanAccount, schedule: Schedule) -> list[Instalment]:
    """The rows of the first version of the loan's schedule, not saved yet."""
    return [
        Instalment(
            loan=loan,
            no=row.no,
            starts_on=row.starts_on,
            due_on=row.due_on,
            days=row.days,
            opening=row.opening,
            principal=row.principal,
            interest=row.interest,
            payment=row.payment,
            balance=row.balance,
        )
        for row in schedule.rows
    ]


def agreed(loan: LoanAccount) -> LoanTerms:
    """What the loan was drawn on: amount, first rate, first dates. The kernel plans its first schedule from it."""
    return LoanTerms.of(
        principal=loan.drawn,
        annual_rate=loan.disbursement.annual_rate,
        method=Method(loan.method),
        start_on=loan.start_on,
        maturity_on=loan.disbursement.maturity_on,
        interest_day=loan.interest_day,
        day_count=DayCount(loan.day_count),
        period_months=loan.period_months,
    )
