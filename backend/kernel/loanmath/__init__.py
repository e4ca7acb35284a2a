"""Loan mathematics (贷款计息与还款): the only place with loan formulas.

Pure functions over decimals and dates. What a quote shows, a contract prints, a schedule stores and
the night accrues comes from here, or mirrors it and is tested against it.

- `LoanTerms.of` / `LoanTerms.from_mapping`: what was agreed, checked as a whole
- `build_schedule(terms) -> Schedule`: the repayment table, all nine methods
- `accrued_through(row, day)`, `daily_accrual(row, day)`: interest of a day, six places
- `allocate(amount, due_rows, order)`, `settlement_quote(...)`: repayments and settlement in full
- `penal_growth`, `penal_due`: penalty and compound of an overdue instalment; `settle_arrears(terms)`: what
  payments on overdue instalments settle
- `annualised_cost(schedule, fees)`: the yearly cost by single and by compound interest
- `cents`, `micros`: the roundings; `add_months`, `whole_months_and_odd_days`: the calendar

Every refusal is a `LoanMathError` with `code`, `message` and `field`; `TITLES_ZH` lists the codes.
"""

from .accrual import AccrualBasis, accrued_through, daily_accrual
from .allocation import (
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
from .instalments import level_instalment
from .money import MAX_AMOUNT, cents, micros
from .rates import RateChange, RateHistory
from .rows import RowType, Schedule, ScheduleRow, Span
from .schedule import build_schedule
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
    "Fee",
    "FirstDue",
    "LoanEvent",
    "LoanMathError",
    "LoanTerms",
    "Method",
    "Payment",
    "PlannedPrincipal",
    "Prepayment",
    "PrepaymentMode",
    "RateChange",
    "RateHistory",
    "RepaymentRow",
    "RowType",
    "Schedule",
    "ScheduleRow",
    "SettlementQuote",
    "Span",
    "accrued_through",
    "add_months",
    "allocate",
    "annualised_cost",
    "build_schedule",
    "cents",
    "daily_accrual",
    "interest_between",
    "level_instalment",
    "micros",
    "monthly_irr",
    "penal_due",
    "penal_growth",
    "settle_arrears",
    "settlement_quote",
    "whole_months_and_odd_days",
]
