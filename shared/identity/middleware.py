"""Binds each credential to its entity, before any view, the console's index page and files included."""

from collections.abc import Callable
from typing import Any

from auditlog.context import set_actor
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from backend.platform import clock
from backend.platform.api.problems import problem_response
from backend.platform.errors import WRONG_ENTITY, DomainError
from backend.platform.tenancy import current_entity

from . import errors, selectors, services, sessions, tokens
from .sessions import ENTITY_KEY, FACTOR_KEY, PENDING_KEY

BACKGROUND_HEADER = "X-Background"
"""Sent with what nobody asked for just now. Whoever lies about it only shortens his own session."""


class CredentialMiddleware:
    """A credential of bank A at bank B or at the province is refused with 401 and written down on both sides.

    A cookie and an app's token are judged here alike. Afterwards `request.user` is whose credential it is,
    `request.app_session` the row of an app's session, `request.factor_at` when the second factor was proven;
    field changes of the request are written down under this account.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with sessions.in_background(request.headers.get(BACKGROUND_HEADER) == "1"):
            refusal = _cookie(request) or _bearer(request)
        if refusal is not None:
            return problem_response(request, refusal)
        with set_actor(request.user):
            return self.get_response(request)


def _cookie(request: Any) -> DomainError | None:
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return None
    owner = request.session.get(ENTITY_KEY)
    if owner is not None and owner != current_entity().code:
        return _foreign(request, owner, _cookie_account(request))
    request.factor_at = sessions.moment(request.session.get(FACTOR_KEY))
    return None


def _bearer(request: Any) -> DomainError | None:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        return None
    claims = tokens.read(token.strip())
    if isinstance(claims, DomainError):
        return claims
    if claims.entity_code != current_entity().code:
        return _foreign(request, claims.entity_code, claims.account_id)
    row, account = selectors.app_session(claims)
    if row is None or account is None:
        return errors.TOKEN_INVALID.at()
    if _cookie_account(request) not in (None, account.pk):
        return errors.TWO_CREDENTIALS.at()
    sessions.seen(row, clock.now())
    request.user, request.app_session, request.factor_at = account, row, row.factor_at
    return None


def _cookie_account(request: Any) -> int | None:
    """Whom the cookie signs in, or has half signed in."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return None
    account = request.session.get("_auth_user_id") or request.session.get(PENDING_KEY)
    return int(account) if account else None


def _foreign(request: Any, owner: str, account_id: int | None) -> DomainError:
    services.wrong_entity_note(
        owner=owner,
        account_id=account_id,
        ip=request.META.get("REMOTE_ADDR", ""),
        path=request.path,
        user_agent=request.headers.get("User-Agent", ""),
    )
    return WRONG_ENTITY.at()
