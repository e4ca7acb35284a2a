"""The conditions of an export as words, for its reader, the second sheet and the log."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model, QuerySet
from django.utils import timezone
from rest_framework import serializers

from backend.platform.api.operations import Operation
from backend.platform.records.labels import condition, field_label
from backend.platform.redaction import redacted

ORDER = "排序"


def conditions(operation: Operation, rows: Any, asked: Mapping[str, str]) -> list[list[str]]:
    """`[[name, words], ...]` of the query parameters, without identity numbers, telephones and accounts."""
    model = rows.model if isinstance(rows, QuerySet) else None
    filters = operation.filters().fields if operation.filters is not None else {}
    found = []
    for name, text in asked.items():
        if name == "sort":
            falling = text.startswith("-")
            words = f"{_name(model, text.removeprefix('-'))}{'从大到小' if falling else '从小到大'}"
            found.append([ORDER, words])
        elif text != "":
            words = _named(rows, model, name, text) or _words(filters.get(name), name, text)
            found.append([_name(model, name), redacted(words)])
    return found


def _name(model: type[Model] | None, name: str) -> str:
    related = _related(model, name)
    if related is not None:
        return str(related.verbose_name)
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


def _words(field: Any, name: str, text: str) -> str:
    if isinstance(field, serializers.ChoiceField):
        return str(field.choices.get(text, text))
    if isinstance(field, serializers.BooleanField):
        return "是" if text.lower() in ("true", "1") else "否"
    if isinstance(field, serializers.DateTimeField):
        return timezone.localtime(field.to_internal_value(text)).strftime("%Y-%m-%d %H:%M:%S")
    return condition(name, text)
