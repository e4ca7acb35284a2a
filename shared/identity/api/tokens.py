"""Sign-in of apps."""

from typing import Any

from backend.platform.api.operations import Endpoint, command
from backend.platform.errors import WRONG_ENTITY
from backend.platform.permissions import PUBLIC
from shared.identity import errors, services

from .second_factor import done
from .serializers import TokensInput, TokensRefreshInput, TokensSerializer


class Tokens(Endpoint):
    tag = "session"

    @command(
        action=PUBLIC,
        summary="Sign an app in",
        zh="移动应用登录",
        input=TokensInput,
        output=TokensSerializer,
        status=201,
        idempotent=False,
        atomic=False,
        errors=[
            errors.WRONG_CREDENTIALS,
            errors.SECOND_FACTOR_DUE,
            errors.WRONG_CODE,
            errors.LOCKED_OUT,
        ],
    )
    def post(self, request: Any, data: dict[str, Any]) -> Any:
        return done(services.tokens_issue(request=request._request, **data))


class TokensRefresh(Endpoint):
    tag = "session"

    @command(
        action=PUBLIC,
        summary="New tokens for the refresh token, which is good for one use",
        zh="以刷新令牌换取新令牌,每个刷新令牌只能使用一次",
        input=TokensRefreshInput,
        output=TokensSerializer,
        idempotent=False,
        atomic=False,
        errors=[errors.TOKEN_INVALID, errors.REFRESH_REUSED, WRONG_ENTITY],
    )
    def post(self, request: Any, data: dict[str, Any]) -> Any:
        return done(services.tokens_refresh(request=request._request, **data))
