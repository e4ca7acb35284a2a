"""Django's database sessions, in public, on rows that name their account and entity.

A session ends after a time without use and, however busy, after its longest life: a row beyond either
limit is a session that does not exist.
"""

import uuid
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

SEEN_EVERY = timedelta(minutes=1)
"""A request writes "last seen" only when the row is older than this."""


def in_force(now: datetime) -> Q:
    """The sessions that have passed neither limit."""
    return Q(
        last_seen_at__gt=now - settings.SESSION_IDLE_LIMIT,
        created_at__gt=now - settings.SESSION_ABSOLUTE_LIMIT,
    )


def is_over(row: Any, now: datetime) -> bool:
    """`in_force` for one row that was already read."""
    idle, age = now - row.last_seen_at, now - row.created_at
    return idle >= settings.SESSION_IDLE_LIMIT or age >= settings.SESSION_ABSOLUTE_LIMIT


class SessionStore(DatabaseStore):
    @classmethod
    def get_model_class(cls) -> type:
        from .models import Session

        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        data.setdefault(PUBLIC_KEY, uuid.uuid4().hex)
        data.setdefault(SINCE_KEY, clock.now().isoformat())
        row: Any = super().create_model_instance(data)
        account = data.get("_auth_user_id")
        row.account_id = int(account) if account else None
        row.entity_code = data.get(ENTITY_KEY, "")
        row.public_id = uuid.UUID(data[PUBLIC_KEY])
        row.created_at = datetime.fromisoformat(data[SINCE_KEY])
        row.last_seen_at = clock.now()
        row.ip = data.get(IP_KEY, "")
        row.user_agent = data.get(USER_AGENT_KEY, "")
        return row

    def _get_session_from_db(self) -> Any:
        row: Any = super()._get_session_from_db()  # type: ignore[misc]
        if row is None:
            return None
        now = clock.now()
        mine: Any = self.model.objects.filter(pk=row.pk)
        if is_over(row, now):
            mine.delete()
            self._session_key = None
            return None
        if now - row.last_seen_at >= SEEN_EVERY:
            mine.update(last_seen_at=now)
        return row
