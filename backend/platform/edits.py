"""Guards at the start of a change: the row is held, the object is in the right state, and the editor saw its newest version."""

from collections.abc import Sequence
from typing import Any, TypeVar

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Model, QuerySet

from . import errors

M = TypeVar("M", bound=Model)


def state_is(state: str, allowed: Sequence[str]) -> None:
    """Raise `platform.wrong_state` (409) unless the object's state is one of those allowed."""
    if state not in allowed:
        raise errors.WRONG_STATE.at(state=state)


def held(rows: QuerySet[M], pk: int, *, no_key: bool = False) -> M:
    """Lock one row until the transaction ends, and read it anew; 404 when it is not among the rows.

    `no_key` lets others write rows that refer to it, and stops only its other writers.
    """
    joined = rows.query.select_related or len(rows.query.alias_map) > 1
    of = ("self",) if joined else ()  # what is joined is only read
    try:
        return rows.select_for_update(of=of, no_key=no_key).get(pk=pk)
    except ObjectDoesNotExist:
        raise errors.NOT_FOUND.at() from None


def edited(queryset: QuerySet, pk: int, version: int) -> Any:
    """Lock the row for an edit and prove that the editor saw its newest version (412 otherwise)."""
    row: Any = held(queryset, pk)
    if row.version != version:
        raise errors.STALE_EDIT.at()
    return row
