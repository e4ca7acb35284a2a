"""What django-auditlog writes: who caused it, and how a reader sees it."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet

from backend.platform.api.context import cause

from . import labels
from .models import FieldChange

ACTIONS = {0: ("新建", "Created"), 1: ("修改", "Edited"), 2: ("删除", "Deleted"), 3: ("查看", "Seen")}


def action_label(action: int) -> str:
    """What was done to the record, in the reader's language."""
    zh, en = ACTIONS.get(action, (str(action), str(action)))
    return en if labels.is_english() else zh


def name_cause(sender: Any, instance: FieldChange, **kwargs: Any) -> None:
    """Before an entry is saved: the person of the request or of the task's sender, else the system.

    The library's own middleware runs before the API has authenticated anybody, and knows no tasks.
    """
    who = cause()
    instance.actor_id = who.account_id
    instance.remote_addr = who.ip or None
    instance.additional_data = {**(instance.additional_data or {}), "actor_name": who.name}


def field_changes(
    *, object_type: str = "", object_id: int | None = None, correlation_id: str = ""
) -> QuerySet[FieldChange]:
    """The field history of an object, or of one request; the newest first, nothing without a condition."""
    rows = FieldChange.objects.select_related("content_type").order_by("-id")
    if correlation_id:
        rows = rows.filter(cid=correlation_id)
    if object_type and object_id is not None:
        app, _, model = object_type.partition(".")
        kind = ContentType.objects.filter(app_label=app, model=model).values("id")
        rows = rows.filter(content_type__in=kind, object_id=object_id)
    elif not correlation_id:
        return rows.none()
    return rows


def shown(entry: FieldChange) -> dict[str, Any]:
    """An entry in words: who, when, which object, each field with its old and new value."""
    object_type = f"{entry.content_type.app_label}.{entry.content_type.model}"
    return {
        "id": entry.pk,
        "at": entry.timestamp,
        "actor_name": (entry.additional_data or {}).get("actor_name") or labels.unknown(),
        "action": action_label(entry.action),
        "object_type": object_type,
        "object_label": labels.object_label(object_type),
        "object_name": entry.object_repr,
        "correlation_id": entry.cid or "",
        "changes": labels.changes_shown(object_type, entry.changes or {}),
    }
