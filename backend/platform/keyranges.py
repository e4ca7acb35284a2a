"""Ranges of keys: how a big table is gone over in pieces, each of them committed before the next.

A piece is small enough that memory, locks and the size of its transaction do not grow with the table.
"""

from dataclasses import dataclass

from django.db import models

LAST_KEY = 2**63 - 1


@dataclass(frozen=True)
class KeyRange:
    """The keys above `after`, up to `through` and with it."""

    after: int = 0
    through: int = LAST_KEY


EVERY_KEY = KeyRange()


def next_range(rows: models.QuerySet, after: int, size: int) -> tuple[KeyRange, int]:
    """The range that holds the next `size` of the rows above the key `after`, and how many they are.

    With fewer than `size` left the range has no end, so that it takes in what is written meanwhile: it is the
    last one.
    """
    ahead = rows.filter(pk__gt=after).order_by("pk").values("pk")[:size]
    found = ahead.aggregate(last=models.Max("pk"), count=models.Count("pk"))
    if found["count"] < size:
        return KeyRange(after), found["count"]
    return KeyRange(after, found["last"]), found["count"]
