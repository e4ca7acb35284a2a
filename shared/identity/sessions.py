"""Django's database sessions, in public, on rows that name their account and entity."""

from datetime import datetime
from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from backend.platform import clock

ENTITY_KEY = "entity"
SINCE_KEY = "since"  # when the session was opened; Django writes the whole row at each save


class SessionStore(DatabaseStore):
    @classmethod
    def get_model_class(cls) -> type:
        from .models import Session

        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        row: Any = super().create_model_instance(data)
        account = data.get("_auth_user_id")
        row.account_id = int(account) if account else None
        row.entity_code = data.get(ENTITY_KEY, "")
        since = data.get(SINCE_KEY)
        row.created_at = datetime.fromisoformat(since) if since else clock.now()
        return row
