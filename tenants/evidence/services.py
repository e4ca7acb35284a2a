"""Writes of the file store."""

import hashlib
import os
import tempfile
from pathlib import Path

from cryptography.exceptions import InvalidTag
from django.db import transaction

from backend.platform import clock
from backend.platform.crypto import seal_file, unseal_file
from backend.platform.crypto.ring import KeyGoneError
from backend.platform.permissions import Actor

from .models import StoredFile
from .paths import path_of


def _write(path: Path, content: bytes) -> None:
    """Put the content in place whole or not at all: a reader never sees half a file."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o750)
    handle, temporary = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _holds(path: Path, content: bytes, sha256: str) -> bool:
    """Whether the content lies there already and opens."""
    try:
        return unseal_file(path.read_bytes(), sha256=sha256) == content
    except (FileNotFoundError, InvalidTag, KeyGoneError):
        return False


@transaction.atomic
def file_store(*, actor: Actor, content: bytes, media_type: str, name: str) -> StoredFile:
    """Keep the content, encrypted, and answer its record; the same content is kept once.

    The file is written before its row commits, so a row never points at nothing. A rolled-back
    transaction leaves a file without a row, which the next storing of the same content takes over.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    path = path_of(sha256)
    if not _holds(path, content, sha256):
        _write(path, seal_file(content, sha256=sha256))
    stored, _ = StoredFile.objects.get_or_create(
        sha256=sha256,
        defaults={
            "size": len(content),
            "media_type": media_type,
            "original_name": name,
            "created_at": clock.now(),
            "created_by": actor.staff_id,
        },
    )
    return stored
