"""The engine of the night: it claims the next step, does it piece by piece, and goes on.

The truth is rows. Whoever works on a step holds a lease on its row and, while a piece is being done, the row's
lock: two workers never do the same piece, and one that is killed leaves the last committed piece behind, where
the next one begins. `_do` is the only place that changes a step while it runs.
"""

import json
import logging
import os
import socket
import time
import uuid
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import QuerySet

from backend.platform import clock, jobs
from backend.platform.keyranges import EVERY_KEY, KeyRange, next_range
from backend.platform.records import batch_log, outbox
from tenants.loans.selectors import outstanding_total
from tenants.organisation.selectors import business_date

from . import errors, events, failures, notices, plan, progress
from .models import BatchRun, BatchStep
from .plan import Night

logger = logging.getLogger(__name__)
LEASE = timedelta(seconds=30)
"""So long nobody looks after a step whose worker has died between two pieces."""
MOST_STALLS = 8
"""So often in a row a step is taken over without any progress before it counts as failed."""
NIGHT = "endofday.night"
State = BatchStep.State
COLUMNS = {
    "state": "text", "rows": "bigint", "attempts": "smallint", "stalls": "smallint", "rows_done": "bigint",
    "rows_of": "bigint", "checkpoint": "bigint", "worked_ms": "bigint", "error_code": "text", "error": "text",
    "error_en": "text", "loan_nos": "jsonb", "started_at": "timestamptz", "finished_at": "timestamptz",
    "holder": "text", "lease_until": "timestamptz",
}  # fmt: skip
"""What a piece may change of a step's row, with the types of Postgres."""


HELD = """
SELECT run.stop_asked_at FROM endofday_batchstep AS step JOIN endofday_batchrun AS run ON run.id = step.run_id
WHERE step.id = %s AND step.state = 'RUNNING' AND step.holder = %s FOR UPDATE OF step
"""
"""The step's row, as long as the claim stands, and whether somebody asked the night to stop."""


class PieceFailedError(Exception):
    """The work of a piece raised something; it carries the piece."""

    def __init__(self, within: KeyRange) -> None:
        super().__init__(within)
        self.within = within


def night_run(run_id: int) -> BatchRun:
    """Do everything that is left of the night, here and now. Returns the run; a failed step stops it.

    Raises OperationalError or InterfaceError when the database goes away, with everything left as the last
    committed piece left it.
    """
    night_slice(run_id)
    return BatchRun.objects.get(pk=run_id)


def night_slice(run_id: int, *, seconds: float | None = None) -> bool:
    """Do as many pieces of the night as fit into `seconds`, at least one; whether some are left for the next.

    Nothing is left for him when the night is done, failed, is stopped or is somebody else's. Raises what
    `night_run` raises.
    """
    ends = None if seconds is None else time.monotonic() + seconds
    step = _claim(run_id, _name_of_holder())
    if step is None:
        return False
    reporter = progress.Reporter(run_id)
    left = _pieces(step, ends, reporter)
    progress.note(run_id)
    return left


def _pieces(claimed: BatchStep, ends: float | None, reporter: progress.Reporter) -> bool:
    """Do piece after piece until `ends`, an end or a failure; whether some are left."""
    step: BatchStep | None = claimed
    while step is not None:
        try:
            following = _do(step)
        except failures.PASSING:
            _give_back(step, stalled=True)
            raise
        except PieceFailedError as error:
            logger.exception("step %s of night %s failed", step.name, step.run_id)
            _fail(step, _explain(step, error))
            return False
        reporter.step()
        step = following
        if step is not None and ends is not None and time.monotonic() >= ends:
            _give_back(step)
            return True
    return False


def _name_of_holder() -> str:
    """Where the work is done, for people, and one claim apart from another, for the lease."""
    return f"{socket.gethostname()[:40]}:{os.getpid()}:{uuid.uuid4().hex[:12]}"


@transaction.atomic
def _claim(run_id: int, holder: str) -> BatchStep | None:
    """Take the next step under a lease; None when there is none, or when somebody else is at it."""
    run = BatchRun.objects.select_for_update().get(pk=run_id)
    if run.state not in (BatchRun.State.PENDING, BatchRun.State.RUNNING):
        return None
    if run.state == BatchRun.State.PENDING:
        run.state, run.started_at = BatchRun.State.RUNNING, clock.now()
        run.save(update_fields=["state", "started_at"])
        tell(run)
    left = list(run.steps.exclude(state__in=(State.DONE, State.SKIPPED)).order_by("seq"))
    if not left:
        return None
    # a row that is locked is being worked on, however old its lease; one that changed since it was read, too
    step = (
        run.steps.select_for_update(skip_locked=True)
        .filter(pk=left[0].pk, state=left[0].state, holder=left[0].holder, checkpoint=left[0].checkpoint)
        .first()
    )
    if step is None or step.is_held(clock.now()):
        return None
    step.run, step.following = run, left[1:]
    if step.state == State.RUNNING:
        step.stalls += 1 if step.holder else 0
        step.attempts += 1 if step.holder else 0
        if step.stalls > MOST_STALLS:
            _fail_row(step, failures.told(errors.STEP_LOST.at(count=step.stalls), []))
            return None
        step.holder, step.lease_until = holder, clock.now() + LEASE
    else:
        _take(step, holder, clock.now())
    _write(step, None)
    return step


