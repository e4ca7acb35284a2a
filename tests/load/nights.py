"""A night over a loaded book by a real worker, and the floor that it is measured against."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
from django.conf import settings
from django.db import connection, connections, transaction

from backend.config.celery import app
from backend.platform.permissions import Actor
from backend.platform.tenancy import Entity, in_entity
from infra.local.files import locked
from tenants.endofday import services as endofday
from tenants.endofday.models import BatchRun, BatchStep

from .banks import vacuum

ROOT = Path(__file__).resolve().parents[2]
LOG = ROOT / ".local" / "load" / "worker.log"
FLOOR_ON = "1900-01-01"
"""The day under which the floor writes its rows, so that they can be told from real ones and taken back."""
FLOOR = f"""
UPDATE loans_loanaccount SET accrued_total = accrued_total + 0, accrued_interest = accrued_interest + 0,
       accrued_through = accrued_through WHERE status <> 'SETTLED';
INSERT INTO loans_dailyaccrual (loan_id, accrued_on, amount)
SELECT id, '{FLOOR_ON}', 0 FROM loans_loanaccount WHERE status <> 'SETTLED'
"""


class NightStoppedError(RuntimeError):
    """A bank's night failed; the text says at which step and why."""


@dataclass(frozen=True)
class StepTime:
    """What all banks' workers spent in one step, in seconds, and the rows it touched."""

    name: str
    title: str
    seconds: float
    rows: int


@dataclass(frozen=True)
class NightTimes:
    """One night over all banks: seconds on the clock, and step by step."""

    seconds: float
    steps: list[StepTime]


def settle(codes: Sequence[str]) -> None:
    """Let both measurements begin alike: no rows of a floor, pages tidy, everything written that waited to be."""
    take_back(codes)
    for code in codes:
        vacuum(code)
    with admin() as server:
        server.execute("CHECKPOINT")


def floor(codes: Sequence[str], workers: int) -> float:
    """Seconds that so many connections need to update and to insert one row a loan, a transaction a bank."""

    def one(code: str) -> None:
        try:
            with in_entity(code), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(FLOOR)
        finally:
            connections.close_all()

    started = time.perf_counter()
    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(one, codes))
    return time.perf_counter() - started


def take_back(codes: Sequence[str]) -> None:
    """Remove the floor's rows: the tables refuse it to everybody, so their triggers are passed by."""
    with admin() as server:
        server.execute("SET session_replication_role = replica")
        for code in codes:
            server.execute(
                f"DELETE FROM {Entity(code).schema_name}.loans_dailyaccrual WHERE accrued_on = '{FLOOR_ON}'"
            )


def admin() -> psycopg.Connection:
    return psycopg.connect(at_database(os.environ["ADMIN_DATABASE_URL"]), autocommit=True)


def _files_of_processes(name: str, wanted: Callable[[list[str]], bool]) -> Iterator[str]:
    """A file of /proc for each process whose numbers in `stat`, from the state on, are wanted."""
    for place in Path("/proc").iterdir():
        if place.name.isdigit():
            with suppress(OSError):  # it has ended meanwhile
                if wanted((place / "stat").read_text().rpartition(")")[2].split()):
                    yield (place / name).read_text()


def _seconds(stat: str, first: int = 11, last: int = 13) -> float:
    ticks = stat.rpartition(")")[2].split()[first:last]
    return sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")


def database_seconds() -> float:
    """What the database server has computed so far: its processes that run, and those that have ended.

    On a machine with other work this says more than the clock. Nought for a server on another machine.
    """
    with admin() as session:
        backend = Path(f"/proc/{session.info.backend_pid}/stat")
        if not backend.exists():
            return 0.0
        server = backend.read_text().rpartition(")")[2].split()[1]
        running = _files_of_processes("stat", lambda stat: stat[1] == server)
        return sum(map(_seconds, running)) + _seconds(Path(f"/proc/{server}/stat").read_text(), 11, 15)


