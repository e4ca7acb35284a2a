"""The embedded servers of the profiles `demo`, `test` and `load`, and the environment they give.

A server that the caller names by an environment variable (DATABASE_URL, REPLICA_URL, REDIS_URL)
is used as it is and no embedded one is started in its place.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from infra.local.files import locked, write_file
from infra.local.paths import CONSOLE_DIST, LOCAL
from infra.local.ports import choose_port
from infra.local.postgres import Cluster
from infra.local.secrets_file import FORMER_KEY, KEYS, key_file, load_secrets
from infra.local.valkey import Valkey

OVERRIDABLE = ("CONSOLE_DIST", "MEDIA_ROOT", "KEY_ENCRYPTION_KEY_FILE", *KEYS)
# Tells a child process that the addresses in its environment are those of embedded servers.
PROFILE_VARIABLE = "CREDIT_LOCAL_PROFILE"


@dataclass(frozen=True)
class Profile:
    """What differs between the servers of the demo, of the tests and of the benchmarks of volume."""

    name: str
    # Data of tests is thrown away, so a crash of the machine may cost it: no fsync.
    fast: bool
    # The migrator may make databases.
    disposable: bool = True
    # What replays on the machine that measures would be measured too.
    standby: bool = True

    @property
    def settings(self) -> str:
        """The settings module of the programs."""
        return "tests.load.settings" if self.name == "load" else f"backend.config.settings.{self.name}"

    @property
    def home(self) -> Path:
        return LOCAL / self.name


PROFILES = {
    "demo": Profile("demo", fast=False, disposable=False),
    "test": Profile("test", fast=True),
    "load": Profile("load", fast=False, standby=False),
}


class Servers:
    """Postgres primary, standby and Valkey of one profile.

    Every method may be called from several processes at once: a file lock orders them, and what
    one of them started the next one finds through the state file.
    """

    def __init__(self, profile: Profile, environment: Mapping[str, str] | None = None) -> None:
        given = os.environ if environment is None else environment
        # Addresses that an outer process of the same profile handed down are not foreign ones.
        self._given = {} if given.get(PROFILE_VARIABLE) == profile.name else dict(given)
        self._profile = profile
        self._state_file = profile.home / "servers.json"
        self._lock_file = LOCAL / f"{profile.name}.servers.lock"
        with locked(self._lock_file):
            self._load()

    def _load(self) -> None:
        home = self._profile.home
        self._secrets = load_secrets(home / "secrets.env")
        try:
            self._ports: dict[str, int] = json.loads(self._state_file.read_text())
        except (OSError, ValueError):
            self._ports = {}
        fast = self._profile.fast
        self.cluster: Cluster | None = None
        if "DATABASE_URL" not in self._given:
            self.cluster = Cluster(
                home / "postgres",
                self._secrets,
                fast=fast,
                disposable=self._profile.disposable,
                standby=self._profile.standby and "REPLICA_URL" not in self._given,
                ports=self._ports,
            )
        self.valkey: Valkey | None = None
        if "REDIS_URL" not in self._given:
            self.valkey = Valkey(home / "valkey", self._secrets, fast=fast, port=self._ports.get("valkey"))

    def ensure(self) -> dict[str, str]:
        """Starts what is not running and returns the environment for the programs."""
        with locked(self._lock_file):
            self._load()
            if self.cluster:
                self.cluster.start()
            if self.valkey and not self.valkey.running():
                self.valkey.start()
            self._save()
        return self.environment()

    def down(self) -> list[str]:
        """Names of the servers whose process is gone."""
        servers = self.cluster.servers if self.cluster else []
        names = [f"Postgres ({server.name})" for server in servers if not server.process()]
        return names + (["Valkey"] if self.valkey and not self.valkey.process() else [])

    def stop(self) -> None:
        """Stops what runs, whoever started it."""
        with locked(self._lock_file):
            self._load()
            if self.valkey:
                self.valkey.stop()
            if self.cluster:
                self.cluster.stop()

    def restart_primary(self) -> None:
        """Ends every connection to the database and starts it again, to see what goes on by itself."""
        with locked(self._lock_file):
            self._load()
            cluster = self._own_cluster()
            cluster.primary.stop()
            cluster.start()
            self._save()

    def stop_standby(self) -> None:
        """Takes the standby away, to see what the system does without it."""
        with locked(self._lock_file):
            self._own_cluster().standby.stop()

    def start_standby(self) -> None:
        with locked(self._lock_file):
            self._load()
            cluster = self._own_cluster()
            if cluster.standby.process() is None:
                cluster.start_standby()
            self._save()

    def status(self) -> dict[str, str]:
        """One line per server."""
        lines = {}
        if self.cluster:
            for server in self.cluster.servers:
                running = server.process()
                lines[f"postgres {server.name}"] = (
                    f"running, port {server.port}, pid {running.pid}" if running else "stopped"
                )
        if self.valkey:
            running = self.valkey.process()
            lines["valkey"] = f"running, port {self.valkey.port}, pid {running.pid}" if running else "stopped"
        return lines

    def environment(self) -> dict[str, str]:
        """The variables by which the system's programs find the servers and their keys."""
        name = self._profile.name
        given = self._given
        values = {
            PROFILE_VARIABLE: name,
            "DJANGO_SETTINGS_MODULE": self._profile.settings,
            "CONSOLE_DIST": str(CONSOLE_DIST),
            "MEDIA_ROOT": str(self._profile.home / "media"),
            "CORE_BANKING_URL": f"http://127.0.0.1:{self.core_banking_port()}",
            "KEY_ENCRYPTION_KEY_FILE": str(key_file(self._profile.home)),
            **{name: self._secrets[name] for name in (*KEYS, FORMER_KEY) if name in self._secrets},
        }
        # What the caller has set himself stays as he set it.
        values.update({name: given[name] for name in OVERRIDABLE if name in given})
        if self.cluster:
            values["DATABASE_URL"] = self.cluster.url("app")
            values["MIGRATOR_DATABASE_URL"] = self.cluster.url("migrator")
            # pg_dump and its kin, of the same version as the server.
            values["PG_BIN_DIR"] = str(self.cluster.binary("pg_dump").parent)
            if self.cluster.with_standby:
                values["REPLICA_URL"] = self.cluster.url("app", server=self.cluster.standby)
            else:
                values["REPLICA_URL"] = given.get("REPLICA_URL", values["DATABASE_URL"])
            if self._profile.disposable:
                # Tests may look at what only a superuser sees (locks, other sessions).
                values["ADMIN_DATABASE_URL"] = self.cluster.url("postgres")
        else:
            values["DATABASE_URL"] = given["DATABASE_URL"]
            for variable in ("MIGRATOR_DATABASE_URL", "REPLICA_URL"):
                values[variable] = given.get(variable, given["DATABASE_URL"])
        values["REDIS_URL"] = self.valkey.url if self.valkey else given["REDIS_URL"]
        return values

    def core_banking_port(self) -> int:
        """A port kept for the core banking sandbox of this profile."""
        if "core_banking" not in self._ports:
            self._ports["core_banking"] = choose_port()
        return self._ports["core_banking"]

    def move_core_banking(self) -> None:
        """Chooses again: the port kept is used by somebody else by now."""
        self._ports["core_banking"] = choose_port(self._ports.get("core_banking"))
        self._save()

    def _own_cluster(self) -> Cluster:
        if self.cluster is None or not self.cluster.with_standby:
            raise RuntimeError("the standby is not one of ours")
        return self.cluster

    def _save(self) -> None:
        ports = {"core_banking": self.core_banking_port()}
        servers = [(server.name, server.port) for server in self.cluster.servers] if self.cluster else []
        if self.valkey:
            servers.append(("valkey", self.valkey.port))
        ports.update({name: port for name, port in servers if port})
        self._ports = {**self._ports, **ports}
        write_file(self._state_file, json.dumps(self._ports))


def servers_of(profile: str) -> Servers:
    return Servers(PROFILES[profile])


def ensure_test_servers() -> dict[str, str]:
    """The servers for tests, started or found running, and the variables to put into os.environ.

    Cheap when they run already, and safe to call from every worker of a parallel test run.
    """
    return servers_of("test").ensure()


def stop_test_servers() -> None:
    servers_of("test").stop()


def restart_primary() -> None:
    """For tests of what a restart of the database does to work under way."""
    servers_of("test").restart_primary()


def stop_standby() -> None:
    """For tests of what happens without the standby. Pair with `start_standby`."""
    servers_of("test").stop_standby()


def start_standby() -> None:
    servers_of("test").start_standby()
