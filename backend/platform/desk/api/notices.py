"""A person's own notices, as both faces serve them."""

from typing import Any

from django.urls import path
from rest_framework import serializers

from backend.platform.api.operations import Endpoint, command, query
from backend.platform.api.serializers import StrictSerializer
from backend.platform.permissions import SIGNED_IN

from .. import notices
from ..models import Notice
from ..notice_kinds import KINDS


class NoticeFilters(StrictSerializer):
    kind = serializers.CharField(required=False, max_length=60)
    unread = serializers.BooleanField(required=False, allow_null=True, default=None)


class NoticeKindSerializer(serializers.Serializer):
    code = serializers.CharField()
    name_zh = serializers.CharField()
    name_en = serializers.CharField()


class NoticeRow(serializers.Serializer):
    id = serializers.IntegerField()
    kind = serializers.CharField()
    kind_name_zh = serializers.CharField()
    kind_name_en = serializers.CharField()
    is_urgent = serializers.BooleanField()
    title_zh = serializers.CharField()
    title_en = serializers.CharField()
    path = serializers.CharField()
    created_at = serializers.DateTimeField()
    read_at = serializers.DateTimeField(allow_null=True)

    def to_representation(self, notice: Notice) -> dict[str, Any]:
        kind = KINDS[notice.kind]
        zh, en = kind.words(notice.params)
        shown = {
            "id": notice.pk,
            "kind": kind.code,
            "kind_name_zh": kind.name_zh,
            "kind_name_en": kind.name_en,
            "is_urgent": kind.urgent,
            "title_zh": zh,
            "title_en": en,
            "path": notice.path,
            "created_at": notice.created_at,
            "read_at": notice.read_at,
        }
        return super().to_representation(shown)


class ThroughInput(StrictSerializer):
    through_id = serializers.IntegerField(min_value=1, max_value=2**63 - 1)


class ReadCount(serializers.Serializer):
    count = serializers.IntegerField()


class Notices(Endpoint):
    tag = "desk"

    @query(
        action=SIGNED_IN,
        summary="List one's own notices",
        zh="查询本人的消息",
        output=NoticeRow,
        filters=NoticeFilters,
        paged=True,
    )
    def get(self, request: Any, filters: dict[str, Any]) -> Any:
        return notices.notice_list(actor=request.actor, **filters)


class NoticeKinds(Endpoint):
    tag = "desk"

    @query(
        action=SIGNED_IN,
        summary="The kinds of one's own notices",
        zh="本人消息的种类",
        output=NoticeKindSerializer,
        many=True,
    )
    def get(self, request: Any) -> Any:
        return notices.notice_kinds(actor=request.actor)


class NoticeRead(Endpoint):
    tag = "desk"

    @command(
        action=SIGNED_IN,
        summary="Mark one of one's own notices as read",
        zh="将本人的一条消息标为已读",
        output=NoticeRow,
        idempotent=False,
    )
    def post(self, request: Any, pk: int) -> Any:
        return notices.notice_read(actor=request.actor, pk=pk)


class NoticesRead(Endpoint):
    tag = "desk"

    @command(
        action=SIGNED_IN,
        summary="Mark one's own notices as read, up to the newest that was seen",
        zh="将本人的消息标为已读,至所见最新一条",
        input=ThroughInput,
        output=ReadCount,
        idempotent=False,
    )
    def post(self, request: Any, data: dict[str, Any]) -> Any:
        return {"count": notices.notices_read(actor=request.actor, **data)}


urlpatterns = [
    path("desk/notices", Notices.as_view()),
    path("desk/notices/kinds", NoticeKinds.as_view()),
    path("desk/notices/read", NoticesRead.as_view()),
    path("desk/notices/<int:pk>/read", NoticeRead.as_view()),
]
