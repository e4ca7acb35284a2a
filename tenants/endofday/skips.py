"""Leaving out a step that failed: one person asks, another lets it take effect.

What a step leaves out, the next night makes up for where its work reaches back; the steps without which the
books are wrong say so in the plan and are never skipped.
"""

from django.db import transaction

from backend.platform.errors import NOT_FOUND
from backend.platform.permissions import Actor
from backend.platform.records import changes
from backend.platform.records.changes import ChangeKind, Line, Payload, line
from backend.platform.records.models import PendingChange

from . import permissions, services
from .models import BatchStep

KIND = "endofday.step_skip"


@transaction.atomic
def step_skip_propose(*, actor: Actor, run_id: int, name: str, reason: str) -> PendingChange:
    """Ask that the failed step of the night be left out.

    Raises 404, `endofday.step_not_failed` and `endofday.step_required` (409) and what `changes.propose` raises.
    """
    step = BatchStep.objects.filter(run_id=run_id, name=name).select_related("run").first()
    if step is None:
        raise NOT_FOUND.at()
    number = f"{step.run.business_on} {step.name}"
    return changes.propose(
        actor=actor,
        kind=KIND,
        subject_id=step.pk,
        subject_no=number,
        payload={"reason": reason, "error_code": step.error_code},
        title=f"跳过日终步骤 {step.run.business_on} {step.title}",
        comment=reason,
    )


def _describe(payload: Payload, subject_id: int | None) -> list[Line]:
    step = BatchStep.objects.select_related("run").get(pk=subject_id or 0)
    refusal = services.skippable(step)
    if refusal is not None:
        raise refusal
    before, after = BatchStep.State.FAILED.label, BatchStep.State.SKIPPED.label
    return [
        line("state", f"{step.run.business_on} {step.title}", before, after),
        line("error", "失败原因", step.error, "本次不再处理"),
    ]


def _version(subject_id: int | None) -> int | None:
    """The attempts: whoever has retried the step since has changed what was asked."""
    rows = BatchStep.objects.select_for_update().filter(pk=subject_id or 0)
    return rows.values_list("attempts", flat=True).first()


def _apply(actor: Actor, change: PendingChange) -> None:
    services.step_skip(
        actor=actor, step_id=change.subject_id or 0, by=f"{change.maker_name} / {change.checker_name}"
    )


def register() -> None:
    """Make the kind known; called once at start-up."""
    changes.register(
        ChangeKind(
            code=KIND,
            name="跳过日终步骤",
            make_action=permissions.RUN,
            check_action=permissions.SKIP_CHECK,
            apply=_apply,
            describe=_describe,
            current_version=_version,
            subject_type="endofday.batchstep",
        )
    )
