"""The engine of the night: it claims the next step, does it, and goes on; killed, it is resumed by the sweep."""

import logging
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction

from backend.platform import clock, jobs
from backend.platform.errors import NOT_FOUND
from backend.platform.permissions import Actor
from backend.platform.records import audit, batch_log, outbox
from backend.platform.tenancy import current_entity
from tenants.loans.selectors import outstanding_total
from tenants.organisation.selectors import business_date

from . import errors, events, notices
from .models import BatchRun, BatchStep
from .plan import PLAN, Night, Step

logger = logging.getLogger(__name__)
LEASE = timedelta(minutes=10)
NIGHT = "endofday.night"
State = BatchStep.State


@transaction.atomic
def night_start(*, actor: Actor, ring: bool = True) -> BatchRun:
    """Begin the night of the current business date; refused while another one is open (409)."""
    from .tasks import night_run_task

    open_run = BatchRun.objects.filter(is_open=True).first()
    if open_run is not None:
        raise errors.NIGHT_OPEN.at(business_on=open_run.business_on.isoformat())
    on = business_date()
    run = BatchRun.objects.create(
        business_on=on, next_business_on=on + timedelta(days=1), started_by=actor.name
    )
    BatchStep.objects.bulk_create(
        [BatchStep(run=run, seq=seq, name=step.name, title=step.title) for seq, step in enumerate(PLAN, 1)]
    )
    audit.record(actor, "endofday.start", run, object_no=on.isoformat())
    if ring:
        jobs.ring(night_run_task, run.pk)
    return run


@transaction.atomic
def night_retry(*, actor: Actor, run_id: int) -> BatchRun:
    """Go on with a night that failed, at the step that failed."""
    from .tasks import night_run_task

    run = BatchRun.objects.select_for_update().filter(pk=run_id).first()
    if run is None:
        raise NOT_FOUND.at()
    if run.state != BatchRun.State.FAILED:
        raise errors.NOT_FAILED.at(state=run.get_state_display())
    run.state = BatchRun.State.RUNNING
    run.save(update_fields=["state"])
    run.steps.filter(state=State.FAILED).update(state=State.PENDING, lease_until=None)
    audit.record(actor, "endofday.retry", run, object_no=run.business_on.isoformat())
    jobs.ring(night_run_task, run.pk)
    return run


def night_retry_latest(*, actor: Actor) -> BatchRun:
    """Retry the open night, whichever it is: the province commands by bank, not by id."""
    run = BatchRun.objects.filter(is_open=True).first()
    if run is None:
        raise NOT_FOUND.at()
    return night_retry(actor=actor, run_id=run.pk)


def night_run(run_id: int) -> BatchRun:
    """Do the steps that are left, one transaction each. Returns the run; a failed step stops it."""
    work = {step.name: step for step in PLAN}
    step = _claim(run_id)
    while step is not None:
        try:
            following = _do(step, work[step.name])
        except Exception as error:  # whatever it was: it is shown on the step and a person decides
            logger.exception("step %s of night %s failed", step.name, run_id)
            _fail(step, f"{type(error).__name__}: {error}"[:4000])
            break
        step = following
    return BatchRun.objects.get(pk=run_id)


@transaction.atomic
def _claim(run_id: int) -> BatchStep | None:
    """Take the next step under a lease; None when there is none, or when somebody else is at it."""
    run = BatchRun.objects.select_for_update().get(pk=run_id)
    if run.state not in (BatchRun.State.PENDING, BatchRun.State.RUNNING):
        return None
    if run.state == BatchRun.State.PENDING:
        run.state, run.started_at = BatchRun.State.RUNNING, clock.now()
        run.save(update_fields=["state", "started_at"])
        _tell(run)
    left = list(run.steps.exclude(state=State.DONE).order_by("seq"))
    if not left:
        return None
    step = left[0]
    if step.state == State.RUNNING and step.lease_until and step.lease_until > clock.now():
        return None
    step.following = left[1:]
    _take(step, clock.now())
    step.save(update_fields=["state", "started_at", "lease_until", "attempts", "error"])
    return step


def _take(step: BatchStep, now: datetime) -> None:
    step.state, step.started_at, step.lease_until = State.RUNNING, now, now + LEASE
    step.attempts += 1
    step.error = ""


