"""Notices: written in the transaction in which something happened, read by their recipient only."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from django.db.models import QuerySet

from backend.platform import clock, jobs
from backend.platform.errors import NOT_FOUND
from backend.platform.permissions import Actor
from backend.platform.records.batches import batch_remove

from .models import Notice
from .notice_kinds import KINDS, NoticeError, NoticeKind

KEPT = timedelta(days=90)
"""So long a notice is kept, read or not: what still has to be done stands in the to-do lists."""
PURGED_AT_ONCE = 1000
COUNTED = 100
"""Unread notices are counted so far and no further: the bell shows 99+."""


def notify(
    kind: str,
    *,
    to: Iterable[int | None],
    path: str = "",
    params: Mapping[str, Any] | None = None,
    by: Actor | None = None,
) -> int:
    """Tell accounts of this entity something; returns how many are told. Call it in the business transaction.

    `to` are account ids; None among them (a person without an account) is left out, and so is the account of
    `by`: nobody is told what he has just done himself. `path` is the page of the console that the notice
    opens. `params` fill the words of the kind; names of customers come masked (`mask_name`), for a notice
    outlives the reader's scope. Raises NoticeError for an undeclared kind and for a missing parameter.
    """
    found = KINDS.get(kind)
    if found is None:
        raise NoticeError(f"the notice {kind} is not declared")
    if path and not path.startswith("/"):
        raise NoticeError(f"{kind}: {path!r} is no page of the console")
    filled = {name: str(value) for name, value in (params or {}).items()}
    found.words(filled)
    now = clock.now()
    accounts = {account for account in to if account is not None} - {by.account_id if by else None}
    Notice.objects.bulk_create(
        Notice(recipient_id=account, kind=kind, params=filled, path=path, created_at=now)
        for account in sorted(accounts)
    )
    return len(accounts)


# -- readings: one's own only ------------------------------------------------------------------------


def _own(actor: Actor) -> QuerySet[Notice]:
    """The actor's notices of the kinds that are still declared."""
    return Notice.objects.filter(recipient_id=actor.account_id or 0, kind__in=list(KINDS))


def notice_list(*, actor: Actor, kind: str = "", unread: bool | None = None) -> QuerySet[Notice]:
    """The actor's own notices, the newest first."""
    rows = _own(actor).order_by("-id")
    if kind:
        rows = rows.filter(kind=kind)
    return rows if unread is None else rows.filter(read_at__isnull=unread)


def notice_kinds(*, actor: Actor) -> list[NoticeKind]:
    """The kinds of which the actor has notices, in the order of their declaration."""
    held = set(_own(actor).order_by().values_list("kind", flat=True).distinct())
    return [kind for code, kind in KINDS.items() if code in held]


def unread_count(actor: Actor) -> int:
    """How many of the actor's notices are unread, counted up to `COUNTED`."""
    return notice_list(actor=actor, unread=True).order_by()[:COUNTED].count()


# -- writes ------------------------------------------------------------------------------------------


def notice_read(*, actor: Actor, pk: int) -> Notice:
    """Mark one of the actor's own as read; another's does not exist (404). Reading it again changes nothing."""
    notice = _own(actor).filter(pk=pk).first()
    if notice is None:
        raise NOT_FOUND.at()
    if notice.read_at is None:
        notice.read_at = clock.now()
        notice.save(update_fields=["read_at"])
    return notice


def notices_read(*, actor: Actor, through_id: int) -> int:
    """Mark the actor's unread notices up to the newest that he saw; those that came since stay unread."""
    return _own(actor).filter(read_at=None, pk__lte=through_id).update(read_at=clock.now())


@jobs.sweeper
def notices_purge() -> None:
    """The sweep: remove old notices, one batch each time."""
    old = Notice.objects.filter(created_at__lt=clock.now() - KEPT).order_by("created_at")
    batch_remove(old, PURGED_AT_ONCE)
