"""What holds at this bank: parameters over the three levels, and the dictionaries with the bank's own entries."""

from datetime import date
from typing import Any

from django.db import connection

from backend.platform.dated import in_force_sql
from backend.platform.dictionaries import DICTIONARIES, ENTRY_ENDED, ENTRY_UNKNOWN
from backend.platform.parameters import PARAMETERS, Level, Resolved, resolve
from backend.platform.permissions import Actor
from backend.platform.tenancy import current_entity
from shared.reference import selectors as reference
from shared.reference.selectors import DictionaryState, EntryState, ParameterPage, ParameterState

from ..models import BankDictionaryEntry, BankParameter
from .dates import business_date

OF_BANK = in_force_sql(BankParameter, Level.BANK, *reference.OWN, "''", "''", "false")
IN_FORCE = f"({OF_BANK}) UNION ALL ({reference.PROVINCE_IN_FORCE})"


def parameter_value(code: str, *, on: date | None = None) -> Any:
    """The typed value of a declared parameter on the date (the business date when none is given).

    One query, asked anew at every call: a change acts on the next one.
    """
    return parameter_explained(code, on=on).value


def parameter_values(*codes: str, on: date) -> list[Any]:
    """The values of several parameters on the date, in the order of their codes, by one query."""
    asked = " UNION ALL ".join([IN_FORCE] * len(codes))
    with connection.cursor() as cursor:
        rows = cursor.execute(asked, [part for code in codes for part in (code, on) * 2]).fetchall()
    held = {(row[1], row[0]): reference.setting_of(Level(row[0]), row) for row in rows}
    return [
        resolve(PARAMETERS[code], held.get((code, Level.PROVINCE)), held.get((code, Level.BANK))).value
        for code in codes
    ]


def parameter_explained(code: str, *, on: date | None = None) -> Resolved:
    """What holds, which level says so by which version, who decided it, and whose row does not count."""
    day = on or business_date()
    with connection.cursor() as cursor:
        rows = cursor.execute(IN_FORCE, [code, day, code, day]).fetchall()
    held = {row[0]: reference.setting_of(Level(row[0]), row) for row in rows}
    return resolve(PARAMETERS[code], held.get(Level.PROVINCE), held.get(Level.BANK))


def parameter_list() -> list[ParameterState]:
    """Every parameter as it holds at this bank today: three queries, however many there are."""
    own = reference.settings_of(Level.BANK, BankParameter.objects.order_by("code", "-version"))
    return reference.parameter_states(business_date(), reference.province_settings(), own)


def parameter_page(*, actor: Actor, code: str) -> ParameterPage:
    """One parameter for its page, with the rows of both levels; 404 for a code that nobody declared."""
    return reference.parameter_page(
        actor=actor,
        kind="organisation.parameter_set",
        code=code,
        today=business_date(),
        bank=reference.settings_of(Level.BANK, BankParameter.objects.filter(code=code)),
        of_bank=True,
    )


def dictionary_list() -> list[DictionaryState]:
    """Every dictionary with the entries that this bank may see: three queries."""
    on = business_date()
    found = reference.province_entries(on)
    for line in BankDictionaryEntry.objects.filter(dictionary__in=found):
        found[line.dictionary] += reference.entries_of(Level.BANK, [line], on)
    return [DictionaryState(DICTIONARIES[code], found[code], on) for code in sorted(found)]


def dictionary(code: str) -> DictionaryState:
    """One dictionary; 404 for a code that nobody declared."""
    on = business_date()
    found = reference.province_entries(on, code)[code]
    own = BankDictionaryEntry.objects.filter(dictionary=code)
    entries = found + reference.entries_of(Level.BANK, own, on)
    return DictionaryState(DICTIONARIES[code], sorted(entries, key=lambda entry: entry.position), on)


def dictionary_words(code: str) -> dict[str, str]:
    """The Chinese names of a dictionary's entries by code, whether in use or ended; at the province its own."""
    found = dictionary(code) if current_entity().is_bank else reference.province_dictionary(code)
    return {entry.code: entry.zh for entry in found.entries}


def dictionary_names(code: str) -> dict[str, tuple[str, str]]:
    """The Chinese and English names of the dictionary's entries by code, the ended ones too."""
    return {entry.code: (entry.zh, entry.en) for entry in dictionary(code).entries}


def dictionary_entry(code: str, entry: str, *, field: str) -> EntryState:
    """The entry that somebody chose. 422 at the field: `dictionaries.entry_unknown`, `.entry_not_in_use`."""
    found = next((e for e in dictionary(code).entries if e.code == entry), None)
    if found is None:
        raise ENTRY_UNKNOWN.at(field=field)
    if not found.is_active:
        raise ENTRY_ENDED.at(field=field, name=found.zh)
    return found
