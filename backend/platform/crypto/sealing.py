"""One value of one row, sealed.

Stored form: `algorithm (1 byte) | key version (1) | nonce (12) | ciphertext | tag (16)`. The additional
data binds entity, table, column and the row's immutable `row_uuid`, so a value moved to another row,
column or bank does not open.
"""

import os
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from backend.platform.tenancy import current_entity

from .derived import VERSION, derived_key

AES_256_GCM = 1


def _key(version: int = VERSION) -> bytes:
    return derived_key(settings.FIELD_MASTER_KEY, current_entity().code, "field", version)


def _additional_data(table: str, column: str, row_uuid: Any) -> bytes:
    return f"{current_entity().code}|{table}|{column}|{row_uuid}".encode()


def seal(plain: str, *, table: str, column: str, row_uuid: Any) -> bytes:
    """Encrypt one value of one row."""
    nonce = os.urandom(12)
    aad = _additional_data(table, column, row_uuid)
    return bytes((AES_256_GCM, VERSION)) + nonce + AESGCM(_key()).encrypt(nonce, plain.encode(), aad)


def unseal(sealed: bytes, *, table: str, column: str, row_uuid: Any) -> str:
    """Decrypt one value; raises cryptography's InvalidTag when it was moved or tampered with."""
    sealed = bytes(sealed)
    if sealed[0] != AES_256_GCM:
        raise ValueError(f"unknown algorithm {sealed[0]}")
    aad = _additional_data(table, column, row_uuid)
    return AESGCM(_key(sealed[1])).decrypt(sealed[2:14], sealed[14:], aad).decode()
