"""Runs a command as an unprivileged user. Doubles as the small program that does it.

Postgres refuses to run as root, and root is what many containers and CI machines are. The
checkout may moreover lie beneath a folder that other users cannot enter (`/root/...`), and the
launcher must not open anybody's folders. `choose_identity` therefore tries, in this order:

direct  we are an ordinary user already;
setuid  give up root and keep the paths, if the other user can reach them;
mounts  in a private mount namespace, bind the data and the server's files to a folder that
        everybody can reach, then give up root. Nothing outside the process sees the mounts;
mapped  in a user namespace, let the server see root as the other user. Last, because to the
        rest of the system the server still is root.

Each is tried for real (start the server's binary, write to the data folder) before it is used.
"""

import ctypes
import hashlib
import json
import os
import pwd
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

CLONE_NEWNS = 0x00020000
CLONE_NEWUSER = 0x10000000
MS_RDONLY, MS_REMOUNT, MS_BIND, MS_REC, MS_PRIVATE = 1, 32, 4096, 16384, 1 << 18

ORDINARY_USER = "nobody"


@dataclass(frozen=True)
class Identity:
    """A way to run commands, and how the paths look to the commands that run that way."""

    mode: str
    uid: int
    gid: int
    # (outside, inside, read-only)
    binds: list[tuple[str, str, bool]] = field(default_factory=list)

    def view(self, path: Path | str) -> str:
        """The path under which the command finds a file."""
        for outside, inside, _ in self.binds:
            if str(path) == outside or str(path).startswith(outside + "/"):
                return inside + str(path)[len(outside) :]
        return str(path)

    def command(self, arguments: Sequence[str | Path]) -> list[str]:
        """The command to start; arguments that are Paths are shown as it will find them."""
        plain = [self.view(item) if isinstance(item, Path) else item for item in arguments]
        if self.mode == "direct":
            return plain
        return [sys.executable, "-I", "-S", __file__, json.dumps(asdict(self)), *plain]

    def give(self, folder: Path) -> None:
        """Makes the command's user the owner of a data folder and of all in it."""
        owner, group = (0, 0) if self.mode == "mapped" else (self.uid, self.gid)
        if self.mode == "direct" or folder.stat().st_uid == owner:
            return
        for parent, names, files in os.walk(folder):
            for name in (*names, *files):
                os.lchown(os.path.join(parent, name), owner, group)
        # The folder itself last: its owner tells that the rest has been done.
        os.lchown(folder, owner, group)

    def give_file(self, path: Path) -> None:
        if self.mode not in ("direct", "mapped"):
            os.lchown(path, self.uid, self.gid)


def choose_identity(data: Path, software: Sequence[Path], binary: Path) -> Identity | None:
    """The first way that works, or None. `software` is what `binary` needs to run.

    Tried on an empty neighbour of the data folder, because a server may be running on the latter.
    """
    if os.geteuid() != 0:
        return Identity("direct", os.geteuid(), os.getegid())
    try:
        user = pwd.getpwnam(ORDINARY_USER)
    except KeyError:
        return None
    trial = data.with_name(f".{data.name}.trial-{os.getpid()}")
    trial.mkdir(mode=0o700)
    try:
        for mode in ("setuid", "mounts", "mapped"):
            if mode == "mounts" and not _make_mount_points(data, software):
                continue
            way = Identity(mode, user.pw_uid, user.pw_gid)
            way.give(trial)
            if _works(replace(way, binds=_binds(way, data, trial, software)), trial, binary):
                return replace(way, binds=_binds(way, data, data, software))
    finally:
        trial.rmdir()
    return None


def inside(data: Path, path: Path) -> str:
    """The path by which a server in a mount namespace knows something in the data folder."""
    return str(_meeting_place(data) / "data" / path.relative_to(data))


def forget_mount_points(data: Path) -> None:
    """Removes the empty folders that served as mount points."""
    base = _meeting_place(data)
    for folder in (*base.glob("software/*"), base / "software", base / "data", base):
        with suppress(OSError):
            folder.rmdir()


def _meeting_place(data: Path) -> Path:
    """One fixed folder per data folder, so that a running server can be recognised by its path.

    /run belongs to root, so nobody else can have put something there under this name.
    """
    return Path("/run") / f"retail-credit-{hashlib.sha256(str(data).encode()).hexdigest()[:12]}"


def _binds(way: Identity, data: Path, shown: Path, software: Sequence[Path]) -> list[tuple[str, str, bool]]:
    if way.mode != "mounts":
        return []
    base = _meeting_place(data)
    # Neighbours stay neighbours: the binaries find their libraries by a relative path.
    programs = [(str(path), f"{base}/software/{path.name}", True) for path in software]
    return [(str(shown), f"{base}/data", False), *programs]


def _make_mount_points(data: Path, software: Sequence[Path]) -> bool:
    base = _meeting_place(data)
    programs = [base / "software" / path.name for path in software]
    try:
        for folder in (base, base / "data", base / "software", *programs):
            folder.mkdir(mode=0o755, exist_ok=True)
            folder.chmod(0o755)
    except OSError:
        return False
    return True


def _works(way: Identity, data: Path, binary: Path) -> bool:
    script = 'test -w "$1" && test -x "$1" && exec "$2" --version'
    command = way.command(["/bin/sh", "-c", script, "probe", data, binary])
    return subprocess.run(command, capture_output=True, cwd="/", check=False).returncode == 0


# --- what follows runs in the child, as root, before the real command --------------------------


def _call(function: str, *arguments: object) -> None:
    library = ctypes.CDLL(None, use_errno=True)
    if getattr(library, function)(*arguments) != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{function}: {os.strerror(number)}")


def _mount(source: str | None, target: str, flags: int) -> None:
    _call("mount", source.encode() if source else None, target.encode(), None, ctypes.c_ulong(flags), None)


def enter(identity: Identity) -> None:
    """Takes on the identity. There is no way back."""
    if identity.mode == "mapped":
        _call("unshare", CLONE_NEWUSER)
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text(f"{identity.uid} 0 1")
        Path("/proc/self/gid_map").write_text(f"{identity.gid} 0 1")
        return
    if identity.mode == "mounts":
        _call("unshare", CLONE_NEWNS)
        _mount(None, "/", MS_REC | MS_PRIVATE)
        for outside, inside, read_only in identity.binds:
            _mount(outside, inside, MS_BIND)
            if read_only:
                _mount(None, inside, MS_BIND | MS_REMOUNT | MS_RDONLY)
    os.setgroups([])
    os.setgid(identity.gid)
    os.setuid(identity.uid)


if __name__ == "__main__":
    os.chdir("/")
    enter(Identity(**json.loads(sys.argv[1])))
    os.execv(sys.argv[2], sys.argv[2:])  # noqa: S606
