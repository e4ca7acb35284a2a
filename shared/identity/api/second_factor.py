"""The second step of signing in, and what everybody does with his own second factor."""

from typing import Any

from backend.platform.api.operations import Endpoint, command, query
from backend.platform.errors import DomainError
from backend.platform.permissions import PUBLIC, SIGNED_IN
from backend.platform.tenancy import current_entity
from shared.entities.selectors import entity_get
from shared.identity import errors, selectors, services

from .serializers import (
    CodeInput,
    EnrolmentInput,
    EnrolmentSerializer,
    PasswordInput,
    RecoveryCodesSerializer,
    SecondFactorStatusSerializer,
    SessionSerializer,
)
from .views import signed_in


def done(result: Any) -> Any:
    """What the service answers, unless it is a refusal."""
    if isinstance(result, DomainError):
        raise result
    return result


class SignInCode(Endpoint):
    tag = "session"

    @command(
        action=PUBLIC,
        summary="Complete the sign-in with a code of the second factor",
        zh="以动态验证码或恢复码完成登录",
        input=CodeInput,
        output=SessionSerializer,
        idempotent=False,
        atomic=False,
        errors=[errors.SIGN_IN_EXPIRED, errors.WRONG_CODE, errors.LOCKED_OUT],
    )
    def post(self, request: Any, data: dict[str, Any]) -> Any:
        return signed_in(request, services.sign_in_complete(request=request._request, **data))


class SecondFactor(Endpoint):
    tag = "session"

    @query(
        action=SIGNED_IN,
        summary="One's own second factor",
        zh="本人的动态验证码",
        output=SecondFactorStatusSerializer,
        before_second_factor=True,
    )
    def get(self, request: Any) -> Any:
        return selectors.second_factor_status(actor=request.actor, account=request.user)


class Enrolment(Endpoint):
    tag = "session"

    @command(
        action=SIGNED_IN,
        summary="Begin to set up one's own second factor, or one on another device",
        zh="开始启用或更换本人的动态验证码",
        input=EnrolmentInput,
        output=EnrolmentSerializer,
        idempotent=False,
        atomic=False,
        before_second_factor=True,
        errors=[errors.PASSWORD_NEEDED, errors.WRONG_PASSWORD, errors.LOCKED_OUT],
    )
    def post(self, request: Any, data: dict[str, Any]) -> Any:
        entity = entity_get(current_entity().code)
        return done(
            services.enrolment_begin(
                actor=request.actor, request=request._request, issuer=entity.name, **data
            )
        )


class EnrolmentConfirmation(Endpoint):
    tag = "session"

    @command(
        action=SIGNED_IN,
        summary="Put one's own second factor in force by a first code; every other session ends",
        zh="以首个验证码启用动态验证码,其他设备同时退出",
        input=CodeInput,
        output=RecoveryCodesSerializer,
        idempotent=False,
        atomic=False,
        before_second_factor=True,
        errors=[errors.ENROLMENT_NOT_BEGUN, errors.WRONG_CODE, errors.LOCKED_OUT],
    )
    def post(self, request: Any, data: dict[str, Any]) -> Any:
        codes = done(services.enrolment_confirm(actor=request.actor, request=request._request, **data))
        return {"recovery_codes": codes}


class RecoveryCodes(Endpoint):
    tag = "session"

    @command(
        action=SIGNED_IN,
        summary="Ten new recovery codes in place of the old ones",
        zh="重新生成十个恢复码,原有恢复码失效",
        input=PasswordInput,
        output=RecoveryCodesSerializer,
        idempotent=False,
        atomic=False,
        fresh_factor=True,
        errors=[errors.SECOND_FACTOR_NOT_SET, errors.WRONG_PASSWORD, errors.LOCKED_OUT],
    )
    def post(self, request: Any, data: dict[str, Any]) -> Any:
        codes = done(services.recovery_codes_renew(actor=request.actor, request=request._request, **data))
        return {"recovery_codes": codes}


class SecondFactorRemoval(Endpoint):
    tag = "session"

    @command(
        action=SIGNED_IN,
        summary="Remove one's own second factor, unless the role requires it",
        zh="停用本人的动态验证码,岗位要求的除外",
        input=PasswordInput,
        idempotent=False,
        atomic=False,
        fresh_factor=True,
        errors=[
            errors.SECOND_FACTOR_NOT_SET,
            errors.SECOND_FACTOR_ENFORCED,
            errors.WRONG_PASSWORD,
            errors.LOCKED_OUT,
        ],
    )
    def post(self, request: Any, data: dict[str, Any]) -> Any:
        return done(services.second_factor_remove(actor=request.actor, request=request._request, **data))


class StepUp(Endpoint):
    tag = "session"

    @command(
        action=SIGNED_IN,
        summary="Prove one's own second factor again, before a command that asks for it",
        zh="重要操作前再次验证动态验证码",
        input=CodeInput,
        idempotent=False,
        atomic=False,
        errors=[errors.SECOND_FACTOR_NOT_SET, errors.WRONG_CODE, errors.LOCKED_OUT],
    )
    def post(self, request: Any, data: dict[str, Any]) -> Any:
        return done(services.step_up(actor=request.actor, request=request._request, **data))
