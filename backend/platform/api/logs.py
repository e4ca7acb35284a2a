"""The logs as both faces serve them, each face under its own action.

They are read, and taken out as files like any list (by `export_action`); nothing here changes a row. The sign-in log is the identity app's.
"""

from typing import Any

from django.urls import URLPattern, path
from rest_framework import serializers

from backend.platform.records import audit, batch_log, field_changes, interfaces, labels, proving
from backend.platform.records.models import AuditRecord, BatchEntry, InterfaceCall

from .operations import Endpoint, command, query
from .serializers import EmptyInput, StrictSerializer


class LogFilters(StrictSerializer):
    """`since` counts, `until` does not."""

    since = serializers.DateTimeField(required=False)
    until = serializers.DateTimeField(required=False)
    correlation_id = serializers.CharField(required=False, max_length=64)


class AuditFilters(LogFilters):
    kind = serializers.ChoiceField(choices=AuditRecord.Kind.choices, required=False)
    action = serializers.CharField(required=False, max_length=80)
    actor = serializers.CharField(required=False, max_length=60)
    object_type = serializers.CharField(required=False, max_length=60)
    object_no = serializers.CharField(required=False, max_length=60)
    ip = serializers.CharField(required=False, max_length=45)


class BatchFilters(LogFilters):
    batch = serializers.CharField(required=False, max_length=60)
    outcome = serializers.ChoiceField(choices=BatchEntry.Outcome.choices, required=False)


class InterfaceFilters(LogFilters):
    port = serializers.CharField(required=False, max_length=40)
    outcome = serializers.ChoiceField(choices=InterfaceCall.Outcome.choices, required=False)
    business_no = serializers.CharField(required=False, max_length=60)


class FieldChangeFilters(StrictSerializer):
    object_type = serializers.CharField(required=False, max_length=60)
    object_id = serializers.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
    correlation_id = serializers.CharField(required=False, max_length=64)


class AuditChangeLine(serializers.Serializer):
    field = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    before = serializers.CharField()
    after = serializers.CharField()


class AuditRowSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    at = serializers.DateTimeField()
    kind = serializers.ChoiceField(choices=AuditRecord.Kind.choices)
    actor_name = serializers.CharField()
    action = serializers.CharField()
    action_label = serializers.CharField()
    object_type = serializers.CharField()
    object_label = serializers.CharField()
    object_id = serializers.IntegerField(allow_null=True)
    object_no = serializers.CharField()
    from_state = serializers.CharField()
    to_state = serializers.CharField()
    transition = serializers.CharField()
    changes = AuditChangeLine(many=True)
    comment = serializers.CharField()
    correlation_id = serializers.CharField()
    ip = serializers.CharField()

    def to_representation(self, instance: AuditRecord) -> dict[str, Any]:
        return super().to_representation(audit.shown(instance))


class FieldChangeRowSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    at = serializers.DateTimeField()
    actor_name = serializers.CharField()
    action = serializers.CharField()
    object_type = serializers.CharField()
    object_label = serializers.CharField()
    object_name = serializers.CharField()
    correlation_id = serializers.CharField()
    changes = AuditChangeLine(many=True)

    def to_representation(self, instance: Any) -> dict[str, Any]:
        return super().to_representation(field_changes.shown(instance))


class BatchRowSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    batch = serializers.CharField()
    batch_label = serializers.SerializerMethodField()
    batch_no = serializers.CharField()
    step = serializers.CharField()
    title = serializers.CharField()
    attempt = serializers.IntegerField()
    started_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField()
    seconds = serializers.FloatField()
    outcome = serializers.ChoiceField(choices=BatchEntry.Outcome.choices)
    rows = serializers.IntegerField()
    detail = serializers.CharField()
    correlation_id = serializers.CharField()

    def get_batch_label(self, row: BatchEntry) -> str:
        return labels.batch_label(row.batch)


class InterfaceRowSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    at = serializers.DateTimeField()
    port = serializers.CharField()
    port_label = serializers.SerializerMethodField()
    operation = serializers.CharField()
    operation_label = serializers.SerializerMethodField()
    direction = serializers.ChoiceField(choices=InterfaceCall.Direction.choices)
    business_no = serializers.CharField()
    milliseconds = serializers.IntegerField()
    outcome = serializers.ChoiceField(choices=InterfaceCall.Outcome.choices)
    detail = serializers.CharField()
    attempt = serializers.IntegerField()
    correlation_id = serializers.CharField()
    request = serializers.DictField()
    response = serializers.DictField()

    def get_port_label(self, row: InterfaceCall) -> str:
        return labels.port_label(row.port)

    def get_operation_label(self, row: InterfaceCall) -> str:
        return labels.operation_label(row.operation)


class LogOption(serializers.Serializer):
    code = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]


class LogOptionsSerializer(serializers.Serializer):
    actions = LogOption(many=True)
    object_types = LogOption(many=True)
    batches = LogOption(many=True)
    ports = LogOption(many=True)


class AuditChainSerializer(serializers.Serializer):
    seals = serializers.IntegerField()
    records = serializers.IntegerField()
    waiting = serializers.IntegerField()
    sealed_at = serializers.DateTimeField(allow_null=True)
    head = serializers.CharField()
    algorithm = serializers.CharField()
    proof = BatchRowSerializer(allow_null=True)


def log_urls(*, view: str, export: str, verify: str) -> list[URLPattern]:
    """The paths of the logs, for whoever holds the three actions of this face."""

    class Audit(Endpoint):
        tag = "audit"

        @query(
            action=view, summary="Search the audit log", zh="查询操作日志", output=AuditRowSerializer, filters=AuditFilters,
            paged=True, sorts={"at": "at"}, export_action=export,
        )  # fmt: skip
        def get(self, request: Any, filters: dict[str, Any]) -> Any:
            return audit.search(**filters)

    class LogOptions(Endpoint):
        tag = "audit"

        @query(
            action=view,
            summary="What the logs can be searched by",
            zh="日志查询的可选条件",
            output=LogOptionsSerializer,
        )
        def get(self, request: Any) -> Any:
            return labels.options()

    class FieldChanges(Endpoint):
        tag = "audit"

        @query(
            action=view, summary="The field history of an object, or of one request", zh="查询字段变更",
            output=FieldChangeRowSerializer, filters=FieldChangeFilters, paged=True, export_action=export,
        )  # fmt: skip
        def get(self, request: Any, filters: dict[str, Any]) -> Any:
            return field_changes.field_changes(**filters)

    class AuditChain(Endpoint):
        tag = "audit"

        @query(
            action=view,
            summary="How far the audit chain has come",
            zh="查询审计链状态",
            output=AuditChainSerializer,
        )
        def get(self, request: Any) -> Any:
            return proving.chain_state()

    class AuditProof(Endpoint):
        tag = "audit"

        @command(
            action=verify,
            summary="Let the audit chain be verified",
            zh="发起审计链校验",
            input=EmptyInput,
            status=202,
        )
        def post(self, request: Any, data: dict[str, Any]) -> None:
            proving.proof_request(actor=request.actor)

    class BatchLog(Endpoint):
        tag = "audit"

        @query(
            action=view, summary="Search the batch log", zh="查询批量日志", output=BatchRowSerializer, filters=BatchFilters,
            paged=True, sorts={"finished_at": "finished_at"}, export_action=export,
        )  # fmt: skip
        def get(self, request: Any, filters: dict[str, Any]) -> Any:
            return batch_log.search(**filters)

    class InterfaceLog(Endpoint):
        tag = "audit"

        @query(
            action=view, summary="Search the interface log", zh="查询接口日志", output=InterfaceRowSerializer,
            filters=InterfaceFilters, paged=True, sorts={"at": "at"}, export_action=export,
        )  # fmt: skip
        def get(self, request: Any, filters: dict[str, Any]) -> Any:
            return interfaces.search(**filters)

    return [
        path("audit", Audit.as_view()),
        path("audit/options", LogOptions.as_view()),
        path("audit/field-changes", FieldChanges.as_view()),
        path("audit/chain", AuditChain.as_view()),
        path("audit/chain/verify", AuditProof.as_view()),
        path("batch-log", BatchLog.as_view()),
        path("interface-log", InterfaceLog.as_view()),
    ]
