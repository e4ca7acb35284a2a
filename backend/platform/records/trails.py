"""The field history of one record for whoever may see that record: what changed, from what to what, by whom.

An app says how one of its records is reached: `trail("customers.customer", selectors.customer_get)` in
`ready()`. The function answers 404 to whoever does not reach the record, so its history has the very limits of
the record itself. What django-auditlog follows is shown from its entries, which leave out every sensitive
field; of other records the audit log keeps what an edit changed.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from auditlog.registry import auditlog
from django.apps import apps
from django.conf import settings
from django.db import models

from backend.platform.errors import NOT_FOUND
from backend.platform.permissions import Actor
from backend.platform.tenancy import current_entity

from . import labels
from .field_changes import action_label, field_changes
from .models import AuditRecord, FieldChange

Reach = Callable[[Actor, int], Any]
TRAILS: dict[str, Reach] = {}
"""How a record of each type is reached, by the label of its model."""


def trail(object_type: str, reach: Reach) -> None:
    """Let the field history of this type be read by whoever `reach(actor, id)` lets in."""
    apps.get_model(object_type)  # a misspelt name fails at the start
    TRAILS[object_type] = reach


def trail_of(*, actor: Actor, object_type: str, object_id: int) -> models.QuerySet[Any]:
    """What changed in the record, the newest first; 404 when the actor does not reach it."""
    reach = TRAILS.get(object_type)
    if reach is None or not _stands_here(object_type):
        raise NOT_FOUND.at()
    reach(actor, object_id)
    if auditlog.contains(apps.get_model(object_type)):
        # what a record began with is no change
        return field_changes(object_type=object_type, object_id=object_id).exclude(
            action=FieldChange.Action.CREATE
        )
    edits = AuditRecord.objects.filter(
        object_type=object_type, object_id=object_id, kind=AuditRecord.Kind.OPERATION
    )
    return edits.exclude(changes={}).order_by("-at", "-id")


def _stands_here(object_type: str) -> bool:
    """Whether the current entity has records of this type: those of a bank's apps lie in banks only."""
    name = apps.get_model(object_type)._meta.app_config.name
    return current_entity().is_bank or name in settings.SHARED_APPS


def shown(rows: Iterable[FieldChange | AuditRecord]) -> list[dict[str, Any]]:
    """The page in words. What points at other records is named by them: a query for each kind of them."""
    told = [_plain(row) for row in rows]
    names = _names(told)
    return [
        {
            "id": entry["id"],
            "at": entry["at"],
            "actor_name": entry["actor_name"],
            "action": entry["action"],
            "changes": labels.changes_shown(
                entry["type"],
                {
                    field: [names.get((entry["type"], field, str(value)), value) for value in pair]
                    for field, pair in entry["changes"].items()
                    if isinstance(pair, list) and len(pair) == 2
                },
            ),
        }
        for entry in told
    ]


def _plain(row: FieldChange | AuditRecord) -> dict[str, Any]:
    at: datetime
    if isinstance(row, FieldChange):
        at, action = row.timestamp, action_label(row.action)
        who = (row.additional_data or {}).get("actor_name") or labels.unknown()
        kind = f"{row.content_type.app_label}.{row.content_type.model}"
    else:
        at, action = row.at, labels.action_label(row.action)
        who, kind = row.actor_name, row.object_type
    return {
        "id": row.pk,
        "at": at,
        "actor_name": who,
        "action": action,
        "type": kind,
        "changes": row.changes or {},
    }


def _names(entries: list[dict[str, Any]]) -> dict[tuple[str, str, str], str]:
    """`{(type, field, id): name}` of the records that foreign keys held."""
    wanted: dict[tuple[str, str], set[str]] = {}
    for entry in entries:
        keys = {
            field.name: field
            for field in apps.get_model(entry["type"])._meta.concrete_fields
            if isinstance(field, models.ForeignKey)
        }
        for name, pair in entry["changes"].items():
            if name in keys and isinstance(pair, list):
                wanted.setdefault((entry["type"], name), set()).update(str(v) for v in pair)
    found: dict[tuple[str, str, str], str] = {}
    for (kind, name), ids in wanted.items():
        related: Any = apps.get_model(kind)._meta.get_field(name).related_model
        for row in related._base_manager.filter(pk__in=[i for i in ids if i.isdecimal()]):
            found[kind, name, str(row.pk)] = str(getattr(row, "name", row))
    return found
