"""Readings of intakes, limited to the rows that the actor's data scope reaches."""

from typing import Any

from django.db.models import Q, QuerySet

from backend.platform.errors import NOT_FOUND, WRONG_STATE
from backend.platform.permissions import Actor, covers, scoped
from backend.platform.records import audit
from tenants.organisation.types import counted

from . import permissions
from .models import OPEN, TRANSITIONS, Intake, State
from .types import IntakeFacts

OWNER = "owner_id"
CONVERT = "intake.convert"
"""Declared and served by the applications, which turn an accepted intake into one of theirs."""

ACTIONS: dict[str, tuple[str, str]] = {
    "assign": (permissions.ASSIGN, State.ASSIGNED),
    "accept": (permissions.ACCEPT, State.ACCEPTED),
    "reject": (permissions.REJECT, State.REJECTED),
    "withdraw": (permissions.WITHDRAW, State.WITHDRAWN),
    "convert": (CONVERT, State.CONVERTED),
}
"""What the detail page offers: the permission it needs and the state it leads to."""


def intake_list(
    *,
    actor: Actor,
    q: str = "",
    state: str = "",
    channel: str = "",
    customer_id: int | None = None,
    product_id: int | None = None,
    branch_id: int | None = None,
    mine: bool = False,
) -> QuerySet[Intake]:
    """Intakes in scope, newest first. `q` is the beginning of a number or part of the customer's name."""
    rows = in_scope(actor, permissions.VIEW).order_by("-id")
    if q:
        rows = rows.filter(Q(intake_no__startswith=q.upper()) | Q(customer__name__icontains=q))
    if mine:
        rows = rows.filter(owner_id=actor.staff_id)
    given = {
        "state": state or None,
        "channel": channel or None,
        "customer_id": customer_id,
        "product_id": product_id,
        "branch_id": branch_id,
    }
    return rows.filter(**{name: value for name, value in given.items() if value is not None})


def intake_get(actor: Actor, pk: int) -> Intake:
    """One intake for its page; 404 when there is none in scope."""
    row = in_scope(actor, permissions.VIEW).filter(pk=pk).first()
    if row is None:
        raise NOT_FOUND.at()
    return _prepared(actor, row)


def intake_shown(actor: Actor, pk: int) -> Intake:
    """The intake as its page shows it, for the answer to a command that was already allowed."""
    return _prepared(actor, _rows().get(pk=pk))


def intake_for_conversion(actor: Actor, pk: int) -> IntakeFacts:
    """What an application takes over. 404 out of scope, `platform.wrong_state` (409) unless accepted."""
    row = in_scope(actor, permissions.VIEW).filter(pk=pk).first()
    if row is None:
        raise NOT_FOUND.at()
    if State.CONVERTED not in TRANSITIONS[row.state]:
        raise WRONG_STATE.at(state=row.state)
    return IntakeFacts(
        id=row.pk,
        intake_no=row.intake_no,
        customer_id=row.customer_id,
        product_id=row.product_id,
        amount=row.amount,
        term_months=row.term_months,
        purpose=row.purpose,
        purpose_text=row.purpose_text,
        channel=row.channel,
        branch_id=row.branch_id,
        officer_id=row.owner_id,
    )


def intakes_open() -> QuerySet[Intake]:
    """Intakes on which somebody must still act."""
    return Intake.objects.filter(state__in=OPEN)


def intakes_by_branch(staff_id: int) -> dict[int, int]:
    """How many open intakes the person is in charge of, by branch."""
    return counted(intakes_open().filter(owner_id=staff_id))


def intakes_at_branch(branch_id: int) -> int:
    return intakes_open().filter(branch_id=branch_id).count()


def in_scope(actor: Actor, action: str) -> QuerySet[Intake]:
    """The intakes that the actor may do this to."""
    return scoped(_rows(), actor, action, owner=OWNER)


def _rows() -> QuerySet[Intake]:
    return Intake.objects.select_related("customer", "product", "branch", "assigned_to")


def _prepared(actor: Actor, row: Intake) -> Intake:
    where: dict[str, Any] = {
        "branch_id": row.branch_id,
        "branch_path": row.branch.path,
        "owner_id": row.owner_id,
    }
    row.allowed_actions = [
        name
        for name, (action, to) in ACTIONS.items()
        if to in TRANSITIONS[row.state] and covers(actor, action, **where)
    ]
    row.history = audit.history(row)
    return row
