"""Writes of the tree of offices and of departments."""

from typing import Any, TypeVar

from django.db import transaction
from django.db.models import F, Max, Value
from django.db.models.functions import Concat, Length, Substr

from backend.platform.constraints import refusing
from backend.platform.edits import edited, state_is
from backend.platform.errors import NOT_FOUND
from backend.platform.permissions import Actor, covers, scoped
from backend.platform.records import audit

from .. import errors, locks, permissions, selectors
from ..models import Branch, Department
from ..types import listed
from .history import Kind, named, note_change

Office = TypeVar("Office", Branch, Department)
OPEN, CLOSED = "OPEN", "CLOSED"
CLOSING = {"branch": "organisation.branch_close", "department": "organisation.department_close"}
REOPENING = {"branch": "organisation.branch_reopen", "department": "organisation.department_reopen"}
PATH_LENGTH = Branch._meta.get_field("path").max_length or 0


@transaction.atomic
def branch_create(
    *, actor: Actor, code: str, name: str, kind: str, parent: Branch | None, reason: str = ""
) -> Branch:
    """Open an office below `parent` (None: the head office). Raises `organisation.code_taken` (409)."""
    branch = Branch(code=code, name=name, kind=kind, parent=parent, path="")
    with refusing(organisation_branch_code_key=lambda: errors.CODE_TAKEN.at(field="code", code=code)):
        branch.save(force_insert=True)
    branch.path = f"{parent.path if parent else ''}{branch.pk}."
    branch.save(update_fields=["path"])
    note_change(actor, Kind.CREATED, branch=branch, after=named(parent), reason=reason)
    audit.record(actor, "organisation.branch_create", branch, to_state=OPEN, comment=reason)
    return branch


@transaction.atomic
def branch_open(*, actor: Actor, code: str, name: str, kind: str, parent_id: int, reason: str = "") -> Branch:
    """Open an office below an open one within the actor's reach.

    Raises `organisation.branch_unknown` (422), `organisation.branch_closed`, `organisation.code_taken`,
    `organisation.too_deep` (409).
    """
    locks.branch_tree_lock()
    parent = open_branch_named(actor, parent_id, field="parent_id")
    # the new id is not known yet; no id is longer than nineteen digits
    if len(parent.path) + 20 > PATH_LENGTH:
        raise errors.TOO_DEEP.at(field="parent_id")
    return branch_create(actor=actor, code=code, name=name, kind=kind, parent=parent, reason=reason)


@transaction.atomic
def branch_edit(*, actor: Actor, pk: int, version: int, changes: dict[str, str]) -> Branch:
    """Change name or kind. Raises `platform.stale_edit` (412)."""
    branch = branch_reached(actor, pk)
    branch = edited(Branch.objects.all(), pk, version)
    different = {name: [getattr(branch, name), value] for name, value in changes.items()}
    different = {name: pair for name, pair in different.items() if pair[0] != pair[1]}
    if "kind" in different and branch.parent_id is None:
        raise errors.HEAD_OFFICE_STAYS.at(field="kind")
    if not different:
        return branch
    for name, (_, value) in different.items():
        setattr(branch, name, value)
    branch.version += 1
    branch.save(update_fields=[*different, "version"])
    before, after = (
        " ".join(str(Branch.Kind(pair[n]).label if name == "kind" else pair[n]) for name, pair in different.items())
        for n in (0, 1)
    )  # fmt: skip
    note_change(actor, Kind.EDITED, branch=branch, before=before, after=after)
    audit.record(actor, "organisation.branch_edit", branch, changes=different)
    return branch


