"""Numbers of business objects: `DK` + year + eight digits, unique in the bank, taken without a hot row."""

from datetime import date
from typing import TypeVar

from django.db import connection, models

M = TypeVar("M", bound=models.Model)


def assign(instance: M, field: str, prefix: str, on: date) -> M:
    """Set the primary key from the table's own sequence and derive the object's number from it.

    A sequence is not transactional: numbers may have gaps but no two objects wait for one another.
    """
    table = instance._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id'))", [table])
        instance.pk = cursor.fetchone()[0]
    setattr(instance, field, f"{prefix}{on.year}{instance.pk:08d}")
    return instance
