"""Guards at the start of a change: the object is in the right state, and the editor saw its newest version."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

from . import errors


def state_is(state: str, allowed: Sequence[str]) -> None:
    """Raise `platform.wrong_state` (409) unless the object's state is one of those allowed."""
    if state not in allowed:
        raise errors.WRONG_STATE.at(state=state)


def edited(queryset: QuerySet, pk: int, version: int) -> Any:
    """Lock the row for an edit and prove that the editor saw its newest version (412 otherwise)."""
    row = queryset.select_for_update(of=("self",)).filter(pk=pk).first()
    if row is None:
        raise errors.NOT_FOUND.at()
    if row.version != version:
        raise errors.STALE_EDIT.at()
    return row
