"""The conditions of an export as words, for its reader, the second sheet and the log.

They are kept in both languages: the log speaks Chinese whoever asked, a file the language of the face that asked.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model, QuerySet
from django.utils import timezone
from rest_framework import serializers

from backend.platform.api.operations import Operation
from backend.platform.records.labels import condition, field_label, in_chinese
from backend.platform.redaction import redacted

from .cells import YES_NO, choice_names

ORDER = {"zh": "排序", "en": "Order"}
FALLING = {"zh": "从大到小", "en": ", descending"}
RISING = {"zh": "从小到大", "en": ", ascending"}
LANGUAGES = ("zh", "en")
ENGLISH = {
    "q": "Search",
    "since": "From",
    "until": "To",
    "on": "Date",
    "ip": "IP address",
    "mine": "Mine only",
}
"""Query parameters whose code is no English word for what they ask."""


def language_of(code: str) -> str:
    """`zh` or `en`, whichever the face with this language code speaks."""
    return "en" if code.startswith("en") else "zh"


def shown(conditions: Sequence[Sequence[str]], language: str) -> list[tuple[str, str]]:
    """`[(name, words), ...]` in one language; what was kept before there were two is told as it was kept."""
    at = 2 if language == "en" else 0
    return [(one[at], one[at + 1]) if len(one) == 4 else (one[0], one[1]) for one in conditions]


def conditions(operation: Operation, rows: Any, asked: Mapping[str, str]) -> list[list[str]]:
    """`[[name, words, English name, English words], ...]` of the query parameters, without identity numbers,
    telephones and accounts."""
    model = rows.model if isinstance(rows, QuerySet) else None
    filters = operation.filters().fields if operation.filters is not None else {}
    found = []
    for name, text in asked.items():
        if name == "sort":
            falling = text.startswith("-")
            by = text.removeprefix("-")
            found.append(
                [
                    part
                    for language in LANGUAGES
                    for part in (
                        ORDER[language],
                        _name(model, by, language) + (FALLING if falling else RISING)[language],
                    )
                ]
            )
        elif text != "":
            named = _named(rows, model, name, text)
            found.append(
                [
                    part
                    for language in LANGUAGES
                    for part in (
                        _name(model, name, language),
                        redacted(named or _words(filters.get(name), name, text, language)),
                    )
                ]
            )
    return found


def _name(model: type[Model] | None, name: str, language: str) -> str:
    if language == "en":
        return (
            ENGLISH.get(name) or name.removeprefix("is_").removesuffix("_id").replace("_", " ").capitalize()
        )
    related = _related(model, name)
    if related is not None:
        return str(related.verbose_name)
    with in_chinese():
        return field_label(model._meta.label_lower if model else "", name)


def _related(model: type[Model] | None, name: str) -> Any:
    """The foreign key that `branch_id` speaks of."""
    if model is None or not name.endswith("_id"):
        return None
    try:
        field = model._meta.get_field(name.removesuffix("_id"))
    except FieldDoesNotExist:
        return None
    return field if field.is_relation else None


def _named(rows: Any, model: type[Model] | None, name: str, text: str) -> str:
    """The name of what `branch_id` stands for, read from a row of the list: its reader sees that row anyway."""
    related = _related(model, name)
    if related is None or not text.isdigit() or rows.query.is_sliced:
        return ""
    row = rows.filter(**{name: int(text)}).first()
    one = getattr(row, related.name, None)
    return str(getattr(one, "name", "") or getattr(one, "number", ""))


def _words(field: Any, name: str, text: str, language: str) -> str:
    if isinstance(field, serializers.ChoiceField):
        return choice_names(field, language).get(text, text)
    if isinstance(field, serializers.BooleanField):
        return YES_NO[language][0 if text.lower() in ("true", "1") else 1]
    if isinstance(field, serializers.DateTimeField):
        return timezone.localtime(field.to_internal_value(text)).strftime("%Y-%m-%d %H:%M:%S")
    if language == "en":
        return text
    with in_chinese():
        return condition(name, text)
