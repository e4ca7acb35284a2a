"""Readings of grids."""

from typing import Any

from django.db.models import BooleanField, Case, Q, QuerySet, Value, When

from backend.platform.errors import NOT_FOUND
from backend.platform.permissions import Actor, covers

from .. import errors, permissions
from ..models import Grid
from .access import holdings_in_force
from .dates import business_date
from .offices import changes_of


def grid_list(
    *,
    q: str = "",
    branch_id: int | None = None,
    officer_id: int | None = None,
    region_code: str = "",
    in_force: bool | None = None,
) -> QuerySet[Grid]:
    """Grids by code; `region_code` may be the beginning of one, `in_force` is asked on the business date."""
    rows = _grids().order_by("code")
    if q:
        rows = rows.filter(Q(name__icontains=q) | Q(code__istartswith=q) | Q(region_name__icontains=q))
    if region_code:
        rows = rows.filter(region_code__startswith=region_code)
    given = {"branch_id": branch_id, "officer_id": officer_id, "in_force": in_force}
    return rows.filter(**{name: value for name, value in given.items() if value is not None})


def grid_get(actor: Actor, pk: int) -> Grid:
    """One grid for its page, with its history and what the actor may do."""
    grid = _grids().filter(pk=pk).first()
    if grid is None:
        raise NOT_FOUND.at()
    grid.changes = changes_of(grid=grid)
    where: dict[str, Any] = {"branch_id": grid.branch_id, "branch_path": grid.branch.path}
    ended = grid.valid_to is not None and grid.valid_to < business_date()
    reached = covers(actor, permissions.MANAGE, **where)
    grid.allowed_actions = [*(["edit"] if reached else []), *(["reassign"] if reached and not ended else [])]
    return grid


def grid_named(pk: int, *, branch_id: int, field: str) -> int:
    """The id of a grid of the branch that an input names; `organisation.grid_unknown` (422) unless in force."""
    in_force = Grid.objects.filter(holdings_in_force(business_date()), pk=pk, branch_id=branch_id)
    if not in_force.exists():
        raise errors.GRID_UNKNOWN.at(field=field)
    return pk


def _grids() -> QuerySet[Grid]:
    counts = Case(
        When(holdings_in_force(business_date()), then=Value(True)), default=Value(False),
        output_field=BooleanField(),
    )  # fmt: skip
    return Grid.objects.select_related("branch", "officer").annotate(in_force=counts)
