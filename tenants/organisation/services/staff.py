"""Writes of staff: registration, edits, transfers, leaving and coming back."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Greatest

from backend.platform.constraints import refusing
from backend.platform.edits import edited
from backend.platform.errors import NOT_FOUND
from backend.platform.permissions import Actor, scoped
from backend.platform.records import audit
from shared.identity import selectors as identity
from shared.identity import services as identity_services

from .. import errors, locks, permissions, selectors
from ..models import Authority, Branch, Department, Post, PostHolding, Staff
from ..types import listed
from .history import Kind, named, note_change
from .offices import open_branch_named

ACTIVE, LEFT = "ACTIVE", "LEFT"


@transaction.atomic
def staff_register(
    *,
    actor: Actor,
    staff_no: str,
    name: str,
    branch: Branch,
    account_id: int | None,
    department: Department | None = None,
) -> Staff:
    """Take on a person at an open branch.

    Raises `organisation.staff_no_taken` (409), `organisation.staff_left_before` (409) when the number is
    that of somebody who left (he returns by `staff_return`).
    """
    known = Staff.objects.filter(staff_no=staff_no).first()
    if known is not None:
        kind = errors.STAFF_NO_TAKEN if known.is_active else errors.STAFF_LEFT_BEFORE
        raise kind.at(field="staff_no", staff_no=staff_no, name=known.name)
    staff = Staff(
        staff_no=staff_no,
        name=name,
        branch=branch,
        department=department,
        account_id=account_id,
        joined_on=selectors.business_date(),
    )
    with refusing(
        organisation_staff_staff_no_key=lambda: errors.STAFF_NO_TAKEN.at(
            field="staff_no", staff_no=staff_no, name=name
        ),
    ):
        staff.save(force_insert=True)
    note_change(actor, Kind.CREATED, staff=staff, after=_place(staff))
    audit.record(actor, "organisation.staff_register", staff, to_state=ACTIVE)
    return staff


@transaction.atomic
def staff_take_on(
    *,
    actor: Actor,
    staff_no: str,
    name: str,
    branch_id: int,
    department_id: int | None = None,
) -> Staff:
    """Take on a person at a branch within the actor's reach.

    The account that he signs in with is opened by two persons (`identity`), never named here: whoever
    could tie an account to a person could take on that person's posts.

    Raises as `staff_register`, and `organisation.branch_unknown`, `organisation.department_unknown` (422),
    `organisation.branch_closed`, `organisation.department_closed`.
    """
    locks.branch_tree_lock()
    branch = open_branch_named(actor, branch_id, field="branch_id")
    return staff_register(
        actor=actor,
        staff_no=staff_no,
        name=name,
        branch=branch,
        department=_department(branch, department_id),
        account_id=None,
    )


@transaction.atomic
def staff_edit(*, actor: Actor, pk: int, version: int, changes: Mapping[str, Any]) -> Staff:
    """Change `name` or `department_id` (within the branch) of a person who is active.

    Raises `platform.stale_edit` (412) and what `staff_take_on` raises for these fields.
    """
    locks.branch_tree_lock()
    staff: Staff = edited(_within(actor), pk, version)
    _must_be_active(staff)
    different: dict[str, list[Any]] = {}
    if changes.get("name", staff.name) != staff.name:
        different["name"] = [staff.name, changes["name"]]
        staff.name = changes["name"]
    if changes.get("department_id", staff.department_id) != staff.department_id:
        department = _department(staff.branch, changes["department_id"])
        different["department"] = [named(staff.department), named(department)]
        staff.department = department
    if not different:
        return staff
    staff.version += 1
    staff.save(update_fields=["name", "department", "version"])
    before, after = (" ".join(str(pair[n]) or "—" for pair in different.values()) for n in (0, 1))
    note_change(actor, Kind.EDITED, staff=staff, before=before, after=after)
    audit.record(actor, "organisation.staff_edit", staff, changes=different)
    return staff


@transaction.atomic
def staff_transfer(
    *, actor: Actor, pk: int, branch_id: int, reason: str, department_id: int | None = None
) -> Staff:
    """Let a person work at another branch from the business date on.

    His posts at the former branch end; posts of the whole bank stay. What he is in charge of stays with
    him until it is handed over. Raises `organisation.own_record` (403), `organisation.move_nowhere`,
    `organisation.not_active` (409) and what naming branch and department may raise.
    """
    locks.branch_tree_lock()
    staff = _of_another(actor, locks.staff_lock(_reached(actor, pk))[pk])
    _must_be_active(staff)
    branch = open_branch_named(actor, branch_id, field="branch_id")
    if branch.pk == staff.branch_id:
        raise errors.MOVE_NOWHERE.at(field="branch_id")
    before, former = _place(staff), staff.branch_id
    staff.branch, staff.department = branch, _department(branch, department_id)
    staff.version += 1
    staff.save(update_fields=["branch", "department", "version"])
    left_behind = ~Q(post__scope=Post.Scope.ENTITY) & Q(post__branch_id=former)
    ended = _end(PostHolding.objects.filter(left_behind, staff=staff))
    note_change(actor, Kind.TRANSFERRED, staff=staff, before=before, after=_place(staff), reason=reason)
    moved = {"branch": [former, branch.pk], "holdings_ended": [None, ended]}
    audit.record(actor, "organisation.staff_transfer", staff, changes=moved, comment=reason)
    return staff


@transaction.atomic
def staff_leave(*, actor: Actor, pk: int, reason: str, action: str = permissions.MANAGE) -> Staff:
    """Let a person leave: posts and authority end, the account is disabled and its sessions end.

    `action` is the one whose reach counts: the checker's, when two persons do it.

    Raises `organisation.own_record` (403), `organisation.not_active` and `organisation.staff_still_owns`
    (409), which names with counts what must be handed over before.
    """
    locks.branch_tree_lock()
    locked = locks.staff_leaving_lock(_reached(actor, pk, action))
    assert locked is not None
    staff = _of_another(actor, locked)
    staff_leave_check(staff)
    today = selectors.business_date()
    ended = _end(PostHolding.objects.filter(staff=staff))
    withdrawn = _end(Authority.objects.filter(staff=staff))
    staff.is_active, staff.left_on = False, today
    staff.version += 1
    staff.save(update_fields=["is_active", "left_on", "version"])
    if staff.account_id is not None:
        identity_services.account_disable(actor=actor, account=identity.account_of_entity(staff.account_id))
    note_change(actor, Kind.LEFT, staff=staff, before=_place(staff), reason=reason)
    audit.record(
        actor, "organisation.staff_leave", staff, from_state=ACTIVE, to_state=LEFT, comment=reason,
        changes={"holdings_ended": [None, ended], "authorities_ended": [None, withdrawn]},
    )  # fmt: skip
    return staff


def staff_leave_check(staff: Staff) -> None:
    """Refuse what `staff_leave` refuses of a person."""
    _must_be_active(staff)
    owned = selectors.staff_holdings(staff.pk)
    if owned:
        raise errors.STAFF_STILL_OWNS.at(**listed(owned))


def staff_reached(actor: Actor, pk: int) -> Staff:
    """Another person within the actor's reach. Raises 404, or `organisation.own_record` (403)."""
    staff: Staff = _within(actor).get(pk=_reached(actor, pk))
    return _of_another(actor, staff)


