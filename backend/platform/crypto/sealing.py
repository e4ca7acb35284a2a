"""One value of one row, sealed.

Stored form: `algorithm (1 byte) | key version (1) | nonce (12) | ciphertext | tag (16)`. The additional
data binds entity, table, column and the row's immutable `row_uuid`, so a value moved to another row,
column or bank does not open.
"""

import os
from typing import Any

from cryptography.exceptions import InvalidTag

from backend.platform.tenancy import current_entity

from .algorithms import CIPHERS, NONCE_BYTES, TAG_BYTES
from .ring import DataKey, active_key, key_of_version

FIELD = "field"
FILE = "file"
FILE_MARK = b"\x00sealed\x01"
"""Begins a sealed file; no document of a known type begins so."""
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


def seal_file(content: bytes, *, sha256: str) -> bytes:
    """Encrypt the content of a file of the current entity, known by the hash of that content."""
    entity = current_entity().code
    key = active_key(entity, FILE)
    nonce = os.urandom(NONCE_BYTES)
    sealed: bytes = key.cipher.encrypt(nonce, content, f"{entity}|file|{sha256}".encode())
    return FILE_MARK + key.header + nonce + sealed


def unseal_file(stored: bytes, *, sha256: str) -> bytes:
    """The content of a stored file; one that was stored before files were sealed is given back as it is.

    Raises cryptography's InvalidTag when a byte was changed, KeyGoneError when the key's version is not there.
    """
    if not stored.startswith(FILE_MARK):
        return stored
    entity = current_entity().code
    sealed = stored[len(FILE_MARK) :]
    start = HEADER_BYTES + NONCE_BYTES
    if len(sealed) < start + TAG_BYTES:
        raise InvalidTag
    key = key_of_version(entity, FILE, sealed[1])
    content: bytes = key.cipher.decrypt(
        sealed[HEADER_BYTES:start], sealed[start:], f"{entity}|file|{sha256}".encode()
    )
    return content
