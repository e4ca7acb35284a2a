"""Readings of the ledger."""

from .balances import (
    Totals,
    TrialBalance,
    TrialBalanceRow,
    balance_before,
    balance_count,
    kept_balances,
    kept_before,
    subject_balances,
    trial_balance,
)
from .checks import balance_differences, balance_differences_since
from .vouchers import (
    entries_told,
    subject_entries,
    voucher_entries,
    voucher_get,
    voucher_list,
    voucher_rule,
    vouchers_of,
    vouchers_told,
)

__all__ = [
    "Totals",
    "TrialBalance",
    "TrialBalanceRow",
    "balance_before",
    "balance_count",
    "balance_differences",
    "balance_differences_since",
    "entries_told",
    "kept_balances",
    "kept_before",
    "subject_balances",
    "subject_entries",
    "trial_balance",
    "voucher_entries",
    "voucher_get",
    "voucher_list",
    "voucher_rule",
    "vouchers_of",
    "vouchers_told",
]
