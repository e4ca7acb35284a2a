"""Sign-in and permission as DRF sees them. The credential was bound to the entity by middleware before."""

import dataclasses
from typing import Any

from rest_framework import authentication, permissions
from rest_framework.request import Request

from backend.platform import ports, second_factor
from backend.platform.errors import (
    NOT_SIGNED_IN,
    PASSWORD_CHANGE_REQUIRED,
    SECOND_FACTOR_REQUIRED,
    UNDECLARED_ACTION,
)
from backend.platform.permissions import PUBLIC, SIGNED_IN, Actor
from backend.platform.tenancy import current_entity

from .context import set_account_id


class BearerAuthentication(authentication.BaseAuthentication):
    """An app's access token. Middleware proved it before any view; a bearer needs no CSRF token."""

    def authenticate(self, request: Request) -> tuple[Any, None] | None:
        base = request._request
        return (base.user, None) if getattr(base, "app_session", None) is not None else None

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"


class SessionAuthentication(authentication.SessionAuthentication):
    """Django's session with CSRF enforced; a missing sign-in answers 401, not 403."""

    def authenticate_header(self, request: Request) -> str:
        return "Session"


def actor_of(request: Any) -> Actor | None:
    """The actor of the request with the permissions in force now; None when nobody is signed in.

    Read from the database once per request, so a changed role acts on the very next one.
    """
    base = getattr(request, "_request", request)
    if not hasattr(base, "_actor"):
        account = getattr(base, "user", None)
        if account is None or not account.is_authenticated:
            base._actor = None
        else:
            port = ports.bank_actor if current_entity().is_bank else ports.province_actor
            set_account_id(account.pk)
            actor = port(account, base.META.get("REMOTE_ADDR", ""))
            has = account.has_second_factor
            base._actor = dataclasses.replace(
                actor,
                must_change_password=account.must_change_password,
                has_second_factor=has,
                must_set_second_factor=second_factor.must_be_set(
                    requires=actor.requires_second_factor, has=has
                ),
                factor_at=getattr(base, "factor_at", None),
            )
    return base._actor


class DenyUnlessDeclared(permissions.BasePermission):
    """Lets a request through only when the operation declares an action and the actor holds it."""

    def has_permission(self, request: Request, view: Any) -> bool:
        operation = view.operation_of(request.method) if hasattr(view, "operation_of") else None
        if operation is None or not operation.action:
            raise UNDECLARED_ACTION.at()
        if operation.action == PUBLIC:
            return True
        actor = actor_of(request)
        if actor is None:
            raise NOT_SIGNED_IN.at()
        if actor.must_change_password and not operation.before_password_change:
            raise PASSWORD_CHANGE_REQUIRED.at()
        if actor.must_set_second_factor and not operation.is_open_without_factor:
            raise SECOND_FACTOR_REQUIRED.at()
        if operation.action != SIGNED_IN:
            actor.require(operation.action)
        if operation.any_of:
            actor.require_any(operation.any_of)
        if operation.fresh_factor:
            second_factor.require_fresh(actor)
        return True
