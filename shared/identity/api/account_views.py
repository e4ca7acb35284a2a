from typing import Any

from rest_framework.response import Response

from backend.platform.api.changes import ChangeDetailSerializer
from backend.platform.api.operations import Endpoint, command, query
from backend.platform.api.serializers import EmptyInput
from backend.platform.records.changes import ALREADY_PENDING
from shared.identity import changes, errors, permissions, proposals, selectors, services

from .account_serializers import (
    AccountChangeInput,
    AccountFilters,
    AccountRowSerializer,
    BankAccountInput,
    FirstPasswordSerializer,
    ProvinceAccountFilters,
    ProvinceAccountInput,
    ProvinceAccountRowSerializer,
    SamePersonSerializer,
)

SORTS = {"username": "username", "created_at": "created_at"}


class BankAccounts(Endpoint):
    tag = "identity"

    @query(
        action=permissions.VIEW,
        summary="List the accounts of the bank",
        zh="查询本行用户",
        output=AccountRowSerializer,
        filters=AccountFilters,
        paged=True,
        sorts=SORTS,
    )
    def get(self, request: Any, filters: dict[str, Any]) -> Any:
        return selectors.account_list(**filters)

    @command(
        action=permissions.MANAGE,
        summary="Propose an account for a person of the bank",
        zh="提交开户变更",
        input=BankAccountInput,
        output=ChangeDetailSerializer,
        status=202,
        errors=[ALREADY_PENDING, errors.ID_NO_INVALID],
    )
    def post(self, request: Any, data: dict[str, Any]) -> Any:
        return proposals.account_create(actor=request.actor, **data)


class ProvinceAccounts(Endpoint):
    tag = "identity"

    @query(
        action=permissions.VIEW,
        summary="List the accounts of the province and of the administrators whom it appointed",
        zh="查询省联社用户与其指派的行社管理员",
        output=ProvinceAccountRowSerializer,
        filters=ProvinceAccountFilters,
        paged=True,
        sorts=SORTS,
    )
    def get(self, request: Any, filters: dict[str, Any]) -> Any:
        return selectors.account_list(**filters)

    @command(
        action=permissions.MANAGE,
        summary="Propose an account of the province, or of an administrator of a bank",
        zh="提交开户变更",
        input=ProvinceAccountInput,
        output=ChangeDetailSerializer,
        status=202,
        errors=[ALREADY_PENDING, errors.ID_NO_INVALID, errors.ROLE_FOR_BANKS],
    )
    def post(self, request: Any, data: dict[str, Any]) -> Any:
        return proposals.account_create(actor=request.actor, **data)


class AccountDisable(Endpoint):
    tag = "identity"

    @command(
        action=permissions.MANAGE,
        summary="Propose to disable an account",
        zh="提交停用账号变更",
        input=AccountChangeInput,
        output=ChangeDetailSerializer,
        status=202,
        errors=[ALREADY_PENDING, errors.ALREADY_DISABLED],
    )
    def post(self, request: Any, pk: int, data: dict[str, Any]) -> Any:
        return proposals.account_change(actor=request.actor, kind=changes.ACCOUNT_DISABLE, pk=pk, **data)


class AccountEnable(Endpoint):
    tag = "identity"

    @command(
        action=permissions.MANAGE,
        summary="Propose to enable an account again",
        zh="提交启用账号变更",
        input=AccountChangeInput,
        output=ChangeDetailSerializer,
        status=202,
        errors=[ALREADY_PENDING, errors.ALREADY_ENABLED],
    )
    def post(self, request: Any, pk: int, data: dict[str, Any]) -> Any:
        return proposals.account_change(actor=request.actor, kind=changes.ACCOUNT_ENABLE, pk=pk, **data)


class AccountReset(Endpoint):
    tag = "identity"

    @command(
        action=permissions.MANAGE,
        summary="Propose to take an account's password away; a first password is issued afterwards",
        zh="提交重置密码变更",
        input=AccountChangeInput,
        output=ChangeDetailSerializer,
        status=202,
        errors=[ALREADY_PENDING],
    )
    def post(self, request: Any, pk: int, data: dict[str, Any]) -> Any:
        return proposals.account_change(actor=request.actor, kind=changes.ACCOUNT_RESET, pk=pk, **data)


class AccountFirstPassword(Endpoint):
    tag = "identity"

    @command(
        action=permissions.MANAGE,
        summary="Issue the first password of an account that was opened or reset; told this once",
        zh="发放一次性初始密码",
        input=EmptyInput,
        output=FirstPasswordSerializer,
        idempotent=False,  # an answer kept for repetition would be a password kept in clear
        errors=[errors.NO_FIRST_PASSWORD],
    )
    def post(self, request: Any, pk: int, data: dict[str, Any]) -> Any:
        account, password = services.first_password_issue(actor=request.actor, pk=pk)
        told = FirstPasswordSerializer({"username": account.username, "password": password})
        return Response(told.data, headers={"Cache-Control": "no-store"})


class AccountUnlock(Endpoint):
    tag = "identity"

    @command(
        action=permissions.MANAGE,
        summary="Let a locked-out account sign in again",
        zh="解锁用户",
        input=EmptyInput,
        output=AccountRowSerializer,
    )
    def post(self, request: Any, pk: int, data: dict[str, Any]) -> Any:
        return services.account_unlock(actor=request.actor, pk=pk)


class AccountSecondFactorReset(Endpoint):
    tag = "identity"

    @command(
        action=permissions.MANAGE,
        summary="Take the second factor off an account whose device is lost",
        zh="重置用户的动态验证码",
        input=EmptyInput,
        output=AccountRowSerializer,
        fresh_factor=True,
        errors=[errors.SECOND_FACTOR_NOT_SET],
    )
    def post(self, request: Any, pk: int, data: dict[str, Any]) -> Any:
        services.second_factor_reset(actor=request.actor, account=selectors.account_of_entity(pk))
        return selectors.account_of_entity(pk)


class SamePersons(Endpoint):
    tag = "identity"

    @query(
        action=permissions.VIEW,
        summary="List the natural persons with more than one account, at whatever entity",
        zh="查询同一人多账号",
        output=SamePersonSerializer,
        paged=True,
    )
    def get(self, request: Any) -> Any:
        return selectors.persons_with_several_accounts()
