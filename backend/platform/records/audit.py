"""Recording of business actions, in the transaction of the action itself."""

from typing import Any

from django.db import models

from backend.platform import clock
from backend.platform.api.context import correlation_id
from backend.platform.permissions import Actor

from .models import AuditRecord


def record(
    actor: Actor,
    action: str,
    subject: models.Model | None = None,
    *,
    object_type: str = "",
    object_no: str = "",
    from_state: str = "",
    to_state: str = "",
    changes: dict[str, Any] | None = None,
    comment: str = "",
) -> AuditRecord:
    """Write who did what to `subject`. `changes` holds `{field: [old, new]}`, never a sensitive value."""
    return AuditRecord.objects.create(
        at=clock.now(),
        account_id=actor.account_id,
        actor_name=actor.name,
        action=action,
        object_type=object_type or (subject._meta.label_lower if subject else ""),
        object_id=subject.pk if subject else None,
        object_no=object_no or str(getattr(subject, "number", "") or ""),
        from_state=from_state,
        to_state=to_state,
        changes=changes or {},
        comment=comment,
        correlation_id=correlation_id(),
        ip=actor.ip,
    )


def history(subject: models.Model) -> list[dict[str, Any]]:
    """The life of one object as its detail page shows it, oldest first."""
    return [
        {
            "at": row.at,
            "actor_name": row.actor_name,
            "action": row.action,
            "from_state": row.from_state,
            "to_state": row.to_state,
            "comment": row.comment,
        }
        for row in AuditRecord.objects.filter(
            object_type=subject._meta.label_lower, object_id=subject.pk
        ).order_by("id")
    ]


def search(*, action: str = "", object_no: str = "", q: str = "") -> models.QuerySet[AuditRecord]:
    """The audit records of the current schema, newest first."""
    rows = AuditRecord.objects.order_by("-id")
    if action:
        rows = rows.filter(action__startswith=action)
    if object_no:
        rows = rows.filter(object_no=object_no)
    return rows.filter(models.Q(actor_name__icontains=q) | models.Q(object_no__icontains=q)) if q else rows
