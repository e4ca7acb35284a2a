"""The vocabulary of products, and a level-1 product as other apps see it."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import models

from backend.kernel.loanmath import RepriceRule
from shared.reference.types import LprTenor

from . import errors


class Category(models.TextChoices):
    FARMER_MICRO = "FARMER_MICRO", "小额农贷"
    FARMER_OTHER = "FARMER_OTHER", "农户其他贷款"
    PERSONAL_MICRO = "PERSONAL_MICRO", "个人小额信用贷款"
    PERSONAL_GENERAL = "PERSONAL_GENERAL", "个人综合类贷款"


class Method(models.TextChoices):
    """The repayment methods that products may offer; the kernel knows more of them."""

    EQUAL_INSTALMENT = "EQUAL_INSTALMENT", "等额本息"
    EQUAL_PRINCIPAL = "EQUAL_PRINCIPAL", "等额本金"
    INTEREST_ONLY = "INTEREST_ONLY", "先息后本"
    BULLET = "BULLET", "利随本清"


class Reprice(models.TextChoices):
    """From which days on the rate of a running loan follows the LPR again; a choice of the kernel's `RepriceRule`."""

    FIXED = RepriceRule.FIXED.value, "固定利率"
    CALENDAR = RepriceRule.CALENDAR.value, "每年1月1日重定价"
    ANNIVERSARY = RepriceRule.ANNIVERSARY.value, "每年对月对日重定价"
    EVERY_3_MONTHS = RepriceRule.EVERY_3_MONTHS.value, "每3个月重定价"
    EVERY_6_MONTHS = RepriceRule.EVERY_6_MONTHS.value, "每6个月重定价"
    EVERY_12_MONTHS = RepriceRule.EVERY_12_MONTHS.value, "每12个月重定价"


class GuaranteeMode(models.TextChoices):
    CREDIT = "CREDIT", "信用"
    GUARANTEE = "GUARANTEE", "保证"
    MORTGAGE = "MORTGAGE", "抵押"
    PLEDGE = "PLEDGE", "质押"
    COMBINED = "COMBINED", "组合"


class CustomerKind(models.TextChoices):
    PERSON = "PERSON", "个人客户"
    FARMER = "FARMER", "农户"


LPR_TENORS = [(LprTenor.ONE_YEAR.value, "1年期"), (LprTenor.FIVE_YEAR.value, "5年期以上")]

MAX_TERM_MONTHS = 600
MIN_BP = -1000
MAX_BP = 2400
"""Basis points over the LPR that any product may name: 24 % a year is the most that courts protect."""


@dataclass(frozen=True)
class LevelOneFacts:
    """One edition of a level-1 product: the frame in which the banks define theirs."""

    id: int
    code: str
    edition: int
    name: str
    category: str
    amount_min: Decimal
    amount_max: Decimal
    term_months_min: int
    term_months_max: int
    bp_min: int
    bp_max: int
    lpr_tenors: tuple[str, ...]
    reprices: tuple[str, ...]
    methods: tuple[str, ...]
    guarantee_modes: tuple[str, ...]
    customer_kinds: tuple[str, ...]
    status: str
    published_at: datetime | None


REFUSALS = (errors.UNKNOWN,)
"""What naming a level-1 product may be refused with; other apps' operations declare it."""
