"""What a person opened last. Only the kind and the key are kept; names are read when they are shown."""

from collections import defaultdict
from typing import Any

from django.db import transaction

from backend.platform import clock
from backend.platform.permissions import Actor

from .faces import stands_here
from .finding import FINDERS, of_path, reached
from .models import OpenedRecord

KEPT = 20


@transaction.atomic
def opened_note(*, actor: Actor, path: str) -> None:
    """Remember that the actor opened the record of that page.

    Does nothing for a page of no record, and for a record that he does not reach: the answer tells nobody
    whether it exists. The oldest beyond `KEPT` go.
    """
    page = of_path(actor, path)
    if page is None or actor.account_id is None:
        return
    finder, key = page
    if not reached(actor, finder, [key]):
        return
    own = OpenedRecord.objects.filter(account_id=actor.account_id)
    OpenedRecord.objects.update_or_create(
        account_id=actor.account_id, kind=finder.kind, key=key, defaults={"opened_at": clock.now()}
    )
    kept = own.order_by("-opened_at", "-id").values_list("pk", flat=True)[:KEPT]
    own.exclude(pk__in=list(kept)).delete()


def opened_list(*, actor: Actor) -> list[dict[str, Any]]:
    """The records that the actor opened last, the latest first; those out of his reach by now are left out."""
    rows = OpenedRecord.objects.filter(account_id=actor.account_id or 0).order_by("-opened_at", "-id")
    opened = [row for row in rows[:KEPT] if row.kind in FINDERS]
    keys = defaultdict(list)
    for row in opened:
        keys[row.kind].append(row.key)
    found = {
        kind: reached(actor, FINDERS[kind], of_kind)
        for kind, of_kind in keys.items()
        if stands_here(FINDERS[kind].face) and actor.can(FINDERS[kind].action)
    }
    return [
        {**found[row.kind][row.key], "opened_at": row.opened_at, **_named(row.kind)}
        for row in opened
        if row.key in found.get(row.kind, {})
    ]


def _named(kind: str) -> dict[str, str]:
    return {"name_zh": FINDERS[kind].name_zh, "name_en": FINDERS[kind].name_en}
