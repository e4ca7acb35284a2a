"""Access tokens of apps: short JWTs that name a session row, and the two halves of a refresh token."""

import hashlib
import secrets
import uuid
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import jwt
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from backend.platform import clock
from backend.platform.errors import DomainError

from . import errors
from .models import Session

ALGORITHM = "HS256"
AUDIENCES = [("mobile", "移动展业")]
CLAIMS = ["iss", "aud", "sub", "entity", "sid", "iat", "exp", "jti"]


@dataclass(frozen=True)
class Claims:
    """What a proven token says; `is_over` when its ten minutes are."""

    account_id: int
    entity_code: str
    session_id: UUID
    audience: str
    is_over: bool


def _keys() -> dict[str, bytes]:
    """Signing keys by their id: one derived from SECRET_KEY, which signs, and one from each earlier key."""
    found = {}
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        kdf = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=b"access tokens of apps")
        key = kdf.derive(secret.encode())
        found[hashlib.sha256(key).hexdigest()[:12]] = key
    return found


def issuer(entity_code: str) -> str:
    return f"{entity_code}.{settings.BASE_DOMAIN}"


def access_token(row: Session) -> str:
    """A token of the session for the next minutes."""
    now = clock.now()
    key_id, key = next(iter(_keys().items()))
    claims = {
        "iss": issuer(row.entity_code),
        "aud": row.audience,
        "sub": str(row.account_id),
        "entity": row.entity_code,
        "sid": str(row.public_id),
        "iat": int(now.timestamp()),
        "exp": int((now + settings.ACCESS_TOKEN_LIFE).timestamp()),
        "jti": uuid.uuid4().hex,
    }
    return jwt.encode(claims, key, algorithm=ALGORITHM, headers={"kid": key_id})


def read(token: str) -> Claims | DomainError:
    """The claims of a token that we signed; `identity.token_invalid` for anything else.

    The algorithm is ours and never the token's own word. Time is judged by our clock, and the entity by
    the caller, who wants to know about a good token at the wrong place even when it is old.
    """
    try:
        key = _keys()[str(jwt.get_unverified_header(token).get("kid"))]
        found: dict[str, Any] = jwt.decode(
            token,
            key,
            algorithms=[ALGORITHM],
            audience=[code for code, _ in AUDIENCES],
            options={"require": CLAIMS, "verify_exp": False, "verify_iat": False, "strict_aud": False},
        )
        claims = Claims(
            account_id=int(found["sub"]),
            entity_code=str(found["entity"]),
            session_id=UUID(str(found["sid"])),
            audience=str(found["aud"]),
            is_over=clock.now().timestamp() >= int(found["exp"]),
        )
    except (jwt.InvalidTokenError, KeyError, ValueError, TypeError):
        return errors.TOKEN_INVALID.at()
    if found["iss"] != issuer(claims.entity_code):
        return errors.TOKEN_INVALID.at()
    return claims


def new_half() -> str:
    """One half of a refresh token: the first names its session for life, the second changes at each use."""
    return secrets.token_urlsafe(32)