@transaction.atomic
def _do(step: BatchStep, planned: Step) -> BatchStep | None:
    """Do the step's work, mark it DONE and take the next one, all in one transaction.

    A claim that somebody else took over meanwhile (its lease ran out) is given up without doing anything.
    """
    run = step.run
    held = BatchStep.objects.select_for_update().filter(
        pk=step.pk, state=State.RUNNING, attempts=step.attempts
    )
    if not held.values_list("pk"):
        return None
    step.rows = planned.work(Night(run.business_on, run.next_business_on))
    now = clock.now()
    step.state, step.finished_at, step.lease_until = State.DONE, now, None
    following = step.following[0] if step.following else None
    if following is not None:
        following.following = step.following[1:]
        _take(following, now)
    _write(step, following)
    _log(step, run, rows=step.rows)
    if following is None:
        run.state, run.is_open, run.finished_at = BatchRun.State.DONE, None, clock.now()
        run.save(update_fields=["state", "is_open", "finished_at"])
        _tell(run, outstanding=str(outstanding_total()))
    return following


def _write(done: BatchStep, taken: BatchStep | None) -> None:
    """Write both steps at once, in plain SQL: a night has little to do in a small bank but to keep these rows."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE endofday_batchstep AS step
               SET state = now.state, rows = now.rows, attempts = now.attempts, error = now.error,
                   started_at = now.started_at, finished_at = now.finished_at, lease_until = now.lease_until
              FROM (VALUES (%s::bigint, %s, %s::bigint, %s::smallint, %s, %s::timestamptz, %s::timestamptz,
                            %s::timestamptz), (%s, %s, %s, %s, %s, %s, %s, %s))
                   AS now (id, state, rows, attempts, error, started_at, finished_at, lease_until)
             WHERE step.id = now.id
            """,
            [*_columns(done), *_columns(taken or done)],
        )


def _columns(step: BatchStep) -> tuple[Any, ...]:
    return (
        step.pk, step.state, step.rows, step.attempts, step.error,
        step.started_at, step.finished_at, step.lease_until,
    )  # fmt: skip


@transaction.atomic
def _fail(step: BatchStep, error: str) -> None:
    step.state, step.error, step.finished_at, step.lease_until = State.FAILED, error, clock.now(), None
    step.save()
    run = BatchRun.objects.select_for_update().get(pk=step.run_id)
    run.state = BatchRun.State.FAILED
    run.save(update_fields=["state"])
    _log(step, run, failed=True, detail=error)
    _tell(run, failed_step=step.title, error=error)
    notices.stopped_tell(run, step)


def _log(step: BatchStep, run: BatchRun, **outcome: Any) -> None:
    """Each attempt stays in the batch log; the step's own row is written over by the next one."""
    assert step.started_at is not None
    batch_log.note(
        NIGHT,
        step.name,
        title=step.title,
        batch_no=run.business_on.isoformat(),
        started_at=step.started_at,
        attempt=step.attempts,
        **outcome,
    )


def _tell(run: BatchRun, **extra: Any) -> None:
    """Let the province know: it keeps a copy of every bank's nights."""
    outbox.emit(
        events.CHANGED,
        aggregate=f"endofday.night:{run.pk}",
        payload={
            "business_on": run.business_on.isoformat(),
            "next_business_on": run.next_business_on.isoformat(),
            "state": run.state,
            "started_at": run.started_at.isoformat() if run.started_at else None,
            "finished_at": run.finished_at.isoformat() if run.finished_at else None,
            "business_date": business_date().isoformat(),
            **extra,
        },
    )


def nights_resume() -> None:
    """The sweep: ring for an open night whose step nobody holds (its worker died, or the message was lost)."""
    from .tasks import night_run_task

    run = BatchRun.objects.filter(is_open=True).exclude(state=BatchRun.State.FAILED).first()
    if run is None:
        return
    held = run.steps.filter(state=State.RUNNING, lease_until__gt=clock.now()).exists()
    if not held:
        logger.info("resuming the night of %s in %s", run.business_on, current_entity().code)
        night_run_task.delay(run.pk)
