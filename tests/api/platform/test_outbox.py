"""Events reach each consumer once and in order; what does not arrive is seen, tried again, or given up."""

from datetime import timedelta

import pytest

from backend.platform import clock
from backend.platform.api.context import correlated, correlation_id
from backend.platform.permissions import Actor
from backend.platform.records import audit, outbox
from backend.platform.records.event_kinds import EventError
from backend.platform.records.models import AuditRecord, OutboxDelivery, OutboxEvent
from backend.platform.tenancy import in_entity
from tests import world

EVENT = "contracts.voided.v1"
State = OutboxDelivery.State


class Listener:
    """A consumer that writes a row for what it hears, and fails while it is told to."""

    def __init__(self, name):
        self.__qualname__, self.__module__ = name, f"tests.{name}"
        self.heard, self.fails, self.correlations = [], False, []

    def __call__(self, payload):
        audit.record(Actor.system("b001"), f"heard.{self.__qualname__}", object_no=payload["contract_no"])
        if self.fails:
            raise RuntimeError("the letter box is full")
        self.heard.append(payload["contract_no"])
        self.correlations.append(correlation_id())


@pytest.fixture
def listeners(monkeypatch):
    first, second = Listener("first"), Listener("second")
    monkeypatch.setitem(outbox._consumers, EVENT, {"t.first": first, "t.second": second})
    return first, second


@pytest.fixture
def later(monkeypatch):
    """`later(minutes=5)` moves the clock on."""
    moved = [timedelta(0)]
    real = clock.now
    monkeypatch.setattr(clock, "now", lambda: real() + moved[0])

    def move(**by):
        moved[0] += timedelta(**by)

    return move


def tell(number, aggregate="contracts.contract:1"):
    payload = {"contract_id": 1, "contract_no": number, "application_id": 1}
    return OutboxEvent.objects.get(pk=outbox.emit(EVENT, aggregate=aggregate, payload=payload))


def dead_delivery(listeners, later, number="HT1", aggregate="contracts.contract:1"):
    first, _ = listeners
    first.fails = True
    event = tell(number, aggregate)
    for _ in range(outbox.MAX_ATTEMPTS):
        outbox.relay()
        later(minutes=16)
    first.fails = False
    return event.deliveries.get(consumer="t.first")


def test_every_consumer_hears_of_an_event_once(listeners):
    event = tell("HT1")

    assert (outbox.relay(), outbox.relay()) == (2, 0)

    assert [one.heard for one in listeners] == [["HT1"], ["HT1"]]
    event.refresh_from_db()
    assert event.delivered_at is not None


def test_a_failing_consumer_is_tried_again_alone(listeners, later):
    first, second = listeners
    first.fails = True
    event = tell("HT1")
    outbox.relay()
    first.fails = False
    later(seconds=6)
    outbox.relay()

    assert (first.heard, second.heard) == (["HT1"], ["HT1"])
    # what the failed attempt wrote was rolled back with it
    assert AuditRecord.objects.filter(action="heard.first").count() == 1
    assert AuditRecord.objects.filter(action="heard.second").count() == 1
    event.refresh_from_db()
    assert event.delivered_at is not None


def test_the_order_of_an_aggregate_is_kept_for_each_consumer(listeners, later):
    first, second = listeners
    first.fails = True
    tell("HT1")
    outbox.relay()
    first.fails = False
    tell("HT2")
    tell("OTHER", aggregate="contracts.contract:2")
    outbox.relay()
    assert (first.heard, second.heard) == (["OTHER"], ["HT1", "HT2", "OTHER"])

    later(seconds=6)
    outbox.relay()

    assert first.heard == ["OTHER", "HT1", "HT2"]


def test_a_failed_delivery_rests_longer_each_time(listeners, later):
    listeners[0].fails = True
    delivery = tell("HT1").deliveries.get(consumer="t.first")
    outbox.relay()
    outbox.relay()
    delivery.refresh_from_db()
    assert (delivery.attempts, delivery.last_error) == (1, "RuntimeError: the letter box is full")

    later(seconds=6)
    outbox.relay()
    later(seconds=6)
    outbox.relay()

    delivery.refresh_from_db()
    assert delivery.attempts == 2
    pauses = [outbox.pause_after(n).total_seconds() for n in (1, 2, 3, 8, 9, 30)]
    assert pauses == [5, 10, 20, 640, 900, 900]