@transaction.atomic
def branch_move(
    *, actor: Actor, pk: int, parent_id: int, reason: str, action: str = permissions.MANAGE
) -> Branch:
    """Put an office with all that stands below it under another one; their paths are written at once.

    `action` is the one whose reach counts: the checker's, when two persons do it. Raises 404 out of reach, `organisation.branch_unknown` (422), `organisation.head_office_stays`,
    `organisation.branch_closed`, `organisation.move_cycle`, `organisation.move_nowhere`,
    `organisation.too_deep` (409).
    """
    locks.branch_tree_lock()
    branch = branch_reached(actor, pk, action=action)
    parent = open_branch_named(actor, parent_id, field="parent_id", action=action)
    former = branch_move_check(branch, parent)
    old, new = branch.path, f"{parent.path}{branch.pk}."
    subtree = Branch.objects.filter(path__startswith=old)
    subtree.update(path=Concat(Value(new), Substr("path", len(old) + 1)))
    Branch.objects.filter(pk=pk).update(parent=parent, version=F("version") + 1)
    note_change(
        actor, Kind.MOVED, branch=branch, before=named(former), after=named(parent), reason=reason
    )  # fmt: skip
    moved = {"parent": [former.code, parent.code], "path": [old, new]}
    audit.record(actor, "organisation.branch_move", branch, changes=moved, comment=reason)
    branch.refresh_from_db()
    return branch


def branch_move_check(branch: Branch, parent: Branch) -> Branch:
    """The office that the branch stands under now; refuses what `branch_move` refuses of the two."""
    if branch.parent is None:
        raise errors.HEAD_OFFICE_STAYS.at()
    if branch.parent_id == parent.pk:
        raise errors.MOVE_NOWHERE.at(field="parent_id")
    refuse_cycle(branch, parent)
    subtree = Branch.objects.filter(path__startswith=branch.path)
    longest = subtree.aggregate(longest=Max(Length("path")))["longest"]
    if longest - len(branch.path) + len(f"{parent.path}{branch.pk}.") > PATH_LENGTH:
        raise errors.TOO_DEEP.at(field="parent_id")
    return branch.parent


def refuse_cycle(branch: Branch, parent: Branch) -> None:
    """Raise `organisation.move_cycle` when the parent is the office itself or stands below it."""
    if parent.path.startswith(branch.path):
        raise errors.MOVE_CYCLE.at(field="parent_id")


@transaction.atomic
def branch_close(*, actor: Actor, pk: int, reason: str, action: str = permissions.MANAGE) -> Branch:
    """Close an office on which nothing hangs any more. `action` as for `branch_move`.

    Raises `organisation.still_hangs` (409), which names with counts what does.
    """
    locks.branch_tree_lock()
    branch = branch_reached(actor, pk, action=action)
    # whoever writes a row of this branch at the moment is waited for, and counted
    Branch.objects.select_for_update().get(pk=pk)
    branch_close_check(branch)
    return _set_open(actor, branch, False, reason)


def branch_close_check(branch: Branch) -> None:
    """Refuse what `branch_close` refuses of an office."""
    if branch.parent_id is None:
        raise errors.HEAD_OFFICE_STAYS.at()
    state_is(_state(branch), [OPEN])
    hanging = selectors.branch_holdings(branch.pk)
    if hanging:
        raise errors.STILL_HANGS.at(**listed(hanging))


@transaction.atomic
def branch_reopen(*, actor: Actor, pk: int, reason: str) -> Branch:
    """Open a closed office again; the one above it must be open."""
    locks.branch_tree_lock()
    branch = branch_reached(actor, pk)
    state_is(_state(branch), [CLOSED])
    if branch.parent is not None and not branch.parent.is_open:
        raise errors.BRANCH_CLOSED.at(name=branch.parent.name)
    return _set_open(actor, branch, True, reason)


@transaction.atomic
def department_create(*, actor: Actor, branch_id: int, code: str, name: str) -> Department:
    """Set up a department in an open office. Raises as `branch_open`."""
    locks.branch_tree_lock()
    branch = open_branch_named(actor, branch_id, field="branch_id")
    department = Department(branch=branch, code=code, name=name)
    with refusing(organisation_department_code_key=lambda: errors.CODE_TAKEN.at(field="code", code=code)):
        department.save(force_insert=True)
    note_change(actor, Kind.CREATED, department=department, after=named(branch))
    audit.record(actor, "organisation.department_create", department, to_state=OPEN)
    return department


@transaction.atomic
def department_edit(*, actor: Actor, pk: int, version: int, name: str) -> Department:
    """Rename a department. Raises `platform.stale_edit` (412)."""
    _managed_department(actor, pk)
    department: Department = edited(Department.objects.all(), pk, version)
    before = department.name
    if before == name:
        return department
    department.name = name
    department.version += 1
    department.save(update_fields=["name", "version"])
    note_change(actor, Kind.EDITED, department=department, before=before, after=name)
    audit.record(actor, "organisation.department_edit", department, changes={"name": [before, name]})
    return department


