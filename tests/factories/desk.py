"""Views of lists, made through the services."""

from typing import Any

from backend.platform.desk.models import SavedView
from backend.platform.desk.services import list_views
from backend.platform.permissions import Actor

COLUMNS: list[dict[str, Any]] = [
    {"key": "customer_no", "width": None, "hidden": False},
    {"key": "name", "width": 160, "hidden": False},
    {"key": "phone", "width": None, "hidden": True},
]


def view_values(**overrides: Any) -> dict[str, Any]:
    """What a page sends for the view of a list."""
    return {
        "name": "在职客户",
        "filters": {"status": "ACTIVE"},
        "q": "张",
        "sort": "-created_at",
        "columns": COLUMNS,
        **overrides,
    }


def make_view(
    actor: Actor, *, list_id: str = "customers", share: bool = False, **overrides: Any
) -> SavedView:
    """A view of the actor; shared, the actor must be allowed to."""
    view = list_views.view_create(actor=actor, list_id=list_id, **view_values(**overrides))
    return list_views.view_share(actor=actor, pk=view.pk) if share else view
