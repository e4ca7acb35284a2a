"""One answer per key: a command repeated under its Idempotency-Key gets the first answer again."""

import json
from collections.abc import Callable
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection

from backend.platform.crypto import keyed_digest
from backend.platform.errors import KEY_MISMATCH, KEY_RUNNING
from backend.platform.observability.metrics import REPLAYS
from backend.platform.tenancy import current_entity

from .models import IdempotencyRecord

LOCK_SALT = "idempotency"
Answer = tuple[int, Any]


def fingerprint(path: str, body: Any) -> str:
    """A keyed hash of what was asked; the same key may never stand for something else."""
    text = json.dumps([path, body], sort_keys=True, cls=DjangoJSONEncoder, ensure_ascii=False)
    return keyed_digest("idempotency", text)


def once(
    *, key: str, operation: str, account_id: int | None, path: str, body: Any, run: Callable[[], Answer]
) -> Answer:
    """Run the command, or give back the answer it gave before. Call inside the command's transaction.

    The answer commits with what the command changed, so a killed process leaves neither. Raises
    `platform.idempotency_running` (409) while another process holds the key, and
    `platform.idempotency_mismatch` (422) when the key stood for another body.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))",
            [f"{LOCK_SALT}|{current_entity().code}|{operation}|{key}"],
        )
        if not cursor.fetchone()[0]:
            raise KEY_RUNNING.at()
    asked = fingerprint(path, body)
    known = IdempotencyRecord.objects.filter(key=key, operation=operation).first()
    if known is not None:
        if known.fingerprint != asked or known.account_id != account_id:
            raise KEY_MISMATCH.at()
        REPLAYS.inc()
        return known.status, known.body
    status, answer = run()
    IdempotencyRecord.objects.create(
        key=key,
        operation=operation,
        account_id=account_id,
        fingerprint=asked,
        status=status,
        body=json.loads(json.dumps(answer, cls=DjangoJSONEncoder)),
    )
    return status, answer
