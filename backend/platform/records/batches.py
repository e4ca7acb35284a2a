"""Many rows at once: changed by one command and audited as one batch, or removed a batch at a time."""

from typing import Any

from django.db.models import F, QuerySet

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


def batch_remove(rows: QuerySet, at_once: int) -> int:
    """Remove the first rows of an ordered queryset, at most so many; returns how many went, with what hangs on them."""
    batch = list(rows.values_list("pk", flat=True)[:at_once])
    return rows.model._default_manager.filter(pk__in=batch).delete()[0] if batch else 0
