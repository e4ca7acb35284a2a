"""Readings of staff, and of what hangs on branches and people."""

from collections.abc import Iterable
from typing import Any

from django.db.models import F, Prefetch, Q, QuerySet

from backend.platform.errors import NOT_FOUND
from backend.platform.permissions import Actor, Scope, covers
from shared.identity import selectors as identity

from .. import errors, permissions
from ..models import Branch, Department, Grid, PostHolding, Staff
from ..types import Holding, counted, portfolios
from .access import holdings_in_force
from .dates import business_date
from .offices import changes_of


def staff_and_branch(actor: Actor) -> tuple[int, int]:
    """The ids of the acting staff member and of his branch, which own the rows that he creates.

    Raises `organisation.no_staff` (403) for an account without staff and for the system.
    """
    if actor.staff_id is None or actor.branch_id is None:
        raise errors.NO_STAFF.at()
    return actor.staff_id, actor.branch_id


def staff_names(ids: set[int]) -> dict[int, str]:
    return dict(Staff.objects.filter(pk__in=ids).values_list("pk", "name"))


def staff_list(
    *,
    q: str = "",
    branch_id: int | None = None,
    below: bool = False,
    department_id: int | None = None,
    is_active: bool | None = None,
) -> QuerySet[Staff]:
    """Staff by number; with `below` those of the branch's sub-offices too."""
    held = PostHolding.objects.filter(holdings_in_force(business_date())).select_related("post")
    rows = (
        Staff.objects.select_related("branch", "department")
        .prefetch_related(Prefetch("holdings", held, to_attr="posts_now"))
        .order_by("staff_no")
    )
    if q:
        rows = rows.filter(Q(name__icontains=q) | Q(staff_no__icontains=q))
    if branch_id and below:
        path = Branch.objects.filter(pk=branch_id).values_list("path", flat=True).first()
        rows = rows.filter(branch__path__startswith=path) if path else rows.none()
    elif branch_id:
        rows = rows.filter(branch_id=branch_id)
    given = {"department_id": department_id, "is_active": is_active}
    return rows.filter(**{name: value for name, value in given.items() if value is not None})


def staff_get(actor: Actor, pk: int) -> Staff:
    """One person for his page: posts now and before, what he is in charge of, history, allowed actions."""
    staff = Staff.objects.select_related("branch", "department").filter(pk=pk).first()
    if staff is None:
        raise NOT_FOUND.at()
    held = PostHolding.objects.filter(staff=staff).select_related("post__role", "post__branch")
    staff.posts_held = list(held.order_by(F("valid_to").desc(nulls_first=True), "-valid_from"))
    staff.portfolio = staff_holdings(pk)
    staff.changes = changes_of(staff=staff)
    account = identity.account_found(staff.account_id) if staff.account_id else None
    staff.username = account.username if account else ""
    staff.allowed_actions = _allowed(actor, staff)
    return staff


def _allowed(actor: Actor, staff: Staff) -> list[str]:
    where: dict[str, Any] = {"branch_id": staff.branch_id, "branch_path": staff.branch.path}
    found = []
    if covers(actor, permissions.MANAGE, **where):
        himself = staff.pk == actor.staff_id
        moves = [] if himself else (["transfer", "leave"] if staff.is_active else ["return"])
        found = [*(["edit"] if staff.is_active else []), *moves]
    if staff.portfolio and covers(actor, permissions.HANDOVER, **where):
        found.append("hand_over")
    return found