@transaction.atomic
def department_move(*, actor: Actor, pk: int, branch_id: int, reason: str) -> Department:
    """Put a department without people into another office; people are transferred one by one.

    Raises `organisation.still_hangs` (409) while somebody works in it.
    """
    locks.branch_tree_lock()
    department = _managed_department(actor, pk)
    branch = open_branch_named(actor, branch_id, field="branch_id")
    if department.branch_id == branch.pk:
        raise errors.MOVE_NOWHERE.at(field="branch_id")
    _refuse_while_staffed(department)
    former, department.branch = department.branch, branch
    department.version += 1
    department.save(update_fields=["branch", "version"])
    note_change(
        actor, Kind.MOVED, department=department, before=named(former), after=named(branch), reason=reason
    )  # fmt: skip
    audit.record(
        actor, "organisation.department_move", department, comment=reason,
        changes={"branch": [former.code, branch.code]},
    )  # fmt: skip
    return department


@transaction.atomic
def department_close(*, actor: Actor, pk: int, reason: str) -> Department:
    """Close a department in which nobody works any more; `organisation.still_hangs` (409) otherwise."""
    locks.branch_tree_lock()
    department = _managed_department(actor, pk)
    state_is(_state(department), [OPEN])
    _refuse_while_staffed(department)
    return _set_open(actor, department, False, reason)


@transaction.atomic
def department_reopen(*, actor: Actor, pk: int, reason: str) -> Department:
    """Use a closed department again; its office must be open."""
    locks.branch_tree_lock()
    department = _managed_department(actor, pk)
    state_is(_state(department), [CLOSED])
    if not department.branch.is_open:
        raise errors.BRANCH_CLOSED.at(name=department.branch.name)
    return _set_open(actor, department, True, reason)


def open_branch_named(actor: Actor, pk: int, *, field: str, action: str = permissions.MANAGE) -> Branch:
    """The open office that an input names, within the actor's reach.

    Raises `organisation.branch_unknown` (422) and `organisation.branch_closed` (409) at the field. Whoever
    relies on its being open holds the tree.
    """
    branch = Branch.objects.select_related("parent").filter(pk=pk).first()
    if branch is None or not _reaches(actor, branch, action):
        raise errors.BRANCH_UNKNOWN.at(field=field)
    if not branch.is_open:
        raise errors.BRANCH_CLOSED.at(field=field, name=branch.name)
    return branch


def _reaches(actor: Actor, branch: Branch, action: str) -> bool:
    return covers(actor, action, branch_id=branch.pk, branch_path=branch.path)


def branch_reached(actor: Actor, pk: int, *, action: str = permissions.MANAGE) -> Branch:
    """The office when the actor's grants for the action reach it; 404 otherwise."""
    branch = Branch.objects.select_related("parent").filter(pk=pk).first()
    if branch is None or not _reaches(actor, branch, action):
        raise NOT_FOUND.at()
    return branch


def _managed_department(actor: Actor, pk: int) -> Department:
    rows = scoped(Department.objects.select_related("branch"), actor, permissions.MANAGE)
    department: Department | None = rows.filter(pk=pk).first()
    if department is None:
        raise NOT_FOUND.at()
    return department


def _refuse_while_staffed(department: Department) -> None:
    staffed = selectors.department_holdings(department.pk)
    if staffed:
        raise errors.STILL_HANGS.at(**listed(staffed))


def _state(office: Branch | Department) -> str:
    return OPEN if office.is_open else CLOSED


def _set_open(actor: Actor, office: Office, is_open: bool, reason: str) -> Office:
    before, office.is_open = _state(office), is_open
    office.version += 1
    office.save(update_fields=["is_open", "version"])
    subject: dict[str, Any] = {office._meta.model_name or "": office}
    note_change(actor, Kind.REOPENED if is_open else Kind.CLOSED, reason=reason, **subject)
    name = str(office._meta.model_name)
    audit.record(
        actor, (REOPENING if is_open else CLOSING)[name], office, from_state=before,
        to_state=_state(office), comment=reason,
    )  # fmt: skip
    return office
