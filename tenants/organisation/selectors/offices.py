"""Readings of branches and staff."""

from django.db.models import Q, QuerySet

from backend.platform.permissions import Actor

from .. import errors
from ..models import Branch, Staff


def staff_and_branch(actor: Actor) -> tuple[int, int]:
    """The ids of the acting staff member and of his branch, which own the rows that he creates.

    Raises `organisation.no_staff` (403) for an account without staff and for the system.
    """
    if actor.staff_id is None or actor.branch_id is None:
        raise errors.NO_STAFF.at()
    return actor.staff_id, actor.branch_id


def staff_of_account(account_id: int) -> Staff | None:
    return Staff.objects.select_related("branch").filter(account_id=account_id).first()


def staff_names(ids: set[int]) -> dict[int, str]:
    return dict(Staff.objects.filter(pk__in=ids).values_list("pk", "name"))


def branch_list() -> QuerySet[Branch]:
    return Branch.objects.select_related("parent").order_by("path")


def staff_list(q: str = "", branch_id: int | None = None) -> QuerySet[Staff]:
    rows = (
        Staff.objects.select_related("branch").prefetch_related("holdings__post__role").order_by("staff_no")
    )
    if q:
        rows = rows.filter(Q(name__icontains=q) | Q(staff_no__icontains=q))
    return rows.filter(branch_id=branch_id) if branch_id else rows
