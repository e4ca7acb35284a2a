"""Parameters at each level, set through the services."""

from datetime import date

from backend.platform.permissions import Actor
from shared.reference import services as reference
from shared.reference.models import ProvinceParameter
from tenants.organisation import services as organisation
from tenants.organisation.models import BankDictionaryEntry, BankParameter
from tests.world import BANK_A, BUSINESS_DATE

LONG_AGO = date(2020, 1, 1)
"""Before every business date of the tests; the province dates its rows by the calendar, which is later."""


def bank_sets(code: str, value: str | None, *, valid_from: date = BUSINESS_DATE) -> BankParameter:
    """A value of bank A, checked by the system."""
    return organisation.bank_parameter_set(
        actor=Actor.system(BANK_A), code=code, value=value, valid_from=valid_from
    )


def province_sets(
    code: str, value: str | None = None, *, valid_from: date = LONG_AGO, **bounds: object
) -> None:
    """A row of the province that holds in the tests' past, as it was decided then."""
    row = ProvinceParameter(code=code, value=value, valid_from=valid_from, **bounds)
    reference.dated_value_save(row, actor=Actor.system("province"), proposed_by="", comment="")


def bank_adds(
    dictionary: str, code: str, name: str, *, valid_from: date = BUSINESS_DATE
) -> BankDictionaryEntry:
    """An entry that bank A added."""
    return organisation.bank_entry_add(
        actor=Actor.system(BANK_A), dictionary=dictionary, code=code, zh=name, en=code, position=500,
        valid_from=valid_from,
    )  # fmt: skip
