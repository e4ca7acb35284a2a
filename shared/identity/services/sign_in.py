"""Signing in and out, and the own password.

What may be refused returns the refusal instead of raising it: a refusal is a row of the authentication
log and a failure counted, and both must be committed.
"""

from typing import Any
from uuid import UUID

from django.contrib.auth import authenticate, login, logout, update_session_auth_hash
from django.db import transaction
from django.http import HttpRequest

from backend.platform import clock
from backend.platform.desk.drafts import drafts_forget
from backend.platform.errors import NOT_FOUND, DomainError, FieldErrors
from backend.platform.permissions import Actor
from backend.platform.records import audit
from backend.platform.tenancy import current_entity, in_entity

from .. import credentials, errors, factors, passwords
from ..backends import EntityBackend
from ..models import Account, AuthenticationEvent, Session
from ..sessions import ENTITY_KEY, IP_KEY, PENDING_KEY, SINCE_KEY, USER_AGENT_KEY
from .attempts import Attempt, Kind, client_of, log


@transaction.atomic
def sign_in(*, request: HttpRequest, username: str, password: str) -> Account | DomainError:
    """Open a session at this host's entity, or a pending one when a code of the second factor is due.

    A locked-out attempt costs no hash.
    """
    attempt = Attempt(request, username)
    refusal = attempt.refusal()
    if refusal is not None:
        return refusal
    account = authenticate(request, username=username, password=password)
    if account is None:
        attempt.failed(Kind.REFUSED)
        return errors.WRONG_CREDENTIALS.at()
    assert isinstance(account, Account)
    attempt.account_id = account.pk
    _begin(request)
    if account.has_second_factor:
        # the failures stay counted: a known password must not buy more tries at the code
        request.session[PENDING_KEY] = account.pk
        attempt.note(Kind.CODE_DUE)
        return errors.SECOND_FACTOR_DUE.at()
    return _complete(request, account, attempt)


@transaction.atomic
def sign_in_complete(*, request: HttpRequest, code: str) -> Account | DomainError:
    """Turn the pending session into a real one, by a code of the app or a recovery code."""
    account = EntityBackend().get_user(request.session.get(PENDING_KEY) or 0)
    if account is None:
        return errors.SIGN_IN_EXPIRED.at()
    attempt = Attempt(request, account.username, account.pk)
    refusal = attempt.refusal() or code_check(attempt, account, code)
    if refusal is not None:
        return refusal
    _begin(request)
    credentials.factor_note(request)
    return _complete(request, account, attempt)


def code_check(attempt: Attempt, account: Account, code: str) -> DomainError | None:
    """Take the code, or count the failure and say so at the field `code`."""
    proof = factors.take(account, code)
    if proof is None:
        attempt.failed(Kind.CODE_REFUSED)
        return errors.WRONG_CODE.at(field="code")
    if proof is factors.Proof.RECOVERY_CODE:
        attempt.note(Kind.RECOVERY_CODE_USED)
    return None


def _begin(request: HttpRequest) -> None:
    """A fresh session of this entity, under a key that nobody saw before."""
    request.session.flush()
    client = client_of(request)
    request.session[ENTITY_KEY] = current_entity().code
    request.session[SINCE_KEY] = clock.now().isoformat()
    request.session[IP_KEY], request.session[USER_AGENT_KEY] = client["ip"], client["user_agent"]


def _complete(request: HttpRequest, account: Account, attempt: Attempt) -> Account:
    attempt.succeeded()
    login(request, account, backend="shared.identity.backends.EntityBackend")
    attempt.note(Kind.SIGNED_IN)
    return account


def sign_out(*, request: HttpRequest) -> None:
    """End this session."""
    account: Any = request.user
    log(Kind.SIGNED_OUT, request, username=account.username, account_id=account.pk)
    drafts_forget(account.pk)
    _end(request)


def _end(request: Any) -> None:
    if getattr(request, "app_session", None) is not None:
        request.app_session.delete()
    else:
        logout(request)


@transaction.atomic
def sign_out_everywhere(*, request: HttpRequest) -> int:
    """End every session of the account; returns how many there were."""
    account: Any = request.user
    log(Kind.SIGNED_OUT_EVERYWHERE, request, username=account.username, account_id=account.pk)
    drafts_forget(account.pk)
    ended, _ = Session.objects.filter(account_id=account.pk).delete()
    _end(request)
    return ended


@transaction.atomic
def session_end(*, request: HttpRequest, public_id: UUID) -> None:
    """End one of the account's own sessions; `platform.not_found` (404) for any other."""
    account: Any = request.user
    row = Session.objects.filter(account_id=account.pk, public_id=public_id).first()
    if row is None:
        raise NOT_FOUND.at()
    if row.session_key == credentials.session_key(request):
        sign_out(request=request)
        return
    row.delete()
    log(Kind.SESSION_ENDED, request, username=account.username, account_id=account.pk)


@transaction.atomic
def password_change(
    *, actor: Actor, request: HttpRequest, current_password: str, new_password: str
) -> DomainError | FieldErrors | None:
    """Give the signed-in account a new password and end its other sessions.

    A wrong current password counts as a failed sign-in, so a session left open is no way to try passwords
    without end.
    """
    account = Account.objects.select_for_update().get(pk=actor.account_id or 0)
    attempt = Attempt(request, account.username, account.pk)
    refusal = attempt.refusal()
    if refusal is not None:
        return refusal
    if not account.check_password(current_password):
        attempt.failed(Kind.PASSWORD_REFUSED)
        return FieldErrors([errors.WRONG_PASSWORD.at(field="current_password")])
    found = passwords.faults(new_password, account, field="new_password")
    if found:
        return FieldErrors(found)
    passwords.replace(account, new_password, at=clock.now())
    if getattr(request, "app_session", None) is None:
        update_session_auth_hash(request, account)
    sessions_end_but(account, request)
    attempt.note(Kind.PASSWORD_CHANGED)
    audit.record(actor, "identity.password_change", account, object_no=account.username)
    return None


def sessions_end_but(account: Account, request: HttpRequest) -> None:
    """End every session of the account but the one of this request."""
    Session.objects.filter(account_id=account.pk).exclude(
        session_key=credentials.session_key(request)
    ).delete()


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
