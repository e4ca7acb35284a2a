"""A contract as other apps see it, and what it asks of the loans."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from backend.platform.ports import Port


@dataclass(frozen=True)
class ContractTerms:
    """What the parties agreed. Amounts are yuan, rates yearly fractions; `end_on` is the last day."""

    id: int
    contract_no: str
    application_id: int
    customer_id: int
    product_id: int
    product_code: str
    amount: Decimal
    annual_rate: Decimal
    lpr_tenor: str
    lpr_rate: Decimal
    lpr_published_on: date
    bp: int
    reprice: str
    method: str
    day_count: str
    interest_day: int | None
    period_months: int
    term_months: int
    start_on: date
    end_on: date
    state: str
    branch_id: int
    officer_id: int
    guarantee_mode: str


@dataclass(frozen=True)
class DefaultTerms:
    """What is agreed for late payment: by how much the contract rate is multiplied, and what money settles first.

    With `principal_first`, money settles principal before all else once a loan is more than 90 days overdue.
    """

    overdue_multiplier: Decimal
    misuse_multiplier: Decimal
    principal_first: bool


@dataclass(frozen=True)
class ContractUsage:
    """How far a contract is used: held for drawdowns under way, drawn in all so far, and by which.

    Each drawdown is a mapping with `id`, `req_no`, `amount`, `state` and `value_on`.
    """

    reserved: Decimal
    drawn: Decimal
    disbursements: Sequence[dict[str, Any]] = field(default_factory=tuple)


contract_usage: "Port[..., ContractUsage]" = Port("contracts.usage")
"""(contract_id) -> ContractUsage; provided by loans."""
