"""Sign-in of apps: a session row, short access tokens of it, and a refresh token that changes at each use."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth import authenticate
from django.db import transaction
from django.utils.crypto import constant_time_compare

from backend.platform import clock
from backend.platform.errors import WRONG_ENTITY, DomainError
from backend.platform.tenancy import current_entity

from .. import errors, tokens
from ..backends import EntityBackend
from ..factors import digest
from ..models import Account, Session
from ..sessions import SessionStore, is_over
from .attempts import Attempt, Kind, client_of, log
from .sign_in import code_check, wrong_entity_note


@dataclass(frozen=True)
class Issued:
    """What an app gets; `expires_in` counts the seconds of the access token."""

    access_token: str
    refresh_token: str
    expires_in: int
    token_type: str = "Bearer"  # noqa: S105 - the kind of token, not one


def _issue(row: Session, family: str, current: str) -> Issued:
    return Issued(
        access_token=tokens.access_token(row),
        refresh_token=f"{family}.{current}",
        expires_in=int(settings.ACCESS_TOKEN_LIFE.total_seconds()),
    )


@transaction.atomic
def tokens_issue(
    *, request: Any, username: str, password: str, device_name: str, audience: str, code: str = ""
) -> Issued | DomainError:
    """Sign an app in at this host's entity.

    Returns the refusal, as `sign_in` does. Without the code that is due the answer is
    `identity.second_factor_due`; nothing is kept meanwhile, so the app sends everything again.
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
    has_factor = account.has_second_factor
    if has_factor and not code:
        attempt.note(Kind.CODE_DUE)
        return errors.SECOND_FACTOR_DUE.at()
    if has_factor:
        refusal = code_check(attempt, account, code)
        if refusal is not None:
            return refusal
    attempt.succeeded()
    now = clock.now()
    family, current = tokens.new_half(), tokens.new_half()
    row = Session.objects.create(
        session_key=SessionStore()._get_new_session_key(),  # type: ignore[attr-defined]
        session_data="",
        expire_date=now + settings.APP_SESSION_ABSOLUTE_LIMIT,
        account_id=account.pk,
        entity_code=current_entity().code,
        public_id=uuid.uuid4(),
        created_at=now,
        last_seen_at=now,
        channel=Session.Channel.APP,
        audience=audience,
        device_name=device_name,
        factor_at=now if has_factor else None,
        refresh_family=digest(family),
        refresh_hash=digest(current),
        **client_of(request),
    )
    attempt.note(Kind.SIGNED_IN)
    return _issue(row, family, current)


def tokens_refresh(*, request: Any, refresh_token: str) -> Issued | DomainError:
    """New tokens for a session that goes on. The refresh token shown is worth nothing afterwards.

    Whoever shows a former one has copied it, or was copied: nobody can tell which, so the session ends.
    """
    family, _, current = refresh_token.partition(".")
    owner = Session.objects.filter(refresh_family=digest(family)).values("entity_code", "account_id").first()
    if owner is None:
        return errors.TOKEN_INVALID.at()
    if owner["entity_code"] != current_entity().code:
        wrong_entity_note(
            owner=owner["entity_code"],
            account_id=owner["account_id"],
            path=request.path,
            **client_of(request),
        )
        return WRONG_ENTITY.at()
    with transaction.atomic():
        return _rotate(request, family, current)


def _rotate(request: Any, family: str, current: str) -> Issued | DomainError:
    # the row is held, so of two requests with one token the second sees what the first made of it
    row = Session.objects.select_for_update().filter(refresh_family=digest(family)).first()
    account = EntityBackend().get_user(row.account_id or 0) if row else None
    if row is None or account is None or is_over(row, clock.now()):
        return errors.TOKEN_INVALID.at()
    if not constant_time_compare(row.refresh_hash, digest(current)):
        row.delete()
        log(Kind.TOKEN_REUSED, request, username=account.username, account_id=account.pk)
        return errors.REFRESH_REUSED.at()
    fresh = tokens.new_half()
    row.refresh_hash, row.last_seen_at = digest(fresh), clock.now()
    row.save(update_fields=["refresh_hash", "last_seen_at"])
    return _issue(row, family, fresh)
