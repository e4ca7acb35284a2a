"""The key-encryption key of a local profile: made once, closed to others, one for all who look for it."""

import base64
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from infra.local.secrets_file import key_file


def test_many_who_miss_it_at_once_get_the_same_key_and_nobody_else_may_read_it(tmp_path: Path) -> None:
    home = tmp_path / "profile"
    with ThreadPoolExecutor(8) as pool:
        found = {path.read_text() for path in pool.map(key_file, [home] * 8)}

    (text,) = found
    assert len(base64.b64decode(text)) == 32
    assert [path.name for path in home.iterdir()] == ["key-encryption-key"]
    assert key_file(home).stat().st_mode & 0o777 == 0o600
    assert key_file(home).read_text() == text
