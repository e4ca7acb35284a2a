"""Signing in and out, and the own password."""

from typing import Any
from uuid import UUID

from django.contrib.auth import authenticate, login, logout, update_session_auth_hash
from django.db import transaction
from django.http import HttpRequest

from backend.platform import clock
from backend.platform.errors import NOT_FOUND, DomainError, FieldErrors
from backend.platform.observability.metrics import SIGN_IN_REFUSALS
from backend.platform.permissions import Actor
from backend.platform.records import audit
from backend.platform.tenancy import current_entity, in_entity

from .. import errors, lockout, passwords
from ..models import Account, AuthenticationEvent, Session
from ..sessions import ENTITY_KEY, IP_KEY, SINCE_KEY, USER_AGENT_KEY

Kind = AuthenticationEvent.Kind


def _client(request: Any) -> dict[str, str]:
    return {
        "ip": request.META.get("REMOTE_ADDR", ""),
        "user_agent": request.headers.get("User-Agent", "")[:200],
    }


def _log(kind: str, request: Any, *, username: str = "", account_id: int | None = None) -> None:
    AuthenticationEvent.objects.create(
        kind=kind,
        entity_code=current_entity().code,
        username=username[:40],
        account_id=account_id,
        **_client(request),
    )
    if kind in (Kind.REFUSED, Kind.LOCKED_OUT):
        SIGN_IN_REFUSALS.labels(kind).inc()


@transaction.atomic
def sign_in(*, request: HttpRequest, username: str, password: str) -> Account | DomainError:
    """Open a session at this host's entity. Returns the error when refused.

    Not raised, since the refusal is a row of the authentication log and a failure counted, both of
    which must be committed. A locked-out attempt costs no hash.
    """
    client = _client(request)
    who = {"entity_code": current_entity().code, "username": username}
    lockout.attempts_lock(**who)
    until = lockout.locked_until(**who, ip=client["ip"])
    if until is not None:
        _log(Kind.LOCKED_OUT, request, username=username)
        return lockout.refusal(until)
    account = authenticate(request, username=username, password=password)
    if account is None:
        lockout.failure_count(**who, ip=client["ip"])
        _log(Kind.REFUSED, request, username=username)
        return errors.WRONG_CREDENTIALS.at()
    assert isinstance(account, Account)
    lockout.success_note(**who, ip=client["ip"])
    request.session.flush()
    request.session[ENTITY_KEY] = who["entity_code"]
    request.session[SINCE_KEY] = clock.now().isoformat()
    request.session[IP_KEY], request.session[USER_AGENT_KEY] = client["ip"], client["user_agent"]
    login(request, account, backend="shared.identity.backends.EntityBackend")
    _log(Kind.SIGNED_IN, request, username=username, account_id=account.pk)
    return account


def sign_out(*, request: HttpRequest) -> None:
    """End this session."""
    account: Any = request.user
    _log(Kind.SIGNED_OUT, request, username=account.username, account_id=account.pk)
    logout(request)


@transaction.atomic
def sign_out_everywhere(*, request: HttpRequest) -> int:
    """End every session of the account; returns how many there were."""
    account: Any = request.user
    _log(Kind.SIGNED_OUT_EVERYWHERE, request, username=account.username, account_id=account.pk)
    ended, _ = Session.objects.filter(account_id=account.pk).delete()
    logout(request)
    return ended


@transaction.atomic
def session_end(*, request: HttpRequest, public_id: UUID) -> None:
    """End one of the account's own sessions; `platform.not_found` (404) for any other."""
    account: Any = request.user
    row = Session.objects.filter(account_id=account.pk, public_id=public_id).first()
    if row is None:
        raise NOT_FOUND.at()
    if row.session_key == request.session.session_key:
        sign_out(request=request)
        return
    row.delete()
    _log(Kind.SESSION_ENDED, request, username=account.username, account_id=account.pk)


@transaction.atomic
def password_change(
    *, actor: Actor, request: HttpRequest, current_password: str, new_password: str
) -> DomainError | FieldErrors | None:
    """Give the signed-in account a new password and end its other sessions.

    Returns the refusal instead of raising it, as `sign_in` does: a wrong current password counts as a
    failed sign-in, so a session left open is no way to try passwords without end.
    """
    account = Account.objects.select_for_update().get(pk=actor.account_id or 0)
    ip = _client(request)["ip"]
    who = {"entity_code": account.entity_code, "username": account.username}
    lockout.attempts_lock(**who)
    until = lockout.locked_until(**who, ip=ip)
    if until is not None:
        _log(Kind.LOCKED_OUT, request, username=account.username, account_id=account.pk)
        return lockout.refusal(until)
    if not account.check_password(current_password):
        lockout.failure_count(**who, ip=ip)
        _log(Kind.PASSWORD_REFUSED, request, username=account.username, account_id=account.pk)
        return FieldErrors([errors.WRONG_PASSWORD.at(field="current_password")])
    found = passwords.faults(new_password, account, field="new_password")
    if found:
        return FieldErrors(found)
    passwords.replace(account, new_password, at=clock.now())
    update_session_auth_hash(request, account)
    Session.objects.filter(account_id=account.pk).exclude(session_key=request.session.session_key).delete()
    _log(Kind.PASSWORD_CHANGED, request, username=account.username, account_id=account.pk)
    audit.record(actor, "identity.password_change", account, object_no=account.username)
    return None


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
