"""One's own drafts of forms, as both faces serve them."""

from typing import Any

from django.urls import path
from rest_framework import serializers

from backend.platform.api.operations import Endpoint, command, query
from backend.platform.api.serializers import StrictSerializer
from backend.platform.desk import drafts
from backend.platform.permissions import SIGNED_IN


class DraftInput(StrictSerializer):
    content = serializers.DictField(help_text="The fields of the form as they stand, and what it began with")


class DraftDetail(serializers.Serializer):
    content = serializers.DictField(allow_null=True, help_text="Null when nothing is kept")
    kept_at = serializers.DateTimeField(allow_null=True)


class DraftOne(Endpoint):
    tag = "desk"

    @query(
        action=SIGNED_IN,
        summary="What oneself has kept of a form",
        zh="查询本人暂存的表单内容",
        output=DraftDetail,
    )
    def get(self, request: Any, form: str) -> Any:
        return drafts.draft_get(actor=request.actor, form=form)

    @command(
        action=SIGNED_IN,
        summary="Keep what is typed into a form",
        zh="暂存表单内容",
        input=DraftInput,
        output=DraftDetail,
        errors=[drafts.TOO_LARGE],
    )
    def put(self, request: Any, form: str, data: dict[str, Any]) -> Any:
        return drafts.draft_keep(actor=request.actor, form=form, content=data["content"])

    @command(action=SIGNED_IN, summary="Forget what was kept of a form", zh="放弃暂存的表单内容")
    def delete(self, request: Any, form: str) -> None:
        drafts.draft_discard(actor=request.actor, form=form)


urlpatterns = [path("drafts/<str:form>", DraftOne.as_view())]
