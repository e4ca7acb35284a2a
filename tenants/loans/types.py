"""What the apps above hand to the loans, and hear from them."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from backend.platform.errors import DomainError


@dataclass(frozen=True)
class LoanOwing:
    """A loan that money comes for, and why none can be taken: `loans.loan_settled`, `loans.nothing_due`, or None."""

    id: int
    refusal: DomainError | None


@dataclass(frozen=True)
class Receipt:
    """Money for what is due of a loan, in yuan; `key` is the caller's own."""

    key: int
    loan_id: int
    amount: Decimal


@dataclass(frozen=True)
class PaidDrawdown:
    """A drawdown that a channel let go by itself and core banking has paid, under its number `core_request_no`.

    `key` is the caller's own. Without `term_months` the loan runs as long as the contract says.
    """

    key: int
    contract_id: int
    amount: Decimal
    channel: str
    core_request_no: str
    core_reference: str
    term_months: int | None = None


@dataclass(frozen=True)
class Opened:
    """What became of a paid drawdown: the loan that it is now, and when it was booked."""

    disbursement_id: int
    loan_id: int
    loan_no: str
    value_on: date


@dataclass(frozen=True)
class Taken:
    """What became of a receipt: the repayment that it is now, and the money beyond all that was due."""

    repayment_id: int
    repay_no: str
    amount: Decimal
    unapplied: Decimal
    booked_on: date
