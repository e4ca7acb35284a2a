import logging
from datetime import date
from typing import Any

from celery import shared_task

from backend.platform import jobs
from backend.platform.errors import DomainError
from backend.platform.permissions import Actor
from backend.platform.tenancy import require_bank
from shared.entities.selectors import ready_codes

from . import chains, notices
from .types import night_command

logger = logging.getLogger(__name__)


@shared_task(name="shared.operations.tasks.sweep_task")
def sweep_task() -> None:
    """Ring again for what a lost message or a killed worker left behind, in the province and every bank."""
    jobs.sweep(["province", *ready_codes()])


@shared_task(name="shared.operations.tasks.audit_seal_task")
def audit_seal_task() -> None:
    """Chain the audit records of the province and of every bank; beat sends it each minute."""
    chains.seal_all()


@shared_task(name="shared.operations.tasks.audit_day_task")
def audit_day_task() -> None:
    """Make the months ahead, and keep every chain's head; beat sends it each hour, once a day it works."""
    chains.keep_house()


@shared_task(name="shared.operations.tasks.night_stopped_task")
def night_stopped_task(code: str, business_on: str, step: str) -> None:
    """Tell the province's operators that a bank's night stopped."""
    notices.stopped_tell(code=code, business_on=business_on, step=step)


@shared_task(name="shared.operations.tasks.night_command_task")
def night_command_task(command: str, actor_name: str, rest: dict[str, Any] | None = None) -> None:
    """Carry the province's command into this bank; `rest` is what the command needs besides."""
    actor = Actor.system(require_bank().code, name=f"省联社 {actor_name}")
    given = dict(rest or {})
    if "through" in given:
        given["through"] = date.fromisoformat(given["through"])
    try:
        night_command(actor=actor, command=command, **given)
    except DomainError as refusal:
        logger.warning("night command %s refused: %s", command, refusal)
