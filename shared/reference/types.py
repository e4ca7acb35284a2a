"""Values that the other apps take from the reference data."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


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
    """Codes of the account subjects that loans post to."""

    CORE_CLEARING = "1011"
    INTEREST_RECEIVABLE = "1132"
    LOAN_PRINCIPAL = "1301"
    LOAN_OVERDUE = "1303"
    INTEREST_INCOME = "6011"
    PENALTY_INCOME = "6012"
    COMPOUND_INCOME = "6013"


VIEW_PARAMETERS = "parameters.view"
PROPOSE_PARAMETER = "parameters.propose"
CHECK_PARAMETER = "parameters.check"
PROPOSE_ENTRY = "dictionaries.propose"
CHECK_ENTRY = "dictionaries.check"
"""The actions on parameters and dictionaries: the same at the province and at a bank."""
