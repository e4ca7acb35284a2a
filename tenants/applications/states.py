"""The one place where an application changes its state."""

from backend.platform.errors import WRONG_STATE
from backend.platform.permissions import Actor
from backend.platform.records import audit

from .models import LoanApplication


def change_state(
    actor: Actor, row: LoanApplication, to: LoanApplication.State, action: str, *, comment: str = ""
) -> None:
    """Move the locked row along TRANSITIONS, save it whole, record it; else `platform.wrong_state` (409)."""
    before = LoanApplication.State(row.state)
    if to not in LoanApplication.TRANSITIONS[before]:
        raise WRONG_STATE.at(state=row.state)
    row.state = to
    row.version += 1
    row.save()
    audit.record(actor, action, row, from_state=before, to_state=to, comment=comment)
