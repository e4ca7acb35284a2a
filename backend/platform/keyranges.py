"""Ranges of keys: how a big table is gone over in pieces, each of them committed before the next.

A piece is small enough that memory, locks and the size of its transaction do not grow with the table.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import connection, models

LAST_KEY = 2**63 - 1
AFTER = -(2**61) - 7
"""Stands for the key in a statement that is built once."""


@dataclass(frozen=True)
class KeyRange:
    """The keys above `after`, up to `through` and with it."""

    after: int = 0
    through: int = LAST_KEY


EVERY_KEY = KeyRange()


@lru_cache(maxsize=32)
def _statement(rows: Callable[[], models.QuerySet], size: int) -> tuple[str, tuple[Any, ...]]:
    ahead = rows().filter(pk__gt=AFTER).order_by("pk").values_list("pk")[:size]
    sql, values = ahead.query.sql_with_params()
    return f"SELECT max(key), count(*) FROM ({sql}) AS ahead (key)", values  # noqa: S608 - Django built it


def next_range(
    rows: models.QuerySet | Callable[[], models.QuerySet], after: int, size: int
) -> tuple[KeyRange, int]:
    """The range that holds the next `size` of the rows above the key `after`, and how many they are.

    With fewer than `size` left the range has no end, so that it takes in what is written meanwhile: it is the
    last one. Rows given as a function are the same at every call: it is asked once a process.
    """
    if isinstance(rows, models.QuerySet):
        ahead = rows.filter(pk__gt=after).order_by("pk").values("pk")[:size]
        found = ahead.aggregate(last=models.Max("pk"), count=models.Count("pk"))
        last, count = found["last"], found["count"]
    else:
        sql, values = _statement(rows, size)
        with connection.cursor() as cursor:
            cursor.execute(sql, [after if value == AFTER else value for value in values])
            last, count = cursor.fetchone()
    return (KeyRange(after) if count < size else KeyRange(after, last)), count
