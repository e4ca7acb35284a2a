"""Sealing every value anew under the key in force, while business goes on.

What is left to do is read from the rows themselves: the second byte of a value is the version of its
key. So a killed run is simply started again, and rows that others write meanwhile are right whichever
key they used. A value is replaced only where the column still holds what was read (compare and swap),
and a row that somebody holds is left for the next pass: an edit is never lost, and nobody is waited for.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection, models

from backend.platform.tenancy import current_entity

from .fields import EncryptedText
from .ring import DataKey, active_key
from .sealing import FIELD, seal, unseal

BATCH = 1000
ROTATION_LOCK_CLASS = 7304
UNCHANGED = "t.{column} = new.before"
"""The comparison without which an edit between reading and writing would be undone."""


class RotationRunningError(RuntimeError):
    """Another process is sealing this entity's values anew."""


@dataclass(frozen=True)
class Column:
    """An encrypted column of the current entity."""

    model: type[models.Model]
    field: EncryptedText

    @property
    def table(self) -> str:
        return self.model._meta.db_table

    @property
    def name(self) -> str:
        return str(self.field.column)

    def place(self, row_uuid: Any) -> dict[str, Any]:
        return {"table": self.table, "column": self.name, "row_uuid": row_uuid}


def encrypted_columns() -> list[Column]:
    """The encrypted columns in the current entity's schema: a bank's, or those of the province."""
    bank = current_entity().is_bank
    return [
        Column(model, field)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, EncryptedText) and (_of_a_bank(model) is bank)
    ]


def _of_a_bank(model: type[models.Model]) -> bool:
    config = model._meta.app_config
    return config is not None and config.name in settings.TENANT_APPS


def waiting(version: int | None = None) -> int:
    """How many values are sealed under another version than the one in force, or under `version`."""
    wanted = active_key(current_entity().code, FIELD).version if version is None else version
    sign = "<>" if version is None else "="
    total = 0
    with connection.cursor() as cursor:
        for column in encrypted_columns():
            cursor.execute(
                f"SELECT count(*) FROM {_quoted(column.table)} WHERE get_byte({_quoted(column.name)}, 1) {sign} %s",  # noqa: S608
                [wanted],
            )
            total += cursor.fetchone()[0]
    return total


def reseal_all(*, batch: int = BATCH, on_batch: Callable[[Column, int], None] = lambda *_: None) -> int:
    """Seal every value of the current entity under its key in force; returns how many were.

    Goes over each column until a pass finds nothing to do. Each batch commits by itself. Raises
    RotationRunningError when another process is at it.
    """
    entity = current_entity().code
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, hashtext(%s))", [ROTATION_LOCK_CLASS, entity])
        if not cursor.fetchone()[0]:
            raise RotationRunningError(entity)
    try:
        return sum(_column(column, batch, on_batch) for column in encrypted_columns())
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s, hashtext(%s))", [ROTATION_LOCK_CLASS, entity])


def _column(column: Column, batch: int, on_batch: Callable[[Column, int], None]) -> int:
    done = 0
    alone = False
    while True:
        found = written = 0
        for rows in _batches(column, 1 if alone else batch):
            found += len(rows)
            values = [(pk, old, _resealed(column, pk, uuid, old)) for pk, uuid, old in rows]
            count = _write(column, values, skip=not alone)
            written += count
            on_batch(column, count)
        done += written
        if not found:
            return done
        # Only rows that others hold are left: wait for each by itself, holding no other, so that
        # nobody and we can wait for one another.
        alone = not written


def _batches(column: Column, size: int) -> Iterator[list[tuple[int, Any, bytes]]]:
    """(pk, row_uuid, sealed) of the rows under another version, by ascending key."""
    version = active_key(current_entity().code, FIELD).version
    name = _quoted(column.name)
    last = 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT id, row_uuid, {name} FROM {_quoted(column.table)}"  # noqa: S608
                f" WHERE id > %s AND get_byte({name}, 1) <> %s ORDER BY id LIMIT %s",
                [last, version, size],
            )
            rows = [(pk, uuid, bytes(old)) for pk, uuid, old in cursor.fetchall()]
        if not rows:
            return
        yield rows
        last = rows[-1][0]


def _resealed(column: Column, pk: int, row_uuid: Any, old: bytes) -> bytes:
    key: DataKey = active_key(current_entity().code, FIELD)
    place = column.place(row_uuid)
    try:
        return seal(unseal(old, **place), **place, key=key)
    except Exception as error:
        error.add_note(f"{column.table}.{column.name} of row {pk} does not open")
        raise


def _write(column: Column, values: list[tuple[int, bytes, bytes]], *, skip: bool) -> int:
    """Put the new values in place of the old ones, in one statement; returns how many were still there.

    With `skip`, rows that others hold are left out; without, they are waited for.
    """
    table, name = _quoted(column.table), _quoted(column.name)
    unchanged = UNCHANGED.format(column=name)
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH new AS (SELECT * FROM unnest(%s::bigint[], %s::bytea[], %s::bytea[]) AS n(id, before, after)),"  # noqa: S608
            f" free AS (SELECT t.id FROM {table} t JOIN new ON t.id = new.id AND {unchanged}"
            f"  ORDER BY t.id FOR NO KEY UPDATE OF t{' SKIP LOCKED' if skip else ''})"
            f" UPDATE {table} t SET {name} = new.after FROM new, free"
            f" WHERE t.id = new.id AND free.id = new.id AND {unchanged}",
            [[pk for pk, _, _ in values], [old for _, old, _ in values], [new for _, _, new in values]],
        )
        return cursor.rowcount


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
