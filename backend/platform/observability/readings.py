"""Metrics of the servers beneath: databases and the worker's heartbeat."""

import os
import time
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import connections
from prometheus_client.metrics_core import Metric

from backend.platform.tenancy import replica

from .metrics import HEARTBEAT, gauge, living_processes, reading


@reading
def database_connections() -> Iterator[Metric]:
    rows: list[tuple[tuple[str, ...], float]] = []
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(state, 'unknown'), count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() GROUP BY 1"
        )
        rows += [((state,), float(count)) for state, count in cursor.fetchall()]
        cursor.execute("SELECT current_setting('max_connections')::int")
        limit = float(cursor.fetchone()[0])
    yield gauge("credit_database_connections", "Connections to the primary.", rows, ["state"])
    yield gauge("credit_database_connections_limit", "How many the primary admits.", [((), limit)])


@reading
def replica_state() -> Iterator[Metric]:
    up = replica.is_reachable()
    yield gauge("credit_replica_up", "Whether the standby answers.", [((), float(up))])
    delay = replica.delay_seconds() if up else None
    if delay is not None:
        yield gauge("credit_replica_delay_seconds", "How far the standby lies behind.", [((), delay)])


@reading
def processes() -> Iterator[Metric]:
    if not settings.METRICS_DIR:
        return
    folder = Path(settings.METRICS_DIR)
    page = os.sysconf("SC_PAGE_SIZE")
    memory: list[tuple[tuple[str, ...], float]] = []
    for pid in living_processes(folder):
        try:
            resident = int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * page
        except OSError:  # it ended just now
            continue
        memory.append(((str(pid),), float(resident)))
    yield gauge("credit_process_resident_bytes", "Memory of the reporting processes.", memory, ["pid"])
    if (age := heartbeat_age()) is not None:
        yield gauge("credit_worker_heartbeat_age_seconds", "Since a worker last spoke.", [((), age)])


def heartbeat_age() -> float | None:
    """Seconds since a worker of this machine spoke to the broker; None when none ever did."""
    path = Path(settings.METRICS_DIR) / HEARTBEAT
    return max(0.0, time.time() - path.stat().st_mtime) if path.exists() else None
