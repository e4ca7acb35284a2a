"""What the province tells this bank's night to do: by name, to the night that is open."""

from datetime import date
from typing import Any

from backend.platform.errors import NOT_FOUND
from backend.platform.permissions import Actor

from . import services
from .models import BatchRun


def night_command(
    *, actor: Actor, command: str, through: date | None = None, step: str = "", attempts: int = 0
) -> BatchRun:
    """Carry out START, RETRY, STOP, RESUME or SKIP (of the named step that failed at that attempt).

    Raises 404 without an open night or such a step, and the refusals of the services.
    """
    if command == "START":
        return services.night_start(actor=actor, through=through)
    run = services.open_night()
    if command == "SKIP":
        found = run.steps.filter(name=step, attempts=attempts).first()
        if found is None:
            raise NOT_FOUND.at()
        return services.step_skip(actor=actor, step_id=found.pk, by=actor.name)
    work: dict[str, Any] = {
        "RETRY": services.night_retry,
        "STOP": services.night_stop,
        "RESUME": services.night_resume,
    }
    return work[command](actor=actor, run_id=run.pk)