def _take(step: BatchStep, holder: str, now: datetime) -> None:
    step.state, step.started_at, step.holder, step.lease_until = State.RUNNING, now, holder, now + LEASE
    step.attempts += 1
    step.stalls = 0
    step.error = step.error_en = step.error_code = ""
    step.loan_nos = []


@transaction.atomic
def _do(step: BatchStep) -> BatchStep | None:
    """Do the next piece of the step; returns the step to go on with, in this transaction already taken.

    A claim that somebody else took over meanwhile (its lease ran out) is given up without doing anything, and
    so is a night that is asked to stop.
    """
    run = step.run
    with connection.cursor() as cursor:
        cursor.execute(HELD, [step.pk, step.holder])
        held = cursor.fetchone()
    if held is None:
        return None
    if held[0] is not None:
        _halt(step)
        return None
    begun = clock.now()
    step.finished_at = None
    over = _piece(step)
    now = clock.now()
    step.worked_ms += max(0, round((now - begun).total_seconds() * 1000))
    step.lease_until, step.stalls = now + LEASE, 0
    if not over:
        _write(step, None)
        return step
    step.state, step.finished_at, step.lease_until = State.DONE, now, None
    following = step.following[0] if step.following else None
    if following is not None:
        following.run, following.following = run, step.following[1:]
        _take(following, step.holder, now)
    step.holder = ""
    _write(step, following, log=_entry(step, run, rows=step.rows))
    if following is None:
        _finish(run)
    return following


def _piece(step: BatchStep) -> bool:
    """Do the work of the next piece and count it; whether it was the last one of the step."""
    run, within, count, size = step.run, EVERY_KEY, 0, settings.NIGHT_CHUNK
    planned = plan.step_named(step.name)
    try:
        assert planned is not None, f"the plan has no step {step.name}"
        if planned.over is not None:
            within, count = next_range(planned.over, step.checkpoint, size)
            if step.rows_of is None or step.rows_of < step.rows_done + count:
                step.rows_of = step.rows_done + (
                    count if count < size else planned.over().filter(pk__gt=step.checkpoint).count()
                )
        if planned.over is None or count:
            step.rows += planned.work(Night(run.business_on, run.next_business_on, within))
    except failures.PASSING:
        raise
    except Exception as error:  # whatever it was: it is shown on the step and a person decides
        raise PieceFailedError(within) from error
    if planned.over is None:
        step.rows_done = step.rows_of = step.rows
        return True
    step.rows_done += count
    if count < size:
        step.rows_of = step.rows_done
        return True
    step.checkpoint = within.through
    return False


def _finish(run: BatchRun) -> None:
    """The night is done; a bank that catches up has the next one opened at once."""
    run.state, run.is_open, run.finished_at = BatchRun.State.DONE, None, clock.now()
    run.save(update_fields=["state", "is_open", "finished_at"])
    tell(run, outstanding=str(outstanding_total()))
    if run.catch_up_through is not None and run.catch_up_through >= run.next_business_on:
        opened = night_open(run.next_business_on, by=run.started_by, through=run.catch_up_through)
        # whoever asked to stop during the last piece meant the dates that follow; the row is locked by now
        if BatchRun.objects.filter(pk=run.pk, stop_asked_at__isnull=False).exists():
            run_stop(opened)
        else:
            ring(opened)


def night_open(on: date, *, by: str, through: date | None = None) -> BatchRun:
    """Write the rows of the night that closes `on`; one at most is open, which a constraint holds."""
    run = BatchRun.objects.create(
        business_on=on, next_business_on=on + timedelta(days=1), started_by=by, catch_up_through=through
    )
    BatchStep.objects.bulk_create(
        [
            BatchStep(run=run, seq=seq, name=step.name, title=step.title)
            for seq, step in enumerate(plan.PLAN, 1)
        ]
    )
    return run


def ring(run: BatchRun) -> None:
    """Let a worker go on with the night once the transaction commits."""
    from .tasks import night_run_task

    jobs.ring(night_run_task, run.pk)


