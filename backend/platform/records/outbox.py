"""Events: written with the business row, delivered after the commit, at least once, in order per aggregate."""

import logging
from collections import defaultdict
from collections.abc import Callable
from typing import Any

from django.db import connection, transaction

from backend.platform import clock, jobs
from backend.platform.api.context import correlation_id
from backend.platform.tenancy import current_entity

from .models import OutboxEvent

logger = logging.getLogger(__name__)
BATCH = 200
MAX_ATTEMPTS = 10
RELAY_LOCK_CLASS = 7302

Consumer = Callable[[dict[str, Any]], None]
_consumers: dict[str, list[Consumer]] = defaultdict(list)
_doorbell: list[Any] = []


def subscribe(name: str, consumer: Consumer) -> None:
    """Let `consumer(payload)` hear of an event; it runs in the relay's transaction and must be idempotent."""
    if consumer not in _consumers[name]:
        _consumers[name].append(consumer)


def set_doorbell(task: Any) -> None:
    """The task that is rung after a commit that wrote events (the relay's); set once at start-up."""
    _doorbell[:] = [task]


def emit(name: str, *, aggregate: str, payload: dict[str, Any]) -> OutboxEvent:
    """Write an event. `aggregate` such as `loans.loan:17` keeps the order of what happened to one object."""
    event = OutboxEvent.objects.create(
        name=name,
        aggregate=aggregate,
        payload={"entity": current_entity().code, **payload},
        correlation_id=correlation_id(),
        occurred_at=clock.now(),
    )
    if _doorbell:
        jobs.ring(_doorbell[0])
    return event


def relay() -> int:
    """Deliver the waiting events of the current schema; returns how many were delivered.

    One relay per schema at a time (advisory lock). An event whose consumer fails stays, and with it
    every later event of the same aggregate; other aggregates go on. After MAX_ATTEMPTS it is dead and
    waits for a person.
    """
    delivered = 0
    while True:
        count = _relay_batch()
        delivered += count
        if count < BATCH:
            return delivered


def _relay_batch() -> int:
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_try_advisory_xact_lock(%s, hashtext(current_schema()))", [RELAY_LOCK_CLASS]
            )
            if not cursor.fetchone()[0]:
                return 0
        delivered: list[int] = []
        stuck = set(
            OutboxEvent.objects.filter(delivered_at__isnull=True, attempts__gte=MAX_ATTEMPTS).values_list(
                "aggregate", flat=True
            )
        )
        waiting = OutboxEvent.objects.filter(delivered_at__isnull=True, attempts__lt=MAX_ATTEMPTS)
        for event in waiting.order_by("id")[:BATCH]:
            if event.aggregate in stuck:
                continue
            try:
                with transaction.atomic():
                    for consumer in _consumers[event.name]:
                        consumer(event.payload)
            except Exception as error:  # a consumer's failure belongs to the event, not to the relay
                logger.exception("event %s %s failed", event.name, event.uuid)
                stuck.add(event.aggregate)
                event.attempts += 1
                event.last_error = f"{type(error).__name__}: {error}"[:2000]
                event.save(update_fields=["attempts", "last_error"])
            else:
                delivered.append(event.pk)
        OutboxEvent.objects.filter(pk__in=delivered).update(delivered_at=clock.now())
        return len(delivered)


def waiting_count() -> int:
    """How many events wait in the current schema."""
    return OutboxEvent.objects.filter(delivered_at__isnull=True).count()
