"""A list operation of the face that is served, asked outside of a request.

The filters, the selector with the actor's scope and the output serializer are the list's own: what stands in
a file is what its reader sees on the screen, masked alike.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.urls import Resolver404, resolve

from backend.platform.api.operations import Operation, filters_of
from backend.platform.api.paging import PageInput, ordered
from backend.platform.permissions import PUBLIC, SIGNED_IN, Actor
from backend.platform.tenancy import current_entity
from backend.platform.tenancy.replica import REPLICA

from .errors import NOT_A_LIST, TOO_MANY_ROWS
from .permissions import EXPORT

PREFIX = "/api/v1/"
ZH_ASKING = re.compile(r"^(?:查询|列出)")
EN_ASKING = re.compile(r"^(?:(?:List|Search) )?(?:the |one's own )?", re.IGNORECASE)


@dataclass(frozen=True)
class Asking:
    """As much of a request as a list may read."""

    actor: Actor


@dataclass(frozen=True)
class Listing:
    """A paged reading of the face: the view, its declaration, and the ids in its path."""

    resource: str
    view: Any
    operation: Operation
    ids: dict[str, Any]

    def title(self, language: str) -> str:
        """The list's name, "zh" or "en": what the summary of its declaration says is queried."""
        zh = ZH_ASKING.sub("", self.operation.zh)
        if language == "zh" and zh:
            return zh
        name = EN_ASKING.sub("", self.operation.summary)
        return name[:1].upper() + name[1:]

    @property
    def actions(self) -> tuple[str, ...]:
        """What must be held to export it."""
        needed = (self.operation.action, self.operation.export_action or EXPORT)
        return tuple(action for action in needed if action not in (PUBLIC, SIGNED_IN))

    def require(self, actor: Actor) -> None:
        """Raise `platform.not_allowed` (403) unless the actor may see this list and export it."""
        for action in self.actions:
            actor.require(action)


def listing_of(resource: str) -> Listing:
    """The list at a path such as `loans` or `loans/7/repayments`; refused (422) at `resource` when it is none."""
    path = resource.strip("/")
    urlconf = settings.ROOT_URLCONF if current_entity().is_bank else settings.PUBLIC_SCHEMA_URLCONF
    try:
        match = resolve(f"{PREFIX}{path}", urlconf)
    except Resolver404:
        raise NOT_A_LIST.at(field="resource") from None
    view: Any = getattr(match.func, "cls", None)
    operation = view.operation_of("GET") if hasattr(view, "operation_of") else None
    if view is None or operation is None or not operation.paged or not operation.is_exportable:
        raise NOT_A_LIST.at(field="resource")
    return Listing(path, view(), operation, match.kwargs)


def rows_of(listing: Listing, actor: Actor, asked: dict[str, str]) -> Any:
    """The rows that the list would page through for this actor, in the wanted order: a queryset or a list.

    `asked` are the query parameters of the list. Raises a ValidationError at those that it does not know.
    """
    operation, given = listing.operation, dict(asked)
    page = PageInput(data={name: given.pop(name) for name in ("sort",) if name in given})
    page.is_valid(raise_exception=True)
    filters = filters_of(operation, given)
    inputs = {"filters": filters} if operation.filters is not None else {}
    assert operation.reading is not None
    rows = operation.reading(listing.view, Asking(actor), **listing.ids, **inputs)
    return ordered(rows, page.validated_data.get("sort"), operation.sorts)


def counted(rows: Any, most: int, *, alias: str = REPLICA) -> int:
    """How many rows there are. Raises `desk.export_too_many_rows` (422) for more than `most`, counting no further."""
    if isinstance(rows, QuerySet):
        bare = rows.using(alias)
        count = bare.count() if bare.query.is_sliced else bare.order_by()[: most + 1].count()
    else:
        count = len(rows)
    if count > most:
        raise TOO_MANY_ROWS.at(most=f"{most:,}")
    return count


def chunks(rows: Any, size: int, *, alias: str = REPLICA) -> Iterator[Sequence[Any]]:
    """The rows in pieces. A queryset is read from the standby by a cursor: one moment of it, never all in memory."""
    found = iter(rows.using(alias).iterator(chunk_size=size) if isinstance(rows, QuerySet) else rows)
    return iter(lambda: list(islice(found, size)), [])
