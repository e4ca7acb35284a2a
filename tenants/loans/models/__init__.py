"""Drawdowns, loans with their schedules, what they earn, and what is repaid."""

from .accounts import Instalment, LoanAccount
from .disbursements import Disbursement
from .interest import AccrualAdjustment, AccrualPosting, DailyAccrual, RateChange
from .repayments import Repayment, RepaymentAdjustment

__all__ = [
    "AccrualAdjustment",
    "AccrualPosting",
    "DailyAccrual",
    "Disbursement",
    "Instalment",
    "LoanAccount",
    "RateChange",
    "Repayment",
    "RepaymentAdjustment",
]
