"""Events: written with the business row, delivered after the commit, at least once, in order per aggregate."""

import json
import logging
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction
from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet

from backend.platform import clock, jobs
from backend.platform.api.context import correlated, correlation_id
from backend.platform.observability.metrics import DELIVERIES
from backend.platform.tenancy import current_entity

from .event_kinds import EVENTS, EventError
from .models import OutboxDelivery, OutboxEvent

logger = logging.getLogger(__name__)
BATCH = 200
MAX_ATTEMPTS = 10
FIRST_PAUSE = timedelta(seconds=5)
LONGEST_PAUSE = timedelta(minutes=15)
RELAY_LOCK_CLASS = 7302
State = OutboxDelivery.State
WRITE = """
WITH event AS (
    INSERT INTO records_outboxevent (uuid, name, aggregate, payload, correlation_id, occurred_at, delivered_at)
    SELECT told.uuid, %s, told.aggregate, told.payload, %s, %s, %s
      FROM unnest(%s::uuid[], %s::text[], %s::jsonb[]) WITH ORDINALITY AS told (uuid, aggregate, payload, place)
     ORDER BY told.place
    RETURNING id, aggregate, occurred_at
), deliveries AS (
    INSERT INTO records_outboxdelivery
           (event_id, consumer, aggregate, state, attempts, next_attempt_at, last_error, reason)
    SELECT id, consumer, aggregate, 'WAITING', 0, occurred_at, '', ''
      FROM event, unnest(%s::text[]) AS consumer
)
SELECT id FROM event ORDER BY id
"""
"""One plain statement for any number of events: every command tells of something, and the ORM's way costs three times as much."""

Consumer = Callable[[dict[str, Any]], None]
_consumers: dict[str, dict[str, Consumer]] = defaultdict(dict)
_doorbell: list[Any] = []


def consumer_label(consumer: Consumer) -> str:
    """The name under which deliveries remember a consumer: `operations.night_note`."""
    return f"{consumer.__module__.split('.')[1]}.{consumer.__qualname__}"


def subscribe(name: str, consumer: Consumer) -> None:
    """Let `consumer(payload)` hear of an event; it runs in the relay's transaction.

    What it writes commits together with the mark that it has heard, so each delivery counts once. Only
    what it does outside the database (a message, a file) must bear being done again.
    """
    _consumers[name][consumer_label(consumer)] = consumer


def consumers_of(name: str) -> dict[str, Consumer]:
    """The consumers of an event by their labels."""
    return dict(_consumers.get(name, {}))


def consumed_events() -> set[str]:
    """The names that somebody subscribed to."""
    return set(_consumers)


def set_doorbell(task: Any) -> None:
    """The task that is rung after a commit that wrote events (the relay's); set once at start-up."""
    _doorbell[:] = [task]


def emit(name: str, *, aggregate: str, payload: dict[str, Any]) -> int:
    """Write an event and return its id. `aggregate` such as `loans.loan:17` keeps the order of what happened to one object.

    An event that nobody consumes is only kept. Raises EventError when the event is not declared, and,
    where EVENT_PAYLOADS_CHECKED is set, when its payload is not the declared one.
    """
    return emit_many(name, [(aggregate, payload)])[0]


def emit_many(name: str, told: Sequence[tuple[str, dict[str, Any]]]) -> list[int]:
    """The same for many events of one name, each an aggregate and a payload, in their order."""
    kind = EVENTS.get(name)
    if kind is None:
        raise EventError(f"the event {name} is not declared")
    if settings.EVENT_PAYLOADS_CHECKED:
        for _, payload in told:
            kind.check(payload)
    now, entity = clock.now(), current_entity().code
    consumers = list(_consumers.get(name, ()))
    contents = [{"entity": entity, **payload} for _, payload in told]
    with connection.cursor() as cursor:
        cursor.execute(
            WRITE,
            [
                name,
                correlation_id(),
                now,
                None if consumers else now,
                [uuid4() for _ in told],
                [aggregate for aggregate, _ in told],
                [json.dumps(content, cls=DjangoJSONEncoder, ensure_ascii=False) for content in contents],
                consumers,
            ],
        )
        ids = [row[0] for row in cursor.fetchall()]
    if consumers and ids:
        ring()
    return ids


def ring() -> None:
    """Let the relay look after the commit."""
    if _doorbell:
        jobs.ring(_doorbell[0])


