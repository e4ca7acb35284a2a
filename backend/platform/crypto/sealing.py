"""One value of one row, sealed.

Stored form: `algorithm (1 byte) | key version (1) | nonce (12) | ciphertext | tag (16)`. The additional
data binds entity, table, column and the row's immutable `row_uuid`, so a value moved to another row,
column or bank does not open.
"""

import os
from typing import Any

from backend.platform.tenancy import current_entity

from .algorithms import CIPHERS, NONCE_BYTES
from .ring import DataKey, active_key, key_of_version

FIELD = "field"
HEADER_BYTES = 2


def _additional_data(entity: str, table: str, column: str, row_uuid: Any) -> bytes:
    return f"{entity}|{table}|{column}|{row_uuid}".encode()


def seal(
    plain: str, *, table: str, column: str, row_uuid: Any, entity: str = "", key: DataKey | None = None
) -> bytes:
    """Encrypt one value of one row, by default of the current entity and under its key in force."""
    entity = entity or current_entity().code
    key = key or active_key(entity, FIELD)
    nonce = os.urandom(NONCE_BYTES)
    additional = _additional_data(entity, table, column, row_uuid)
    return key.header + nonce + key.cipher.encrypt(nonce, plain.encode(), additional)


def unseal(sealed: bytes, *, table: str, column: str, row_uuid: Any, entity: str = "") -> str:
    """Decrypt one value, whatever version of the key it was sealed with.

    Raises cryptography's InvalidTag when it was moved or tampered with, KeyGoneError when its key was
    destroyed.
    """
    entity = entity or current_entity().code
    sealed = bytes(sealed)
    key = key_of_version(entity, FIELD, sealed[1])
    if sealed[0] != CIPHERS[key.algorithm]:
        raise ValueError(f"algorithm {sealed[0]} is not that of key version {sealed[1]}")
    additional = _additional_data(entity, table, column, row_uuid)
    start = HEADER_BYTES + NONCE_BYTES
    plain: bytes = key.cipher.decrypt(sealed[HEADER_BYTES:start], sealed[start:], additional)
    return plain.decode()
