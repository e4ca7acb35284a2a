"""Who wraps the data keys: a key-encryption key that never lies beside what it protects.

`KEY_PROVIDER` names the class. `SoftKeyProvider` holds the key in this process; a class with the same
three methods that calls a key service or a security module (KMS, GM/T 0018) takes its place without a
change elsewhere, and the rows are moved to it by `rotate_key_encryption_key`.
"""

import base64
import binascii
import hashlib
import os
import stat
from functools import lru_cache
from pathlib import Path
from typing import Protocol

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

FINGERPRINT_BYTES = 8
NONCE_BYTES = 12
NOT_FOR_OTHERS = stat.S_IWGRP | stat.S_IRWXO


class KeyProvider(Protocol):
    """Wraps and unwraps data keys. `context` says whose key it is and must be the same both times."""

    def wrap(self, material: bytes, context: bytes) -> bytes: ...

    def unwrap(self, wrapped: bytes, context: bytes) -> bytes: ...

    def is_current(self, wrapped: bytes) -> bool:
        """Whether it is wrapped under the key that `wrap` uses now."""
        ...


class SoftKeyProvider:
    """AES-256-GCM under keys from `KEY_ENCRYPTION_KEY_FILE`, or from `KEY_ENCRYPTION_KEY`.

    The file holds the base64 of 32 bytes a line; the last line wraps, all of them unwrap. Each wrapped
    key begins with the fingerprint of its key, and an unknown fingerprint makes the file be read anew,
    so a key is changed while the programs run.
    """

    def __init__(self) -> None:
        self._keys = read_keys()

    def wrap(self, material: bytes, context: bytes) -> bytes:
        fingerprint, key = list(self._keys.items())[-1]
        nonce = os.urandom(NONCE_BYTES)
        return fingerprint + nonce + AESGCM(key).encrypt(nonce, material, context)

    def unwrap(self, wrapped: bytes, context: bytes) -> bytes:
        fingerprint, rest = wrapped[:FINGERPRINT_BYTES], wrapped[FINGERPRINT_BYTES:]
        if fingerprint not in self._keys:
            self._keys = read_keys()
        if fingerprint not in self._keys:
            raise ImproperlyConfigured(f"the key-encryption key {fingerprint.hex()} is not among those given")
        return AESGCM(self._keys[fingerprint]).decrypt(rest[:NONCE_BYTES], rest[NONCE_BYTES:], context)

    def is_current(self, wrapped: bytes) -> bool:
        return wrapped[:FINGERPRINT_BYTES] == list(self._keys)[-1]


def read_keys() -> dict[bytes, bytes]:
    """The key-encryption keys by their fingerprint, the one in force last.

    Raises ImproperlyConfigured when there is none, when the file lies in the checkout of a production
    system, or when others than its owner and group may read it.
    """
    name: str = settings.KEY_ENCRYPTION_KEY_FILE
    text: str = _text_of(Path(name)) if name else settings.KEY_ENCRYPTION_KEY
    keys = {}
    for line in text.replace(",", "\n").splitlines():
        if line.strip() and not line.startswith("#"):
            keys |= dict([_key_of(line.strip())])
    if not keys:
        raise ImproperlyConfigured("set KEY_ENCRYPTION_KEY_FILE (or KEY_ENCRYPTION_KEY): no key is given")
    return keys


def _text_of(path: Path) -> str:
    try:
        mode = path.stat().st_mode
    except OSError as error:
        raise ImproperlyConfigured(f"KEY_ENCRYPTION_KEY_FILE {path}: {error.strerror}") from None
    if mode & NOT_FOR_OTHERS:
        raise ImproperlyConfigured(f"KEY_ENCRYPTION_KEY_FILE {path} is open to others: chmod 600")
    if settings.ENVIRONMENT == "production" and path.resolve().is_relative_to(settings.BASE_DIR):
        raise ImproperlyConfigured(f"KEY_ENCRYPTION_KEY_FILE {path} lies in the checkout: put it elsewhere")
    return path.read_text(encoding="ascii")


def _key_of(line: str) -> tuple[bytes, bytes]:
    try:
        key = base64.b64decode(line, validate=True)
    except binascii.Error:
        key = b""
    if len(key) != 32:
        raise ImproperlyConfigured("a key-encryption key is the base64 of 32 bytes")
    return hashlib.sha256(b"key-encryption key" + key).digest()[:FINGERPRINT_BYTES], key


@lru_cache(maxsize=1)
def key_provider() -> KeyProvider:
    """The provider of this process; made at start-up, so that nothing starts without its key."""
    provider: KeyProvider = import_string(settings.KEY_PROVIDER)()
    return provider
