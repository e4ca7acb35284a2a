"""`make demo`: the whole system on one machine, from a fresh clone to two addresses."""

import fcntl
import http.client
import os
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from infra.local.console import prepare_console
from infra.local.files import hash_of, require_space, stamp_is, tail, write_stamp
from infra.local.paths import LOCAL, ROOT, VENV, relative
from infra.local.ports import answers, choose_port, is_free, require_free
from infra.local.processes import Ledger, record
from infra.local.progress import BEGAN_VARIABLE, LaunchError, Progress
from infra.local.servers import Servers, servers_of
from infra.local.supervisor import Supervisor

HOME = LOCAL / "demo"
LOGS = HOME / "logs"
STAMP = HOME / "prepared"
METRICS = HOME / "metrics"
METRICS_PORT = 9464
LOCK = LOCAL / "demo.lock"
FIRST_DATA_GB = 2.0
PREPARATION = {
    "prepare_database": "Common tables",
    "migrate_banks": "Tables of the banks that are open",
    "onboard_entities": "Tables of the other banks",
    "demo_data": "Accounts, products and loans",
}


def run_demo() -> int:
    """Starts everything, prints the addresses and stays until Ctrl-C."""
    port = web_port()
    progress = Progress()
    with lock_demo():
        ledger = Ledger(HOME / "processes.json")
        leftovers = ledger.stop_leftovers()
        if leftovers:
            progress.line(f"Stopped what an earlier run had left: {', '.join(leftovers)}")
        require_free(port, "PORT")
        if not STAMP.exists():
            require_space(LOCAL, FIRST_DATA_GB)
        supervisor = Supervisor(ledger, progress)
        supervisor.listen()
        servers = servers_of("demo")
        try:
            _run(progress, supervisor, servers, ledger, port)
        except StopAsked:
            pass
        finally:
            progress.line("Stopping")
            supervisor.stop()
            ledger.stop_leftovers()
            servers.stop()
            progress.line("Stopped. Data is kept in .local/demo; `make demo-reset` deletes it.")
    return 0


class StopAsked(Exception):  # noqa: N818 - it is no error
    """Ctrl-C while the demo was still starting."""


def _run(progress: Progress, supervisor: Supervisor, servers: Servers, ledger: Ledger, port: int) -> None:
    # The console needs the network and one core, the databases mostly the other one.
    console = Background(
        lambda: prepare_console(ledger), progress, "Console packages and build (beside the rest)"
    )

    def check() -> None:
        if supervisor.stopping:
            raise StopAsked
        console.check()

    with progress.stage("Database servers and message broker"):
        environment = {
            **{name: value for name, value in os.environ.items() if name != BEGAN_VARIABLE},
            **servers.ensure(),
            "PORT": str(port),
            "PYTHONUNBUFFERED": "1",
        }
        if not is_free(servers.core_banking_port()):
            servers.move_core_banking()
            environment.update(servers.environment())
    stages = Stages(progress, ledger, environment, check)
    # The demo's loans are paid through the port to core banking, so its sandbox comes before the data.
    start_core_banking(supervisor, servers, environment)
    prepare(stages)
    while console.busy:
        check()
        time.sleep(0.1)
    check()
    metrics_port = METRICS_PORT if is_free(METRICS_PORT) else choose_port()
    with progress.stage("Web, workers, scheduler and metrics"):
        start_programs(supervisor, environment, port, metrics_port)
    if supervisor.stopping:
        return
    accounts = stages.output("demo_accounts")
    progress.line(f"Ready after {progress.elapsed:.0f} s")
    print(
        f"\n  Province  http://province.localhost:{port}"
        f"\n  Bank      http://b001.localhost:{port}   (b001 to b095)"
        f"\n  Health    http://127.0.0.1:{port}/readyz"
        f"\n  Metrics   http://127.0.0.1:{metrics_port}/metrics\n\n{accounts}"
        f"\nLogs: {relative(LOGS)}   Stop: Ctrl-C\n",
        flush=True,
    )
    supervisor.watch(lambda: keep_servers(servers, progress))


def reset_demo() -> int:
    """Stops the demo of this checkout, running or left over, and deletes its data."""
    stop_running_demo()
    with lock_demo():
        Ledger(HOME / "processes.json").stop_leftovers()
        if HOME.exists():
            servers_of("demo").stop()
            shutil.rmtree(HOME)
    print("The demo's data is deleted.")
    return 0


def web_port() -> int:
    text = os.environ.get("PORT", "8000")
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise LaunchError(f"PORT must be a number from 1 to 65535, but is {text!r}.")
    return int(text)


# --- one demo at a time ------------------------------------------------------------------------


@contextmanager
def lock_demo() -> Iterator[None]:
    """Holds the checkout's demo. The lock goes with the process, however it ends."""
    LOCK.parent.mkdir(parents=True, exist_ok=True)
    with LOCK.open("a+") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise LaunchError(
                f"The demo of this checkout is already running (process {_holder()}). Stop it"
                " there with Ctrl-C, or from here with `make demo-reset`, which deletes its data."
            ) from None
        stream.truncate(0)
        stream.write(str(os.getpid()))
        stream.flush()
        yield


def _holder() -> str:
    return LOCK.read_text().strip() or "unknown"


def stop_running_demo() -> None:
    """Asks a running demo to stop and waits until it has."""
    if not LOCK.exists():
        return
    deadline = time.monotonic() + 60
    with LOCK.open("a") as stream:
        while time.monotonic() < deadline:
            try:
                fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return
            except BlockingIOError:
                # The lock is held, so the number in it is that of its living holder.
                if _holder().isdigit():
                    os.kill(int(_holder()), signal.SIGTERM)
            time.sleep(1)


