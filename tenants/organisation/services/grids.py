"""Writes of grids."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from backend.platform.constraints import refusing
from backend.platform.edits import edited
from backend.platform.errors import NOT_FOUND
from backend.platform.permissions import Actor, scoped
from backend.platform.records import audit

from .. import errors, locks, permissions, selectors
from ..models import Branch, Grid, Staff
from .history import Kind, named, note_change
from .offices import open_branch_named


@transaction.atomic
def grid_create(
    *,
    actor: Actor,
    code: str,
    name: str,
    region_code: str,
    branch_id: int,
    officer_id: int,
    valid_from: date,
    region_name: str = "",
    valid_to: date | None = None,
) -> Grid:
    """Give villages to an officer whose posts cover the branch.

    Raises `organisation.branch_unknown`, `organisation.staff_unknown`, `organisation.officer_elsewhere`,
    `organisation.dates_reversed` (422), `organisation.code_taken`, `organisation.branch_closed` (409).
    """
    locks.branch_tree_lock()
    branch = open_branch_named(actor, branch_id, field="branch_id")
    officer = _officer(branch, officer_id)
    grid = Grid(
        code=code, name=name, region_code=region_code, region_name=region_name, branch=branch, officer=officer,
        valid_from=valid_from, valid_to=valid_to, created_by=actor.staff_id,
    )  # fmt: skip
    with refusing(
        organisation_grid_code_key=lambda: errors.CODE_TAKEN.at(field="code", code=code),
        grid_dates=lambda: errors.DATES_REVERSED.at(field="valid_to"),
    ):
        grid.save(force_insert=True)
    note_change(actor, Kind.CREATED, grid=grid, after=named(officer))
    audit.record(actor, "organisation.grid_create", grid)
    return grid


@transaction.atomic
def grid_edit(*, actor: Actor, pk: int, version: int, changes: dict[str, Any]) -> Grid:
    """Change name, region or last day. Raises `platform.stale_edit` (412), `organisation.dates_reversed`."""
    grid: Grid = edited(_within(actor), pk, version)
    different = {name: [getattr(grid, name), value] for name, value in changes.items()}
    different = {name: pair for name, pair in different.items() if pair[0] != pair[1]}
    if not different:
        return grid
    for name, (_, value) in different.items():
        setattr(grid, name, value)
    grid.version += 1
    with refusing(grid_dates=lambda: errors.DATES_REVERSED.at(field="valid_to")):
        grid.save(update_fields=[*different, "version"])
    before, after = (" ".join(str(pair[n] or "—") for pair in different.values()) for n in (0, 1))
    note_change(actor, Kind.EDITED, grid=grid, before=before, after=after)
    audit.record(actor, "organisation.grid_edit", grid, changes=different)
    return grid


@transaction.atomic
def grid_reassign(*, actor: Actor, pk: int, officer_id: int, reason: str) -> Grid:
    """Make another officer responsible from the business date on.

    Raises 404 out of reach, `organisation.grid_ended`, `organisation.move_nowhere` (409),
    `organisation.staff_unknown`, `organisation.officer_elsewhere` (422).
    """
    rows = _within(actor).select_related("branch", "officer")
    grid = rows.select_for_update(of=("self",)).filter(pk=pk).first()
    if grid is None:
        raise NOT_FOUND.at()
    if grid.valid_to is not None and grid.valid_to < selectors.business_date():
        raise errors.GRID_ENDED.at(name=grid.name)
    if grid.officer_id == officer_id:
        raise errors.MOVE_NOWHERE.at(field="officer_id")
    former, officer = grid.officer, _officer(grid.branch, officer_id)
    grid.officer = officer
    grid.version += 1
    grid.save(update_fields=["officer", "version"])
    note_change(
        actor, Kind.REASSIGNED, grid=grid, before=named(former), after=named(officer), reason=reason
    )  # fmt: skip
    moved: dict[str, list[Any]] = {"officer": [former.staff_no, officer.staff_no]}
    audit.record(actor, "organisation.grid_reassign", grid, changes=moved, comment=reason)
    return grid


def _within(actor: Actor) -> QuerySet[Grid]:
    return scoped(Grid.objects.all(), actor, permissions.MANAGE)


def _officer(branch: Branch, pk: int) -> Staff:
    """The active person, held so that he does not leave, with a post that covers the branch."""
    officer = Staff.objects.filter(pk=pk).first()
    if officer is None or not locks.staff_hold(pk):
        raise errors.STAFF_UNKNOWN.at(field="officer_id")
    if selectors.branches_not_served(pk, [branch.pk]):
        raise errors.OFFICER_ELSEWHERE.at(field="officer_id")
    return officer
