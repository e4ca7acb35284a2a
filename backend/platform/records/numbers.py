"""Numbers of business objects: `DK` + year + eight digits, unique in the bank, taken without a hot row."""

from collections.abc import Sequence
from datetime import date
from typing import TypeVar

from django.db import connection, models

M = TypeVar("M", bound=models.Model)


def assign(instance: M, field: str, prefix: str, on: date) -> M:
    """Set the primary key from the table's own sequence and derive the object's number from it.

    A sequence is not transactional: numbers may have gaps but no two objects wait for one another.
    """
    assign_many([instance], field, prefix, on)
    return instance


def assign_many(instances: Sequence[models.Model], field: str, prefix: str, on: date) -> None:
    """The same for many instances of one model, in one statement; later ones get higher numbers."""
    if not instances:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [instances[0]._meta.db_table, len(instances)],
        )
        for instance, (pk,) in zip(instances, cursor.fetchall(), strict=True):
            instance.pk = pk
            setattr(instance, field, f"{prefix}{on.year}{pk:08d}")
