"""Many rows at once: changed by one command and audited as one batch, or removed a batch at a time."""

import json
from collections.abc import Sequence
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django.db.models import F, JSONField, Model, QuerySet

from backend.platform.permissions import Actor

from . import audit


def batch_change(
    actor: Actor, action: str, rows: QuerySet, changes: dict[str, tuple[Any, Any]], *, comment: str = ""
) -> list[int]:
    """Set columns of all rows, given as `{column: (old, new)}`, and return the rows' ids.

    The audit record bears the ids with the old and new values; an old value that differs among them is None.
    A `version` column grows, so that whoever edits such a row at the moment is told.
    """
    ids = list(rows.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))
    if not ids:
        return []
    model = rows.model
    grown = {"version": F("version") + 1} if any(f.name == "version" for f in model._meta.fields) else {}
    model._default_manager.filter(pk__in=ids).update(
        **{name: new for name, (_, new) in changes.items()}, **grown
    )
    audited = {name: list(pair) for name, pair in changes.items()}
    audit.record(
        actor,
        action,
        object_type=model._meta.label_lower,
        changes={"ids": [None, ids], **audited},
        comment=comment,
    )
    return ids


def rows_write(rows: Sequence[Model], names: Sequence[str]) -> None:
    """Write the named columns of many rows of one model, each with its own values, in one statement.

    The values go as arrays, so the statement is the same for any number of rows; Django's `bulk_update` writes a
    CASE of every row for every column. The caller holds the rows.
    """
    if not rows:
        return
    meta = rows[0]._meta
    key = meta.pk
    assert key is not None
    fields = [key, *(meta.get_field(name) for name in names)]
    columns = [str(field.column) for field in fields]  # type: ignore[union-attr]
    sets = ", ".join(f'"{name}" = given."{name}"' for name in columns[1:])
    given = ", ".join(f"%s::{field.rel_db_type(connection)}[]" for field in fields)  # type: ignore[union-attr]
    named = ", ".join(f'"{name}"' for name in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f'UPDATE "{meta.db_table}" AS kept SET {sets} FROM unnest({given}) AS given ({named})'  # noqa: S608 - names of columns
            f' WHERE kept."{columns[0]}" = given."{columns[0]}"',
            [_column(field, rows) for field in fields],
        )


def _column(field: Any, rows: Sequence[Model]) -> list[Any]:
    values = [getattr(row, field.attname) for row in rows]
    return (
        [json.dumps(value, cls=DjangoJSONEncoder) for value in values]
        if isinstance(field, JSONField)
        else values
    )


def batch_remove(rows: QuerySet, at_once: int) -> int:
    """Remove the first rows of an ordered queryset, at most so many; returns how many went, with what hangs on them."""
    batch = list(rows.values_list("pk", flat=True)[:at_once])
    return rows.model._default_manager.filter(pk__in=batch).delete()[0] if batch else 0
