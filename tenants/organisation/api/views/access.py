from typing import Any

from backend.platform.api.changes import ChangeDetailSerializer
from backend.platform.api.operations import Endpoint, command, query
from backend.platform.api.serializers import NamedActionSerializer, named_actions
from backend.platform.errors import STALE_EDIT
from backend.platform.permissions import Face, actions_of
from backend.platform.records.changes import ALREADY_PENDING, NOTHING_CHANGES
from tenants.organisation import errors, permissions, proposals, selectors

from .. import serializers as s


class Roles(Endpoint):
    tag = "access"

    @query(
        action=permissions.ACCESS_VIEW,
        summary="List the roles",
        zh="查询角色",
        output=s.RoleRowSerializer,
        paged=True,
    )
    def get(self, request: Any) -> Any:
        return selectors.role_list()

    @command(
        action=permissions.ACCESS_MANAGE,
        summary="Propose a new role",
        zh="提交新建角色变更",
        input=s.RoleCreateInput,
        output=ChangeDetailSerializer,
        status=202,
        errors=[ALREADY_PENDING, errors.ROLE_CODE_TAKEN, errors.UNKNOWN_ACTION],
    )
    def post(self, request: Any, data: dict[str, Any]) -> Any:
        return proposals.role_create(actor=request.actor, **data)


class RoleActions(Endpoint):
    tag = "access"

    @query(
        action=permissions.ACCESS_VIEW,
        summary="The actions that roles may hold, by the part of the system",
        zh="角色可选权限",
        output=NamedActionSerializer,
        many=True,
    )
    def get(self, request: Any) -> Any:
        return named_actions(actions_of(Face.BANK))


class IncompatibleRoleList(Endpoint):
    tag = "access"

    @query(
        action=permissions.ACCESS_VIEW,
        summary="Pairs of roles that nobody may hold together, and who does nevertheless",
        zh="查询不相容岗位",
        output=s.IncompatibleRowSerializer,
        paged=True,
    )
    def get(self, request: Any) -> Any:
        return selectors.incompatible_list()


class RoleOne(Endpoint):
    tag = "access"

    @query(
        action=permissions.ACCESS_VIEW,
        summary="A role with who holds it",
        zh="角色详情与任职人员",
        output=s.RoleDetailSerializer,
    )
    def get(self, request: Any, pk: int) -> Any:
        return selectors.role_get(pk)


class RoleDefine(Endpoint):
    tag = "access"

    @command(
        action=permissions.ACCESS_MANAGE,
        summary="Propose another name or set of actions for a role",
        zh="提交角色权限变更",
        input=s.RoleDefineInput,
        output=ChangeDetailSerializer,
        status=202,
        errors=[ALREADY_PENDING, NOTHING_CHANGES, STALE_EDIT, errors.UNKNOWN_ACTION],
    )
    def post(self, request: Any, pk: int, data: dict[str, Any]) -> Any:
        return proposals.role_define(actor=request.actor, pk=pk, **data)


class Posts(Endpoint):
    tag = "access"

    @query(
        action=permissions.ACCESS_VIEW,
        summary="List the posts",
        zh="查询岗位",
        output=s.PostRowSerializer,
        paged=True,
    )
    def get(self, request: Any) -> Any:
        return selectors.post_list()


class PostHoldings(Endpoint):
    tag = "access"

    @query(
        action=permissions.ACCESS_VIEW,
        summary="List who holds which post",
        zh="查询任职",
        output=s.PostHoldingRowSerializer,
        filters=s.PostHoldingFilters,
        paged=True,
        sorts={"staff_no": "staff__staff_no", "valid_from": "valid_from", "valid_to": "valid_to"},
    )
    def get(self, request: Any, filters: dict[str, Any]) -> Any:
        return selectors.holding_list(**filters)

    @command(
        action=permissions.ACCESS_MANAGE,
        summary="Propose that a person holds a role at an office",
        zh="提交任职变更",
        input=s.PostAssignInput,
        output=ChangeDetailSerializer,
        status=202,
        errors=[ALREADY_PENDING, errors.POST_HELD, errors.ROLES_INCOMPATIBLE, errors.UNKNOWN_CHOICE],
    )
    def post(self, request: Any, data: dict[str, Any]) -> Any:
        return proposals.post_assign(actor=request.actor, **data)


class PostHoldingEnd(Endpoint):
    tag = "access"

    @command(
        action=permissions.ACCESS_MANAGE,
        summary="Propose to end a holding of a post",
        zh="提交终止任职变更",
        input=s.PostEndInput,
        output=ChangeDetailSerializer,
        status=202,
        errors=[ALREADY_PENDING, errors.HOLDING_ENDED, errors.ENDS_BEFORE_START],
    )
    def post(self, request: Any, pk: int, data: dict[str, Any]) -> Any:
        return proposals.post_end(actor=request.actor, pk=pk, **data)


class Authorities(Endpoint):
    tag = "access"

    @query(
        action=permissions.ACCESS_VIEW,
        summary="List the delegated authority",
        zh="查询审批授权",
        output=s.AuthorityRowSerializer,
        filters=s.AuthorityFilters,
        paged=True,
    )
    def get(self, request: Any, filters: dict[str, Any]) -> Any:
        return selectors.authority_list(**filters)

    @command(
        action=permissions.ACCESS_MANAGE,
        summary="Propose that a person may approve up to an amount",
        zh="提交授权变更",
        input=s.AuthorityGrantInput,
        output=ChangeDetailSerializer,
        status=202,
        errors=[ALREADY_PENDING, errors.UNKNOWN_CHOICE, errors.STAFF_LEFT, errors.ENDS_BEFORE_START],
    )
    def post(self, request: Any, data: dict[str, Any]) -> Any:
        return proposals.authority_grant(actor=request.actor, **data)


class OwnAuthorities(Endpoint):
    tag = "access"

    @query(
        action=permissions.REDELEGATE,
        summary="List one's own authority and what one passed on",
        zh="查询本人授权与转授",
        output=s.AuthorityRowSerializer,
        paged=True,
    )
    def get(self, request: Any) -> Any:
        return selectors.own_authorities(staff_id=request.actor.staff_id)


class AuthorityRevoke(Endpoint):
    tag = "access"

    @command(
        action=permissions.ACCESS_MANAGE,
        summary="Propose to take an authority away, with all that was passed on from it",
        zh="提交撤销授权变更",
        input=s.CommentInput,
        output=ChangeDetailSerializer,
        status=202,
        errors=[ALREADY_PENDING, errors.AUTHORITY_REVOKED],
    )
    def post(self, request: Any, pk: int, data: dict[str, Any]) -> Any:
        return proposals.authority_revoke(actor=request.actor, pk=pk, **data)


class AuthorityDelegate(Endpoint):
    tag = "access"

    @command(
        action=permissions.REDELEGATE,
        summary="Propose to pass on part of one's own authority",
        zh="提交转授权变更",
        input=s.AuthorityDelegateInput,
        output=ChangeDetailSerializer,
        status=202,
        errors=[
            ALREADY_PENDING,
            errors.AUTHORITY_REVOKED,
            errors.DELEGATION_DEPTH,
            errors.DELEGATION_ABOVE_AMOUNT,
            errors.DELEGATION_WIDER,
            errors.DELEGATION_LONGER,
            errors.DELEGATION_RETURNS,
        ],
    )
    def post(self, request: Any, pk: int, data: dict[str, Any]) -> Any:
        return proposals.authority_delegate(actor=request.actor, pk=pk, **data)