@dataclass(frozen=True)
class Worker:
    """A worker that runs: its session holds it and the processes that it forked."""

    pid: int

    def peak_mb(self) -> float:
        """The most that any of its processes ever had in memory."""
        peaks = [0.0]
        for status in _files_of_processes("status", lambda stat: int(stat[3]) == self.pid):
            found = re.search(r"VmHWM:\s+(\d+) kB", status)
            peaks.append(int(found[1]) / 1024 if found else 0.0)
        return max(peaks)

    def processor_seconds(self) -> float:
        """What its processes have computed so far."""
        return sum(map(_seconds, _files_of_processes("stat", lambda stat: int(stat[3]) == self.pid)))


def environment() -> dict[str, str]:
    """What a program needs to find the book's database."""
    found = {**os.environ}
    for name in ("DATABASE_URL", "MIGRATOR_DATABASE_URL", "REPLICA_URL"):
        found[name] = at_database(found[name])
    return found


@contextmanager
def worker(processes: int) -> Iterator[Worker]:
    """The product's own worker on the book's database, ready to take work."""
    LOG.parent.mkdir(parents=True, exist_ok=True)
    # a second worker at the same queue would take the messages of this one
    with locked(LOG.with_name("worker.lock")):
        yield from _work(processes)


def _work(processes: int) -> Iterator[Worker]:
    program = [str(Path(sys.executable).parent / "celery"), "-A", "backend.config.celery", "worker"]
    with LOG.open("ab") as log:
        running = subprocess.Popen(
            [*program, "--concurrency", str(processes)], cwd=ROOT, env=environment(), stdout=log, stderr=log,
            start_new_session=True,
        )  # fmt: skip
    try:
        _until("the worker answers", lambda: app.control.ping(timeout=1.0), 60, running)
        yield Worker(running.pid)
    finally:
        os.killpg(running.pid, signal.SIGTERM)
        running.wait(60)


def night(codes: Sequence[str]) -> NightTimes:
    """Start the night of every bank and wait until the worker has closed them all."""
    before = {code: _last_run(code) for code in codes}
    for code in codes:
        with in_entity(code):
            endofday.night_start(actor=Actor.system(code, "容量测试"))
    _until("the nights are over", lambda: not open_nights(codes), 4 * 3600)
    runs, steps = [], {}
    for code in codes:
        with in_entity(code):
            run = BatchRun.objects.get(pk__gt=before[code])
            runs.append(run)
            for step in run.steps.order_by("seq"):
                seconds, rows, title = steps.get(step.name, (0.0, 0, ""))
                steps[step.name] = (seconds + (step.seconds or 0.0), rows + step.rows, step.title)
    first, last = min(run.started_at for run in runs), max(run.finished_at for run in runs)
    return NightTimes(
        (last - first).total_seconds(),
        [StepTime(name, title, seconds, rows) for name, (seconds, rows, title) in steps.items()],
    )


def _last_run(code: str) -> int:
    with in_entity(code):
        return BatchRun.objects.order_by("-id").values_list("pk", flat=True).first() or 0


def open_nights(codes: Sequence[str]) -> int:
    """How many nights are not closed; raises NightStoppedError when one has failed."""
    query = " UNION ALL ".join(
        f"SELECT '{code}', state FROM {Entity(code).schema_name}.endofday_batchrun WHERE is_open"
        for code in codes
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        states = cursor.fetchall()
    for code, state in states:
        if state == BatchRun.State.FAILED:
            with in_entity(code):
                step = BatchStep.objects.filter(state=BatchStep.State.FAILED).latest("pk")
            raise NightStoppedError(f"{code}, {step.title}: {step.error}")
    return len(states)


def at_database(url: str) -> str:
    """The address of the database that this process uses."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{settings.DATABASES['default']['NAME']}"))


def _until(
    what: str, ask: Callable[[], Any], seconds: float, running: subprocess.Popen | None = None
) -> None:
    deadline = time.monotonic() + seconds
    while not ask():
        if time.monotonic() > deadline or (running is not None and running.poll() is not None):
            raise NightStoppedError(f"{what}: not within {seconds} s (log: {LOG})")
        time.sleep(0.5)
