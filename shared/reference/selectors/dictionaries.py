"""Readings of the dictionaries: the fixed ones from the code, the others from the province's table."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from backend.platform.dated import DictionaryLine
from backend.platform.dictionaries import DICTIONARIES, Dictionary, Keeper
from backend.platform.errors import NOT_FOUND
from backend.platform.parameters import Level

from ..models import DictionaryEntry
from .parameters import province_today


@dataclass(frozen=True)
class EntryState:
    """An entry as people see it. `level` is who keeps it; DEFAULT is the code itself."""

    code: str
    zh: str
    en: str
    position: int
    level: Level
    is_active: bool
    valid_from: date | None = None
    ended_on: date | None = None
    version: int = 0
    proposed_by: str = ""
    approved_by: str = ""


@dataclass(frozen=True)
class DictionaryState:
    """A dictionary with its entries in their order, the ended ones too: what was chosen stays readable."""

    declared: Dictionary
    entries: list[EntryState]
    today: date


def dictionary_declared(code: str) -> Dictionary:
    """The declaration; 404 for a code that nobody declared."""
    found = DICTIONARIES.get(code)
    if found is None:
        raise NOT_FOUND.at()
    return found


def entries_of(level: Level, lines: Iterable[DictionaryLine], on: date) -> list[EntryState]:
    return [
        EntryState(
            code=line.code,
            zh=line.zh,
            en=line.en,
            position=line.position,
            level=level,
            is_active=line.chosen_on(on),
            valid_from=line.valid_from,
            ended_on=line.ended_on,
            version=line.version,
            proposed_by=line.proposed_by,
            approved_by=line.approved_by,
        )
        for line in lines
    ]


def province_entries(on: date, code: str = "") -> dict[str, list[EntryState]]:
    """The entries that every bank has, by dictionary: of all, or of one. One query, none for a fixed one."""
    wanted = {code: dictionary_declared(code)} if code else DICTIONARIES
    found: dict[str, list[EntryState]] = {
        name: [
            EntryState(entry.code, entry.zh, entry.en, place, Level.DEFAULT, is_active=True)
            for place, entry in enumerate(declared.entries, 1)
        ]
        if declared.keeper is Keeper.FIXED
        else []
        for name, declared in wanted.items()
    }
    kept = [name for name, declared in wanted.items() if declared.keeper is not Keeper.FIXED]
    if kept:
        for line in DictionaryEntry.objects.filter(dictionary__in=kept):
            found[line.dictionary] += entries_of(Level.PROVINCE, [line], on)
    return found


def province_dictionaries() -> list[DictionaryState]:
    today = province_today()
    found = province_entries(today)
    return [DictionaryState(DICTIONARIES[code], found[code], today) for code in sorted(found)]


def province_dictionary_names(code: str) -> dict[str, tuple[str, str]]:
    """The Chinese and English names of the province's entries by code, the ended ones too."""
    return {entry.code: (entry.zh, entry.en) for entry in province_dictionary(code).entries}


def province_dictionary(code: str) -> DictionaryState:
    today = province_today()
    return DictionaryState(dictionary_declared(code), province_entries(today, code)[code], today)
