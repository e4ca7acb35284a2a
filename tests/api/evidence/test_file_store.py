"""The file store: content by its hash, in the bank's own folder, proven at each reading."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from backend.platform.crypto import ring
from backend.platform.crypto.lifecycle import key_supersede
from backend.platform.errors import DomainError
from backend.platform.permissions import Actor
from tenants.evidence import selectors, services
from tenants.evidence.models import StoredFile


@pytest.fixture(autouse=True)
def _own_media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def store(actor: Actor, content: bytes) -> StoredFile:
    return services.file_store(actor=actor, content=content, media_type="text/plain", name="证明.txt")


def place(tmp_path: Path, stored: StoredFile) -> Path:
    return tmp_path / "b001" / stored.sha256[:2] / stored.sha256


def test_a_file_lies_under_its_hash_in_the_banks_folder_and_reads_back(
    actor_for: Callable[[str], Actor], tmp_path: Path
) -> None:
    stored = store(actor_for("officer"), "原件".encode())
    assert stored.sha256 == hashlib.sha256("原件".encode()).hexdigest()
    assert selectors.file_content(stored) == "原件".encode()


def test_a_file_lies_there_encrypted_and_opens_at_its_own_place_only(
    actor_for: Callable[[str], Actor], tmp_path: Path
) -> None:
    one, two = (store(actor_for("officer"), text.encode()) for text in ("原件一", "原件二"))
    sealed = place(tmp_path, one).read_bytes()
    assert "原件".encode() not in sealed
    place(tmp_path, two).write_bytes(sealed)
    with pytest.raises(DomainError) as refused:
        selectors.file_content(two)
    assert refused.value.code == "evidence.tampered"


@pytest.mark.parametrize("spoil", [lambda s: s[:-1] + bytes([s[-1] ^ 1]), lambda s: s[:12]])
def test_an_encrypted_file_with_a_changed_byte_is_not_handed_out(
    actor_for: Callable[[str], Actor], tmp_path: Path, spoil: Callable[[bytes], bytes]
) -> None:
    stored = store(actor_for("officer"), b"same")
    path = place(tmp_path, stored)
    path.write_bytes(spoil(path.read_bytes()))
    with pytest.raises(DomainError) as refused:
        selectors.file_content(stored)
    assert refused.value.code == "evidence.tampered"


def test_files_under_earlier_keys_and_from_before_encryption_still_open(
    actor_for: Callable[[str], Actor], tmp_path: Path, settings: Any
) -> None:
    stored = store(actor_for("officer"), b"same")
    settings.FIELD_ALGORITHM = "SM4-GCM"
    key_supersede("b001", "file")
    later = store(actor_for("officer"), b"later")
    assert selectors.file_content(stored) == b"same"
    assert selectors.file_content(later) == b"later"
    place(tmp_path, stored).write_bytes(b"same")
    assert selectors.file_content(stored) == b"same"
    ring.forget()


def test_the_same_content_is_kept_once(actor_for: Callable[[str], Actor]) -> None:
    first = store(actor_for("officer"), b"same")
    second = store(actor_for("reviewer"), b"same")
    assert first.pk == second.pk
    assert second.created_by == actor_for("officer").staff_id


@pytest.mark.parametrize("tampered", [b"Same", b"same and more", b""])
def test_a_changed_file_is_not_handed_out(
    actor_for: Callable[[str], Actor], tmp_path: Path, tampered: bytes
) -> None:
    stored = store(actor_for("officer"), b"same")
    place(tmp_path, stored).write_bytes(tampered)
    with pytest.raises(DomainError) as refused:
        selectors.file_content(stored)
    assert refused.value.code == "evidence.tampered"
    assert refused.value.kind.status == 500


def test_a_record_that_points_at_another_content_is_not_handed_out(actor_for: Callable[[str], Actor]) -> None:
    stored = store(actor_for("officer"), b"one")
    other = store(actor_for("officer"), b"two")
    with pytest.raises(DomainError) as refused:
        selectors.file_content(stored, sha256=other.sha256)
    assert refused.value.code == "evidence.tampered"


def test_a_missing_file_says_so(actor_for: Callable[[str], Actor], tmp_path: Path) -> None:
    stored = store(actor_for("officer"), b"gone")
    place(tmp_path, stored).unlink()
    with pytest.raises(DomainError) as refused:
        selectors.file_content(stored)
    assert refused.value.code == "evidence.missing"


def test_storing_again_heals_a_changed_file(actor_for: Callable[[str], Actor], tmp_path: Path) -> None:
    stored = store(actor_for("officer"), b"same")
    place(tmp_path, stored).write_bytes(b"broken")
    assert selectors.file_content(store(actor_for("officer"), b"same")) == b"same"