def pause_after(attempts: int) -> timedelta:
    """How long a delivery rests after its n-th failure: 5 s, doubled each time, a quarter of an hour at most."""
    return min(FIRST_PAUSE * 2 ** max(attempts - 1, 0), LONGEST_PAUSE)


def relay() -> int:
    """Deliver what is due in the current schema; returns how many deliveries were made.

    One relay per schema at a time (advisory lock). A delivery that fails rests for a while, and with it
    the later ones of the same aggregate to the same consumer; other aggregates and other consumers go
    on. After MAX_ATTEMPTS it is dead and waits for a person.
    """
    delivered = 0
    while True:
        taken, done = _relay_batch()
        delivered += done
        if taken < BATCH:
            return delivered


def _due(now: datetime) -> QuerySet[OutboxDelivery]:
    """What may be delivered now: due, with nothing earlier of the same order dead or at rest."""
    held_up = OutboxDelivery.objects.filter(
        Q(state=State.DEAD) | Q(state=State.WAITING, next_attempt_at__gt=now),
        consumer=OuterRef("consumer"),
        aggregate=OuterRef("aggregate"),
        event_id__lt=OuterRef("event_id"),
    )
    return OutboxDelivery.objects.filter(~Exists(held_up), state=State.WAITING, next_attempt_at__lte=now)


@transaction.atomic
def _relay_batch() -> tuple[int, int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, hashtext(current_schema()))", [RELAY_LOCK_CLASS])
        if not cursor.fetchone()[0]:
            return 0, 0
    due = _due(clock.now()).select_for_update(of=("self",), skip_locked=True)
    batch = list(due.select_related("event").order_by("event_id", "id")[:BATCH])
    stuck: set[tuple[str, str]] = set()
    delivered: list[OutboxDelivery] = []
    for delivery in batch:
        order = (delivery.consumer, delivery.aggregate)
        if order in stuck:
            continue
        if _deliver(delivery):
            delivered.append(delivery)
        else:
            stuck.add(order)
    OutboxDelivery.objects.filter(pk__in=[d.pk for d in delivered]).update(
        state=State.DELIVERED, finished_at=clock.now(), last_error=""
    )
    finish({d.event_id for d in delivered})
    return len(batch), len(delivered)


def _deliver(delivery: OutboxDelivery) -> bool:
    """Let the consumer hear of the event; its failure belongs to the delivery, not to the relay."""
    event = delivery.event
    try:
        consumer = _consumers.get(event.name, {}).get(delivery.consumer)
        if consumer is None:
            raise EventError(f"there is no consumer {delivery.consumer} any more")
        with correlated(event.correlation_id), transaction.atomic():
            consumer(event.payload)
    except Exception as error:  # whatever it was, the row keeps it and a person sees it
        delivery.attempts += 1
        delivery.last_error = f"{type(error).__name__}: {error}"[:2000]
        delivery.next_attempt_at = clock.now() + pause_after(delivery.attempts)
        if delivery.attempts >= MAX_ATTEMPTS:
            delivery.state = State.DEAD
        delivery.save(update_fields=["attempts", "last_error", "next_attempt_at", "state"])
        logger.exception(
            "event %s %s failed at %s (attempt %s)",
            event.name, event.uuid, delivery.consumer, delivery.attempts,
            extra={"event_correlation_id": event.correlation_id},
        )  # fmt: skip
        DELIVERIES.labels(delivery.consumer, "failed").inc()
        return False
    DELIVERIES.labels(delivery.consumer, "delivered").inc()
    return True


def finish(event_ids: set[int]) -> None:
    """Mark those events as delivered that no consumer waits for any more."""
    if event_ids:
        still_open = OutboxDelivery.objects.filter(event=OuterRef("pk"), state__in=OutboxDelivery.OPEN)
        OutboxEvent.objects.filter(~Exists(still_open), pk__in=event_ids).update(delivered_at=clock.now())


def is_due() -> bool:
    """Whether the relay has something to do in the current schema."""
    return _due(clock.now()).exists()


@dataclass(frozen=True)
class Backlog:
    """What has not arrived in one schema: how many wait, how many are dead, since when the oldest waits."""

    waiting: int
    dead: int
    oldest_at: datetime | None


def backlog() -> Backlog:
    """The backlog of the current schema."""
    found = OutboxDelivery.objects.filter(state__in=OutboxDelivery.OPEN).aggregate(
        waiting=Count("pk", filter=Q(state=State.WAITING)),
        dead=Count("pk", filter=Q(state=State.DEAD)),
        oldest_at=Min("event__occurred_at"),
    )
    return Backlog(**found)
