"""Which processes the launcher started, remembered across its own crash.

A pid alone proves nothing: after a crash the system may have given it to somebody else. A
record therefore keeps the kernel's start time of the process too, and only a process that
matches both is ever signalled.
"""

import json
import os
import signal
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from infra.local.files import write_file


def start_ticks(pid: int) -> int | None:
    """When the kernel started this process, or None when there is none (a zombie counts as none)."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return None
    # The command name may contain spaces and brackets, so count from its closing bracket.
    fields = text.rpartition(")")[2].split()
    return None if fields[0] in "ZX" else int(fields[19])


def command_line(pid: int) -> list[str]:
    """The arguments of a process, empty when it is gone."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace").split("\0")
    except OSError:
        return []


@dataclass(frozen=True)
class Started:
    """One process, identified beyond doubt. It leads its own process group."""

    name: str
    pid: int
    ticks: int

    @property
    def alive(self) -> bool:
        return start_ticks(self.pid) == self.ticks

    def wait(self, seconds: float) -> bool:
        """Whether the process ended within the time."""
        deadline = time.monotonic() + seconds
        while self.alive:
            if time.monotonic() > deadline:
                return False
            time.sleep(0.05)
        return True

    def stop(self, first: signal.Signals = signal.SIGTERM, seconds: float = 15) -> None:
        """Asks the leader to end and waits; then ends whatever is left of its group."""
        if self.alive:
            send(self.pid, first)
            self.wait(seconds)
        # Not yet reaped, the leader still holds its number: the group cannot be anybody else's.
        while members := group_members(self.pid):
            for pid in members:
                send(pid, signal.SIGKILL)
            time.sleep(0.02)
        reap(self.pid)


# Our own children by pid. Python collects the exit status of a child whose object it forgets, and
# then the number may be given to another process while we still act on the group.
_children: dict[int, "subprocess.Popen[bytes]"] = {}


def reap(pid: int) -> None:
    """Collects the exit status if the process is our child, so that it does not stay a zombie."""
    child = _children.pop(pid, None)
    if child and child.poll() is None:
        _children[pid] = child


def send(pid: int, number: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, number)


def group_members(leader: int) -> list[int]:
    """Living processes of the group and session that `leader` opened."""
    members = []
    for entry in os.listdir("/proc"):
        if not entry.isdigit():
            continue
        try:
            fields = Path(f"/proc/{entry}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if fields[0] not in "ZX" and int(fields[2]) == leader and int(fields[3]) == leader:
            members.append(int(entry))
    return members


class Ledger:
    """The file that lists what is running, so that a later run can end what a crash left."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()

    def entries(self) -> list[Started]:
        try:
            return [Started(**row) for row in json.loads(self._path.read_text())]
        except (OSError, ValueError, TypeError):
            return []

    def add(self, started: Started) -> None:
        with self._lock:
            self._save([*self.entries(), started])

    def remove(self, started: Started) -> None:
        with self._lock:
            self._save([entry for entry in self.entries() if entry != started])

    def _save(self, entries: list[Started]) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        write_file(self._path, json.dumps([asdict(entry) for entry in entries]))

    def stop_leftovers(self) -> list[str]:
        """Ends processes of an earlier run that are still alive, newest first."""
        stopped = []
        for entry in reversed(self.entries()):
            if entry.alive:
                entry.stop()
                stopped.append(entry.name)
            self.remove(entry)
        return stopped


def spawn(
    name: str,
    command: Sequence[str],
    *,
    environment: Mapping[str, str],
    folder: Path,
    log: Path,
    ledger: Ledger | None = None,
) -> Started:
    """Starts a process in a session of its own: the terminal's Ctrl-C does not reach it."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as stream:
        child = subprocess.Popen(
            command,
            cwd=folder,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=stream,
            start_new_session=True,
        )
    started = record(name, child)
    if ledger:
        ledger.add(started)
    return started


def record(name: str, child: "subprocess.Popen[bytes]") -> Started:
    """Describes a child just started. One that already ended gets a time nothing will match."""
    _children[child.pid] = child
    return Started(name, child.pid, start_ticks(child.pid) or -1)
