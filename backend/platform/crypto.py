"""Fields that are encrypted in their column and found by a keyed hash.

Stored form: `algorithm (1 byte) | key version (1) | nonce (12) | ciphertext | tag (16)`, AES-256-GCM.
The additional data binds entity, table, column and the row's immutable `row_uuid`, so a value moved to
another row, column or bank does not open. Keys are derived per bank and purpose from the master key.
"""

import base64
import hashlib
import hmac
import os
from functools import lru_cache
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.db import models

from .tenancy import current_entity

AES_256_GCM = 1
KEY_VERSION = 1
HASH_BYTES = 16


@lru_cache(maxsize=512)
def _derived_key(master: str, entity_code: str, purpose: str, version: int) -> bytes:
    raw = base64.b64decode(master) if master else b""
    if len(raw) != 32:
        raise ImproperlyConfigured("FIELD_MASTER_KEY must be the base64 of 32 bytes")
    info = f"{entity_code}|{purpose}|{version}".encode()
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=info).derive(raw)


def _key(purpose: str, version: int = KEY_VERSION) -> bytes:
    return _derived_key(settings.FIELD_MASTER_KEY, current_entity().code, purpose, version)


def _additional_data(table: str, column: str, row_uuid: Any) -> bytes:
    return f"{current_entity().code}|{table}|{column}|{row_uuid}".encode()


def seal(plain: str, *, table: str, column: str, row_uuid: Any) -> bytes:
    """Encrypt one value of one row."""
    nonce = os.urandom(12)
    aad = _additional_data(table, column, row_uuid)
    return (
        bytes((AES_256_GCM, KEY_VERSION)) + nonce + AESGCM(_key("field")).encrypt(nonce, plain.encode(), aad)
    )


def unseal(sealed: bytes, *, table: str, column: str, row_uuid: Any) -> str:
    """Decrypt one value; raises cryptography's InvalidTag when it was moved or tampered with."""
    sealed = bytes(sealed)
    if sealed[0] != AES_256_GCM:
        raise ValueError(f"unknown algorithm {sealed[0]}")
    aad = _additional_data(table, column, row_uuid)
    return AESGCM(_key("field", sealed[1])).decrypt(sealed[2:14], sealed[14:], aad).decode()


def keyed_hash(kind: str, value: str) -> bytes:
    """The searchable hash of a normalised value under this bank's key: equal values of two banks differ."""
    return hmac.new(_key("hash"), f"{kind}|{value}".encode(), hashlib.sha256).digest()[:HASH_BYTES]


class EncryptedText(models.BinaryField):
    """A text that is encrypted at rest. The model must have a `row_uuid` set before the first save.

    Reading the attribute gives the text. It cannot be filtered by: search by the field's keyed hash.
    """

    _pyi_private_set_type: str | None  # what the type checker takes the attribute for
    _pyi_private_get_type: str  # type: ignore[assignment]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["editable"] = False
        super().__init__(*args, **kwargs)

    def contribute_to_class(self, cls: type[models.Model], name: str, private_only: bool = False) -> None:
        super().contribute_to_class(cls, name, private_only)
        setattr(cls, self.attname, _Sealed(self))

    def pre_save(self, model_instance: Any, add: bool) -> bytes | None:
        plain = getattr(model_instance, self.attname)
        if plain is None:
            return None
        return seal(
            plain,
            table=model_instance._meta.db_table,
            column=str(self.column),
            row_uuid=model_instance.row_uuid,
        )

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name != "isnull":
            raise FieldError(f"{self.name} is encrypted: search by its keyed hash")
        return super().get_lookup(lookup_name)


class _Sealed:
    """Decrypts at the first reading of the attribute, so that a list which doesn't show it doesn't pay."""

    def __init__(self, field: EncryptedText) -> None:
        self.field = field

    def __get__(self, instance: Any, owner: Any = None) -> Any:
        if instance is None:
            return self
        name = self.field.attname
        if name not in instance.__dict__:
            instance.refresh_from_db(fields=[name])
        value = instance.__dict__[name]
        if isinstance(value, bytes | memoryview):
            value = unseal(
                bytes(value),
                table=instance._meta.db_table,
                column=str(self.field.column),
                row_uuid=instance.row_uuid,
            )
            instance.__dict__[name] = value
        return value

    def __set__(self, instance: Any, value: Any) -> None:
        instance.__dict__[self.field.attname] = value
