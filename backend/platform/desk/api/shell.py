"""What the shell of the console asks for: search, counts, what was opened last, preferences; on both faces.

The search is a POST although it changes nothing: what is typed may be an identity number, and a path stands
in access logs, in the browser's history and in proxies, while a body stands nowhere.
"""

from typing import Any

from django.urls import path
from rest_framework import serializers

from backend.platform.api.operations import Endpoint, command, query
from backend.platform.api.serializers import StrictSerializer
from backend.platform.permissions import SIGNED_IN

from .. import finding, preferences, recent, todo
from ..models import Preference


class DeskSearchInput(StrictSerializer):
    text = serializers.CharField(min_length=2, max_length=60)


class FoundRow(serializers.Serializer):
    kind = serializers.CharField()
    number = serializers.CharField()
    title = serializers.CharField()
    detail = serializers.CharField()
    state = serializers.CharField()
    path = serializers.CharField()


class FoundGroup(serializers.Serializer):
    kind = serializers.CharField()
    name_zh = serializers.CharField()
    name_en = serializers.CharField()
    rows = FoundRow(many=True)
    more = serializers.BooleanField()


class FoundRecords(serializers.Serializer):
    groups = FoundGroup(many=True)


class DeskSearch(Endpoint):
    tag = "desk"

    @command(
        action=SIGNED_IN,
        summary="Find records by number, name, telephone or identity number, within one's scope",
        zh="按编号、姓名、手机号或身份证号查找权限内的记录",
        input=DeskSearchInput,
        output=FoundRecords,
        idempotent=False,
    )
    def post(self, request: Any, data: dict[str, Any]) -> Any:
        return {"groups": finding.search(actor=request.actor, text=data["text"])}


class TodoCount(serializers.Serializer):
    kind = serializers.CharField()
    path = serializers.CharField()
    count = serializers.IntegerField()


class DeskCountsSerializer(serializers.Serializer):
    todo = TodoCount(many=True)
    unread = serializers.IntegerField()


class DeskCounts(Endpoint):
    tag = "desk"

    @query(
        action=SIGNED_IN,
        summary="How much waits for one, and how many notices are unread",
        zh="本人待办与未读消息数",
        output=DeskCountsSerializer,
        conditional=True,
    )
    def get(self, request: Any) -> Any:
        return todo.counts(actor=request.actor)


class OpenedInput(StrictSerializer):
    path = serializers.RegexField(r"^/[A-Za-z0-9/_-]{1,120}\Z")


class OpenedRow(FoundRow):
    name_zh = serializers.CharField()
    name_en = serializers.CharField()
    opened_at = serializers.DateTimeField()


class Opened(Endpoint):
    tag = "desk"

    @query(
        action=SIGNED_IN,
        summary="The records that one opened last, as far as one still reaches them",
        zh="本人最近打开的记录",
        output=OpenedRow,
        many=True,
    )
    def get(self, request: Any) -> Any:
        return recent.opened_list(actor=request.actor)

    @command(
        action=SIGNED_IN,
        summary="Remember that one opened the record of a page",
        zh="记下本人打开的记录",
        input=OpenedInput,
        idempotent=False,
    )
    def post(self, request: Any, data: dict[str, Any]) -> Any:
        recent.opened_note(actor=request.actor, path=data["path"])


class PreferenceInput(StrictSerializer):
    theme = serializers.ChoiceField(choices=Preference.Theme.choices, required=False)
    language = serializers.ChoiceField(choices=Preference.Language.choices, required=False)
    menu_collapsed = serializers.BooleanField(required=False)


class PreferenceSerializer(serializers.Serializer):
    theme = serializers.ChoiceField(choices=Preference.Theme.choices)
    language = serializers.ChoiceField(choices=Preference.Language.choices, allow_blank=True)
    menu_collapsed = serializers.BooleanField()


class Preferences(Endpoint):
    tag = "desk"

    @query(
        action=SIGNED_IN,
        summary="How the console looks to one",
        zh="查询本人偏好",
        output=PreferenceSerializer,
    )
    def get(self, request: Any) -> Any:
        return preferences.preference_get(actor=request.actor)

    @command(
        action=SIGNED_IN,
        summary="Set how the console looks to one; what is not given stays",
        zh="设置本人偏好",
        input=PreferenceInput,
        output=PreferenceSerializer,
    )
    def put(self, request: Any, data: dict[str, Any]) -> Any:
        return preferences.preference_put(actor=request.actor, **data)


urlpatterns = [
    path("desk/search", DeskSearch.as_view()),
    path("desk/counts", DeskCounts.as_view()),
    path("desk/opened", Opened.as_view()),
    path("desk/preferences", Preferences.as_view()),
]
