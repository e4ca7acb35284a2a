"""Keys derived from the master key: what every value was sealed with before the key ring."""

import base64
from functools import lru_cache

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.core.exceptions import ImproperlyConfigured

VERSION = 1


@lru_cache(maxsize=512)
def derived_key(master: str, entity_code: str, purpose: str, version: int = VERSION) -> bytes:
    """32 bytes for an entity, a purpose and a version; the same for ever while the master key is."""
    raw = base64.b64decode(master) if master else b""
    if len(raw) != 32:
        raise ImproperlyConfigured("FIELD_MASTER_KEY must be the base64 of 32 bytes")
    info = f"{entity_code}|{purpose}|{version}".encode()
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=info).derive(raw)
