"""Dictionaries: the code lists that people choose from, declared in code by the app that uses them.

A FIXED list belongs to the code and is only shown. A list of the PROVINCE starts with the entries declared
here and is extended by the province; a list of the BANKS may be extended by each bank as well.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from .errors import declare

ENTRY_UNKNOWN = declare(
    "dictionaries.entry_unknown", 422, zh="不是可选的字典项", en="This is not an entry of the dictionary"
)
ENTRY_ENDED = declare(
    "dictionaries.entry_not_in_use",
    422,
    zh="字典项「{name}」当前未启用",
    en="The entry “{name}” is not in use",
)
ENTRY_EXISTS = declare(
    "dictionaries.entry_exists", 409, zh="代码 {code} 已存在", en="The code {code} exists already"
)
ENTRY_CODE = declare(
    "dictionaries.code_form",
    422,
    zh="代码须为大写字母、数字和下划线;行社自定项以 L_ 开头,省级项不得以 L_ 开头",
    en="A code is of capitals, digits and underscores; a bank's own begins with L_, the province's never",
)
DICTIONARY_FIXED = declare(
    "dictionaries.not_yours_to_change",
    409,
    zh="该字典不由本机构维护",
    en="This dictionary is not kept by this entity",
)


class Keeper(StrEnum):
    """Who may add and end entries."""

    FIXED = "FIXED"
    PROVINCE = "PROVINCE"
    BANK = "BANK"


@dataclass(frozen=True)
class Entry:
    """A declared entry: the code that is stored and its two names."""

    code: str
    zh: str
    en: str


@dataclass(frozen=True)
class Dictionary:
    """A declared list; `entries` is all of a FIXED one, and what any other starts with."""

    code: str
    zh: str
    en: str
    keeper: Keeper
    entries: tuple[Entry, ...]


MOST_CHARACTERS = 29
"""So that a code and that of an entry name together what a change is about."""
DICTIONARIES: dict[str, Dictionary] = {}
"""Every declared dictionary by its code."""


def declare_dictionary(
    code: str, *, zh: str, en: str, keeper: Keeper, entries: Sequence[tuple[str, str, str]]
) -> Dictionary:
    """Register a dictionary; a code is declared once, and an entry's code stands in it once."""
    found = Dictionary(code, zh, en, keeper, tuple(Entry(*entry) for entry in entries))
    if len(code) > MOST_CHARACTERS:
        raise ValueError(f"dictionary {code}: a code of more than {MOST_CHARACTERS} characters")
    if len({entry.code for entry in found.entries}) != len(found.entries):
        raise ValueError(f"dictionary {code} names an entry twice")
    if DICTIONARIES.setdefault(code, found) != found:
        raise ValueError(f"dictionary {code} is declared twice")
    return found


def declare_fixed(code: str, choices: Any, *, zh: str, en: str, names_en: Sequence[str]) -> Dictionary:
    """Show a TextChoices as a FIXED dictionary; `names_en` are the English names in its order."""
    return declare_dictionary(
        code,
        zh=zh,
        en=en,
        keeper=Keeper.FIXED,
        entries=[
            (value, str(label), name) for (value, label), name in zip(choices.choices, names_en, strict=True)
        ],
    )
