"""The field history of one record, as both faces serve it to whoever may see the record."""

from typing import Any

from django.urls import path
from rest_framework import serializers

from backend.platform.permissions import SIGNED_IN
from backend.platform.records import trails

from .changes import ChangeLine
from .operations import Endpoint, query
from .serializers import StrictSerializer


class TrailFilters(StrictSerializer):
    subject = serializers.RegexField(
        r"^[a-z_]+\.[a-z_]+:[0-9]{1,18}\Z", help_text="Type and id of the record: customers.customer:12"
    )


class TrailList(serializers.ListSerializer):
    def to_representation(self, data: Any) -> Any:
        """All rows at once: what their foreign keys name is read together."""
        return super().to_representation(trails.shown(data))


class TrailRow(serializers.Serializer):
    id = serializers.IntegerField()
    at = serializers.DateTimeField()
    actor_name = serializers.CharField()
    action = serializers.CharField()
    changes = ChangeLine(many=True)

    class Meta:
        list_serializer_class = TrailList


class RecordFieldChanges(Endpoint):
    tag = "audit"

    @query(
        action=SIGNED_IN,
        summary="Which fields of a record changed, from what to what",
        zh="查询一条记录的字段变更",
        output=TrailRow,
        filters=TrailFilters,
        paged=True,
    )
    def get(self, request: Any, filters: dict[str, Any]) -> Any:
        object_type, _, pk = filters["subject"].partition(":")
        return trails.trail_of(actor=request.actor, object_type=object_type, object_id=int(pk))


urlpatterns = [path("field-changes", RecordFieldChanges.as_view())]
