"""Leaving out a failed step of a bank's night by order of the province: one person asks, another approves.

The bank decides again when the order arrives: a step that was retried meanwhile, or without which its books are
wrong, is not skipped.
"""

from django.db import transaction

from backend.platform.errors import NOT_FOUND, declare
from backend.platform.permissions import Actor
from backend.platform.records import changes
from backend.platform.records.changes import ChangeKind, Line, Payload, line
from backend.platform.records.models import PendingChange

from . import permissions, services
from .models import EntityNight

KIND = "operations.night_step_skip"
STEP_NOT_FAILED = declare(
    "operations.step_not_failed",
    409,
    zh="{bank} 的步骤不是失败状态,不能跳过",
    en="The step has not failed at {bank}",
)
STEP_REQUIRED = declare(
    "operations.step_required", 409, zh="「{step}」不允许跳过", en="The step {step} may never be skipped"
)


@transaction.atomic
def step_skip_propose(*, actor: Actor, pk: int, name: str, reason: str) -> PendingChange:
    """Ask that the failed step of a bank's night be left out.

    Raises 404, `operations.step_not_failed` and `operations.step_required` (409) and what `changes.propose` raises.
    """
    night = EntityNight.objects.filter(pk=pk).first()
    step = night.step_named(name) if night else None
    if night is None or step is None:
        raise NOT_FOUND.at()
    return changes.propose(
        actor=actor,
        kind=KIND,
        subject_id=pk,
        subject_no=f"{night.entity_code} {night.business_on} {name}",
        payload={"step": name, "attempts": step["attempts"], "reason": reason},
        title=f"跳过日终步骤 {night.entity_code} {night.business_on} {step['title']}",
        comment=reason,
    )


def _describe(payload: Payload, subject_id: int | None) -> list[Line]:
    night = EntityNight.objects.get(pk=subject_id or 0)
    step = night.step_named(payload["step"])
    if step is None or step["state"] != services.FAILED or step["attempts"] != payload["attempts"]:
        raise STEP_NOT_FAILED.at(bank=night.entity_code)
    if not step["skippable"]:
        raise STEP_REQUIRED.at(step=step["title"])
    return [
        line("state", f"{night.entity_code} {night.business_on} {step['title']}", "失败", "已跳过"),
        line("error", "失败原因", night.error, "本次不再处理"),
    ]


def _version(subject_id: int | None) -> int | None:
    """All attempts of the night so far: whoever has retried a step since has changed what was asked."""
    night = EntityNight.objects.select_for_update().filter(pk=subject_id or 0).first()
    return sum(step["attempts"] for step in night.steps) if night else None


def _apply(actor: Actor, change: PendingChange) -> None:
    services.step_skip(
        names=f"{change.maker_name} / {change.checker_name}",
        code=EntityNight.objects.get(pk=change.subject_id or 0).entity_code,
        step=change.payload["step"],
        attempts=change.payload["attempts"],
    )


def register() -> None:
    """Make the kind known; called once at start-up."""
    changes.register(
        ChangeKind(
            code=KIND,
            name="跳过行社日终步骤",
            make_action=permissions.COMMAND,
            check_action=permissions.SKIP_CHECK,
            apply=_apply,
            describe=_describe,
            current_version=_version,
            subject_type="operations.entitynight",
        )
    )
