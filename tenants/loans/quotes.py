"""Trial quotes (还款测算): the schedule and the yearly cost of terms that somebody only asks about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from backend.kernel.loanmath import (
    AnnualisedCost,
    EventType,
    Fee,
    LoanMathError,
    LoanTerms,
    Method,
    RowType,
    Schedule,
    annualised_cost,
)
from backend.platform.errors import DomainError
from shared.reference import selectors as reference
from shared.reference.types import LprRate
from tenants.organisation import selectors as organisation
from tenants.products import selectors as products
from tenants.products.types import ProductTerms

from . import errors, terms
from .models import Instalment
from .selectors import ZERO, ScheduleTotals

WITHOUT_COST = frozenset({"loanmath.no_rate", "loanmath.net_amount_not_positive"})
"""Terms that make a schedule and still have no yearly cost."""

BASIS_POINT = Decimal("0.0001")


@dataclass(frozen=True)
class QuoteRow:
    """A row as a loan's own schedule shows it. `type` tells a prepayment from a row due by agreement."""

    no: int
    due_on: date
    days: int
    principal: Decimal
    interest: Decimal
    payment: Decimal
    balance: Decimal
    type: RowType
    principal_paid: Decimal = ZERO
    interest_paid: Decimal = ZERO
    state: str = Instalment.State.PENDING
    paid_on: date | None = None


@dataclass(frozen=True)
class Quote:
    """A schedule with its sums and its yearly cost, or the reason code why there is none."""

    terms: LoanTerms
    rows: list[QuoteRow]
    totals: ScheduleTotals
    fees: tuple[Fee, ...]
    cost: AnnualisedCost | None
    cost_reason: str | None
    version: int = 0

    @property
    def fees_total(self) -> Decimal:
        return sum((fee.amount for fee in self.fees), ZERO)


def schedule_quote(*, fees: Sequence[dict[str, Any]] = (), **given: Any) -> Quote:
    """The quote of terms in the exchange format, by the same code as a loan's own schedule.

    `fees` are `{"date", "amount"}`; one without a date is taken on the day the borrower first receives
    money. Raises `loanmath.*` (422) at the field at fault.
    """
    schedule = terms.quote(**given)
    due = _fees_of(schedule.terms, fees)
    cost, reason = _cost_of(schedule, due)
    return Quote(
        terms=schedule.terms,
        rows=[
            QuoteRow(
                row.no, row.due_on, row.days, row.principal, row.interest, row.payment, row.balance, row.type
            )
            for row in schedule.rows
        ],
        totals=ScheduleTotals(
            schedule.total_principal, schedule.total_interest, schedule.total_payment, ZERO, ZERO
        ),
        fees=due,
        cost=cost,
        cost_reason=reason,
    )


def _fees_of(agreed: LoanTerms, fees: Sequence[dict[str, Any]]) -> tuple[Fee, ...]:
    start_on = agreed.start_on
    if agreed.method is Method.REVOLVING:
        start_on = next(event.on for event in agreed.events if event.type is EventType.DRAW)
    return tuple(Fee(fee.get("date") or start_on, fee["amount"]) for fee in fees)


def _cost_of(schedule: Schedule, fees: Sequence[Fee]) -> tuple[AnnualisedCost | None, str | None]:
    try:
        return annualised_cost(schedule, fees), None
    except LoanMathError as refusal:
        if refusal.code in WITHOUT_COST:
            return None, refusal.code
        raise errors.of_the_kernel(refusal) from refusal


@dataclass(frozen=True)
class QuoteProduct:
    """A product on sale with the yearly rates it allows today; without a valid LPR they are null."""

    product: ProductTerms
    lpr: LprRate | None

    def __getattr__(self, name: str) -> Any:
        return getattr(self.product, name)

    @property
    def lpr_rate(self) -> Decimal | None:
        return self.lpr.rate if self.lpr else None

    @property
    def lpr_published_on(self) -> date | None:
        return self.lpr.published_on if self.lpr else None

    @property
    def rate_min(self) -> Decimal | None:
        return self._rate(self.product.bp_min)

    @property
    def rate_max(self) -> Decimal | None:
        return self._rate(self.product.bp_max)

    def _rate(self, bp: int) -> Decimal | None:
        """The LPR with that many basis points on top, never below nothing."""
        return max(self.lpr.rate + bp * BASIS_POINT, Decimal(0)) if self.lpr else None


def quote_products() -> list[QuoteProduct]:
    """The products that new business may name today, by code."""
    on = organisation.business_date()
    found = []
    for row in products.product_list(status="ON_SALE").order_by("code"):
        try:
            product = products.product_on_sale(row.pk)
        except DomainError:
            continue  # its level-1 product was narrowed or taken off sale
        found.append(QuoteProduct(product, _lpr(product.lpr_tenor, on)))
    return found


def _lpr(tenor: str, on: date) -> LprRate | None:
    try:
        return reference.lpr_at(tenor=tenor, on=on)
    except DomainError:
        return None
