"""Handing over what a person is in charge of."""

from collections.abc import Sequence

from django.db import transaction

from backend.platform.errors import NOT_FOUND
from backend.platform.permissions import Actor, scoped
from backend.platform.records import audit, batches

from .. import errors, locks, notices, permissions, selectors
from ..models import Grid, Staff
from ..types import Holding, portfolios
from .history import Kind, named, note_change


@transaction.atomic
def staff_hand_over(
    *,
    actor: Actor,
    pk: int,
    to_id: int,
    reason: str,
    kinds: Sequence[str] = (),
    with_branch: bool = False,
) -> list[Holding]:
    """Put `to_id` in charge of what `pk` is in charge of: of these kinds, or of all when none is named.

    Each app moves its own rows. With `with_branch` those that can go to the recipient's branch go there.
    Answers what was moved, with counts. Raises 404 out of reach, `organisation.staff_unknown`,
    `organisation.recipient_same` (422), `organisation.recipient_reaches_not`,
    `organisation.nothing_to_hand_over` (409), and what the apps refuse; nothing is moved then.
    """
    if pk == to_id:
        raise errors.RECIPIENT_SAME.at(field="to_id")
    reach = scoped(Staff.objects.all(), actor, permissions.HANDOVER)
    if not reach.filter(pk=pk).exists():
        raise NOT_FOUND.at()
    if not reach.filter(pk=to_id, is_active=True).exists():
        raise errors.STAFF_UNKNOWN.at(field="to_id")
    people = locks.staff_lock(pk, to_id)
    giver, recipient = people[pk], people[to_id]
    if not recipient.is_active:
        raise errors.STAFF_UNKNOWN.at(field="to_id")
    owned = selectors.staff_holdings(pk, to=recipient, with_branch=with_branch)
    wanted = {h.kind: h for h in owned if not kinds or h.kind in kinds}
    if not wanted:
        raise errors.NOTHING_TO_HAND_OVER.at()
    for holding in wanted.values():
        if holding.uncovered:
            raise errors.RECIPIENT_REACHES_NOT.at(
                field="to_id",
                name=recipient.name,
                what=holding.name_zh,
                what_en=holding.name_en,
                branches="、".join(holding.uncovered),
            )
    moved = []
    for portfolio in portfolios():
        if portfolio.kind not in wanted:
            continue
        branch_id = recipient.branch_id if with_branch and portfolio.moves_branch else None
        ids = portfolio.hand_over(actor=actor, from_id=pk, to_id=to_id, branch_id=branch_id)
        moved.append(Holding(portfolio.kind, portfolio.name_zh, portfolio.name_en, len(ids)))
    _note(actor, giver, recipient, moved, reason)
    notices.handover_tell(actor, giver, recipient, moved)
    return moved


def grids_hand_over(*, actor: Actor, from_id: int, to_id: int, branch_id: int | None = None) -> list[int]:
    """Make another person responsible for the grids that have not ended."""
    changes = {"officer_id": (from_id, to_id), **({"branch_id": (None, branch_id)} if branch_id else {})}
    people = {row.pk: row for row in Staff.objects.filter(pk__in=[from_id, to_id])}
    ids = batches.batch_change(
        actor, "organisation.grid_hand_over", selectors.grids_of_staff(from_id), changes
    )
    for grid in Grid.objects.filter(pk__in=ids):
        note_change(
            actor, Kind.REASSIGNED, grid=grid, before=named(people[from_id]), after=named(people[to_id])
        )  # fmt: skip
    return ids


def _note(actor: Actor, giver: Staff, recipient: Staff, moved: list[Holding], reason: str) -> None:
    counts = {holding.kind: holding.count for holding in moved}
    for person, kind in ((giver, Kind.HANDED_OVER), (recipient, Kind.TOOK_OVER)):
        note_change(
            actor, kind, staff=person, before=named(giver), after=named(recipient), counts=counts,
            reason=reason,
        )  # fmt: skip
    handed = {"to": [None, recipient.staff_no], "counts": [None, counts]}
    audit.record(actor, "organisation.staff_hand_over", giver, changes=handed, comment=reason)
