"""The own second factor: set up, proven again, renewed, removed; and reset for a person who lost it.

As in `sign_in`, what counts a failure returns its refusal instead of raising it.
"""

from dataclasses import dataclass
from typing import Any

import pyotp
from django.conf import settings
from django.db import transaction

from backend.platform import clock, second_factor
from backend.platform.errors import DomainError
from backend.platform.permissions import Actor
from backend.platform.records import audit

from .. import credentials, errors, factors
from ..models import Account, AuthenticationEvent, SecondFactor, Session
from .attempts import Attempt, Kind
from .sign_in import code_check, sessions_end_but


@dataclass(frozen=True)
class Enrolment:
    """What an authenticator app needs: the secret to type, or the QR code (an SVG data URI) to scan."""

    secret: str
    uri: str
    qr_code: str


def _own_account(actor: Actor) -> Account:
    return Account.objects.select_for_update(of=("self",)).get(pk=actor.account_id or 0)


def _password_check(attempt: Attempt, account: Account, password: str) -> DomainError | None:
    if account.check_password(password):
        return None
    attempt.failed(Kind.PASSWORD_REFUSED)
    return errors.WRONG_PASSWORD.at(field="password")


@transaction.atomic
def enrolment_begin(
    *, actor: Actor, request: Any, issuer: str, password: str = ""
) -> Enrolment | DomainError:  # noqa: S107
    """A new secret for the actor's authenticator app; it counts once a code of it has come back.

    Who has a second factor must have proven it a moment ago. Others type their password, unless they did
    so a moment ago to sign in: an unwatched desk is no place to attach a device of one's own to.
    """
    account = _own_account(actor)
    attempt = Attempt(request, account.username, account.pk)
    refusal = attempt.refusal()
    if refusal is not None:
        return refusal
    if factors.in_force(account) is not None:
        second_factor.require_fresh(actor)
    elif password or clock.now() - credentials.since(request) >= settings.SECOND_FACTOR_FRESH:
        if not password:
            return errors.PASSWORD_NEEDED.at(field="password")
        refusal = _password_check(attempt, account, password)
        if refusal is not None:
            return refusal
    SecondFactor.objects.filter(account=account, confirmed_at=None).delete()
    secret = pyotp.random_base32()
    SecondFactor.objects.create(account=account, secret=secret, created_at=clock.now())
    uri = factors.uri(secret, username=account.username, issuer=issuer)
    return Enrolment(secret=secret, uri=uri, qr_code=factors.qr_code(uri))


@transaction.atomic
def enrolment_confirm(*, actor: Actor, request: Any, code: str) -> list[str] | DomainError:
    """Put the new secret in force by a code of it; returns the recovery codes, which are shown this once.

    The account's other sessions end: they were opened without this factor.
    """
    account = _own_account(actor)
    attempt = Attempt(request, account.username, account.pk)
    refusal = attempt.refusal()
    if refusal is not None:
        return refusal
    coming = SecondFactor.objects.filter(account=account, confirmed_at=None).first()
    if coming is None:
        return errors.ENROLMENT_NOT_BEGUN.at()
    step = factors.step_of(coming.secret, code.strip())
    if step is None:
        attempt.failed(Kind.CODE_REFUSED)
        return errors.WRONG_CODE.at(field="code")
    SecondFactor.objects.filter(account=account, confirmed_at__isnull=False).delete()
    SecondFactor.objects.filter(pk=coming.pk).update(confirmed_at=clock.now(), last_step=step)
    codes = factors.recovery_codes_renew(account)
    credentials.factor_note(request)
    sessions_end_but(account, request)
    attempt.note(Kind.FACTOR_CONFIRMED)
    audit.record(actor, "identity.second_factor_confirm", account, object_no=account.username)
    return codes


@transaction.atomic
def step_up(*, actor: Actor, request: Any, code: str) -> DomainError | None:
    """Prove the second factor once more; for the next minutes weighty commands of this session pass."""
    account = _own_account(actor)
    if factors.in_force(account) is None:
        return errors.SECOND_FACTOR_NOT_SET.at()
    attempt = Attempt(request, account.username, account.pk)
    refusal = attempt.refusal() or code_check(attempt, account, code)
    if refusal is not None:
        return refusal
    attempt.succeeded()
    credentials.factor_note(request)
    attempt.note(Kind.STEPPED_UP)
    return None


@transaction.atomic
def recovery_codes_renew(*, actor: Actor, request: Any, password: str) -> list[str] | DomainError:
    """Ten new recovery codes; the old ones are worth nothing from now on."""
    account = _own_account(actor)
    if factors.in_force(account) is None:
        return errors.SECOND_FACTOR_NOT_SET.at()
    attempt = Attempt(request, account.username, account.pk)
    refusal = attempt.refusal() or _password_check(attempt, account, password)
    if refusal is not None:
        return refusal
    codes = factors.recovery_codes_renew(account)
    attempt.note(Kind.RECOVERY_CODES_RENEWED)
    audit.record(actor, "identity.recovery_codes_renew", account, object_no=account.username)
    return codes


@transaction.atomic
def second_factor_remove(*, actor: Actor, request: Any, password: str) -> DomainError | None:
    """Sign in by the password alone again; refused to those whose role wants more."""
    account = _own_account(actor)
    if factors.in_force(account) is None:
        return errors.SECOND_FACTOR_NOT_SET.at()
    if actor.requires_second_factor and second_factor.is_enforced():
        return errors.SECOND_FACTOR_ENFORCED.at()
    attempt = Attempt(request, account.username, account.pk)
    refusal = attempt.refusal() or _password_check(attempt, account, password)
    if refusal is not None:
        return refusal
    factors.forget(account)
    attempt.note(Kind.FACTOR_REMOVED)
    audit.record(actor, "identity.second_factor_remove", account, object_no=account.username)
    return None


@transaction.atomic
def second_factor_reset(*, actor: Actor, account: Account) -> None:
    """Take the second factor off an account whose device is lost, and end its sessions: one may be there.

    Raises `identity.second_factor_not_set` (409). Who may do this, the caller has checked.
    """
    account = Account.objects.select_for_update(of=("self",)).get(pk=account.pk)
    if factors.in_force(account) is None:
        raise errors.SECOND_FACTOR_NOT_SET.at()
    factors.forget(account)
    Session.objects.filter(account_id=account.pk).delete()
    AuthenticationEvent.objects.create(
        kind=Kind.FACTOR_RESET,
        entity_code=account.entity_code,
        username=account.username,
        account_id=account.pk,
        ip=actor.ip,
    )
    audit.record(actor, "identity.second_factor_reset", account, object_no=account.username)