def test_many_stuck_events_hold_up_nobody_else(listeners, later, monkeypatch):
    monkeypatch.setattr(outbox, "BATCH", 2)
    dead_delivery(listeners, later)
    for number in range(5):
        tell(f"HT{number + 2}")
    tell("OTHER", aggregate="contracts.contract:2")

    outbox.relay()

    assert listeners[0].heard == ["OTHER"]


def test_a_consumer_works_under_the_correlation_id_of_the_event(listeners):
    with correlated("request-0001"):
        tell("HT1")
    outbox.relay()
    assert listeners[0].correlations == ["request-0001"]
    assert AuditRecord.objects.get(action="heard.first").correlation_id == "request-0001"


def test_an_event_without_consumers_waits_for_nobody():
    written = outbox.emit(
        "customers.registered.v1", aggregate="c:1", payload={"customer_id": 1, "customer_no": "1"}
    )
    event = OutboxEvent.objects.get(pk=written)
    assert event.delivered_at is not None
    assert (event.deliveries.count(), outbox.backlog().waiting) == (0, 0)


@pytest.mark.parametrize(
    "payload",
    [
        {"contract_id": 1, "contract_no": "HT1"},
        {"contract_id": "1", "contract_no": "HT1", "application_id": 1},
        {"contract_id": 1, "contract_no": "HT1", "application_id": 1, "surprise": 1},
    ],
)
def test_a_payload_that_was_not_declared_is_refused(payload):
    with pytest.raises(EventError):
        outbox.emit(EVENT, aggregate="contracts.contract:1", payload=payload)
    assert OutboxEvent.objects.filter(name=EVENT).count() == 0


def test_an_undeclared_event_is_refused():
    with pytest.raises(EventError, match="not declared"):
        outbox.emit("contracts.invented.v1", aggregate="contracts.contract:1", payload={})


def test_a_dead_delivery_is_listed_with_its_error(api, listeners, later):
    delivery = dead_delivery(listeners, later)
    admin = api("bank_admin")

    row = admin.get("event-deliveries", state="DEAD").json()["results"][0]
    detail = admin.get(f"event-deliveries/{delivery.pk}").json()
    summary = admin.get("event-summary").json()

    assert (row["event"], row["event_title"], row["consumer"]) == (EVENT, "合同作废", "t.first")
    assert (row["state"], row["attempts"]) == ("DEAD", 10)
    assert row["last_error"] == "RuntimeError: the letter box is full"
    assert detail["payload"]["contract_no"] == "HT1"
    assert detail["allowed_actions"] == ["retry", "discard"]
    assert (summary["dead"], summary["waiting"]) == (1, 0)
    assert summary["oldest_at"]


def test_deliveries_are_found_by_state_event_consumer_and_aggregate(api, listeners, later):
    dead_delivery(listeners, later)
    tell("OTHER", aggregate="contracts.contract:2")
    admin = api("bank_admin")

    def found(**query):
        return admin.get("event-deliveries", **query).json()["count"]

    assert found() == 3
    assert found(state="DELIVERED") == 1
    assert (found(event=EVENT), found(event="loans.settled.v1")) == (3, 0)
    assert (found(consumer="t.first"), found(q="contract:2")) == (2, 2)
    assert admin.get("event-deliveries", state="LOST").status_code == 422


def test_the_list_asks_a_bounded_number_of_queries(api, listeners, django_assert_max_num_queries):
    for number in range(30):
        tell(f"HT{number}")
    admin = api("bank_admin")
    with django_assert_max_num_queries(12):
        assert admin.get("event-deliveries").json()["count"] == 60


def test_a_dead_delivery_is_tried_again_with_all_its_attempts(api, listeners, later):
    delivery = dead_delivery(listeners, later)
    tell("HT2")

    answer = api("bank_admin").post(f"event-deliveries/{delivery.pk}/retry")

    assert (answer.status_code, answer.json()["state"], answer.json()["attempts"]) == (200, "WAITING", 0)
    outbox.relay()
    assert listeners[0].heard == ["HT1", "HT2"]
    record = AuditRecord.objects.get(action="events.retry")
    assert (record.from_state, record.to_state) == ("DEAD", "WAITING")


def test_dead_deliveries_are_tried_again_together(api, listeners, later):
    ones = [dead_delivery(listeners, later, f"HT{n}", f"contracts.contract:{n}") for n in (1, 2, 3)]
    admin = api("bank_admin")

    named = admin.post("event-deliveries/retry", {"ids": [ones[0].pk]})
    rest = admin.post("event-deliveries/retry", {"event": EVENT})

    assert (named.json(), rest.json()) == ({"count": 1}, {"count": 2})
    outbox.relay()
    assert sorted(listeners[0].heard) == ["HT1", "HT2", "HT3"]


