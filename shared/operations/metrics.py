"""Metrics of the entities, out of the province's copies: one query each, however many banks there are."""

from collections.abc import Iterator

from prometheus_client.metrics_core import Metric

from backend.platform import clock
from backend.platform.observability.metrics import gauge, reading
from backend.platform.tenancy import PROVINCE, in_entity

from .models import EntityBacklog, EntityNight


@reading
def outbox_backlogs() -> Iterator[Metric]:
    now = clock.now()
    with in_entity(PROVINCE):
        rows = list(EntityBacklog.objects.order_by("entity_code"))
    labels = ["entity"]
    of = [((row.entity_code,), row) for row in rows]
    yield gauge(
        "credit_outbox_waiting", "Deliveries that wait.", ((at, row.waiting) for at, row in of), labels
    )
    yield gauge("credit_outbox_dead", "Deliveries that are dead.", ((at, row.dead) for at, row in of), labels)
    ages = ((at, (now - row.oldest_at).total_seconds() if row.oldest_at else 0.0) for at, row in of)
    yield gauge("credit_outbox_oldest_age_seconds", "Since the oldest of them happened.", ages, labels)


@reading
def nights() -> Iterator[Metric]:
    with in_entity(PROVINCE):
        newest = list(
            EntityNight.objects.order_by("entity_code", "-business_on")
            .distinct("entity_code")
            .values_list("entity_code", "state", "started_at")
        )
    rows = (((code, state), 1.0) for code, state, _ in newest)
    yield gauge("credit_night_state", "The state of each bank's newest night.", rows, ["entity", "state"])
    now = clock.now()
    running = (
        ((code,), (now - started).total_seconds())
        for code, state, started in newest
        if state == "RUNNING" and started
    )
    yield gauge("credit_night_running_seconds", "How long an open night has run.", running, ["entity"])
