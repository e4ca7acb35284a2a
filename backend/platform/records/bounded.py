"""Lists of logs that may hold millions of rows: counted up to a bound, never through."""

from datetime import datetime
from typing import Any, TypeVar

from django.db import models
from django.db.models import QuerySet

COUNTED = 10_000
"""A list says at most so many rows; whoever wants older ones narrows the time."""

M = TypeVar("M", bound=models.Model)


class Bounded(QuerySet):
    """A queryset that counts no further than `COUNTED`: counting a million rows costs more than the page."""

    def count(self) -> int:
        if self.query.is_sliced:
            return super().count()
        return self.order_by()[:COUNTED].count()


def bounded(rows: QuerySet[M]) -> QuerySet[M]:
    found: QuerySet[Any] = Bounded(rows.model, rows.query.chain(), rows.db)
    return found


def within(rows: QuerySet[M], field: str, since: datetime | None, until: datetime | None) -> QuerySet[M]:
    """The rows from `since` on and before `until`; a bound that is None does not bound."""
    wanted = {f"{field}__gte": since, f"{field}__lt": until}
    return rows.filter(**{name: value for name, value in wanted.items() if value is not None})
