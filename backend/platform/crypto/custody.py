"""Copies of the key ring for custody: written for the holder of a backup key, and read back in need.

The programs know the public half only, so whoever takes a copy off a server cannot read it. What is in the copy is
independent of the key-encryption key: it helps also when that one is lost. Form: a JSON object whose header (form,
time, entities, fingerprint of the backup key) is authenticated with the keys, which are encrypted by AES-256-GCM
under a key of their own, and that one by RSA-OAEP (SHA-256).
"""

import base64
import hmac
import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidTag, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.utils.dateparse import parse_datetime

from backend.platform import clock

from .models import Key
from .providers import NONCE_BYTES, key_provider
from .ring import context_of, forget

FORM = 1
SMALLEST_BITS = 3072
OAEP = padding.OAEP(mgf=padding.MGF1(hashes.SHA256()), algorithm=hashes.SHA256(), label=b"key ring")


class CustodyError(RuntimeError):
    """The backup key or the copy does not serve; the text says why."""


@dataclass(frozen=True)
class Imported:
    """What reading a copy back did: keys added, written anew because nobody could open them, there already."""

    added: int
    replaced: int
    present: int


def public_key_of(pem: bytes) -> rsa.RSAPublicKey:
    """The backup key to write for: RSA of 3072 bits or more, in PEM."""
    try:
        key = serialization.load_pem_public_key(pem)
    except (ValueError, UnsupportedAlgorithm) as error:
        raise CustodyError("the backup key is no public key in PEM") from error
    if not isinstance(key, rsa.RSAPublicKey) or key.key_size < SMALLEST_BITS:
        raise CustodyError(f"the backup key is not RSA of {SMALLEST_BITS} bits or more")
    return key


def private_key_of(pem: bytes, passphrase: str) -> rsa.RSAPrivateKey:
    """The private half, opened with its passphrase when it has one."""
    try:
        key = serialization.load_pem_private_key(pem, passphrase.encode() or None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise CustodyError("the private key does not open: is the passphrase right?") from error
    if not isinstance(key, rsa.RSAPrivateKey):
        raise CustodyError("the private key is not RSA")
    return key


def _fingerprint(key: rsa.RSAPublicKey) -> str:
    form = key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    digest = hashes.Hash(hashes.SHA256())
    digest.update(form)
    return digest.finalize().hex()


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _header(copy: dict[str, Any]) -> bytes:
    told = {name: copy[name] for name in ("form", "made_at", "entities", "backup_key")}
    return json.dumps(told, sort_keys=True).encode()


def keys_export(codes: Iterable[str], public_key: rsa.RSAPublicKey) -> tuple[bytes, int]:
    """(the copy, how many keys are in it) of every key of the entities; destroyed ones are told, not given."""
    rows = [_told(key) for key in Key.objects.filter(entity_code__in=codes).order_by("entity_code", "pk")]
    copy: dict[str, Any] = {
        "form": FORM,
        "made_at": clock.now().isoformat(),
        "entities": sorted({row["entity_code"] for row in rows}),
        "backup_key": _fingerprint(public_key),
    }
    session, nonce = AESGCM.generate_key(256), secrets.token_bytes(NONCE_BYTES)
    content = AESGCM(session).encrypt(nonce, json.dumps(rows).encode(), _header(copy))
    copy |= {
        "wrapped": _text(public_key.encrypt(session, OAEP)),
        "nonce": _text(nonce),
        "content": _text(content),
    }
    return json.dumps(copy, indent=1).encode(), len(rows)


def _told(key: Key) -> dict[str, Any]:
    told = {name: getattr(key, name) for name in ("entity_code", "purpose", "version", "algorithm", "state")}
    for name in ("created_at", "superseded_at", "destroyed_at"):
        at = getattr(key, name)
        told[name] = at.isoformat() if at else None
    if key.wrapped is not None:
        told["material"] = _text(key_provider().unwrap(bytes(key.wrapped), _context(key)))
    return told


def _context(key: Key) -> bytes:
    return context_of(key.entity_code, key.purpose, key.version, key.algorithm)


def copy_open(copy: bytes, private_key: rsa.RSAPrivateKey) -> list[dict[str, Any]]:
    """The keys of a copy. Raises CustodyError when it was altered, or written for another backup key."""
    try:
        told = json.loads(copy)
        if told["form"] != FORM:
            raise CustodyError(f"this is a copy of form {told['form']}, and {FORM} is known here")
        if told["backup_key"] != _fingerprint(private_key.public_key()):
            raise CustodyError("the copy was written for another backup key")
        session = private_key.decrypt(base64.b64decode(told["wrapped"]), OAEP)
        nonce, content = (base64.b64decode(told[name]) for name in ("nonce", "content"))
        rows: list[dict[str, Any]] = json.loads(AESGCM(session).decrypt(nonce, content, _header(told)))
    except (ValueError, KeyError, TypeError, InvalidTag) as error:
        raise CustodyError("the file is no copy of a key ring, or was altered") from error
    return rows


@transaction.atomic
def keys_import(rows: Iterable[dict[str, Any]]) -> Imported:
    """Put the keys of a copy back into the ring, wrapped under the key-encryption key in force.

    A key that is there and opens stays; when it is another one than in the copy, nothing is imported
    (CustodyError). One that nobody can open any more is written anew; a destroyed one stays destroyed. Where a
    newer key seals already, an older one only opens.
    """
    added = replaced = present = 0
    for told in rows:
        place = {name: told[name] for name in ("entity_code", "purpose", "version")}
        key = Key.objects.select_for_update().filter(**place).first()
        if key is None:
            _add(told)
            added += 1
            continue
        material = _opened(key)
        if key.state == Key.State.DESTROYED or "material" not in told:
            present += 1
        elif material is None:
            _wrap(key, told)
            replaced += 1
        elif key.algorithm == told["algorithm"] and hmac.compare_digest(
            material, base64.b64decode(told["material"])
        ):
            present += 1
        else:
            raise CustodyError(f"{key}: the ring holds another key than the copy")
    forget()
    return Imported(added, replaced, present)


def _opened(key: Key) -> bytes | None:
    """The material of a key of the ring; None when no key-encryption key at hand opens it."""
    if key.wrapped is None:
        return None
    try:
        return key_provider().unwrap(bytes(key.wrapped), _context(key))
    except (ImproperlyConfigured, InvalidTag):
        return None


def _add(told: dict[str, Any]) -> None:
    key = Key(**{n: told[n] for n in ("entity_code", "purpose", "version", "algorithm", "state")})
    for name in ("created_at", "superseded_at", "destroyed_at"):
        setattr(key, name, parse_datetime(told[name]) if told[name] else None)
    seals = Key.objects.filter(entity_code=key.entity_code, purpose=key.purpose, state=Key.State.ACTIVE)
    if key.state == Key.State.ACTIVE and seals.exists():
        key.state, key.superseded_at = Key.State.DECRYPT_ONLY, clock.now()
    _wrap(key, told)


def _wrap(key: Key, told: dict[str, Any]) -> None:
    key.algorithm = told["algorithm"]
    if "material" in told:
        key.wrapped = key_provider().wrap(base64.b64decode(told["material"]), _context(key))
    key.save()
