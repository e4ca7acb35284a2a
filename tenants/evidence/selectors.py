"""Readings of the file store."""

import hashlib

from cryptography.exceptions import InvalidTag

from backend.platform.crypto import unseal_file

from . import errors
from .models import StoredFile
from .paths import path_of


def file_content(stored: StoredFile, *, sha256: str = "") -> bytes:
    """The content, proven to be what was stored, and what the holder of the hash `sha256` refers to.

    Raises `evidence.tampered` when a byte differs and `evidence.missing` when the file is gone.
    """
    try:
        content = unseal_file(path_of(stored.sha256).read_bytes(), sha256=stored.sha256)
    except FileNotFoundError:
        raise errors.MISSING.at(sha256=stored.sha256) from None
    except InvalidTag:
        raise errors.TAMPERED.at(sha256=stored.sha256) from None
    found = hashlib.sha256(content).hexdigest()
    if len(content) != stored.size or found != stored.sha256 or found != (sha256 or found):
        raise errors.TAMPERED.at(sha256=stored.sha256)
    return content
