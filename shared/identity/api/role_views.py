from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from backend.platform.api.changes import ChangeDetailSerializer
from backend.platform.api.operations import Endpoint, command, query
from backend.platform.api.serializers import NamedActionSerializer, StrictSerializer, named_actions
from backend.platform.errors import STALE_EDIT
from backend.platform.permissions import Face, actions_of
from backend.platform.records.changes import ALREADY_PENDING, NOTHING_CHANGES
from shared.identity import errors, permissions, proposals, selectors
from shared.identity.models import ProvinceRole


class ProvinceRoleRowSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    code = serializers.CharField()
    name = serializers.CharField()
    version = serializers.IntegerField()
    holders = serializers.IntegerField()
    actions = serializers.SerializerMethodField()

    @extend_schema_field(NamedActionSerializer(many=True))
    def get_actions(self, role: ProvinceRole) -> list[dict[str, str]]:
        return named_actions(role.actions)


class ProvinceRoleHolder(serializers.Serializer):
    id = serializers.IntegerField()
    account_id = serializers.IntegerField()
    username = serializers.CharField(source="account.username")
    name = serializers.CharField(source="account.name")
    valid_from = serializers.DateField()
    valid_to = serializers.DateField(allow_null=True)


class ProvinceRoleDetailSerializer(ProvinceRoleRowSerializer):
    held = ProvinceRoleHolder(many=True)


class ProvinceRoleCreateInput(StrictSerializer):
    code = serializers.RegexField(r"^[a-z][a-z0-9_]{1,29}$")
    name = serializers.CharField(max_length=60)
    actions = serializers.ListField(child=serializers.CharField(max_length=80), allow_empty=False)


class ProvinceRoleDefineInput(StrictSerializer):
    name = serializers.CharField(max_length=60)
    actions = serializers.ListField(child=serializers.CharField(max_length=80))
    version = serializers.IntegerField(min_value=1)
    comment = serializers.CharField(required=False, allow_blank=True, max_length=500)


class ProvinceRoleAssignInput(StrictSerializer):
    account_id = serializers.IntegerField(min_value=1)
    role_id = serializers.IntegerField(min_value=1)
    valid_from = serializers.DateField()
    valid_to = serializers.DateField(required=False, allow_null=True)


class HoldingEndInput(StrictSerializer):
    on = serializers.DateField()
    comment = serializers.CharField(required=False, allow_blank=True, max_length=500)


class ProvinceRoles(Endpoint):
    tag = "identity"

    @query(
        action=permissions.VIEW,
        summary="List the roles of the province",
        zh="查询省联社角色",
        output=ProvinceRoleRowSerializer,
        paged=True,
    )
    def get(self, request: Any) -> Any:
        return selectors.province_role_list()

    @command(
        action=permissions.ROLES_MANAGE,
        summary="Propose a new role of the province",
        zh="提交新建省联社角色变更",
        input=ProvinceRoleCreateInput,
        output=ChangeDetailSerializer,
        status=202,
        errors=[ALREADY_PENDING, errors.ROLE_CODE_TAKEN, errors.UNKNOWN_ACTION],
    )
    def post(self, request: Any, data: dict[str, Any]) -> Any:
        return proposals.province_role_create(actor=request.actor, **data)


class ProvinceActions(Endpoint):
    tag = "identity"

    @query(
        action=permissions.VIEW,
        summary="The actions that roles of the province may hold, by the part of the system",
        zh="省联社角色可选权限",
        output=NamedActionSerializer,
        many=True,
    )
    def get(self, request: Any) -> Any:
        return named_actions(actions_of(Face.PROVINCE))


class ProvinceRoleOne(Endpoint):
    tag = "identity"

    @query(
        action=permissions.VIEW,
        summary="A role of the province with who holds it",
        zh="省联社角色详情与任职人员",
        output=ProvinceRoleDetailSerializer,
    )
    def get(self, request: Any, pk: int) -> Any:
        return selectors.province_role_get(pk)


class ProvinceRoleDefine(Endpoint):
    tag = "identity"

    @command(
        action=permissions.ROLES_MANAGE,
        summary="Propose another name or set of actions for a role of the province",
        zh="提交省联社角色权限变更",
        input=ProvinceRoleDefineInput,
        output=ChangeDetailSerializer,
        status=202,
        errors=[ALREADY_PENDING, NOTHING_CHANGES, STALE_EDIT, errors.UNKNOWN_ACTION],
    )
    def post(self, request: Any, pk: int, data: dict[str, Any]) -> Any:
        return proposals.province_role_define(actor=request.actor, pk=pk, **data)


class ProvinceRoleHoldings(Endpoint):
    tag = "identity"

    @command(
        action=permissions.ROLES_MANAGE,
        summary="Propose that a province user holds a role",
        zh="提交省联社任职变更",
        input=ProvinceRoleAssignInput,
        output=ChangeDetailSerializer,
        status=202,
        errors=[ALREADY_PENDING, errors.ROLE_HELD, errors.POWERS_SEPARATE, errors.UNKNOWN_CHOICE],
    )
    def post(self, request: Any, data: dict[str, Any]) -> Any:
        return proposals.province_role_assign(actor=request.actor, **data)


class ProvinceRoleHoldingEnd(Endpoint):
    tag = "identity"

    @command(
        action=permissions.ROLES_MANAGE,
        summary="Propose to end a holding of a role",
        zh="提交终止省联社任职变更",
        input=HoldingEndInput,
        output=ChangeDetailSerializer,
        status=202,
        errors=[ALREADY_PENDING, errors.HOLDING_ENDED, errors.ENDS_BEFORE_START],
    )
    def post(self, request: Any, pk: int, data: dict[str, Any]) -> Any:
        return proposals.province_role_end(actor=request.actor, pk=pk, **data)
