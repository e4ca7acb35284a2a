"""What the apps above hand to the ledger."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import models


class Side(models.TextChoices):
    DEBIT = "DEBIT", "借"
    CREDIT = "CREDIT", "贷"

    @property
    def other(self) -> "Side":
        return Side.CREDIT if self is Side.DEBIT else Side.DEBIT


class VoucherKind(models.TextChoices):
    DISBURSEMENT = "DISBURSEMENT", "放款"
    REPAYMENT = "REPAYMENT", "还款"
    ACCRUAL = "ACCRUAL", "计提"
    OVERDUE = "OVERDUE", "转逾期"
    REVERSAL = "REVERSAL", "冲正"


@dataclass(frozen=True)
class Line:
    """One side of a voucher: yuan with two places, above zero."""

    subject: str
    side: Side
    amount: Decimal


@dataclass(frozen=True)
class Source:
    """The business object that a voucher stands for: its type, id and number."""

    type: str
    id: int
    number: str = ""


@dataclass(frozen=True)
class VoucherDraft:
    """A voucher to be posted: dated by the business date, booked at one branch."""

    on: date
    branch_id: int
    kind: VoucherKind
    summary: str
    source: Source
    lines: Sequence[Line]