# --- stages ------------------------------------------------------------------------------------


class Background:
    """Work beside the main line of stages. Its failure is raised where it is waited for."""

    def __init__(self, work: Callable[[], None], progress: Progress, title: str) -> None:
        self._work = work
        self._progress = progress
        self._title = title
        self._failure: BaseException | None = None
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        try:
            with self._progress.stage(self._title):
                self._work()
        except Exception as error:
            self._failure = error

    def check(self) -> None:
        """Raises what went wrong so far, if anything."""
        if self._failure:
            raise self._failure

    @property
    def busy(self) -> bool:
        return self._thread.is_alive()


class Stages:
    """Runs the system's own management commands, showing what they print.

    `check` is asked all the while and ends the wait by raising.
    """

    def __init__(
        self,
        progress: Progress,
        ledger: Ledger,
        environment: Mapping[str, str],
        check: Callable[[], None],
    ) -> None:
        self._progress = progress
        self._ledger = ledger
        self._environment = environment
        self._check = check

    def run(self, command: str) -> None:
        """Runs one command to its end. Its output goes to the terminal and to a log."""
        log = LOGS / f"{command}.log"
        log.parent.mkdir(parents=True, exist_ok=True)
        child = subprocess.Popen(
            [str(VENV / "bin" / "python"), "manage.py", command],
            cwd=ROOT,
            env=dict(self._environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        started = record(command, child)
        self._ledger.add(started)
        reader = threading.Thread(target=self._copy, args=(child, log), daemon=True)
        reader.start()
        while child.poll() is None:
            self._check()
            time.sleep(0.05)
        reader.join(5)
        self._ledger.remove(started)
        if child.returncode != 0:
            if "No space left on device" in tail(log, 60):
                raise LaunchError("The disk is full. Free some space and run `make demo` again.")
            raise LaunchError(f"`manage.py {command}` failed: {tail(log)} (log: {relative(log)})")

    def _copy(self, child: "subprocess.Popen[bytes]", log: Path) -> None:
        assert child.stdout
        with log.open("wb") as stream:
            while data := os.read(child.stdout.fileno(), 65536):
                stream.write(data)
                stream.flush()
                self._progress.raw(data)

    def output(self, command: str) -> str:
        done = subprocess.run(
            [str(VENV / "bin" / "python"), "manage.py", command],
            cwd=ROOT,
            env=dict(self._environment),
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            reason = (done.stderr.strip() or "no message").splitlines()[-1]
            raise LaunchError(f"`manage.py {command}` failed: {reason}")
        return done.stdout

    def stage(self, command: str, title: str) -> None:
        with self._progress.stage(title):
            self.run(command)


def prepare(stages: Stages) -> None:
    """Tables and data. The commands find out themselves what is done already; the stamp spares
    even that question as long as neither the code nor the database changed."""
    trees = [ROOT / name for name in ("manage.py", "backend", "shared", "tenants")]
    value = hash_of(trees, os.environ.get("DATABASE_URL", ""))
    if stamp_is(STAMP, value):
        return
    for command, title in PREPARATION.items():
        stages.stage(command, title)
    write_stamp(STAMP, value)


def start_core_banking(supervisor: Supervisor, servers: Servers, environment: Mapping[str, str]) -> None:
    port = servers.core_banking_port()
    supervisor.start(
        "core-banking",
        [
            *(str(VENV / "bin" / "python"), "-m", "backend.integrations.core_banking.sandbox"),
            *("--port", str(port), "--journal", str(HOME / "core_banking.jsonl")),
        ],
        environment,
        LOGS / "core-banking.log",
    )
    supervisor.wait_until("core-banking", lambda: answers(port), 30)


def start_programs(
    supervisor: Supervisor, environment: Mapping[str, str], port: int, metrics_port: int
) -> None:
    programs = VENV / "bin"
    # What ended programs counted is of no use: each start of the demo counts anew.
    shutil.rmtree(METRICS, ignore_errors=True)
    METRICS.mkdir(parents=True)
    environment = {"LOG_FORMAT": "json", **environment, "METRICS_DIR": str(METRICS)}
    celery = str(programs / "celery")
    app = ["-A", "backend.config.celery"]
    supervisor.start(
        "worker",
        [celery, *app, "worker", "--concurrency", "2", "--loglevel", "INFO"],
        environment,
        LOGS / "worker.log",
    )
    schedule = str(HOME / "celerybeat-schedule")
    supervisor.start(
        "beat",
        [celery, *app, "beat", "--schedule", schedule, "--pidfile=", "--loglevel", "INFO"],
        environment,
        LOGS / "beat.log",
    )
    supervisor.start(
        "web",
        [
            *(str(programs / "gunicorn"), "-c", "python:backend.config.gunicorn", "backend.config.wsgi"),
            *("--bind", f"127.0.0.1:{port}", "--workers", "2", "--threads", "4", "--graceful-timeout", "10"),
        ],
        environment,
        LOGS / "web.log",
    )
    supervisor.start(
        "metrics",
        [
            *(str(programs / "python"), "manage.py", "serve_metrics"),
            *("--bind", f"127.0.0.1:{metrics_port}"),
        ],
        environment,
        LOGS / "metrics.log",
    )
    supervisor.wait_until("web", lambda: healthy(port), 60)


def healthy(port: int) -> bool:
    """Whether the web says that it can do its work."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/readyz", headers={"Host": f"province.localhost:{port}"})
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def keep_servers(servers: Servers, progress: Progress) -> None:
    """Brings back a database server or broker that ended."""
    if servers.down():
        progress.line(f"{', '.join(servers.down())} ended unexpectedly, starting again")
        try:
            servers.ensure()
        except LaunchError as error:
            progress.line(str(error))
            time.sleep(5)
