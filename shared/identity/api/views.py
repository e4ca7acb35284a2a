from typing import Any
from uuid import UUID

from django.middleware.csrf import get_token
from rest_framework.response import Response

from backend.platform.api.authentication import actor_of
from backend.platform.api.operations import Endpoint, command, query
from backend.platform.errors import DomainError
from backend.platform.permissions import PUBLIC, SIGNED_IN
from backend.platform.tenancy import current_entity
from shared.entities.selectors import entity_get
from shared.identity import credentials, errors, selectors, services
from shared.identity.models import Account

from .serializers import (
    AuthenticationFilters,
    AuthenticationRowSerializer,
    OwnSessionSerializer,
    PasswordChangeInput,
    ProvinceAuthenticationFilters,
    SessionSerializer,
    SignInInput,
)


def signed_in(request: Any, result: Account | DomainError) -> dict[str, Any]:
    """The session of the account that has just signed in; raises the refusal when it has not."""
    if isinstance(result, DomainError):
        raise result
    del request._request._actor
    actor = actor_of(request)
    assert actor is not None
    return selectors.session_of(account=result, actor=actor, entity=entity_get(current_entity().code))


class CurrentSession(Endpoint):
    tag = "session"

    @query(
        action=SIGNED_IN,
        summary="Who is signed in, and what he may do",
        zh="当前登录人及其权限",
        output=SessionSerializer,
        before_password_change=True,
    )
    def get(self, request: Any) -> Any:
        get_token(request)
        return selectors.session_of(
            account=request.user, actor=request.actor, entity=entity_get(current_entity().code)
        )

    @command(
        action=PUBLIC,
        summary="Sign in",
        zh="登录",
        input=SignInInput,
        output=SessionSerializer,
        idempotent=False,
        atomic=False,
        errors=[errors.WRONG_CREDENTIALS, errors.SECOND_FACTOR_DUE, errors.LOCKED_OUT],
    )
    def post(self, request: Any, data: dict[str, Any]) -> Any:
        return signed_in(request, services.sign_in(request=request._request, **data))

    @command(action=SIGNED_IN, summary="Sign out", zh="退出登录", atomic=False, before_password_change=True)
    def delete(self, request: Any) -> Any:
        services.sign_out(request=request._request)


class OwnPassword(Endpoint):
    tag = "session"

    @command(
        action=SIGNED_IN,
        summary="Change one's own password; every other session of the account ends",
        zh="修改本人密码,其他设备同时退出",
        input=PasswordChangeInput,
        idempotent=False,
        atomic=False,
        before_password_change=True,
        errors=[errors.WRONG_PASSWORD, errors.LOCKED_OUT],
    )
    def post(self, request: Any, data: dict[str, Any]) -> Any:
        refusal = services.password_change(actor=request.actor, request=request._request, **data)
        if refusal is not None:
            raise refusal


class Sessions(Endpoint):
    tag = "session"

    @query(
        action=SIGNED_IN,
        summary="List one's own sessions",
        zh="查询本人的登录设备",
        output=OwnSessionSerializer,
        paged=True,
        exportable=False,
    )
    def get(self, request: Any) -> Any:
        return selectors.own_sessions(
            account_id=request.user.pk, session_key=credentials.session_key(request._request)
        )

    @command(
        action=SIGNED_IN,
        summary="Sign out everywhere",
        zh="退出全部设备",
        atomic=False,
        before_password_change=True,
    )
    def delete(self, request: Any) -> Any:
        services.sign_out_everywhere(request=request._request)
        return Response(status=204)


class SessionOne(Endpoint):
    tag = "session"

    @command(
        action=SIGNED_IN, summary="End one of one's own sessions", zh="结束本人的一个登录设备", atomic=False
    )
    def delete(self, request: Any, public_id: UUID) -> Any:
        services.session_end(request=request._request, public_id=public_id)


class BankAuthenticationLog(Endpoint):
    tag = "identity"

    @query(
        action="audit.view",
        summary="Search the authentication log of the bank",
        zh="查询本行认证日志",
        output=AuthenticationRowSerializer,
        filters=AuthenticationFilters,
        paged=True,
        sorts={"at": "id"},
        export_action="audit.export",
    )
    def get(self, request: Any, filters: dict[str, Any]) -> Any:
        return selectors.authentication_log(entity_code=current_entity().code, **filters)


class ProvinceAuthenticationLog(Endpoint):
    tag = "identity"

    @query(
        action="province.audit_view",
        summary="Search the authentication log of all entities",
        zh="查询全省认证日志",
        output=AuthenticationRowSerializer,
        filters=ProvinceAuthenticationFilters,
        paged=True,
        sorts={"at": "id"},
        export_action="province.audit_export",
    )
    def get(self, request: Any, filters: dict[str, Any]) -> Any:
        return selectors.authentication_log(**filters)
