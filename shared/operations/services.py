"""What the province hears of the nights, and what it tells the banks to do."""

from datetime import date, datetime
from typing import Any

from django.utils.dateparse import parse_datetime

from backend.platform import clock, jobs
from backend.platform.permissions import Actor
from backend.platform.records import audit, outbox
from backend.platform.tenancy import current_entity
from shared.entities.selectors import ready_codes
from shared.entities.services import business_date_note

from .models import EntityBacklog, EntityNight

NIGHT_CHANGED = "endofday.night_changed.v1"
FAILED, RUNNING = "FAILED", "RUNNING"
"""States of a night, as the bank's event tells them."""


def night_note(payload: dict[str, Any]) -> None:
    """Keep the copy of a bank's night; hearing the same event twice changes nothing."""
    night = EntityNight(
        entity_code=payload["entity"],
        business_on=payload["business_on"],
        state=payload["state"],
        started_at=parse_datetime(payload["started_at"]) if payload.get("started_at") else None,
        finished_at=parse_datetime(payload["finished_at"]) if payload.get("finished_at") else None,
        failed_step=payload.get("failed_step", ""),
        failed_code=payload.get("failed_code", ""),
        error=payload.get("error", ""),
        error_en=payload.get("error_en", ""),
        outstanding=payload.get("outstanding"),
    )
    EntityNight.objects.bulk_create(
        [night],
        update_conflicts=True,
        unique_fields=["entity_code", "business_on"],
        update_fields=[
            "state",
            "started_at",
            "finished_at",
            "failed_step",
            "failed_code",
            "error",
            "error_en",
            "outstanding",
        ],
    )
    business_date_note(payload["entity"], payload["business_date"])
    if payload["state"] == FAILED:
        # the notice stands on the province's desk, and this runs in the bank's schema
        from .tasks import night_stopped_task

        jobs.ring(
            night_stopped_task,
            payload["entity"],
            payload["business_on"],
            payload.get("failed_step", ""),
            entity="province",
        )


def night_progress_note(
    *,
    entity_code: str,
    business_on: date,
    started_at: datetime | None,
    stopping: bool,
    steps: list[dict[str, Any]],
) -> None:
    """Keep the copy of how far a bank's night has come; its state is told by the bank's events alone."""
    night = EntityNight(
        entity_code=entity_code,
        business_on=business_on,
        state=RUNNING,
        started_at=started_at,
        stopping=stopping,
        steps=steps,
        progressed_at=clock.now(),
    )
    EntityNight.objects.bulk_create(
        [night],
        update_conflicts=True,
        unique_fields=["entity_code", "business_on"],
        update_fields=["steps", "stopping", "progressed_at"],
    )


def events_deliver() -> None:
    """The sweep: deliver what a lost doorbell left in the outbox, or what has rested after a failure."""
    if outbox.is_due():
        outbox.relay()


def backlog_note() -> None:
    """The sweep: keep the province's copy of the entity's backlog; an unchanged one is not written."""
    code, found = current_entity().code, outbox.backlog()
    facts = {"waiting": found.waiting, "dead": found.dead, "oldest_at": found.oldest_at}
    if not EntityBacklog.objects.filter(entity_code=code, **facts).exists():
        EntityBacklog.objects.update_or_create(
            entity_code=code, defaults={**facts, "measured_at": clock.now()}
        )


def nights_command(*, actor: Actor, command: str, codes: list[str], through: date | None = None) -> list[str]:
    """Send START, RETRY, STOP or RESUME to the banks (all that are ready, when none is named); returns their codes.

    The bank itself decides: one to whose night it does not apply refuses, and the others go on. `through` lets
    a START close the dates up to that one.
    """
    ready = ready_codes()
    wanted = [code for code in ready if not codes or code in codes]
    for code in wanted:
        _send(command, actor.name, code, {"through": through.isoformat() if through else None})
    audit.record(
        actor,
        "operations.command",
        object_type="operations.night",
        object_no=command,
        comment=",".join(wanted)[:500],
    )
    return wanted


def step_skip(*, names: str, code: str, step: str, attempts: int) -> None:
    """Send the bank the order to skip a failed step; only the approval of a second person calls it."""
    _send("SKIP", names, code, {"step": step, "attempts": attempts})


def _send(command: str, names: str, code: str, rest: dict[str, Any]) -> None:
    from .tasks import night_command_task

    given = {name: value for name, value in rest.items() if value}
    jobs.ring(night_command_task, command, names, *([given] if given else []), entity=code)
