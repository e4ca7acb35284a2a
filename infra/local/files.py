"""Small file helpers: hashes that tell whether work can be skipped, secrets, locks, free space."""

import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from infra.local.progress import LaunchError

# Written by tools next to the sources; they say nothing about the sources themselves.
GENERATED = frozenset(
    {
        "__pycache__",
        "node_modules",
        "dist",
        "coverage",
        "test-results",
        "playwright-report",
        ".vite",
        ".mypy_cache",
        ".ruff_cache",
    }
)


def source_files(folder: Path) -> Iterator[Path]:
    """All files of a source tree in a fixed order, without what tools generate."""
    for parent, names, files in os.walk(folder):
        names[:] = sorted(name for name in names if name not in GENERATED)
        for name in sorted(files):
            if not name.endswith((".pyc", ".tsbuildinfo")):
                yield Path(parent) / name


def hash_of(paths: Iterable[Path], *extra: str) -> str:
    """One digest over files, folders (recursively) and strings. A missing path counts as such."""
    digest = hashlib.sha256()
    for text in extra:
        digest.update(text.encode() + b"\0")
    for path in paths:
        for file in source_files(path) if path.is_dir() else [path]:
            digest.update(str(file).encode() + b"\0")
            digest.update(file.read_bytes() if file.exists() else b"missing")
            digest.update(b"\0")
    return digest.hexdigest()


def stamp_is(stamp: Path, value: str) -> bool:
    return stamp.exists() and stamp.read_text() == value


def write_stamp(stamp: Path, value: str) -> None:
    stamp.parent.mkdir(parents=True, exist_ok=True)
    write_file(stamp, value)


def write_file(path: Path, text: str, *, private: bool = False) -> None:
    """Writes a file in one step, so that a crash leaves the old one or the new one."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    handle = os.open(
        draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600 if private else 0o644
    )
    with os.fdopen(handle, "w") as stream:
        stream.write(text)
    draft.replace(path)


def read_variables(path: Path) -> dict[str, str]:
    """Reads a file of NAME=value lines."""
    if not path.exists():
        return {}
    lines = (line.partition("=") for line in path.read_text().splitlines() if "=" in line)
    return {name: value for name, _, value in lines}


def write_variables(path: Path, values: Mapping[str, str]) -> None:
    """Writes secrets as NAME=value lines that only their owner may read."""
    write_file(path, "".join(f"{name}={value}\n" for name, value in values.items()), private=True)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Waits for an exclusive lock. The system drops it even when its holder is killed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        yield


def require_space(folder: Path, gigabytes: float) -> None:
    """Stops before a long run that a full disk would break half way."""
    free = shutil.disk_usage(folder).free / 1e9
    if free < gigabytes:
        raise LaunchError(
            f"Not enough disk space at {folder}: {free:.1f} GB free, {gigabytes:g} GB needed."
            " Free some space, or clone the project on a larger disk, and run again."
        )


def tail(path: Path, lines: int = 1) -> str:
    """The last non-empty lines of a log, for error messages."""
    if not path.exists():
        return ""
    with path.open("rb") as stream:
        stream.seek(0, os.SEEK_END)
        stream.seek(max(0, stream.tell() - 16_384))
        text = stream.read().decode(errors="replace")
    return "\n".join([line for line in text.splitlines() if line.strip()][-lines:])