@transaction.atomic
def staff_return(
    *, actor: Actor, pk: int, branch_id: int, reason: str, department_id: int | None = None
) -> Staff:
    """Take on again a person who left, under his old staff number and with his history.

    He comes back without posts, authority or account: each is given anew. The former account stays
    disabled and can be linked again once it is enabled. Raises `organisation.still_active` (409).
    """
    locks.branch_tree_lock()
    staff = _of_another(actor, locks.staff_lock(_reached(actor, pk))[pk])
    if staff.is_active:
        raise errors.STILL_ACTIVE.at(name=staff.name)
    branch = open_branch_named(actor, branch_id, field="branch_id")
    staff.branch, staff.department = branch, _department(branch, department_id)
    staff.is_active, staff.left_on, staff.account_id = True, None, None
    staff.version += 1
    staff.save()
    note_change(actor, Kind.RETURNED, staff=staff, after=_place(staff), reason=reason)
    audit.record(
        actor, "organisation.staff_return", staff, from_state=LEFT, to_state=ACTIVE, comment=reason
    )  # fmt: skip
    return staff


def _end(dated: QuerySet) -> list[int]:
    """End what is dated with the day before the business date, or with its first day; answer the ids.

    What was still to begin never does: its row goes, and the audit record keeps that it was there.
    """
    today = selectors.business_date()
    rows = dated.filter(Q(valid_to=None) | Q(valid_to__gte=today))
    ended = list(rows.values_list("pk", flat=True))
    dated.filter(pk__in=ended, valid_from__gt=today).delete()
    dated.filter(pk__in=ended).update(valid_to=Greatest("valid_from", Value(today - timedelta(days=1))))
    return ended


def _place(staff: Staff) -> str:
    return " ".join(filter(None, [named(staff.branch), named(staff.department)]))


def _department(branch: Branch, pk: int | None) -> Department | None:
    if pk is None:
        return None
    department = Department.objects.filter(pk=pk, branch=branch).first()
    if department is None:
        raise errors.DEPARTMENT_UNKNOWN.at(field="department_id")
    if not department.is_open:
        raise errors.DEPARTMENT_CLOSED.at(field="department_id", name=department.name)
    return department


def _within(actor: Actor, action: str = permissions.MANAGE) -> QuerySet[Staff]:
    return scoped(Staff.objects.select_related("branch", "department"), actor, action)


def _reached(actor: Actor, pk: int, action: str = permissions.MANAGE) -> int:
    if not _within(actor, action).filter(pk=pk).exists():
        raise NOT_FOUND.at()
    return pk


def _of_another(actor: Actor, staff: Staff) -> Staff:
    if staff.pk == actor.staff_id:
        raise errors.OWN_RECORD.at()
    return staff


def _must_be_active(staff: Staff) -> None:
    if not staff.is_active:
        raise errors.NOT_ACTIVE.at(name=staff.name)
