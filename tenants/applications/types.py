"""An application as other apps see it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from backend.platform.ports import Port

BUSINESS_TYPE = "LOAN_APPLICATION"
"""The name of applications in the approvals."""


@dataclass(frozen=True)
class ApprovedTerms:
    """What was approved: a contract states exactly this. Amounts are yuan, rates yearly fractions."""

    application_id: int
    app_no: str
    customer_id: int
    product_id: int
    product_code: str
    amount: Decimal
    term_months: int
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
    guarantee_mode: str
    purpose: str
    purpose_text: str
    branch_id: int
    officer_id: int
    state: str
    decided_on: date
    lapses_on: date
    """The last day on which the approval may be used."""


@dataclass(frozen=True)
class ApplicationContract:
    """The contract that came of an application."""

    id: int
    contract_no: str


application_contract: "Port[..., ApplicationContract | None]" = Port("applications.contract")
"""(application_id) -> ApplicationContract | None: the contract that is not void; provided by contracts."""
