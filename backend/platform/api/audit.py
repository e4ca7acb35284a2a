"""The audit log as both faces serve it; each names its own action."""

from typing import Any

from rest_framework import serializers

from backend.platform.records import audit

from .operations import Endpoint, query
from .serializers import StrictSerializer


class AuditRowSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    at = serializers.DateTimeField()
    actor_name = serializers.CharField()
    action = serializers.CharField()
    object_type = serializers.CharField()
    object_no = serializers.CharField()
    from_state = serializers.CharField()
    to_state = serializers.CharField()
    changes = serializers.DictField()
    comment = serializers.CharField()
    correlation_id = serializers.CharField()
    ip = serializers.CharField()


class AuditFilters(StrictSerializer):
    action = serializers.CharField(required=False, max_length=80)
    object_no = serializers.CharField(required=False, max_length=60)
    q = serializers.CharField(required=False, max_length=60)


class BankAudit(Endpoint):
    tag = "audit"

    @query(
        action="audit.view",
        summary="Search the audit log",
        zh="查询审计日志",
        output=AuditRowSerializer,
        filters=AuditFilters,
        paged=True,
        sorts={"at": "at"},
    )
    def get(self, request: Any, filters: dict[str, Any]) -> Any:
        return audit.search(**filters)


class ProvinceAudit(Endpoint):
    tag = "audit"

    @query(
        action="province.audit_view",
        summary="Search the audit log",
        zh="查询审计日志",
        output=AuditRowSerializer,
        filters=AuditFilters,
        paged=True,
        sorts={"at": "at"},
    )
    def get(self, request: Any, filters: dict[str, Any]) -> Any:
        return audit.search(**filters)
