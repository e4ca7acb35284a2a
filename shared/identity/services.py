"""Accounts and sign-in."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.contrib.auth import authenticate, login, logout
from django.db import transaction
from django.http import HttpRequest

from backend.platform import clock
from backend.platform.errors import ErrorKind
from backend.platform.permissions import ACTIONS, Actor
from backend.platform.records import audit
from backend.platform.tenancy import current_entity, in_entity

from . import errors
from .models import Account, AuthenticationEvent, ProvinceRole, ProvinceRoleHolding, Session
from .sessions import ENTITY_KEY, SINCE_KEY

Kind = AuthenticationEvent.Kind


def _log(kind: str, request: Any, *, username: str = "", account_id: int | None = None) -> None:
    AuthenticationEvent.objects.create(
        kind=kind,
        entity_code=current_entity().code,
        username=username[:40],
        account_id=account_id,
        ip=request.META.get("REMOTE_ADDR", ""),
        user_agent=request.headers.get("User-Agent", "")[:200],
    )


def sign_in(*, request: HttpRequest, username: str, password: str) -> Account | ErrorKind:
    """Open a session at this host's entity. Returns the error kind when refused.

    Not an exception, since the refusal is a row of the authentication log that must be committed.
    """
    account = authenticate(request, username=username, password=password)
    if account is None:
        _log(Kind.REFUSED, request, username=username)
        return errors.WRONG_CREDENTIALS
    assert isinstance(account, Account)
    request.session.flush()
    request.session[ENTITY_KEY] = current_entity().code
    request.session[SINCE_KEY] = clock.now().isoformat()
    login(request, account, backend="shared.identity.backends.EntityBackend")
    _log(Kind.SIGNED_IN, request, username=username, account_id=account.pk)
    return account


def sign_out(*, request: HttpRequest) -> None:
    """End this session."""
    _log(Kind.SIGNED_OUT, request, account_id=request.user.pk)
    logout(request)


@transaction.atomic
def sign_out_everywhere(*, request: HttpRequest) -> int:
    """End every session of the account; returns how many there were."""
    account_id = request.user.pk
    _log(Kind.SIGNED_OUT_EVERYWHERE, request, account_id=account_id)
    ended, _ = Session.objects.filter(account_id=account_id).delete()
    logout(request)
    return ended


def wrong_entity_note(*, owner: str, account_id: int | None, ip: str, path: str, user_agent: str) -> None:
    """Write down, in the schema of both entities, that a credential was used where it does not count."""
    here = current_entity().code
    account = Account.objects.filter(pk=account_id or 0).first()
    actor = Actor(account_id=account_id, name=account.name if account else "?", entity_code=owner, ip=ip)
    AuthenticationEvent.objects.create(
        kind=Kind.WRONG_ENTITY, entity_code=here, account_id=account_id, ip=ip, user_agent=user_agent[:200]
    )
    for code in (here, owner):
        with in_entity(code):
            other = here if code == owner else owner
            audit.record(
                actor,
                "identity.wrong_entity",
                object_type="identity.session",
                object_no=other,
                comment=path[:200],
            )


@transaction.atomic
def account_create(*, actor: Actor, entity_code: str, username: str, name: str, password: str) -> Account:
    account = Account.objects.create_account(
        entity_code=entity_code, username=username, name=name, password=password
    )
    audit.record(actor, "identity.account_create", account, object_no=f"{entity_code}/{username}")
    return account


@transaction.atomic
def account_disable(*, actor: Actor, account: Account) -> None:
    """Disable the account and end its sessions at once."""
    account.is_active = False
    account.save(update_fields=["is_active"])
    Session.objects.filter(account_id=account.pk).delete()
    audit.record(actor, "identity.account_disable", account, object_no=account.username)


@transaction.atomic
def province_role_define(*, code: str, name: str, actions: Iterable[str]) -> ProvinceRole:
    wanted = sorted(set(actions))
    unknown = [action for action in wanted if action not in ACTIONS]
    if unknown:
        raise ValueError(f"role {code} names undeclared actions: {unknown}")
    role, _ = ProvinceRole.objects.update_or_create(code=code, defaults={"name": name, "actions": wanted})
    return role


@transaction.atomic
def province_role_assign(
    *, actor: Actor, account: Account, role: ProvinceRole, on: date
) -> ProvinceRoleHolding:
    holding, _ = ProvinceRoleHolding.objects.get_or_create(
        account=account, role=role, valid_to=None, defaults={"valid_from": on}
    )
    audit.record(actor, "identity.role_assign", account, object_no=account.username, comment=role.name)
    return holding


def province_roles_seed() -> None:
    """The roles of a new province; does nothing where they are already defined."""
    from .permissions import PROVINCE_ROLES

    for code, (name, actions) in PROVINCE_ROLES.items():
        if not ProvinceRole.objects.filter(code=code).exists():
            province_role_define(code=code, name=name, actions=actions)
