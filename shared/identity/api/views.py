from typing import Any

from django.middleware.csrf import get_token
from rest_framework.response import Response

from backend.platform.api.authentication import actor_of
from backend.platform.api.operations import Endpoint, command, query
from backend.platform.errors import ErrorKind
from backend.platform.permissions import PUBLIC, SIGNED_IN
from backend.platform.tenancy import current_entity
from shared.entities.selectors import entity_get
from shared.identity import errors, selectors, services

from .serializers import AccountFilters, AccountRowSerializer, SessionSerializer, SignInInput


class CurrentSession(Endpoint):
    tag = "session"

    @query(action=SIGNED_IN, summary="Who is signed in, and what he may do", output=SessionSerializer)
    def get(self, request: Any) -> Any:
        get_token(request)
        return selectors.session_of(
            account=request.user, actor=request.actor, entity=entity_get(current_entity().code)
        )

    @command(
        action=PUBLIC,
        summary="Sign in",
        input=SignInInput,
        output=SessionSerializer,
        idempotent=False,
        atomic=False,
        errors=[errors.WRONG_CREDENTIALS],
    )
    def post(self, request: Any, data: dict[str, Any]) -> Any:
        result = services.sign_in(request=request._request, **data)
        if isinstance(result, ErrorKind):
            raise result.at()
        del request._request._actor
        actor = actor_of(request)
        assert actor is not None
        return selectors.session_of(account=result, actor=actor, entity=entity_get(current_entity().code))

    @command(action=SIGNED_IN, summary="Sign out", atomic=False)
    def delete(self, request: Any) -> Any:
        services.sign_out(request=request._request)


class Sessions(Endpoint):
    tag = "session"

    @command(action=SIGNED_IN, summary="Sign out everywhere", atomic=False)
    def delete(self, request: Any) -> Any:
        services.sign_out_everywhere(request=request._request)
        return Response(status=204)


class Accounts(Endpoint):
    tag = "identity"

    @query(
        action="identity.view",
        summary="List the accounts of the province",
        output=AccountRowSerializer,
        filters=AccountFilters,
        paged=True,
        sorts={"username": "username", "created_at": "created_at"},
    )
    def get(self, request: Any, filters: dict[str, Any]) -> Any:
        return selectors.account_list(**filters)
