"""Events that did not arrive, as both faces serve them; each names its own actions."""

from typing import Any

from django.utils.translation import get_language
from rest_framework import serializers

from backend.platform.errors import WRONG_STATE
from backend.platform.records import changes, deliveries
from backend.platform.records.event_kinds import EVENTS
from backend.platform.records.models import OutboxDelivery

from .changes import ChangeDetailSerializer
from .operations import Endpoint, command, query
from .serializers import ReasonInput, StrictSerializer

BANK_FACE = ("events.view", "events.manage", deliveries.BANK_DISCARD)
PROVINCE_FACE = ("province.events_view", "province.events_manage", deliveries.PROVINCE_DISCARD)


class EventDeliveryRow(serializers.Serializer):
    id = serializers.IntegerField()
    event = serializers.CharField(source="event.name")
    event_title = serializers.SerializerMethodField()
    consumer = serializers.CharField()
    aggregate = serializers.CharField()
    state = serializers.ChoiceField(choices=OutboxDelivery.State.choices)
    attempts = serializers.IntegerField()
    occurred_at = serializers.DateTimeField(source="event.occurred_at")
    next_attempt_at = serializers.DateTimeField()
    last_error = serializers.CharField()

    def get_event_title(self, row: OutboxDelivery) -> str:
        kind = EVENTS.get(row.event.name)
        if kind is None:
            return row.event.name
        return kind.en if (get_language() or "").startswith("en") else kind.zh


class EventDeliveryDetail(EventDeliveryRow):
    event_uuid = serializers.UUIDField(source="event.uuid")
    correlation_id = serializers.CharField(source="event.correlation_id")
    payload = serializers.DictField(source="event.payload")
    finished_at = serializers.DateTimeField(allow_null=True)
    reason = serializers.CharField()
    allowed_actions = serializers.ListField(child=serializers.CharField())


class EventDeliveryFilters(StrictSerializer):
    state = serializers.ChoiceField(required=False, choices=OutboxDelivery.State.choices)
    event = serializers.CharField(required=False, max_length=80)
    consumer = serializers.CharField(required=False, max_length=120)
    q = serializers.CharField(required=False, max_length=80)


class EventSummary(serializers.Serializer):
    waiting = serializers.IntegerField()
    dead = serializers.IntegerField()
    oldest_at = serializers.DateTimeField(allow_null=True)
    events = serializers.ListField(child=serializers.CharField())
    consumers = serializers.ListField(child=serializers.CharField())


class EventRetryInput(StrictSerializer):
    ids = serializers.ListField(child=serializers.IntegerField(min_value=1), max_length=200, default=list)
    event = serializers.CharField(required=False, max_length=80)


class EventRetryResult(serializers.Serializer):
    count = serializers.IntegerField()


def _shown(row: OutboxDelivery, request: Any, manage: str) -> OutboxDelivery:
    row.allowed_actions = deliveries.allowed_actions(row, request.actor.can(manage))  # type: ignore[attr-defined]
    return row


def endpoints(view: str, manage: str, discard_kind: str) -> tuple[type[Endpoint], ...]:
    """(list, one, retry, discard, retry many, summary) under the actions of a face."""

    class EventDeliveries(Endpoint):
        tag = "events"

        @query(
            action=view,
            summary="List the events that have not arrived, by consumer",
            zh="查询未送达的事件",
            output=EventDeliveryRow,
            filters=EventDeliveryFilters,
            paged=True,
            sorts={"occurred_at": "event__occurred_at", "attempts": "attempts"},
        )
        def get(self, request: Any, filters: dict[str, Any]) -> Any:
            return deliveries.search(**filters)

    class EventDeliveryOne(Endpoint):
        tag = "events"

        @query(
            action=view,
            summary="One delivery with its payload and error",
            zh="查看事件投递",
            output=EventDeliveryDetail,
        )
        def get(self, request: Any, pk: int) -> Any:
            return _shown(deliveries.get(pk), request, manage)

    class EventDeliveryRetry(Endpoint):
        tag = "events"

        @command(
            action=manage,
            summary="Try a delivery again at once",
            zh="立即重新投递",
            output=EventDeliveryDetail,
            errors=[WRONG_STATE],
        )
        def post(self, request: Any, pk: int) -> Any:
            return _shown(deliveries.retry(actor=request.actor, pk=pk), request, manage)

    class EventDeliveryDiscard(Endpoint):
        tag = "events"

        @command(
            action=manage,
            summary="Propose to give a dead delivery up; a second person decides",
            zh="申请放弃死信投递",
            input=ReasonInput,
            output=ChangeDetailSerializer,
            status=202,
            errors=[WRONG_STATE, changes.ALREADY_PENDING],
        )
        def post(self, request: Any, pk: int, data: dict[str, Any]) -> Any:
            return deliveries.discard_propose(actor=request.actor, pk=pk, kind=discard_kind, **data)

    class EventDeliveriesRetry(Endpoint):
        tag = "events"

        @command(
            action=manage,
            summary="Try the named dead deliveries again, or all of them",
            zh="批量重新投递死信",
            input=EventRetryInput,
            output=EventRetryResult,
        )
        def post(self, request: Any, data: dict[str, Any]) -> Any:
            return {"count": deliveries.retry_many(actor=request.actor, **data)}

    class EventBacklog(Endpoint):
        tag = "events"

        @query(
            action=view,
            summary="How many events wait or are dead, and since when",
            zh="查询事件积压",
            output=EventSummary,
        )
        def get(self, request: Any) -> Any:
            return deliveries.summary()

    return (
        EventDeliveries,
        EventDeliveryOne,
        EventDeliveryRetry,
        EventDeliveryDiscard,
        EventDeliveriesRetry,
        EventBacklog,
    )


def paths(view: str, manage: str, discard_kind: str) -> list[Any]:
    """The url patterns of a face."""
    from django.urls import path

    rows, one, retry, discard, retry_many, summary = endpoints(view, manage, discard_kind)
    return [
        path("event-deliveries", rows.as_view()),
        path("event-deliveries/retry", retry_many.as_view()),
        path("event-deliveries/<int:pk>", one.as_view()),
        path("event-deliveries/<int:pk>/retry", retry.as_view()),
        path("event-deliveries/<int:pk>/discard", discard.as_view()),
        path("event-summary", summary.as_view()),
    ]
