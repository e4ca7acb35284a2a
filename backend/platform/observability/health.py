"""Whether this web server lives, and whether it can do its work."""

import logging
import time
from collections.abc import Callable
from threading import Lock

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.http import JsonResponse

from backend.platform.tenancy import replica
from backend.platform.tenancy.migrating import missing_migrations

logger = logging.getLogger(__name__)
KEPT_SECONDS = 3.0
REQUIRED = ("database", "migrations")
"""Without these a request fails. Without the others business goes on: what is to be done waits in rows, and
only reports need the standby. Taking every web server out of service for them would make it worse."""

_lock = Lock()
_kept: tuple[float, dict[str, str]] | None = None
_migrated = False


def alive() -> JsonResponse:
    """`/healthz`: this process answers; it asks nobody else, so that a lost database restarts no web server."""
    return JsonResponse({"status": "ok"})


def ready() -> JsonResponse:
    """`/readyz`: 503 when a request would fail, 200 otherwise; names the parts that fail and never says how."""
    parts = _parts()
    bad = [name for name, state in parts.items() if state != "ok"]
    status = "not ready" if any(name in REQUIRED for name in bad) else "degraded" if bad else "ready"
    return JsonResponse({"status": status, "parts": parts}, status=503 if status == "not ready" else 200)


def _parts() -> dict[str, str]:
    """The state of each part, asked anew at most every few seconds: anybody may ask."""
    global _kept
    with _lock:
        if _kept is None or _kept[0] < time.monotonic():
            found = {name: _state(name, ask) for name, ask in PARTS.items()}
            _kept = (time.monotonic() + KEPT_SECONDS, found)
        return _kept[1]


def forget() -> None:
    """Ask everything anew at the next call."""
    global _kept, _migrated
    _kept, _migrated = None, False


def _state(name: str, ask: Callable[[], str]) -> str:
    try:
        state = ask()
    except Exception as error:  # whatever it is, the part is not there
        logger.warning("not ready: %s: %s", name, error)
        return "failed"
    if state != "ok":
        logger.warning("not ready: %s is %s", name, state)
    return state


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        connection.close()
        raise
    return "ok"


def _migrations() -> str:
    """The province's schema; a bank that is behind answers 503 by itself. Once current it stays so."""
    global _migrated
    if not _migrated:
        _migrated = not missing_migrations(["province"])
    return "ok" if _migrated else "behind"


def _broker() -> str:
    with redis.Redis.from_url(settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1) as broker:
        broker.ping()
    return "ok"


def _replica() -> str:
    if not replica.is_reachable():
        return "failed"
    delay = replica.delay_seconds()
    return "late" if delay is not None and delay > settings.REPLICA_DELAY_LIMIT_SECONDS else "ok"


PARTS: dict[str, Callable[[], str]] = {
    "database": _database,
    "migrations": _migrations,
    "broker": _broker,
    "replica": _replica,
}
