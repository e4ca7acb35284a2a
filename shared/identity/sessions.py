"""Django's database sessions, in public, on rows that name their account and entity.

A session ends after a time without use and, however busy, after its longest life: a row beyond either
limit is a session that does not exist.
"""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db.models import Q

from backend.platform import clock

ENTITY_KEY = "entity"
# What Django must not lose: it writes the whole row anew at each save, from what the session holds.
SINCE_KEY = "since"
PUBLIC_KEY = "public_id"
IP_KEY = "ip"
USER_AGENT_KEY = "user_agent"
FACTOR_KEY = "factor_at"
PENDING_KEY = "pending_account"
"""Whose password was right while the code is still to come; such a session signs nobody in."""

SEEN_EVERY = timedelta(minutes=1)
"""A request writes "last seen" only when the row is older than this."""


def in_force(now: datetime) -> Q:
    """The sessions that have passed neither limit; those of apps live longer."""
    console = Q(
        channel="CONSOLE",
        last_seen_at__gt=now - settings.SESSION_IDLE_LIMIT,
        created_at__gt=now - settings.SESSION_ABSOLUTE_LIMIT,
    )
    app = Q(
        channel="APP",
        last_seen_at__gt=now - settings.APP_SESSION_IDLE_LIMIT,
        created_at__gt=now - settings.APP_SESSION_ABSOLUTE_LIMIT,
    )
    return console | app


def is_over(row: Any, now: datetime) -> bool:
    """`in_force` for one row that was already read."""
    idle, age = now - row.last_seen_at, now - row.created_at
    if row.is_pending and age >= settings.SECOND_FACTOR_PENDING:
        return True
    if row.channel == "APP":
        return idle >= settings.APP_SESSION_IDLE_LIMIT or age >= settings.APP_SESSION_ABSOLUTE_LIMIT
    return idle >= settings.SESSION_IDLE_LIMIT or age >= settings.SESSION_ABSOLUTE_LIMIT


_background: ContextVar[bool] = ContextVar("background_request", default=False)


@contextmanager
def in_background(is_so: bool) -> Iterator[None]:
    """Requests that a page sends by itself are no use of the session: they don't put off its end.

    Otherwise a page that asks for counts would keep a session open before an empty chair.
    """
    token = _background.set(is_so)
    try:
        yield
    finally:
        _background.reset(token)


def seen(row: Any, now: datetime) -> None:
    """Write down that the session was used by somebody, not more often than each minute."""
    if _background.get():
        return
    if now - row.last_seen_at >= SEEN_EVERY:
        type(row).objects.filter(pk=row.pk).update(last_seen_at=now)


def moment(text: str | None) -> datetime | None:
    """An instant as the session's data hold it."""
    return datetime.fromisoformat(text) if text else None


class SessionStore(DatabaseStore):
    @classmethod
    def get_model_class(cls) -> type:
        from .models import Session

        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        data.setdefault(PUBLIC_KEY, uuid.uuid4().hex)
        data.setdefault(SINCE_KEY, clock.now().isoformat())
        row: Any = super().create_model_instance(data)
        account = data.get("_auth_user_id") or data.get(PENDING_KEY)
        row.account_id = int(account) if account else None
        row.entity_code = data.get(ENTITY_KEY, "")
        row.public_id = uuid.UUID(data[PUBLIC_KEY])
        row.created_at = datetime.fromisoformat(data[SINCE_KEY])
        row.last_seen_at = clock.now()
        row.ip = data.get(IP_KEY, "")
        row.user_agent = data.get(USER_AGENT_KEY, "")
        row.is_pending = PENDING_KEY in data
        row.factor_at = moment(data.get(FACTOR_KEY))
        return row

    def _get_session_from_db(self) -> Any:
        row: Any = super()._get_session_from_db()  # type: ignore[misc]
        if row is None or row.channel != "CONSOLE":
            return None
        now = clock.now()
        if is_over(row, now):
            row.delete()
            self._session_key = None
            return None
        seen(row, now)
        return row
