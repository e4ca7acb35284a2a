"""The changes that wait for a second person, as both faces serve them.

Each kind has actions of its own: who holds neither to make nor to check a kind doesn't see it.
"""

from typing import Any

from django.urls import path
from rest_framework import serializers

from backend.platform import errors
from backend.platform.permissions import SIGNED_IN
from backend.platform.records import changes
from backend.platform.records.models import PendingChange

from .operations import Endpoint, command, query
from .serializers import EmptyInput, ReasonInput, StrictSerializer


class ChangeFilters(StrictSerializer):
    kind = serializers.CharField(required=False, max_length=80)
    state = serializers.ChoiceField(choices=PendingChange.State.choices, required=False)
    whose = serializers.ChoiceField(choices=["to_check", "mine"], required=False)
    subject_type = serializers.CharField(required=False, max_length=60)
    subject_id = serializers.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
    subject_no = serializers.CharField(required=False, max_length=60)


class ChangeRowSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    kind = serializers.CharField()
    kind_name = serializers.SerializerMethodField()
    title = serializers.CharField()
    subject_type = serializers.CharField()
    subject_id = serializers.IntegerField(allow_null=True)
    subject_no = serializers.CharField()
    state = serializers.ChoiceField(choices=PendingChange.State.choices)
    maker_name = serializers.CharField()
    made_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()
    checker_name = serializers.CharField()
    decided_at = serializers.DateTimeField(allow_null=True)

    def get_kind_name(self, change: PendingChange) -> str:
        kind = changes.KINDS.get(change.kind)
        return kind.name if kind else change.kind


class ChangeLine(serializers.Serializer):
    field = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    before = serializers.CharField()
    after = serializers.CharField()


class ChangeDetailSerializer(ChangeRowSerializer):
    difference = ChangeLine(many=True)
    content_hash = serializers.CharField()
    comment = serializers.CharField()
    checker_comment = serializers.CharField()
    allowed_actions = serializers.ListField(child=serializers.CharField())
    check_refusal = serializers.CharField()


class ChangeKindSerializer(serializers.Serializer):
    code = serializers.CharField()
    name = serializers.CharField()


class ApproveInput(StrictSerializer):
    content_hash = serializers.RegexField(r"^[0-9a-f]{64}$")
    comment = serializers.CharField(required=False, allow_blank=True, max_length=500)


class Changes(Endpoint):
    tag = "changes"

    @query(
        action=SIGNED_IN,
        summary="List the changes of the kinds that one makes or checks",
        zh="查询本人经办或复核的变更",
        output=ChangeRowSerializer,
        filters=ChangeFilters,
        paged=True,
        sorts={"made_at": "made_at", "expires_at": "expires_at", "decided_at": "decided_at"},
    )
    def get(self, request: Any, filters: dict[str, Any]) -> Any:
        return changes.change_list(actor=request.actor, **filters)


class ChangeKinds(Endpoint):
    tag = "changes"

    @query(
        action=SIGNED_IN,
        summary="The kinds of change that one makes or checks",
        zh="查询本人经办或复核的变更种类",
        output=ChangeKindSerializer,
        many=True,
    )
    def get(self, request: Any) -> Any:
        return changes.kinds_of(request.actor)


class ChangeOne(Endpoint):
    tag = "changes"

    @query(
        action=SIGNED_IN,
        summary="A change with its difference",
        zh="查看变更明细",
        output=ChangeDetailSerializer,
    )
    def get(self, request: Any, pk: int) -> Any:
        return changes.change_get(actor=request.actor, pk=pk)


class ChangeApprove(Endpoint):
    tag = "changes"

    @command(
        action=SIGNED_IN,
        summary="Let a change take effect, as the second person",
        zh="复核通过变更",
        input=ApproveInput,
        output=ChangeDetailSerializer,
        errors=[*changes.CHECKING_ERRORS, errors.WRONG_STATE],
    )
    def post(self, request: Any, pk: int, data: dict[str, Any]) -> Any:
        return changes.approve(
            actor=request.actor, pk=pk, seen_hash=data["content_hash"], comment=data.get("comment", "")
        )


class ChangeReject(Endpoint):
    tag = "changes"

    @command(
        action=SIGNED_IN,
        summary="Send a change back, as the second person",
        zh="退回变更",
        input=ReasonInput,
        output=ChangeDetailSerializer,
        errors=[changes.SELF_CHECK, changes.SAME_PERSON, changes.INTERESTED, errors.WRONG_STATE],
    )
    def post(self, request: Any, pk: int, data: dict[str, Any]) -> Any:
        return changes.reject(actor=request.actor, pk=pk, reason=data["reason"])


class ChangeWithdraw(Endpoint):
    tag = "changes"

    @command(
        action=SIGNED_IN,
        summary="Take one's own change back",
        zh="撤回本人的变更",
        input=EmptyInput,
        output=ChangeDetailSerializer,
        errors=[changes.NOT_MAKER, errors.WRONG_STATE],
    )
    def post(self, request: Any, pk: int, data: dict[str, Any]) -> Any:
        return changes.withdraw(actor=request.actor, pk=pk)


urlpatterns = [
    path("changes", Changes.as_view()),
    path("changes/kinds", ChangeKinds.as_view()),
    path("changes/<int:pk>", ChangeOne.as_view()),
    path("changes/<int:pk>/approve", ChangeApprove.as_view()),
    path("changes/<int:pk>/reject", ChangeReject.as_view()),
    path("changes/<int:pk>/withdraw", ChangeWithdraw.as_view()),
]