def branch_holdings(branch_id: int) -> list[Holding]:
    """What still hangs on a branch and keeps it from closing; empty when nothing does."""
    today = business_date()
    own = [
        ("offices", "下级机构", "sub-offices", Branch.objects.filter(parent_id=branch_id, is_open=True)),
        ("departments", "部门", "departments", Department.objects.filter(branch_id=branch_id, is_open=True)),
        ("staff", "在岗人员", "active staff", Staff.objects.filter(branch_id=branch_id, is_active=True)),
        (
            "posts",
            "任职",
            "posts held",
            PostHolding.objects.filter(
                holdings_in_force(today), post__branch_id=branch_id, staff__is_active=True
            ),
        ),
    ]
    found = [Holding(kind, zh, en, rows.count()) for kind, zh, en, rows in own]
    found += [Holding(p.kind, p.name_zh, p.name_en, p.at_branch(branch_id)) for p in portfolios()]
    return [holding for holding in found if holding.count]


def department_holdings(department_id: int) -> list[Holding]:
    """The active people of a department, as what keeps it from closing."""
    count = Staff.objects.filter(department_id=department_id, is_active=True).count()
    return [Holding("staff", "在岗人员", "active staff", count)] if count else []


def staff_holdings(staff_id: int, *, to: Staff | None = None, with_branch: bool = False) -> list[Holding]:
    """What a person is in charge of; with `to`, also the branches for which that person has no post."""
    found = []
    for portfolio in portfolios():
        by_branch = portfolio.of_staff(staff_id)
        if not by_branch:
            continue
        uncovered: list[int] = []
        if to is not None:
            goes = with_branch and portfolio.moves_branch
            served = {to.branch_id} if goes else set(by_branch)
            uncovered = branches_not_served(to.pk, served, action=portfolio.action)
        names = Branch.objects.filter(pk__in=uncovered).order_by("path").values_list("name", flat=True)
        found.append(
            Holding(
                portfolio.kind,
                portfolio.name_zh,
                portfolio.name_en,
                sum(by_branch.values()),
                portfolio.moves_branch,
                tuple(names) if uncovered else (),
            )
        )
    return found


def handover_preview(
    *, actor: Actor, pk: int, to_id: int | None = None, with_branch: bool = False
) -> list[Holding]:
    """What a handover would move, and what the recipient has no post for."""
    staff = Staff.objects.select_related("branch").filter(pk=pk).first()
    if staff is None or not covers(
        actor, permissions.HANDOVER, branch_id=staff.branch_id, branch_path=staff.branch.path
    ):
        raise NOT_FOUND.at()
    to = None
    if to_id is not None:
        to = Staff.objects.filter(pk=to_id, is_active=True).first()
        if to is None:
            raise errors.STAFF_UNKNOWN.at(field="to_id")
    return staff_holdings(pk, to=to, with_branch=with_branch)


def branches_not_served(staff_id: int, branch_ids: Iterable[int], *, action: str = "") -> list[int]:
    """The branches over which none of the person's posts in force stands that allows the action.

    A post for own rows serves the branch of the post and what stands below it: where its holder works.
    """
    held = PostHolding.objects.filter(holdings_in_force(business_date()), staff_id=staff_id)
    if action:
        held = held.filter(post__role__actions__contains=[action])
    posts = list(held.values_list("post__scope", "post__branch_id", "post__branch__path"))
    if any(scope == Scope.ENTITY for scope, _, _ in posts):
        return []
    paths = dict(Branch.objects.filter(pk__in=branch_ids).values_list("pk", "path"))

    def served(pk: int, path: str) -> bool:
        return any(
            pk == at if scope == Scope.BRANCH else path.startswith(above) for scope, at, above in posts
        )

    return [pk for pk, path in paths.items() if not served(pk, path)]


def grids_of_staff(staff_id: int) -> QuerySet[Grid]:
    return _grids_not_ended().filter(officer_id=staff_id)


def grids_by_branch(staff_id: int) -> dict[int, int]:
    return counted(grids_of_staff(staff_id))


def grids_at_branch(branch_id: int) -> int:
    return _grids_not_ended().filter(branch_id=branch_id).count()


def _grids_not_ended() -> QuerySet[Grid]:
    return Grid.objects.filter(Q(valid_to=None) | Q(valid_to__gte=business_date()))
