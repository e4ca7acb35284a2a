"""The dated history of the organisation."""

from typing import Any

from backend.platform import clock
from backend.platform.permissions import Actor

from ..models import OrganisationChange
from ..selectors import business_date

Kind = OrganisationChange.Kind


def note_change(
    actor: Actor,
    kind: OrganisationChange.Kind,
    *,
    before: str = "",
    after: str = "",
    reason: str = "",
    counts: dict[str, int] | None = None,
    **subject: Any,
) -> OrganisationChange:
    """Write what happened to the `branch`, `department`, `staff` or `grid` given, on the business date.

    `counts` says how much of what was handed over.
    """
    return OrganisationChange.objects.create(
        kind=kind,
        from_value=before[:200],
        to_value=after[:200],
        reason=reason,
        counts=counts or {},
        on=business_date(),
        at=clock.now(),
        actor_staff_id=actor.staff_id,
        actor_name=actor.name,
        **subject,
    )


def named(office: Any) -> str:
    """A branch, department or person as the history names it: `城关支行(b00101)`."""
    return f"{office.name}({office.number})" if office else ""
