"""One search over what every app keeps, and the way back to what was opened before.

An app declares each kind of record that can be found, in its `finders.py`:

    declare_finder(Finder(
        kind="loans.loan", name_zh="借据", name_en="Loans", action="loans.view", path="/loans/{id}", rank=60,
        rows=_loans, match=lambda words: words.numbered("loan_no", "JJ"), shown=_loan,
    ))

`rows(actor)` are those that the actor reaches: what is out of his scope is not found, and a record that has
left it is not shown among those that he opened.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from backend.platform.permissions import Actor, Face

from . import words as typed
from .faces import stands_here
from .words import Words

LIMIT = 6
"""Rows of each kind; whoever wants more types more, or uses the list."""


@dataclass(frozen=True)
class Found:
    """A record as the search shows it; sensitive values come masked, as lists show them."""

    id: Any
    number: str
    title: str
    detail: tuple[str, ...] = ()
    state: str = ""
    path: str = ""


@dataclass(frozen=True)
class Finder:
    """One kind of record: who may find it, where it is looked for, and how it is shown."""

    kind: str
    name_zh: str
    name_en: str
    action: str
    path: str
    """The page of one record, with `{id}`; of its list, when a record has no page of its own."""
    rank: int
    rows: Callable[[Actor], QuerySet[Any]]
    """The rows in the actor's scope, with what `shown` needs, in no order."""
    match: Callable[[Words], Q | None]
    """Which of them are meant; None when the words cannot mean this kind."""
    shown: Callable[[Any], Found]
    key: str = "pk"
    """The column that stands in the path."""
    order: tuple[str, ...] = ("-pk",)
    face: Face = Face.BANK

    def placed(self, row: Any) -> dict[str, Any]:
        """The row as it is answered."""
        found = self.shown(row)
        return {
            "kind": self.kind,
            "number": found.number,
            "title": found.title,
            "detail": " · ".join(part for part in found.detail if part),
            "state": found.state,
            "path": found.path or self.path.format(id=found.id),
        }


FINDERS: dict[str, Finder] = {}


def declare_finder(finder: Finder) -> Finder:
    """Make a kind of record findable; called in `ready()` of the app that keeps it."""
    if FINDERS.setdefault(finder.kind, finder) != finder:
        raise RuntimeError(f"the finder {finder.kind} is declared twice")
    return finder


def finders_of(actor: Actor) -> list[Finder]:
    """The kinds that this person may find at this host, in the order in which they are shown."""
    mine = [f for f in FINDERS.values() if stands_here(f.face) and actor.can(f.action)]
    return sorted(mine, key=lambda finder: finder.rank)


def search(*, actor: Actor, text: str) -> list[dict[str, Any]]:
    """What the text may mean, by kind: `{kind, name_zh, name_en, rows, more}`; kinds without any are left out.

    One query a kind, each of `LIMIT` rows at most.
    """
    words = typed.read(text)
    groups = []
    for finder in finders_of(actor):
        condition = finder.match(words)
        if condition is None:
            continue
        rows = list(finder.rows(actor).filter(condition).order_by(*finder.order)[: LIMIT + 1])
        if rows:
            groups.append(
                {
                    "kind": finder.kind,
                    "name_zh": finder.name_zh,
                    "name_en": finder.name_en,
                    "rows": [finder.placed(row) for row in rows[:LIMIT]],
                    "more": len(rows) > LIMIT,
                }
            )
    return groups


def of_path(actor: Actor, path: str) -> tuple[Finder, str] | None:
    """The kind and the key of the record that a page of the console shows, if it is of a kind he may find."""
    for finder in finders_of(actor):
        pattern = re.escape(finder.path).replace(re.escape("{id}"), r"([A-Za-z0-9_-]{1,40})")
        if "{id}" in finder.path and (given := re.fullmatch(pattern, path)):
            return finder, given[1]
    return None


def reached(actor: Actor, finder: Finder, keys: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Those of the records that the actor reaches now, by key, as the search shows them."""
    column = finder.rows(actor).model._meta.pk.name if finder.key == "pk" else finder.key
    if finder.key == "pk":
        keys = [key for key in keys if key.isdigit() and len(key) < 19]
    rows = finder.rows(actor).filter(**{f"{finder.key}__in": keys})
    return {str(getattr(row, column)): finder.placed(row) for row in rows}
