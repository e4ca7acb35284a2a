"""What stands in a column of a file: a value with its type, from what the list's serializer shows.

A code becomes its word, an amount a number, a day a day. A reference is written by its name.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from rest_framework import serializers

from backend.platform import ports
from backend.platform.api.serializers import CodeField, RateField
from backend.platform.dictionaries import DICTIONARIES
from backend.platform.errors import FieldErrors
from backend.platform.tenancy import current_entity

from .errors import UNKNOWN_COLUMN

CODE = re.compile(r"[A-Za-z]+(?:_[A-Za-z]+)*")
YES_NO = {"zh": ("是", "否"), "en": ("Yes", "No")}
NAMING = ("name", "title", "label", "number", "code")
"""By the first of these that it has, a reference is written; else by its first text."""


class Kind(StrEnum):
    """How a cell is written and how wide its column is."""

    TEXT = "TEXT"
    MONEY = "MONEY"
    DECIMAL = "DECIMAL"
    RATE = "RATE"
    INTEGER = "INTEGER"
    DATE = "DATE"
    INSTANT = "INSTANT"


@dataclass(frozen=True)
class Column:
    """A column of the file: its heading, and how the value is taken from a shown row."""

    key: str
    title: str
    kind: Kind
    value: Callable[[Mapping[str, Any]], Any]


def fields_of(serializer: Any) -> Mapping[str, Any]:
    return getattr(serializer, "fields", {})


def exportable_keys(output: type[serializers.Serializer]) -> list[str]:
    """The fields of a row that may be columns."""
    return list(fields_of(output()))


def columns_of(
    output: type[serializers.Serializer], wanted: Sequence[Mapping[str, str]], language: str
) -> list[Column]:
    """The wanted columns in their order; refused (422) at each key that the list's rows do not have.

    A key is a field, or the way to a field inside a reference: `customer.customer_no`.
    """
    root, found, wrong = output(), [], []
    for number, column in enumerate(wanted):
        field = _field_at(root, column["key"])
        if field is None:
            wrong.append(UNKNOWN_COLUMN.at(field=f"columns[{number}].key"))
        else:
            found.append(_column(column, field, language))
    if wrong:
        raise FieldErrors(wrong)
    return found


def narrowed(output: type[serializers.Serializer], columns: Sequence[Column]) -> Any:
    """A serializer of rows that works out no field which is not asked for."""
    serializer: Any = output(many=True, instance=[])
    kept = {column.key.partition(".")[0] for column in columns}
    for name in set(serializer.child.fields) - kept:
        serializer.child.fields.pop(name)
    return serializer


def _field_at(root: Any, key: str) -> Any:
    field: Any = root
    for part in key.split("."):
        field = fields_of(field).get(part)
        if field is None:
            return None
    return field


def _column(column: Mapping[str, str], field: Any, language: str) -> Column:
    path = column["key"].split(".")
    kind, typed = _typing(field, "en" if language.startswith("en") else "zh")

    def value(row: Mapping[str, Any]) -> Any:
        found: Any = row
        for part in path:
            found = found.get(part) if isinstance(found, Mapping) else None
        return None if found is None or found == "" else typed(found)

    return Column(column["key"], column["title"], kind, value)


def _typing(field: Any, language: str) -> tuple[Kind, Callable[[Any], Any]]:
    """The kind of a field's cells, and what turns a shown value into one."""
    if isinstance(field, serializers.ChoiceField):
        names = choice_names(field, language)
        return Kind.TEXT, lambda value: names.get(value, value)
    if isinstance(field, CodeField):
        entries = _entry_names(field.dictionary, language)
        return Kind.TEXT, lambda value: entries.get(value, value)
    if isinstance(field, RateField):
        return Kind.RATE, Decimal
    if isinstance(field, serializers.DecimalField):
        return (Kind.MONEY if field.decimal_places == 2 else Kind.DECIMAL), Decimal
    if isinstance(field, serializers.FloatField):
        return Kind.DECIMAL, _number
    if isinstance(field, serializers.BooleanField):
        yes, no = YES_NO[language]
        return Kind.TEXT, lambda value: yes if value else no
    if isinstance(field, serializers.IntegerField):
        return Kind.INTEGER, int
    if isinstance(field, serializers.DateTimeField):
        return Kind.INSTANT, _instant
    if isinstance(field, serializers.DateField):
        return Kind.DATE, _day
    if isinstance(field, serializers.ListField):
        _, typed = _typing(field.child, language)
        between = ", " if language == "en" else "、"
        return Kind.TEXT, lambda values: between.join(words(typed(value)) for value in values)
    if isinstance(field, serializers.DictField):
        return Kind.TEXT, lambda pairs: "; ".join(f"{name} {value}" for name, value in pairs.items())
    return Kind.TEXT, words


def words(value: Any) -> Any:
    """Whatever a serializer shows, as one text; a number that nobody declared stays a number."""
    if isinstance(value, Mapping):
        if {"label", "before", "after"} <= set(value):
            return f"{value['label']}: {value['before']} → {value['after']}"
        for name in NAMING:
            if value.get(name):
                return words(value[name])
        texts = [item for item in value.values() if isinstance(item, str) and item]
        return texts[0] if texts else "; ".join(f"{name} {item}" for name, item in value.items())
    if isinstance(value, list | tuple):
        parts = [str(words(item)) for item in value]
        return ("\n" if any("→" in part for part in parts) else "、").join(parts)
    if isinstance(value, Decimal | int | float | date) and not isinstance(value, bool):
        return value
    return str(value)


def _number(value: Any) -> Any:
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return str(value)


def _day(value: Any) -> Any:
    return date.fromisoformat(value) if isinstance(value, str) else value


def _instant(value: Any) -> Any:
    """The wall clock of the bank's place, without a zone: so a spreadsheet understands it."""
    at = datetime.fromisoformat(value) if isinstance(value, str) else value
    return at.astimezone(ZoneInfo(settings.TIME_ZONE)).replace(tzinfo=None) if at.tzinfo else at


def choice_names(field: Any, language: str) -> dict[Any, str]:
    """The words of a field's codes, "zh" or "en"."""
    names = {code: str(name) for code, name in field.choices.items()}
    if language == "en":
        english = _english_choices()
        return {code: english.get((code, name)) or _spelt_out(code, name) for code, name in names.items()}
    return names


def _spelt_out(code: Any, name: str) -> str:
    """ "UNDER_CHECK" is "Under check": codes are English words; what is no word stays as it is named."""
    return code.replace("_", " ").capitalize() if CODE.fullmatch(str(code)) else name


@cache
def _english_choices() -> dict[tuple[str, str], str]:
    """English names of codes by code and Chinese name, as the fixed dictionaries declare them."""
    return {
        (entry.code, entry.zh): entry.en
        for dictionary in DICTIONARIES.values()
        for entry in dictionary.entries
    }


def _entry_names(dictionary: str, language: str) -> dict[str, str]:
    port = ports.bank_dictionary if current_entity().is_bank else ports.province_dictionary
    return {code: (zh if language == "zh" else en or zh) for code, (zh, en) in port(dictionary).items()}
