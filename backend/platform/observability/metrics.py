"""What the product counts, by names that dashboards and alerts use; labels take few values by design.

Web, workers and beat write into the files of METRICS_DIR; `manage.py serve_metrics` adds them up and answers.
The entity is a label only of what an entity's people must act on (backlogs and nights), never of requests.
"""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import Any

from django.conf import settings
from prometheus_client import Counter, Gauge, Histogram
from prometheus_client.metrics_core import GaugeMetricFamily, Metric

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
LONG_SECONDS = (0.05, 0.25, 1.0, 5.0, 15.0, 60.0, 300.0, 1800.0)
HEARTBEAT = "worker.heartbeat"

REQUESTS = Counter(
    "credit_requests_total", "Requests answered, by route template.", ["route", "method", "status"]
)
REQUEST_SECONDS = Histogram(
    "credit_request_seconds", "How long requests took.", ["route", "method"], buckets=SECONDS
)
TASKS = Counter("credit_tasks_total", "Background tasks ended, by outcome.", ["task", "outcome"])
TASK_SECONDS = Histogram(
    "credit_task_seconds", "How long background tasks took.", ["task"], buckets=LONG_SECONDS
)
REPLAYS = Counter("credit_idempotent_replays_total", "Commands answered with the answer they got before.")
SIGN_IN_REFUSALS = Counter("credit_sign_in_refusals_total", "Sign-ins refused, by what was wrong.", ["kind"])
DELIVERIES = Counter(
    "credit_event_deliveries_total", "Deliveries of events, by outcome.", ["consumer", "outcome"]
)
CORE_BANKING = Counter("credit_core_banking_calls_total", "Calls of core banking, by outcome.", ["outcome"])
PROCESS_STARTED = Gauge(
    "credit_process_start_time_seconds",
    "When the program's living processes started.",
    ["program"],
    multiprocess_mode="liveall",
)

Reading = Callable[[], Iterable[Metric]]
READINGS: list[Reading] = []


def reading(function: Reading) -> Reading:
    """Register a function that reads metrics out of the database when somebody asks for them."""
    READINGS.append(function)
    return function


def gauge(
    name: str, text: str, rows: Iterable[tuple[tuple[str, ...], float]], labels: Iterable[str] = ()
) -> Metric:
    """A gauge with one value for each combination of labels."""
    family = GaugeMetricFamily(name, text, labels=list(labels))
    for values, value in rows:
        family.add_metric(list(values), value)
    return family


class Readings:
    """The collector of all readings; one that fails says so and leaves the others alone."""

    def describe(self) -> list[Metric]:
        return []

    def collect(self) -> Iterator[Metric]:
        failed: list[tuple[tuple[str, ...], float]] = []
        for function in READINGS:
            name = function.__name__
            try:
                found = list(function())
            except Exception:  # a database that is down must not hide the counters
                failed.append(((name,), 1.0))
            else:
                failed.append(((name,), 0.0))
                yield from found
        yield gauge("credit_reading_failed", "Whether a reading of state failed.", failed, ["reading"])


@contextmanager
def task_measured(name: str) -> Iterator[None]:
    """Count a task's run by its outcome and time it."""
    began = perf_counter()
    outcome = "failed"
    try:
        yield
        outcome = "done"
    finally:
        TASKS.labels(name, outcome).inc()
        TASK_SECONDS.labels(name).observe(perf_counter() - began)


def process_started(program: str) -> None:
    """Let the exporter know of this process."""
    PROCESS_STARTED.labels(program).set_to_current_time()


def heartbeat(**kwargs: Any) -> None:
    """The worker is alive: it could speak to the broker just now."""
    if settings.METRICS_DIR:
        (Path(settings.METRICS_DIR) / HEARTBEAT).touch()


def living_processes(folder: Path) -> list[int]:
    """Ids of the processes that report; what dead ones left of their living gauges is removed."""
    from prometheus_client import multiprocess

    found = []
    for path in sorted(folder.glob("gauge_live*_*.db")):
        pid = int(path.stem.rpartition("_")[2])
        if os.path.exists(f"/proc/{pid}"):
            found.append(pid)
        else:
            multiprocess.mark_process_dead(pid, path=str(folder))
    return sorted(set(found))
