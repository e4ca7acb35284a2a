"""What waits for a person, counted for the menu and the header; each app says what it counts."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from backend.platform.permissions import Actor, Face

from . import notices
from .faces import stands_here

COUNTED = 100
"""Counted so far and no further: the badge shows 99+."""


@dataclass(frozen=True)
class Todo:
    """One kind of work: the list that shows it, and the rows that wait for the actor."""

    kind: str
    path: str
    waiting: Callable[[Actor], QuerySet[Any] | None]
    """None when this kind of work is none of the actor's."""
    face: Face = Face.BANK


TODOS: dict[str, Todo] = {}


def declare_todo(todo: Todo) -> Todo:
    """Let a kind of work be counted; called in `ready()` of the app that keeps it."""
    if TODOS.setdefault(todo.kind, todo) != todo:
        raise RuntimeError(f"the work {todo.kind} is declared twice")
    return todo


def counts(*, actor: Actor) -> dict[str, Any]:
    """What waits for the actor by kind, and how many of his notices are unread: one bounded query each."""
    todo = []
    for kind in TODOS.values():
        rows = kind.waiting(actor) if stands_here(kind.face) else None
        if rows is not None:
            count = rows.order_by()[:COUNTED].count()
            todo.append({"kind": kind.kind, "path": kind.path, "count": count})
    return {"todo": todo, "unread": notices.unread_count(actor)}
