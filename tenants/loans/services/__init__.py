"""Writes of drawdowns, loans and repayments."""

from .back_dating import receipt_book
from .bulk import repayments_receive
from .bulk_drawdowns import drawdowns_post
from .disbursement import (
    disbursement_approve,
    disbursement_create,
    disbursement_inquire,
    disbursement_return,
)
from .handover import disbursements_hand_over, loans_hand_over
from .repayment import repayment_receive
from .reversal import repayment_reverse, reversible
from .sending import (
    core_answer_receive,
    core_answer_refuse,
    disbursement_send,
    disbursement_settle,
    disbursements_sweep,
)

__all__ = [
    "core_answer_receive",
    "core_answer_refuse",
    "disbursement_approve",
    "disbursement_create",
    "disbursement_inquire",
    "disbursement_return",
    "disbursement_send",
    "disbursement_settle",
    "disbursements_hand_over",
    "disbursements_sweep",
    "drawdowns_post",
    "loans_hand_over",
    "receipt_book",
    "repayment_receive",
    "repayment_reverse",
    "repayments_receive",
    "reversible",
]
