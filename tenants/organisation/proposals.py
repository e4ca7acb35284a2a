"""What persons propose about offices, people, roles, posts and authority; a second person lets it take effect."""

from typing import Any

from backend.platform.errors import NOT_FOUND, STALE_EDIT
from backend.platform.permissions import Actor
from backend.platform.records import changes as platform
from backend.platform.records.models import PendingChange

from . import changes, office_changes, selectors
from .models import PostHolding, Staff
from .services import offices
from .services.staff import staff_reached


def branch_move(*, actor: Actor, pk: int, parent_id: int, reason: str) -> PendingChange:
    """That an office goes under another one; both within the maker's reach."""
    branch = offices.branch_reached(actor, pk)
    parent = offices.open_branch_named(actor, parent_id, field="parent_id")
    return platform.propose(
        actor=actor,
        kind=office_changes.BRANCH_MOVE,
        subject_id=branch.pk,
        subject_no=branch.code,
        payload={"parent_id": parent.pk, "reason": reason},
        title=f"划转机构 {branch.name}",
        comment=reason,
    )


def branch_close(*, actor: Actor, pk: int, reason: str) -> PendingChange:
    branch = offices.branch_reached(actor, pk)
    return platform.propose(
        actor=actor,
        kind=office_changes.BRANCH_CLOSE,
        subject_id=branch.pk,
        subject_no=branch.code,
        payload={"reason": reason},
        title=f"关闭机构 {branch.name}",
        comment=reason,
    )


def staff_leave(*, actor: Actor, pk: int, reason: str) -> PendingChange:
    """That a person leaves; nobody proposes it of himself (`organisation.own_record`)."""
    staff = staff_reached(actor, pk)
    return platform.propose(
        actor=actor,
        kind=office_changes.STAFF_LEAVE,
        subject_id=staff.pk,
        subject_no=staff.staff_no,
        payload={"reason": reason},
        title=f"办理离职 {staff.name}",
        comment=reason,
    )


def role_create(*, actor: Actor, code: str, name: str, actions: list[str]) -> PendingChange:
    return platform.propose(
        actor=actor,
        kind=changes.ROLE_DEFINE,
        subject_no=code,
        payload={"code": code, "name": name, "actions": sorted(set(actions))},
        title=f"新建角色 {name}",
    )


def role_define(
    *, actor: Actor, pk: int, version: int, name: str, actions: list[str], comment: str = ""
) -> PendingChange:
    """Another name or set of actions; `version` is the one that the maker saw (412 otherwise)."""
    role = selectors.role_get(pk)
    if role.version != version:
        raise STALE_EDIT.at()
    return platform.propose(
        actor=actor,
        kind=changes.ROLE_DEFINE,
        subject_id=role.pk,
        subject_no=role.code,
        payload={"code": role.code, "name": name, "actions": sorted(set(actions))},
        title=f"角色权限 {role.name}",
        comment=comment,
    )


def _of_staff(kind: str, title: str, actor: Actor, payload: dict[str, Any], comment: str) -> PendingChange:
    """A change about a person; when there is no such person, the kind says so at `staff_id`."""
    staff = Staff.objects.filter(pk=payload["staff_id"]).first()
    return platform.propose(
        actor=actor,
        kind=kind,
        subject_id=payload["staff_id"],
        subject_no=staff.staff_no if staff else "",
        payload=payload,
        title=f"{title} {staff.name}" if staff else "",
        comment=comment,
    )


def post_assign(*, actor: Actor, comment: str = "", valid_to: Any = None, **payload: Any) -> PendingChange:
    """That a person holds a role; `payload` is {staff_id, role_id, branch_id, scope, valid_from}."""
    return _of_staff(changes.POST_ASSIGN, "任职", actor, {**payload, "valid_to": valid_to}, comment)


def post_end(*, actor: Actor, pk: int, on: Any, comment: str = "") -> PendingChange:
    holding = PostHolding.objects.select_related("staff", "post").filter(pk=pk).first()
    if holding is None:
        raise NOT_FOUND.at()
    return platform.propose(
        actor=actor,
        kind=changes.POST_END,
        subject_id=holding.pk,
        subject_no=holding.staff.staff_no,
        payload={"on": on},
        title=f"终止任职 {holding.staff.name} {holding.post.name}",
        comment=comment,
    )


def authority_grant(
    *, actor: Actor, comment: str = "", levels: int = 1, valid_to: Any = None, **payload: Any
) -> PendingChange:
    """That a person may approve; `payload` as `authority_delegate` takes it."""
    given = {"product_code": "", "guarantee_mode": "", **payload, "valid_to": valid_to, "levels": levels}
    return _of_staff(changes.AUTHORITY_GRANT, "授权", actor, given, comment)


def authority_revoke(*, actor: Actor, pk: int, comment: str = "") -> PendingChange:
    row = selectors.authority_get(pk)
    return platform.propose(
        actor=actor,
        kind=changes.AUTHORITY_REVOKE,
        subject_id=row.pk,
        subject_no=row.staff.staff_no,
        payload={},
        title=f"撤销授权 {row.staff.name} {row.max_amount:,}",
        comment=comment,
    )


def authority_delegate(
    *, actor: Actor, pk: int, comment: str = "", valid_to: Any = None, **payload: Any
) -> PendingChange:
    """That the holder passes part of an authority on; `payload` is {staff_id, max_amount, valid_from,
    product_code, guarantee_mode}. Anybody else's authority is not there (404)."""
    row = selectors.authority_get(pk)
    if actor.staff_id != row.staff_id:
        raise NOT_FOUND.at()
    to = Staff.objects.filter(pk=payload["staff_id"]).first()
    return platform.propose(
        actor=actor,
        kind=changes.AUTHORITY_DELEGATE,
        subject_id=row.pk,
        subject_no=row.staff.staff_no,
        payload={"product_code": "", "guarantee_mode": "", **payload, "valid_to": valid_to},
        title=f"转授权 {row.staff.name} → {to.name if to else ''}",
        comment=comment,
    )
