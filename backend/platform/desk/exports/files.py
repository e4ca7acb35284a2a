"""Where the files of exports lie: in the entity's folder, encrypted piece by piece, so that none is held whole.

A stored file is a sequence of `length (4 bytes) | sealed piece`. A piece is bound to its file, its place and
whether it is the last: pieces cannot be moved, swapped or cut off unseen.
"""

import hashlib
import os
import shutil
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from django.conf import settings

from backend.platform.crypto import seal_file, unseal_file
from backend.platform.crypto.ring import KeyGoneError
from backend.platform.tenancy import Entity, current_entity, in_entity

from .errors import FILE_DAMAGED

PIECE = 1 << 20
LENGTH = struct.Struct(">I")


def folder() -> Path:
    return Path(settings.MEDIA_ROOT) / current_entity().code / "exports"


def path_of(name: Any) -> Path:
    """The place of a finished file; `name` is the job's UUID."""
    return folder() / str(name)


def working_path(name: Any) -> Path:
    return folder() / f"{name}.part"


@contextmanager
def working_folder(name: Any) -> Iterator[Path]:
    """A folder for what is being written; nobody else may look into it, and nothing stays in it.

    What a killed worker left there goes when the next one begins, or when the job ends.
    """
    place = working_path(name)
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True, mode=0o700)
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _bound(name: Any, index: int, is_last: bool) -> str:
    return f"export/{name}/{index}/{'last' if is_last else 'more'}"


def keep(name: Any, plain: Path) -> tuple[int, str]:
    """Store the content of `plain`, sealed; its size in bytes and its SHA-256. All of it stands, or nothing."""
    digest, size, index = hashlib.sha256(), 0, 0
    target = working_path(name) / "sealed"
    with plain.open("rb") as source, target.open("wb") as sealed:
        piece = source.read(PIECE)
        while True:
            following = source.read(PIECE)
            digest.update(piece)
            size += len(piece)
            part = seal_file(piece, sha256=_bound(name, index, not following))
            sealed.write(LENGTH.pack(len(part)) + part)
            if not following:
                break
            piece, index = following, index + 1
        sealed.flush()
        os.fsync(sealed.fileno())
    os.replace(target, path_of(name))
    return size, digest.hexdigest()


def pieces(name: Any) -> Iterator[bytes]:
    """The content again, a piece at a time. Raises `desk.export_file_damaged` where it does not open."""
    entity = current_entity()
    place = path_of(name)
    try:
        with place.open("rb") as sealed:
            head, index = sealed.read(LENGTH.size), 0
            while True:
                if len(head) < LENGTH.size:
                    raise InvalidTag
                part = sealed.read(LENGTH.unpack(head)[0])
                head = sealed.read(LENGTH.size)
                yield _opened(entity, part, _bound(name, index, not head))
                if not head:
                    return
                index += 1
    except (FileNotFoundError, InvalidTag, KeyGoneError) as error:
        raise FILE_DAMAGED.at() from error


def _opened(entity: Entity, part: bytes, bound: str) -> bytes:
    # an answer is sent when the request has left its entity already
    with in_entity(entity):
        return unseal_file(part, sha256=bound)


def remove(name: Any) -> None:
    """Take away the file, and what is left of its making."""
    path_of(name).unlink(missing_ok=True)
    shutil.rmtree(working_path(name), ignore_errors=True)
