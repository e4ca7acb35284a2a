"""What people do about events that did not arrive: look, try again, give up with a reason."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from backend.platform import clock, edits, errors
from backend.platform.permissions import Actor

from . import audit, changes, outbox
from .event_kinds import EVENTS
from .models import OutboxDelivery, PendingChange

State = OutboxDelivery.State
SUBJECT = "records.outboxdelivery"


def search(*, state: str = "", event: str = "", consumer: str = "", q: str = "") -> QuerySet[OutboxDelivery]:
    """The deliveries of the current schema, the newest first; without a state those that have not arrived."""
    wanted = [state] if state else OutboxDelivery.OPEN
    rows = OutboxDelivery.objects.filter(state__in=wanted).select_related("event").order_by("-id")
    if event:
        rows = rows.filter(event__name=event)
    if consumer:
        rows = rows.filter(consumer=consumer)
    if q:
        rows = rows.filter(
            Q(aggregate__icontains=q) | Q(event__correlation_id=q) | Q(last_error__icontains=q)
        )
    return rows


def get(pk: int) -> OutboxDelivery:
    """One of them; raises `platform.not_found` (404)."""
    row = OutboxDelivery.objects.select_related("event").filter(pk=pk).first()
    if row is None:
        raise errors.NOT_FOUND.at()
    return row


def allowed_actions(row: OutboxDelivery, may_manage: bool) -> list[str]:
    """What may be done about it now, by somebody who may do anything at all."""
    if not may_manage or row.state not in OutboxDelivery.OPEN:
        return []
    return ["retry", "discard"] if row.state == State.DEAD else ["retry"]


def summary() -> dict[str, Any]:
    """The backlog with the kinds of events and the consumers that there are, for the filters."""
    found = outbox.backlog()
    consumed = sorted(name for name in EVENTS if outbox.consumers_of(name))
    return {
        "waiting": found.waiting,
        "dead": found.dead,
        "oldest_at": found.oldest_at,
        "events": consumed,
        "consumers": sorted({label for name in consumed for label in outbox.consumers_of(name)}),
    }


def _locked(pk: int) -> OutboxDelivery:
    row = OutboxDelivery.objects.select_for_update(of=("self",)).select_related("event").filter(pk=pk).first()
    if row is None:
        raise errors.NOT_FOUND.at()
    return row


@transaction.atomic
def retry(*, actor: Actor, pk: int) -> OutboxDelivery:
    """Try a dead or resting delivery again at once, with the full number of attempts (409 when finished)."""
    row = _locked(pk)
    edits.state_is(row.state, OutboxDelivery.OPEN)
    _again(actor, row)
    return row


@transaction.atomic
def retry_many(*, actor: Actor, ids: Sequence[int] = (), event: str = "") -> int:
    """Try the named dead deliveries again, or all dead ones (of one event); returns how many these were."""
    rows = OutboxDelivery.objects.select_for_update(of=("self",)).filter(state=State.DEAD)
    if ids:
        rows = rows.filter(pk__in=ids)
    if event:
        rows = rows.filter(event__name=event)
    found = list(rows.select_related("event").order_by("pk"))
    for row in found:
        _again(actor, row)
    return len(found)


def _again(actor: Actor, row: OutboxDelivery) -> None:
    before, row.state = row.state, State.WAITING
    row.attempts, row.next_attempt_at = 0, clock.now()
    row.save(update_fields=["state", "attempts", "next_attempt_at"])
    audit.record(
        actor, "events.retry", row, from_state=before, to_state=row.state, comment=row.last_error[:200]
    )
    outbox.ring()


@transaction.atomic
def discard_propose(*, actor: Actor, pk: int, kind: str, reason: str) -> PendingChange:
    """Ask a second person to give a dead delivery up; until then it stays dead and may be tried again.

    Raises `platform.wrong_state` (409) unless it is dead, and what `changes.propose` refuses.
    """
    row = _locked(pk)
    edits.state_is(row.state, (State.DEAD,))
    return changes.propose(
        actor=actor,
        kind=kind,
        subject_id=pk,
        subject_no=row.number,
        title=f"放弃投递 {row.event.name} → {row.consumer}"[:200],
        payload={"reason": reason},
        comment=reason,
    )


@transaction.atomic
def discard(*, actor: Actor, pk: int, reason: str) -> OutboxDelivery:
    """Give a dead delivery up: its consumer never hears of it, and later ones of its aggregate go on.

    Called when the second person agrees. Raises `platform.wrong_state` (409) unless it is dead.
    """
    row = _locked(pk)
    edits.state_is(row.state, (State.DEAD,))
    row.state, row.reason, row.finished_at = State.DISCARDED, reason, clock.now()
    row.save(update_fields=["state", "reason", "finished_at"])
    outbox.finish({row.event_id})
    audit.record(actor, "events.discard", row, from_state=State.DEAD, to_state=row.state, comment=reason)
    outbox.ring()
    return row


def _describe(payload: changes.Payload, subject_id: int | None) -> list[changes.Line]:
    row = get(subject_id or 0)
    kind = EVENTS.get(row.event.name)
    return [
        changes.line("state", "状态", row.get_state_display(), State.DISCARDED.label),
        changes.line("event", f"事件({kind.zh if kind else row.event.name})", row.aggregate, ""),
        changes.line("last_error", "最近错误", row.last_error, ""),
        changes.line("reason", "放弃原因", "", payload["reason"]),
    ]


def _version(subject_id: int | None) -> int | None:
    return _locked(subject_id or 0).attempts


def _apply(actor: Actor, change: PendingChange) -> None:
    discard(actor=actor, pk=change.subject_id or 0, reason=change.payload["reason"])


def _kind(code: str, make: str, check: str) -> str:
    return changes.register(
        changes.ChangeKind(
            code=code, name="放弃事件投递", make_action=make, check_action=check, apply=_apply,
            describe=_describe, current_version=_version, subject_type=SUBJECT,
        )
    ).code  # fmt: skip


BANK_DISCARD = _kind("events.discard", "events.manage", "events.check")
PROVINCE_DISCARD = _kind("province.events_discard", "province.events_manage", "province.events_check")
