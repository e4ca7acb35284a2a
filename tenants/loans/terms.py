"""From what was agreed to what the kernel computes with, and from its schedule to rows of ours."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from backend.kernel import loanmath
from backend.kernel.loanmath import (
    Buckets,
    DayCount,
    LoanMathError,
    LoanTerms,
    Method,
    RateHistory,
    RepaymentRow,
    Schedule,
)

from . import errors
from .models import Disbursement, Instalment, LoanAccount

ZERO = Decimal("0.00")


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


def repayment_rows(loan: LoanAccount, rows: Sequence[Instalment], on: date) -> list[RepaymentRow]:
    """The rows as the kernel divides money over them on that day, with the penalty and compound due by then."""
    rates = RateHistory(loan.annual_rate, ())

    def owed(row: Instalment, kind: str, unpaid: Decimal) -> Decimal:
        if row.state != Instalment.State.OVERDUE:
            return ZERO
        grown_to = row.grown_to or row.due_on
        more = loanmath.penal_growth(unpaid, rates, loan.penalty_multiplier, grown_to, max(on, grown_to))
        return loanmath.penal_due(getattr(row, f"{kind}_fixed"), getattr(row, f"{kind}_growth") + more)

    return [
        RepaymentRow(
            no=row.no,
            starts_on=row.starts_on,
            due_on=row.due_on,
            principal=row.principal,
            interest=row.interest,
            principal_paid=row.principal_paid,
            interest_paid=row.interest_paid,
            penalty=owed(row, "penalty", row.principal - row.principal_paid),
            compound=owed(row, "compound", row.interest - row.interest_paid),
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
        rows=repayment_rows(loan, rows, on),
    )


def due_by(loan: LoanAccount, rows: Sequence[Instalment], on: date) -> list[RepaymentRow]:
    """The rows with a due date through `on`."""
    return [row for row in repayment_rows(loan, rows, on) if row.due_on <= on]


def due_total(loan: LoanAccount, rows: Sequence[Instalment], on: date) -> Buckets:
    """What the rows with a due date through `on` owe."""
    return sum((row.unpaid for row in due_by(loan, rows, on)), Buckets())
