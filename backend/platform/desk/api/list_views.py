"""Layouts and views of lists, as both faces serve them to everybody who is signed in."""

import re
from typing import Any

from django.urls import path
from rest_framework import serializers

from backend.platform import errors as platform
from backend.platform.api.operations import Endpoint, command, query
from backend.platform.api.serializers import StrictSerializer
from backend.platform.desk import errors
from backend.platform.desk.models import Density
from backend.platform.desk.permissions import SHARE_VIEWS
from backend.platform.desk.selectors import list_views as selectors
from backend.platform.desk.services import list_views as services
from backend.platform.permissions import SIGNED_IN

FIELD = re.compile(r"[a-z][a-z0-9_.]{0,59}")
MAX_COLUMNS, MAX_FILTERS = 80, 30


class ListColumn(StrictSerializer):
    """A column of a list: its width in pixels, null where the page decides."""

    key = serializers.RegexField(r"^[a-z][a-zA-Z0-9_.-]*$", max_length=60)
    width = serializers.IntegerField(min_value=40, max_value=1200, allow_null=True, default=None)
    hidden = serializers.BooleanField(default=False)


class ColumnsInput(StrictSerializer):
    columns = ListColumn(many=True, max_length=MAX_COLUMNS)  # type: ignore[call-arg]

    def validate_columns(self, columns: list[dict[str, Any]]) -> list[dict[str, Any]]:
        keys = [column["key"] for column in columns]
        if len(set(keys)) < len(keys):
            raise serializers.ValidationError("Each column once.")
        return [dict(column) for column in columns]


class ListLayoutInput(ColumnsInput):
    density = serializers.ChoiceField(choices=Density.choices)


class ListViewInput(ColumnsInput):
    name = serializers.CharField(max_length=40)
    filters = serializers.DictField(child=serializers.CharField(max_length=200))
    q = serializers.CharField(max_length=80, allow_blank=True)
    sort = serializers.RegexField(r"^-?[a-z][a-z0-9_]*$", max_length=60, allow_blank=True)

    def validate_filters(self, filters: dict[str, str]) -> dict[str, str]:
        if len(filters) > MAX_FILTERS or not all(FIELD.fullmatch(name) for name in filters):
            raise serializers.ValidationError(f"Up to {MAX_FILTERS} conditions by name.")
        return filters


