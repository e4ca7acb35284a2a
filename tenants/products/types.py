"""A level-2 product as other apps see it."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from backend.kernel.loanmath import DayCount
from shared.catalog.types import Method

from . import errors

THIRTY_360, ACT_360 = DayCount.THIRTY_360.value, DayCount.ACT_360.value

DAY_COUNTS: dict[str, tuple[str, ...]] = {
    Method.EQUAL_INSTALMENT: (THIRTY_360,),
    Method.EQUAL_PRINCIPAL: (THIRTY_360,),
    Method.INTEREST_ONLY: (ACT_360,),
    Method.BULLET: (THIRTY_360, ACT_360),
}
"""How the interest of each method may be counted; the first is the default."""

DAY_COUNT_CHOICES = [(count.value, count.value) for count in DayCount]

PERIODS = (1, 3, 6, 12)
"""Months from one due day to the next."""


@dataclass(frozen=True)
class ProductTerms:
    """What one edition of a product allows. `version` is that edition; amounts are yuan.

    `day_counts` names the day count of each method in `methods`. A null `interest_day` means the day
    of the drawdown.
    """

    id: int
    code: str
    version: int
    name: str
    parent_code: str
    amount_min: Decimal
    amount_max: Decimal
    term_months_min: int
    term_months_max: int
    bp_min: int
    bp_max: int
    lpr_tenor: str
    reprice: str
    methods: tuple[str, ...]
    guarantee_modes: tuple[str, ...]
    customer_kinds: tuple[str, ...]
    interest_day: int | None
    period_months: int
    day_counts: Mapping[str, str]
    status: str


REFUSALS = (errors.UNKNOWN, errors.NOT_ON_SALE, errors.PARENT_NARROWED)
"""What naming a product for new business may be refused with; other apps' operations declare it."""
