"""From what was agreed to what the kernel computes with, and from its schedule to rows of ours."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from backend.kernel import loanmath
from backend.kernel.loanmath import DayCount, LoanMathError, LoanTerms, Method, RepaymentRow, Schedule

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


def repayment_rows(rows: Sequence[Instalment]) -> list[RepaymentRow]:
    """The rows as the kernel divides money over them."""
    return [
        RepaymentRow(
            no=row.no,
            starts_on=row.starts_on,
            due_on=row.due_on,
            principal=row.principal,
            interest=row.interest,
            principal_paid=row.principal_paid,
            interest_paid=row.interest_paid,
        )
        for row in rows
    ]


def settlement_of(loan: LoanAccount, rows: Sequence[Instalment], on: date) -> loanmath.SettlementQuote:
    """What settles the loan in full on that day; `rows` is its whole schedule in force."""
    return loanmath.settlement_quote(
        on=on,
        method=Method(loan.method),
        day_count=DayCount(loan.day_count),
        annual_rate=loan.annual_rate,
        rows=repayment_rows(rows),
    )


def due_total(rows: Sequence[Instalment], on: date) -> tuple[Decimal, Decimal]:
    """(principal, interest) of the rows with a due date through `on` that are unpaid."""
    due = [row for row in repayment_rows(rows) if row.due_on <= on]
    return (
        sum((row.principal_unpaid for row in due), Decimal("0.00")),
        sum((row.interest_unpaid for row in due), Decimal("0.00")),
    )
