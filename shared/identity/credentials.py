"""The session behind a request, whether a console's cookie or an app's token names it."""

from datetime import datetime
from typing import Any

from backend.platform import clock

from .models import Session
from .sessions import FACTOR_KEY, SINCE_KEY, moment


def session_key(request: Any) -> str | None:
    """The key of the session row of this request."""
    row: Session | None = getattr(request, "app_session", None)
    return row.session_key if row is not None else request.session.session_key


def since(request: Any) -> datetime:
    """When the session began, which is when the password was typed."""
    row: Session | None = getattr(request, "app_session", None)
    if row is not None:
        return row.created_at
    return moment(request.session.get(SINCE_KEY)) or clock.now()


def factor_note(request: Any) -> None:
    """Write down at the session that the second factor was proven now."""
    now = clock.now()
    row: Session | None = getattr(request, "app_session", None)
    if row is not None:
        Session.objects.filter(pk=row.pk).update(factor_at=now)
    else:
        request.session[FACTOR_KEY] = now.isoformat()
    request.factor_at = now