def test_a_dead_delivery_is_given_up_by_two_persons_and_the_later_ones_go_on(api, listeners, later):
    delivery = dead_delivery(listeners, later)
    event = tell("HT2")
    admin, risk = api("bank_admin"), api("risk")
    path = f"event-deliveries/{delivery.pk}"
    assert admin.post(f"{path}/discard", {"reason": ""}).status_code == 422

    proposed = admin.post(f"{path}/discard", {"reason": "合同已在核心补记"})

    assert (proposed.status_code, proposed.json()["state"]) == (202, "PENDING")
    again = admin.post(f"{path}/discard", {"reason": "合同已在核心补记"})
    assert again.json()["code"] == "changes.already_pending"
    assert admin.get(path).json()["state"] == "DEAD"
    change = risk.get(f"changes/{proposed.json()['id']}").json()
    assert change["difference"][-1]["after"] == "合同已在核心补记"
    seen = {"content_hash": change["content_hash"]}
    assert admin.post(f"changes/{change['id']}/approve", seen).status_code == 403

    assert risk.post(f"changes/{change['id']}/approve", seen).status_code == 200

    ended = admin.get(path).json()
    assert (ended["state"], ended["reason"], ended["allowed_actions"]) == (
        "DISCARDED",
        "合同已在核心补记",
        [],
    )
    outbox.relay()
    assert listeners[0].heard == ["HT2"]
    assert OutboxEvent.objects.filter(delivered_at=None).count() == 0
    assert AuditRecord.objects.get(action="events.discard").comment == "合同已在核心补记"
    assert event.deliveries.filter(state=State.DELIVERED).count() == 2


def test_what_arrived_meanwhile_is_not_given_up(api, listeners, later):
    delivery = dead_delivery(listeners, later)
    admin = api("bank_admin")
    change = admin.post(f"event-deliveries/{delivery.pk}/discard", {"reason": "不再需要"}).json()
    admin.post(f"event-deliveries/{delivery.pk}/retry")
    outbox.relay()

    refused = api("risk").post(f"changes/{change['id']}/approve", {"content_hash": change["content_hash"]})

    assert (refused.status_code, refused.json()["code"]) == (409, "changes.subject_moved")
    assert listeners[0].heard == ["HT1"]


def test_what_still_waits_is_not_discarded_and_what_ended_is_not_tried_again(api, listeners):
    waiting = tell("HT1").deliveries.get(consumer="t.first")
    admin = api("bank_admin")
    refused = admin.post(f"event-deliveries/{waiting.pk}/discard", {"reason": "不需要"})
    assert (refused.status_code, refused.json()["code"]) == (409, "platform.wrong_state")

    outbox.relay()

    refused = admin.post(f"event-deliveries/{waiting.pk}/retry")
    assert (refused.status_code, refused.json()["code"]) == (409, "platform.wrong_state")
    assert admin.get("event-deliveries/999999").status_code == 404


def test_only_the_administrator_mends_and_the_auditor_looks(api, listeners, later):
    delivery = dead_delivery(listeners, later)
    auditor, officer = api("auditor"), api("officer")

    assert auditor.get(f"event-deliveries/{delivery.pk}").json()["allowed_actions"] == []
    assert auditor.post(f"event-deliveries/{delivery.pk}/retry").status_code == 403
    assert officer.get("event-deliveries").status_code == 403


def test_the_province_sees_the_backlogs_of_all_entities(api, listeners, later):
    from shared.operations import services

    dead_delivery(listeners, later)
    services.backlog_note()
    operations = api("province:operations")

    found = operations.get("event-backlogs", dead="true").json()["results"]

    assert [(row["entity_code"], row["dead"]) for row in found] == [("b001", 1)]
    # its own deliveries are another schema's rows
    assert operations.get("event-deliveries").json()["count"] == 0
    OutboxDelivery.objects.update(state=State.DISCARDED, reason="测试")
    services.backlog_note()
    assert operations.get("event-backlogs").json()["count"] == 0


def test_events_of_another_bank_are_not_there(api, listeners, later):
    delivery = dead_delivery(listeners, later)
    assert api("b002:bank_admin").get(f"event-deliveries/{delivery.pk}").status_code == 404
    with in_entity(world.BANK_A):
        assert OutboxDelivery.objects.count() == 2
