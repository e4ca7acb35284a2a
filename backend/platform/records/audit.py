"""Recording of business actions, in the transaction of the action itself."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models

from backend.platform import clock
from backend.platform.api.context import correlation_id
from backend.platform.permissions import Actor

from . import labels
from .bounded import bounded, within
from .models import AuditRecord

INSERT = (
    "INSERT INTO records_auditrecord (at, kind, account_id, actor_name, action, object_type, object_id, object_no,"
    " from_state, to_state, changes, comment, correlation_id, ip)"
    " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s::jsonb, %s, %s, %s)"
)
INSERT_MANY = (
    "INSERT INTO records_auditrecord (at, kind, account_id, actor_name, action, object_type, object_id, object_no,"
    " from_state, to_state, changes, comment, correlation_id, ip)"
    " SELECT %s, %s, %s, %s, %s, %s, told.id, told.no, told.before, told.after, '{}'::jsonb, told.comment, %s, %s"
    " FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::text[], %s::text[])"
    " AS told (id, no, before, after, comment)"
)
Kind = AuditRecord.Kind


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
    kind: str = Kind.OPERATION,
) -> None:
    """Write who did what to `subject`. `changes` holds `{field: [old, new]}`, never a sensitive value.

    A plain INSERT: every command writes one or more of these, and the ORM's way costs three times as much.
    The record is chained later, by the sealer.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            INSERT,
            [
                clock.now(),
                str(kind),
                actor.account_id,
                actor.name,
                action,
                object_type or (subject._meta.label_lower if subject else ""),
                subject.pk if subject else None,
                object_no or str(getattr(subject, "number", "") or ""),
                from_state,
                to_state,
                json.dumps(changes or {}, cls=DjangoJSONEncoder, ensure_ascii=False),
                comment,
                correlation_id(),
                actor.ip,
            ],
        )


@dataclass(frozen=True)
class Told:
    """What was done to one of many objects."""

    subject: models.Model
    from_state: str = ""
    to_state: str = ""
    comment: str = ""


def record_many(actor: Actor, action: str, told: Sequence[Told]) -> None:
    """Write a record for each of many objects of one model, as `record` does, in one statement."""
    if not told:
        return
    kind = told[0].subject._meta.label_lower
    with connection.cursor() as cursor:
        cursor.execute(
            INSERT_MANY,
            [
                clock.now(), str(Kind.OPERATION), actor.account_id, actor.name, action, kind,
                correlation_id(), actor.ip,
                [item.subject.pk for item in told],
                [str(getattr(item.subject, "number", "") or "") for item in told],
                [item.from_state for item in told],
                [item.to_state for item in told],
                [item.comment for item in told],
            ],
        )  # fmt: skip


def reveal(
    actor: Actor,
    subject: models.Model,
    *,
    fields: Sequence[str],
    reason: str,
    action: str = "",
    object_no: str = "",
) -> None:
    """Write that the actor sees the clear values of `fields` of `subject`: their names, never their values.

    In the transaction of the reading, before the value is handed out. `action` is the app's `reveal` when
    it is not named.
    """
    shown_as = action or f"{subject._meta.app_label}.reveal"
    record(
        actor,
        shown_as,
        subject,
        object_no=object_no,
        changes={"fields": [None, list(fields)]},
        comment=reason,
        kind=Kind.REVEAL,
    )


def export(
    actor: Actor,
    action: str,
    *,
    rows: int,
    filters: Mapping[str, Any] | None = None,
    object_type: str = "",
    object_no: str = "",
    reason: str = "",
    more: Mapping[str, Any] | None = None,
) -> None:
    """Write that the actor takes `rows` rows out of the system, chosen by `filters`, in a file.

    `more` is what else the record says, as the `changes` of a record.
    """
    changes = {**(more or {}), "rows": [None, rows], "filters": [None, dict(filters or {})]}
    record(
        actor,
        action,
        object_type=object_type,
        object_no=object_no,
        changes=changes,
        comment=reason,
        kind=Kind.EXPORT,
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


def search(
    *,
    kind: str = "",
    action: str = "",
    actor: str = "",
    object_type: str = "",
    object_no: str = "",
    correlation_id: str = "",
    ip: str = "",
    since: datetime | None = None,
    until: datetime | None = None,
) -> models.QuerySet[AuditRecord]:
    """The audit records of the current schema, the newest first; every condition is an equality with an index."""
    wanted = {
        "kind": kind,
        "action": action,
        "actor_name": actor,
        "object_type": object_type,
        "object_no": object_no,
        "correlation_id": correlation_id,
        "ip": ip,
    }
    rows = AuditRecord.objects.filter(**{name: value for name, value in wanted.items() if value})
    return bounded(within(rows, "at", since, until).order_by("-at", "-id"))


def shown(row: AuditRecord) -> dict[str, Any]:
    """A record in words."""
    before, after = (labels.state_label(row.object_type, state) for state in (row.from_state, row.to_state))
    return {
        "id": row.pk,
        "at": row.at,
        "kind": row.kind,
        "actor_name": row.actor_name,
        "action": row.action,
        "action_label": labels.action_label(row.action),
        "object_type": row.object_type,
        "object_label": labels.object_label(row.object_type),
        "object_id": row.object_id,
        "object_no": row.object_no,
        "from_state": before,
        "to_state": after,
        "transition": " → ".join(state for state in (before, after) if state),
        "changes": labels.changes_shown(row.object_type, row.changes),
        "comment": row.comment,
        "correlation_id": row.correlation_id,
        "ip": row.ip,
    }