class ListViewEdit(ListViewInput):
    """Only what is given changes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "partial": True})


class DefaultViewInput(StrictSerializer):
    view_id = serializers.IntegerField(min_value=1, max_value=2**63 - 1, allow_null=True)


class ListColumnShown(serializers.Serializer):
    key = serializers.CharField()
    width = serializers.IntegerField(allow_null=True)
    hidden = serializers.BooleanField()


class ListViewRow(serializers.Serializer):
    id = serializers.IntegerField()
    name = serializers.CharField()
    owner_name = serializers.CharField()
    is_own = serializers.BooleanField()
    is_shared = serializers.BooleanField()
    filters = serializers.DictField(child=serializers.CharField())
    q = serializers.CharField()
    sort = serializers.CharField()
    columns = ListColumnShown(many=True)
    version = serializers.IntegerField()
    allowed_actions = serializers.ListField(child=serializers.CharField())


class ListDesk(serializers.Serializer):
    """How a list looks to the caller, and what he may open it with."""

    list_id = serializers.CharField()
    columns = ListColumnShown(many=True)
    density = serializers.ChoiceField(choices=Density.choices)
    views = ListViewRow(many=True)
    default_view_id = serializers.IntegerField(allow_null=True)
    may_share = serializers.BooleanField()


class ListOne(Endpoint):
    tag = "desk"

    @query(
        action=SIGNED_IN,
        summary="The layout and the views of a list, for oneself",
        zh="查询本人的列表布局与视图",
        output=ListDesk,
    )
    def get(self, request: Any, list_id: str) -> Any:
        return selectors.list_of(actor=request.actor, list_id=list_id)


class ListLayoutOne(Endpoint):
    tag = "desk"

    @command(
        action=SIGNED_IN,
        summary="Keep one's own layout of a list; the last write counts",
        zh="保存本人的列表布局",
        input=ListLayoutInput,
        errors=[errors.TOO_MANY_LAYOUTS],
    )
    def put(self, request: Any, list_id: str, data: dict[str, Any]) -> Any:
        services.layout_put(actor=request.actor, list_id=list_id, **data)

    @command(action=SIGNED_IN, summary="Reset one's own layout of a list", zh="恢复列表默认布局")
    def delete(self, request: Any, list_id: str) -> Any:
        services.layout_reset(actor=request.actor, list_id=list_id)


class ListDefaultView(Endpoint):
    tag = "desk"

    @command(
        action=SIGNED_IN,
        summary="Choose the view that a list opens with, or none",
        zh="设置列表默认视图",
        input=DefaultViewInput,
    )
    def put(self, request: Any, list_id: str, data: dict[str, Any]) -> Any:
        services.default_view_put(actor=request.actor, list_id=list_id, **data)


class ListViews(Endpoint):
    tag = "desk"

    @command(
        action=SIGNED_IN,
        summary="Save a view of a list",
        zh="保存列表视图",
        input=ListViewInput,
        output=ListViewRow,
        status=201,
        errors=[errors.VIEW_NAME_TAKEN, errors.TOO_MANY_VIEWS, errors.VIEW_HOLDS_PERSONAL_DATA],
    )
    def post(self, request: Any, list_id: str, data: dict[str, Any]) -> Any:
        return services.view_create(actor=request.actor, list_id=list_id, **data)


class ListViewOne(Endpoint):
    tag = "desk"

    @query(
        action=SIGNED_IN,
        summary="A view of one's own or a shared one",
        zh="查看列表视图",
        output=ListViewRow,
    )
    def get(self, request: Any, pk: int) -> Any:
        return selectors.view_get(actor=request.actor, pk=pk)

    @command(
        action=SIGNED_IN,
        summary="Rename an own view or change its conditions",
        zh="修改本人的列表视图",
        input=ListViewEdit,
        output=ListViewRow,
        if_match=True,
        errors=[errors.VIEW_NAME_TAKEN, errors.VIEW_HOLDS_PERSONAL_DATA, platform.NOT_ALLOWED],
    )
    def patch(self, request: Any, pk: int, data: dict[str, Any], version: int) -> Any:
        return services.view_edit(actor=request.actor, pk=pk, version=version, **data)

    @command(action=SIGNED_IN, summary="Delete an own view", zh="删除本人的列表视图")
    def delete(self, request: Any, pk: int) -> Any:
        services.view_delete(actor=request.actor, pk=pk)


class ListViewShare(Endpoint):
    tag = "desk"

    @command(
        action=SHARE_VIEWS,
        summary="Share an own view with the entity",
        zh="共享列表视图",
        output=ListViewRow,
    )
    def post(self, request: Any, pk: int) -> Any:
        return services.view_share(actor=request.actor, pk=pk)


class ListViewUnshare(Endpoint):
    tag = "desk"

    @command(
        action=SHARE_VIEWS,
        summary="End the sharing of a view, also that of somebody else",
        zh="取消共享列表视图",
        output=ListViewRow,
    )
    def post(self, request: Any, pk: int) -> Any:
        return services.view_unshare(actor=request.actor, pk=pk)


urlpatterns = [
    path("lists/<str:list_id>", ListOne.as_view()),
    path("lists/<str:list_id>/layout", ListLayoutOne.as_view()),
    path("lists/<str:list_id>/default-view", ListDefaultView.as_view()),
    path("lists/<str:list_id>/views", ListViews.as_view()),
    path("list-views/<int:pk>", ListViewOne.as_view()),
    path("list-views/<int:pk>/share", ListViewShare.as_view()),
    path("list-views/<int:pk>/unshare", ListViewUnshare.as_view()),
]
