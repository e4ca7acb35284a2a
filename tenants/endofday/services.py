"""Commands to the night of one bank, and the sweep that resumes what a killed worker left behind."""

import logging
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from backend.platform import clock
from backend.platform.errors import NOT_FOUND, DomainError
from backend.platform.permissions import Actor
from backend.platform.records import audit
from backend.platform.tenancy import current_entity
from tenants.organisation.selectors import business_date

from . import engine, errors, plan, progress
from .engine import night_run
from .models import BatchRun, BatchStep

__all__ = [
    "night_resume",
    "night_retry",
    "night_run",
    "night_start",
    "night_stop",
    "nights_resume",
    "open_night",
    "step_skip",
]
logger = logging.getLogger(__name__)
State = BatchStep.State
MOST_DAYS = 92
"""So many missed dates are closed in one go at most."""


@transaction.atomic
def night_start(*, actor: Actor, through: date | None = None, ring: bool = True) -> BatchRun:
    """Begin the night of the current business date, and with `through` those that follow up to that date.

    Raises `endofday.night_open` (409) while another one is open, and `endofday.catch_up_range` (422) for a date
    before the business date, after today's, or more than three months ahead.
    """
    open_run = BatchRun.objects.filter(is_open=True).first()
    if open_run is not None:
        raise errors.NIGHT_OPEN.at(business_on=open_run.business_on.isoformat())
    on = business_date()
    if through is not None:
        last = max(on, min(timezone.localdate(clock.now()), on + timedelta(days=MOST_DAYS)))
        if not on <= through <= last:
            raise errors.CATCH_UP_RANGE.at("through", first=on.isoformat(), last=last.isoformat())
    run = engine.night_open(on, by=actor.name, through=through)
    comment = f"追批至 {through}" if through else ""
    audit.record(actor, "endofday.start", run, object_no=on.isoformat(), comment=comment)
    if ring:
        engine.ring(run)
    return run


def _locked(run_id: int) -> BatchRun:
    run = BatchRun.objects.select_for_update().filter(pk=run_id).first()
    if run is None:
        raise NOT_FOUND.at()
    return run


def _go_on(actor: Actor, run: BatchRun, action: str, comment: str = "") -> BatchRun:
    run.state = BatchRun.State.RUNNING
    run.save(update_fields=["state"])
    audit.record(actor, action, run, object_no=run.business_on.isoformat(), comment=comment)
    engine.tell(run)
    engine.ring(run)
    return run


@transaction.atomic
def night_retry(*, actor: Actor, run_id: int) -> BatchRun:
    """Go on with a night that failed, at the piece of the step that failed."""
    run = _locked(run_id)
    if run.state != BatchRun.State.FAILED:
        raise errors.NOT_FAILED.at(state=run.get_state_display())
    run.steps.filter(state=State.FAILED).update(state=State.WAITING, lease_until=None, holder="")
    return _go_on(actor, run, "endofday.retry")


@transaction.atomic
def night_stop(*, actor: Actor, run_id: int) -> BatchRun:
    """Ask the night to stop: at once when nobody works on it, otherwise before its next piece."""
    run = _locked(run_id)
    if run.state not in (BatchRun.State.PENDING, BatchRun.State.RUNNING):
        raise errors.NOT_UNDER_WAY.at(state=run.get_state_display())
    run.stop_asked_at, run.stop_asked_by = clock.now(), actor.name
    run.save(update_fields=["stop_asked_at", "stop_asked_by"])
    audit.record(actor, "endofday.stop", run, object_no=run.business_on.isoformat())
    running = run.steps.filter(state=State.RUNNING)
    free = running.select_for_update(skip_locked=True).first()
    if free is not None and not free.is_held(clock.now()):
        run.steps.filter(pk=free.pk).update(state=State.WAITING, holder="", lease_until=None)
        engine.run_stop(run)
    elif free is None and not running.exists():
        engine.run_stop(run)
    return run


@transaction.atomic
def night_resume(*, actor: Actor, run_id: int) -> BatchRun:
    """Go on with a night that was stopped, where it stands."""
    run = _locked(run_id)
    if run.state != BatchRun.State.STOPPED:
        raise errors.NOT_STOPPED.at(state=run.get_state_display())
    return _go_on(actor, run, "endofday.resume")


def skippable(step: BatchStep) -> DomainError | None:
    """Why the step may not be skipped; None when it may."""
    if step.state != State.FAILED:
        return errors.STEP_NOT_FAILED.at(step=step.title)
    planned = plan.step_named(step.name)
    if planned is None or planned.required:
        return errors.STEP_REQUIRED.at(step=step.title)
    return None


@transaction.atomic
def step_skip(*, actor: Actor, step_id: int, by: str) -> BatchRun:
    """Leave out a failed step and go on; only the approval of a second person calls it. `by` names both.

    Pieces of the step that are committed stay. Raises `endofday.step_not_failed` and `endofday.step_required`.
    """
    found = BatchStep.objects.filter(pk=step_id).values_list("run_id", flat=True).first()
    run = _locked(found or 0)
    step = run.steps.select_for_update().get(pk=step_id)
    refusal = skippable(step)
    if refusal is not None:
        raise refusal
    step.state, step.skipped_by, step.finished_at = State.SKIPPED, by[:130], clock.now()
    step.save(update_fields=["state", "skipped_by", "finished_at"])
    return _go_on(actor, run, "endofday.skip", comment=f"{step.title} {by}")


def open_night() -> BatchRun:
    """The open night, whichever it is: the province commands by bank, not by id. Raises 404."""
    run = BatchRun.objects.filter(is_open=True).first()
    if run is None:
        raise NOT_FOUND.at()
    return run


def nights_resume() -> None:
    """The sweep: ring for an open night that nobody works on (its worker died, or the message was lost).

    The message lives only until the next sweep, so that they do not pile up while all workers are busy.
    """
    from .tasks import RING_SECONDS, night_run_task

    run = (
        BatchRun.objects.filter(is_open=True)
        .exclude(state__in=(BatchRun.State.FAILED, BatchRun.State.STOPPED))
        .first()
    )
    if run is None:
        return
    progress.note(run.pk)
    with transaction.atomic():
        running = run.steps.filter(state=State.RUNNING)
        free = running.select_for_update(skip_locked=True).first()
        held = running.exists() if free is None else free.is_held(clock.now())
    if not held:
        logger.info("resuming the night of %s in %s", run.business_on, current_entity().code)
        night_run_task.apply_async([run.pk], expires=RING_SECONDS)
