"""Readings of the tree of offices, departments and their history."""

from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from backend.platform.errors import NOT_FOUND
from backend.platform.permissions import Actor, covers

from .. import permissions
from ..models import Branch, Department, OrganisationChange, Staff

ACTIVE_STAFF = Q(staff__is_active=True)


def staff_of_account(account_id: int) -> Staff | None:
    return Staff.objects.select_related("branch").filter(account_id=account_id).first()


def branch_list(
    *, q: str = "", is_open: bool | None = None, parent_id: int | None = None, kind: str = ""
) -> QuerySet[Branch]:
    """Offices in the order of the tree; `q` is part of a name or the beginning of a code."""
    rows = _branches().order_by("path")
    if q:
        rows = rows.filter(Q(name__icontains=q) | Q(code__istartswith=q))
    given = {"is_open": is_open, "parent_id": parent_id, "kind": kind or None}
    return rows.filter(**{name: value for name, value in given.items() if value is not None})


def branch_tree() -> list[Branch]:
    """All offices of the bank with their numbers of active people, parents before children."""
    return list(_branches().order_by("path"))


def branch_get(actor: Actor, pk: int) -> Branch:
    """One office for its page, with departments, history and what the actor may do."""
    branch = _branches().filter(pk=pk).first()
    if branch is None:
        raise NOT_FOUND.at()
    branch.departments_shown = list(_departments().filter(branch_id=pk).order_by("code"))
    branch.changes = changes_of(branch=branch)
    reached = covers(actor, permissions.MANAGE, branch_id=pk, branch_path=branch.path)
    usable = ["edit", "create_below", "create_department"] if branch.is_open else ["reopen"]
    placed = ["move", "close"] if branch.is_open and branch.parent_id is not None else []
    branch.allowed_actions = [*usable, *placed] if reached else []
    return branch


def department_list(
    *, q: str = "", branch_id: int | None = None, is_open: bool | None = None
) -> QuerySet[Department]:
    """Departments in the order of the tree; `q` is part of a name or the beginning of a code."""
    rows = _departments().order_by("branch__path", "code")
    if q:
        rows = rows.filter(Q(name__icontains=q) | Q(code__istartswith=q))
    given = {"is_open": is_open, "branch_id": branch_id}
    return rows.filter(**{name: value for name, value in given.items() if value is not None})


def department_get(actor: Actor, pk: int) -> Department:
    """One department for its page, with its history and what the actor may do."""
    department = _departments().filter(pk=pk).first()
    if department is None:
        raise NOT_FOUND.at()
    department.changes = changes_of(department=department)
    branch = department.branch
    reached = covers(actor, permissions.MANAGE, branch_id=branch.pk, branch_path=branch.path)
    usable = ["edit", "move", "close"] if department.is_open else ["reopen"]
    department.allowed_actions = usable if reached else []
    return department


def changes_of(**subject: Any) -> QuerySet[OrganisationChange]:
    """What happened to one branch, department, person or grid, the latest first."""
    return OrganisationChange.objects.filter(**subject).order_by("-id")


def _branches() -> QuerySet[Branch]:
    people = Staff.objects.filter(branch_id=OuterRef("pk"), is_active=True).order_by().values("branch_id")
    count = Subquery(people.annotate(n=Count("pk")).values("n"), output_field=IntegerField())
    return Branch.objects.select_related("parent").annotate(staff_count=Coalesce(count, 0))


def _departments() -> QuerySet[Department]:
    return Department.objects.select_related("branch").annotate(
        staff_count=Count("staff", filter=ACTIVE_STAFF)
    )


def branch_codes() -> dict[int, str]:
    """The codes of all branches of the bank by id, for what no person's scope limits."""
    return dict(Branch.objects.values_list("pk", "code"))
