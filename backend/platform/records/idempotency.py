"""One answer per key: a command repeated under its Idempotency-Key gets the first answer again."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection

from backend.platform import clock, jobs
from backend.platform.crypto import keyed_digest
from backend.platform.errors import KEY_MISMATCH, KEY_RUNNING
from backend.platform.observability.metrics import REPLAYS
from backend.platform.tenancy import current_entity

from .batches import batch_remove
from .models import IdempotencyRecord

LOCK_SALT = "idempotency"
LIFETIME = timedelta(days=90)
"""So long the answer to a command is kept that moved no money; to one that did, for ever."""
PURGED_AT_ONCE = 1000
KNOWN = """
SELECT fingerprint, account_id, status, body::text FROM records_idempotencyrecord WHERE key = %s AND operation = %s
"""
KEEP = """
INSERT INTO records_idempotencyrecord (key, operation, account_id, fingerprint, status, body, created_at, is_kept)
VALUES (%s, %s, %s, %s, %s, %s::jsonb, %s, %s)
"""
"""Plain statements, as every command asks and keeps: the ORM's way costs three times as much."""
Answer = tuple[int, Any]


def fingerprint(path: str, body: Any) -> str:
    """A keyed hash of what was asked; the same key may never stand for something else."""
    text = json.dumps([path, body], sort_keys=True, cls=DjangoJSONEncoder, ensure_ascii=False)
    return keyed_digest("idempotency", text)


def hold_key(operation: str, key: str) -> None:
    """Be the only one with this key until the transaction ends; refuse at once (409) when somebody else is."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))",
            [f"{LOCK_SALT}|{current_entity().code}|{operation}|{key}"],
        )
        if not cursor.fetchone()[0]:
            raise KEY_RUNNING.at()


def once(
    *,
    key: str,
    operation: str,
    account_id: int | None,
    path: str,
    body: Any,
    run: Callable[[], Answer],
    is_kept: bool = False,
) -> Answer:
    """Run the command, or give back the answer it gave before. Call inside the command's transaction.

    The answer commits with what the command changed, so a killed process leaves neither. Raises
    `platform.idempotency_running` (409) while another process holds the key, and
    `platform.idempotency_mismatch` (422) when the key stood for another body.
    """
    hold_key(operation, key)
    asked = fingerprint(path, body)
    with connection.cursor() as cursor:
        known = cursor.execute(KNOWN, [key, operation]).fetchone()
    if known is not None:
        known_asked, known_account_id, known_status, known_body = known
        if known_asked != asked or known_account_id != account_id:
            raise KEY_MISMATCH.at()
        REPLAYS.inc()
        return known_status, None if known_body is None else json.loads(known_body)
    status, answer = run()
    body_kept = None if answer is None else json.dumps(answer, cls=DjangoJSONEncoder)
    with connection.cursor() as cursor:
        cursor.execute(KEEP, [key, operation, account_id, asked, status, body_kept, clock.now(), is_kept])
    return status, answer


def answers_purge() -> int:
    """Remove old answers that move no money, a batch at a time; returns how many.

    A key sent again after that runs its command again; the browser has long forgotten it.
    """
    old = IdempotencyRecord.objects.filter(is_kept=False, created_at__lt=clock.now() - LIFETIME)
    return batch_remove(old.order_by("created_at"), PURGED_AT_ONCE)


@jobs.sweeper
def old_answers_purge() -> None:
    """The sweep: one batch each time."""
    answers_purge()
