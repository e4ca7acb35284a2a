"""Writes of the province's dictionaries."""

import re
from datetime import date
from typing import TypeVar

from django.db import transaction

from backend.platform import clock
from backend.platform.constraints import refusing
from backend.platform.dated import DictionaryLine
from backend.platform.dictionaries import (
    DICTIONARIES,
    DICTIONARY_FIXED,
    ENTRY_CODE,
    ENTRY_ENDED,
    ENTRY_EXISTS,
    Keeper,
)
from backend.platform.errors import NOT_FOUND
from backend.platform.parameters import IN_THE_PAST
from backend.platform.permissions import Actor
from backend.platform.records import audit

from ..models import DictionaryEntry
from ..selectors import dictionary_declared, province_today
from .parameters import begins_from

CODE = re.compile(r"[A-Z][A-Z0-9_]{0,29}\Z", re.ASCII)
LOCAL = "L_"
"""Begins the codes that a bank adds, so that the province may add any other later."""
Line = TypeVar("Line", bound=DictionaryLine)
OTHER, LAST = "OTHER", 990
"""The entry for the rest stands last, behind what people add."""
SEEDED_FROM = date(2020, 1, 1)


@transaction.atomic
def dictionaries_seed() -> None:
    """Add the declared entries that the province does not have yet; what it has stays as it made it."""
    now = clock.now()
    DictionaryEntry.objects.bulk_create(
        [
            DictionaryEntry(
                dictionary=declared.code, code=entry.code, zh=entry.zh, en=entry.en, position=LAST if entry.code == OTHER else place * 10,
                valid_from=SEEDED_FROM, changed_at=now,
            )
            for declared in DICTIONARIES.values() if declared.keeper is not Keeper.FIXED
            for place, entry in enumerate(declared.entries, 1)
        ],
        ignore_conflicts=True,
    )  # fmt: skip


def entry_add_check(
    *, dictionary: str, code: str, valid_from: date, today: date, by_bank: bool, exists: bool
) -> None:
    """Raise what forbids a new entry: whose list it is, the form of its code, its date, its double."""
    keepers = (Keeper.BANK,) if by_bank else (Keeper.BANK, Keeper.PROVINCE)
    if dictionary_declared(dictionary).keeper not in keepers:
        raise DICTIONARY_FIXED.at()
    if not CODE.match(code) or code.startswith(LOCAL) != by_bank:
        raise ENTRY_CODE.at(field="code")
    if exists:
        raise ENTRY_EXISTS.at(field="code", code=code)
    begins_from(valid_from, today)


@transaction.atomic
def province_entry_add(
    *,
    actor: Actor,
    dictionary: str,
    code: str,
    zh: str,
    en: str,
    position: int,
    valid_from: date,
    proposed_by: str = "",
) -> DictionaryEntry:
    """Add an entry for all banks; `actor` is the one who checked it. Raises as `province_entry_add_check`."""
    province_entry_add_check(dictionary=dictionary, code=code, valid_from=valid_from)
    row = DictionaryEntry(
        dictionary=dictionary, code=code, zh=zh, en=en, position=position, valid_from=valid_from
    )
    entry_save(row, actor=actor, proposed_by=proposed_by)
    return row


def province_entry_add_check(*, dictionary: str, code: str, valid_from: date) -> None:
    exists = DictionaryEntry.objects.filter(dictionary=dictionary, code=code).exists()
    entry_add_check(
        dictionary=dictionary, code=code, valid_from=valid_from, today=province_today(), by_bank=False,
        exists=exists,
    )  # fmt: skip


@transaction.atomic
def province_entry_end(
    *, actor: Actor, dictionary: str, code: str, ended_on: date, proposed_by: str = ""
) -> DictionaryEntry:
    """Let nobody choose the entry from that day on; what was chosen before stays as it is."""
    row = entry_locked(DictionaryEntry, dictionary, code)
    entry_end(row, actor=actor, ended_on=ended_on, today=province_today(), proposed_by=proposed_by)
    return row


def province_entry_end_check(*, dictionary: str, code: str, ended_on: date) -> None:
    row = DictionaryEntry.objects.filter(dictionary=dictionary, code=code).first()
    entry_end_check(row, ended_on, province_today())


def entry_locked(model: type[Line], dictionary: str, code: str) -> Line:
    """The entry, locked; 404 when this entity keeps none of that code."""
    rows = model._default_manager.select_for_update()
    row = rows.filter(dictionary=dictionary, code=code).first()
    if row is None:
        raise NOT_FOUND.at()
    return row


def entry_end_check(row: DictionaryLine | None, ended_on: date, today: date) -> None:
    """Raise 404 without an entry, `dictionaries.entry_not_in_use` for an ended one, and for a day gone by."""
    if row is None:
        raise NOT_FOUND.at()
    if row.ended_on is not None and row.ended_on <= today:
        raise ENTRY_ENDED.at(field="ended_on", name=row.zh)
    if ended_on < max(today, row.valid_from):
        raise IN_THE_PAST.at(field="ended_on", today=max(today, row.valid_from).isoformat())


def entry_end(row: DictionaryLine, *, actor: Actor, ended_on: date, today: date, proposed_by: str) -> None:
    entry_end_check(row, ended_on, today)
    before, row.ended_on = row.ended_on, ended_on
    row.version += 1
    row.proposed_by, row.approved_by = proposed_by or actor.name, actor.name
    row.changed_at = clock.now()
    row.save()
    audit.record(
        actor,
        "dictionaries.entry_end",
        row,
        object_no=row.number,
        changes={"ended_on": [before, ended_on]},
    )


def entry_save(row: DictionaryLine, *, actor: Actor, proposed_by: str) -> None:
    """Save a new entry; two that were checked at once meet at the constraint."""
    row.proposed_by, row.approved_by = proposed_by or actor.name, actor.name
    row.changed_at = clock.now()
    constraint = f"{row._meta.model_name}_code_once"
    with refusing(**{constraint: lambda: ENTRY_EXISTS.at(field="code", code=row.code)}):
        row.save(force_insert=True)
    audit.record(
        actor,
        "dictionaries.entry_add",
        row,
        object_no=row.number,
        changes={"zh": [None, row.zh], "en": [None, row.en], "valid_from": [None, row.valid_from]},
    )
