"""What the pages of a list send about its layout and views; the same at a bank and at the province."""

from typing import Any

from backend.platform.permissions import Actor
from tests.factories.desk import COLUMNS, make_view, view_values

BODIES: dict[str, dict[str, Any]] = {
    "PUT lists/<str:list_id>/layout": {"columns": COLUMNS, "density": "COMPACT"},
    "PUT lists/<str:list_id>/default-view": {"view_id": None},
    "POST lists/<str:list_id>/views": view_values(),
    "PATCH list-views/<int:pk>": {"name": "本月新增"},
}


def ids(owner: Actor) -> dict[str, Any]:
    """A list that is there for everybody, and a view that one person has saved."""
    return {"lists": "customers", "list-views": make_view(owner).pk}
