"""Values that the other apps take from the reference data."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from django.db import models


class LprTenor(StrEnum):
    """一年期, 五年期以上."""

    ONE_YEAR = "ONE_YEAR"
    FIVE_YEAR = "FIVE_YEAR"


@dataclass(frozen=True)
class LprRate:
    """The loan prime rate that holds on a date: the last one published on or before it."""

    tenor: LprTenor
    published_on: date
    rate: Decimal


class Subject:
    """Codes of the account subjects that business code names; the whole chart is a table of the province."""

    CORE_CLEARING = "1011"
    INTEREST_RECEIVABLE = "1132"
    LOAN_PRINCIPAL = "1301"
    LOAN_OVERDUE = "1303"
    INTEREST_INCOME = "6011"
    PENALTY_INCOME = "6012"
    COMPOUND_INCOME = "6013"
    FEE_INCOME = "6021"
    MEMORANDUM_CONTRA = "9199"


class SubjectKind(models.TextChoices):
    """What a subject is in the accounts of a bank."""

    ASSET = "ASSET", "资产"
    LIABILITY = "LIABILITY", "负债"
    INCOME = "INCOME", "收入"
    EXPENSE = "EXPENSE", "支出"
    MEMORANDUM = "MEMORANDUM", "表外"


MEMORANDUM_CODES = "9"
"""What the codes of memorandum subjects (表外科目), and of no others, begin with; the table holds itself to it."""


@dataclass(frozen=True)
class SubjectInfo:
    """A subject of the chart, as ledgers show it. `kind` and `normal_side` are those of the table."""

    code: str
    name: str
    name_en: str
    kind: str
    normal_side: str


VIEW_PARAMETERS = "parameters.view"
PROPOSE_PARAMETER = "parameters.propose"
CHECK_PARAMETER = "parameters.check"
PROPOSE_ENTRY = "dictionaries.propose"
CHECK_ENTRY = "dictionaries.check"
"""The actions on parameters and dictionaries: the same at the province and at a bank."""