def _write(step: BatchStep, taken: BatchStep | None, log: tuple[str, list[Any]] | None = None) -> None:
    """Write one or two steps and a line of the log at once: a small bank has little to do but to keep these rows."""
    rows = [step] if taken is None else [step, taken]
    sets = ", ".join(f"{name} = now.{name}" for name in COLUMNS)
    typed = ", ".join(f"%s::{kind}" for kind in ("bigint", *COLUMNS.values()))
    insert, logged = log or ("", [])
    logging_it = f"WITH logged AS ({insert}) " if insert else ""
    with connection.cursor() as cursor:
        cursor.execute(
            f"{logging_it}UPDATE endofday_batchstep AS step SET {sets}"  # noqa: S608 - built of constants only
            f" FROM (VALUES {', '.join([f'({typed})'] * len(rows))}) AS now (id, {', '.join(COLUMNS)})"
            " WHERE step.id = now.id",
            [*logged, *(value for row in rows for value in _values(row))],
        )


def _values(step: BatchStep) -> list[Any]:
    values = {name: getattr(step, name) for name in COLUMNS}
    values["loan_nos"] = json.dumps(step.loan_nos)
    return [step.pk, *values.values()]


def _ours(step: BatchStep) -> QuerySet[BatchStep]:
    """The step's row, as long as nobody else has taken it over."""
    return BatchStep.objects.filter(pk=step.pk, state=State.RUNNING, holder=step.holder)


def _give_back(step: BatchStep, *, stalled: bool = False) -> None:
    """End the lease, so that another worker need not wait for it; what cannot be written runs out by itself."""
    try:
        # with its holder's name the claim that follows counts as one without progress
        _ours(step).update(lease_until=None, **({} if stalled else {"holder": ""}))
    except failures.PASSING:
        logger.warning("the lease on step %s could not be given back", step.name)


def _halt(step: BatchStep) -> None:
    """Stop between two pieces, as somebody asked."""
    run = BatchRun.objects.select_for_update().get(pk=step.run_id)
    BatchStep.objects.filter(pk=step.pk).update(state=State.WAITING, holder="", lease_until=None)
    run_stop(run)


def run_stop(run: BatchRun) -> None:
    """The night stands still, and somebody may resume it; the caller holds the row."""
    run.state, run.stop_asked_at = BatchRun.State.STOPPED, None
    run.save(update_fields=["state", "stop_asked_at"])
    tell(run)


def _explain(step: BatchStep, error: PieceFailedError) -> failures.Failure:
    """The failure in words, with the loan that is to blame where the step goes over loans."""
    cause = error.__cause__
    assert isinstance(cause, Exception)
    planned, run, found = plan.step_named(step.name), step.run, []
    if planned is not None and planned.over is not None:
        try:
            night = Night(run.business_on, run.next_business_on, error.within)
            found = failures.culprit(
                planned, night, renew=lambda: _ours(step).update(lease_until=clock.now() + LEASE)
            )
        except Exception:  # the search is a courtesy: the failure is told without it
            logger.exception("the loan that stopped step %s was not found", step.name)
    return failures.told(cause, found)


@transaction.atomic
def _fail(step: BatchStep, failure: failures.Failure) -> None:
    """Write the failure, unless somebody else has taken the step over."""
    row = _ours(step).select_for_update().first()
    if row is not None:
        row.run = BatchRun.objects.select_for_update().get(pk=step.run_id)
        _fail_row(row, failure)


def _fail_row(step: BatchStep, failure: failures.Failure) -> None:
    run = step.run
    step.state, step.finished_at, step.lease_until, step.holder = State.FAILED, clock.now(), None, ""
    step.error_code, step.error, step.error_en = failure.code, failure.zh, failure.en
    step.loan_nos = failure.loan_nos
    _write(step, None, log=_entry(step, run, failed=True, detail=failure.zh))
    run.state, run.stop_asked_at = BatchRun.State.FAILED, None
    run.save(update_fields=["state", "stop_asked_at"])
    tell(run, failed_step=step.title, failed_code=failure.code, error=failure.zh, error_en=failure.en)
    notices.stopped_tell(run, step)


def _entry(step: BatchStep, run: BatchRun, **outcome: Any) -> tuple[str, list[Any]]:
    """Each attempt stays in the batch log; the step's own row is written over by the next one."""
    assert step.started_at is not None
    return batch_log.entry(
        NIGHT,
        step.name,
        title=step.title,
        batch_no=run.business_on.isoformat(),
        started_at=step.started_at,
        attempt=step.attempts,
        **outcome,
    )


def tell(run: BatchRun, **extra: Any) -> None:
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
