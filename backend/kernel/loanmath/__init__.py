"""Loan mathematics (贷款计息与还款): the only place with loan formulas.

Pure functions over decimals and dates. What a quote shows, a contract prints, a schedule stores and
the night accrues comes from here, or mirrors it and is tested against it.

- `LoanTerms.of` / `LoanTerms.from_mapping`: what was agreed, checked as a whole
- `build_schedule(terms) -> Schedule`: the repayment table, all nine methods
- `accrued_through(row, day)`, `daily_accrual(row, day)`: interest of a day, six places
- `allocate(amount, due_rows, order)`, `settlement_quote(...)`: repayments and settlement in full
- `penal_growth`, `penal_due`: penalty and compound of an overdue instalment; `settle_arrears(terms)`: what
  payments on overdue instalments settle
- `serve(rows, receipts, terms, on=)`: a loan's life from its first schedule and its receipts
- `moved_to(rows, terms, on)`, `settlement_of(rows, terms, on)`: what rows owe by a day, and what settles the loan
- `replanned(agreed, rows)`: the rows to come under another rate, or after a prepayment in part
- `explain_row(served, no, terms)`: how each amount of a row came about, in parts that add up to it
- `repricing_after(rule, ...)`, `rate_of(lpr, bp)`: when a loan is repriced, and at which rate
- `annualised_cost(schedule, fees)`: the yearly cost by single and by compound interest
- `cents`, `micros`: the roundings; `add_months`, `whole_months_and_odd_days`: the calendar

Every refusal is a `LoanMathError` with `code`, `message` and `field`; `TITLES_ZH` lists the codes.
"""

from .accrual import AccrualBasis, accrued_through, daily_accrual
from .allocation import (
    BUCKETS,
    Allocation,
    AllocationLine,
    AllocationOrder,
    Buckets,
    RepaymentRow,
    SettlementQuote,
    allocate,
    settlement_quote,
)
from .arrears import (
    ArrearsRow,
    ArrearsTerms,
    Bill,
    Payment,
    penal_due,
    penal_growth,
    settle_arrears,
)
from .cost import AnnualisedCost, Fee, annualised_cost, monthly_irr
from .dates import FirstDue, add_months, whole_months_and_odd_days
from .daycount import DayCount, interest_between
from .errors import TITLES_ZH, LoanMathError
from .explaining import Explanation, Part, PartKind, RowTerms, Rule, explain_row
from .instalments import level_instalment
from .money import MAX_AMOUNT, cents, micros
from .rates import RateChange, RateHistory
from .repricing import REPRICE_MONTHS, RepriceRule, rate_of, repricing_after
from .rows import RowType, Schedule, ScheduleRow, Span
from .schedule import build_schedule
from .servicing import (
    Growth,
    Receipt,
    ReceiptKind,
    RowState,
    Served,
    ServicedReceipt,
    ServicedRow,
    ServicingTerms,
    moved_to,
    prepayment_row,
    replanned,
    serve,
    settlement_of,
    settlement_row,
)
from .terms import (
    INSTALMENT_METHODS,
    MAX_TERM_MONTHS,
    EventType,
    LoanEvent,
    LoanTerms,
    Method,
    PlannedPrincipal,
    Prepayment,
    PrepaymentMode,
)

__all__ = [
    "BUCKETS",
    "INSTALMENT_METHODS",
    "MAX_AMOUNT",
    "MAX_TERM_MONTHS",
    "TITLES_ZH",
    "AccrualBasis",
    "Allocation",
    "AllocationLine",
    "AllocationOrder",
    "AnnualisedCost",
    "ArrearsRow",
    "ArrearsTerms",
    "Bill",
    "Buckets",
    "DayCount",
    "EventType",
    "Explanation",
    "Fee",
    "FirstDue",
    "Growth",
    "LoanEvent",
    "LoanMathError",
    "LoanTerms",
    "Method",
    "Part",
    "PartKind",
    "Payment",
    "PlannedPrincipal",
    "Prepayment",
    "PrepaymentMode",
    "REPRICE_MONTHS",
    "RateChange",
    "RateHistory",
    "Receipt",
    "ReceiptKind",
    "RepaymentRow",
    "RepriceRule",
    "RowState",
    "RowType",
    "RowTerms",
    "Rule",
    "Schedule",
    "ScheduleRow",
    "Served",
    "ServicedReceipt",
    "ServicedRow",
    "ServicingTerms",
    "SettlementQuote",
    "Span",
    "accrued_through",
    "add_months",
    "allocate",
    "annualised_cost",
    "build_schedule",
    "cents",
    "daily_accrual",
    "explain_row",
    "interest_between",
    "level_instalment",
    "micros",
    "monthly_irr",
    "moved_to",
    "penal_due",
    "penal_growth",
    "prepayment_row",
    "rate_of",
    "replanned",
    "repricing_after",
    "serve",
    "settle_arrears",
    "settlement_of",
    "settlement_quote",
    "settlement_row",
    "whole_months_and_odd_days",
]
