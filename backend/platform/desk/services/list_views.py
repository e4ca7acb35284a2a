"""Layouts and views of lists. A layout is a habit and leaves no trace in the audit log; a view does."""

import re
from typing import Any

from django.db import transaction

from backend.platform import clock, edits
from backend.platform import errors as platform
from backend.platform.constraints import refusing
from backend.platform.desk import errors
from backend.platform.desk.models import DefaultView, ListLayout, SavedView
from backend.platform.desk.owner import account_of
from backend.platform.desk.permissions import SHARE_VIEWS
from backend.platform.desk.selectors.list_views import (
    list_checked,
    view_shown,
    views_in_sight,
)
from backend.platform.permissions import Actor
from backend.platform.records import audit

MAX_LAYOUTS = 200
MAX_VIEWS = 50
"""Of one person on one list. Two windows at once may pass either by one."""

PERSONAL = re.compile(
    r"(?<![0-9A-Za-z])(?:\d{17}[\dXx]|\d{15,19}|1[3-9]\d{9})(?![0-9A-Za-z])",
)
"""Identity numbers of old and new form, mobile numbers, account numbers: none may lie in a view in clear."""


def layout_put(*, actor: Actor, list_id: str, columns: list[dict[str, Any]], density: str) -> None:
    """Keep the layout of a list. The last write counts: both came from the same person."""
    list_checked(list_id)
    own = ListLayout.objects.filter(account_id=account_of(actor))
    if not own.filter(list_id=list_id).exists() and own.count() >= MAX_LAYOUTS:
        raise errors.TOO_MANY_LAYOUTS.at(limit=MAX_LAYOUTS)
    ListLayout.objects.update_or_create(
        account_id=account_of(actor),
        list_id=list_id,
        defaults={"columns": columns, "density": density, "changed_at": clock.now()},
    )


def layout_reset(*, actor: Actor, list_id: str) -> None:
    """Let the list look again as its page draws it."""
    ListLayout.objects.filter(account_id=account_of(actor), list_id=list_checked(list_id)).delete()


@transaction.atomic
def view_create(*, actor: Actor, list_id: str, **values: Any) -> SavedView:
    """Keep conditions, order and columns under a name that the actor does not use yet for this list."""
    list_checked(list_id)
    _refuse_personal_data(values)
    if SavedView.objects.filter(account_id=account_of(actor), list_id=list_id).count() >= MAX_VIEWS:
        raise errors.TOO_MANY_VIEWS.at(limit=MAX_VIEWS)
    view = SavedView(account_id=account_of(actor), owner_name=actor.name, list_id=list_id, **values)
    _save(view)
    audit.record(actor, "desk.view_create", view)
    return view_shown(view, actor)


@transaction.atomic
def view_edit(*, actor: Actor, pk: int, version: int, **values: Any) -> SavedView:
    """Rename an own view or give it other conditions; one that others use only by whoever may share."""
    view = edits.edited(views_in_sight(actor), pk, version)
    _require_own(view, actor)
    if view.is_shared:
        actor.require(SHARE_VIEWS)
    _refuse_personal_data(values)
    name_before = view.name
    for field, value in values.items():
        setattr(view, field, value)
    view.version += 1
    _save(view)
    renamed = {"name": [name_before, view.name]} if view.name != name_before else {}
    audit.record(actor, "desk.view_edit", view, changes=renamed)
    return view_shown(view, actor)


@transaction.atomic
def view_delete(*, actor: Actor, pk: int) -> None:
    """Delete an own view; for whom it was the default, the list opens without one."""
    view = edits.held(views_in_sight(actor), pk)
    _require_own(view, actor)
    audit.record(actor, "desk.view_delete", view)
    DefaultView.objects.filter(view=view).delete()
    view.delete()


@transaction.atomic
def view_share(*, actor: Actor, pk: int) -> SavedView:
    """Let everybody at the entity use an own view."""
    view = edits.held(views_in_sight(actor), pk)
    _require_own(view, actor)
    return _sharing_set(actor, view, "desk.view_share", is_shared=True)


@transaction.atomic
def view_unshare(*, actor: Actor, pk: int) -> SavedView:
    """Make a shared view its owner's alone again, also that of somebody else."""
    view = edits.held(views_in_sight(actor), pk)
    DefaultView.objects.filter(view=view).exclude(account_id=view.account_id).delete()
    return _sharing_set(actor, view, "desk.view_unshare", is_shared=False)


@transaction.atomic
def default_view_put(*, actor: Actor, list_id: str, view_id: int | None) -> None:
    """Let a list open with a view that the actor sees (404 otherwise), or without one."""
    own = DefaultView.objects.filter(account_id=account_of(actor), list_id=list_checked(list_id))
    if view_id is None:
        own.delete()
        return
    view = edits.held(views_in_sight(actor), view_id)
    if view.list_id != list_id:
        raise platform.NOT_FOUND.at(field="view_id")
    DefaultView.objects.update_or_create(
        account_id=account_of(actor), list_id=list_id, defaults={"view_id": view.pk}
    )


def _require_own(view: SavedView, actor: Actor) -> None:
    if view.account_id != actor.account_id:
        raise platform.NOT_ALLOWED.at()


def _sharing_set(actor: Actor, view: SavedView, action: str, *, is_shared: bool) -> SavedView:
    if view.is_shared is not is_shared:
        view.is_shared = is_shared
        view.version += 1
        view.save(update_fields=["is_shared", "version"])
        audit.record(actor, action, view)
    return view_shown(view, actor)


def _save(view: SavedView) -> None:
    with refusing(saved_view_name_once=lambda: errors.VIEW_NAME_TAKEN.at(field="name")):
        view.save()


def _refuse_personal_data(values: dict[str, Any]) -> None:
    for field in ("name", "q"):
        if PERSONAL.search(values.get(field) or ""):
            raise errors.VIEW_HOLDS_PERSONAL_DATA.at(field=field)
    if any(PERSONAL.search(value) for value in values.get("filters", {}).values()):
        raise errors.VIEW_HOLDS_PERSONAL_DATA.at(field="filters")
