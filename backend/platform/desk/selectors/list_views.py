"""What one person sees of a list's layout and views."""

import re
from typing import Any

from django.db.models import Q, QuerySet

from backend.platform import errors
from backend.platform.desk.models import DefaultView, Density, ListLayout, SavedView
from backend.platform.desk.owner import account_of
from backend.platform.desk.permissions import SHARE_VIEWS
from backend.platform.permissions import Actor

LIST_ID = re.compile(r"[a-z][a-z0-9.-]{0,79}")


def list_checked(list_id: str) -> str:
    """The name of a list as pages form it from its path; 404 for what no page can be called."""
    if not LIST_ID.fullmatch(list_id):
        raise errors.NOT_FOUND.at()
    return list_id


def views_in_sight(actor: Actor) -> QuerySet[SavedView]:
    """The actor's own views, and those that others share."""
    return SavedView.objects.filter(Q(account_id=actor.account_id) | Q(is_shared=True))


def view_shown(view: SavedView, actor: Actor) -> SavedView:
    """The view with what the actor may do to it.

    Only its owner edits or deletes it. To change what others work with he must still be allowed to share; whoever
    may share also ends the sharing of others, or the views of people who left would stay for ever.
    """
    may_share = actor.can(SHARE_VIEWS)
    view.is_own = view.account_id == actor.account_id
    found = {
        "edit": view.is_own and (may_share or not view.is_shared),
        "delete": view.is_own,
        "share": view.is_own and may_share and not view.is_shared,
        "unshare": view.is_shared and may_share,
    }
    view.allowed_actions = [action for action, is_allowed in found.items() if is_allowed]
    return view


def view_get(*, actor: Actor, pk: int) -> SavedView:
    """A view that the actor sees; 404 otherwise."""
    view = views_in_sight(actor).filter(pk=pk).first()
    if view is None:
        raise errors.NOT_FOUND.at()
    return view_shown(view, actor)


def list_of(*, actor: Actor, list_id: str) -> dict[str, Any]:
    """All that a page needs to draw its list as the actor left it: layout, views (own ones first), default."""
    list_checked(list_id)
    layout = ListLayout.objects.filter(account_id=account_of(actor), list_id=list_id).first()
    views = [view_shown(view, actor) for view in views_in_sight(actor).filter(list_id=list_id)]
    default = DefaultView.objects.filter(account_id=account_of(actor), list_id=list_id).first()
    return {
        "list_id": list_id,
        "columns": layout.columns if layout else [],
        "density": layout.density if layout else Density.COMPACT,
        "views": sorted(views, key=lambda view: (not view.is_own, view.name, view.pk)),
        "default_view_id": default.view_id if default else None,
        "may_share": actor.can(SHARE_VIEWS),
    }
