"""Gunicorn's settings that belong to the product: `gunicorn -c python:backend.config.gunicorn backend.config.wsgi`.

Threads in processes, never an event loop: the schema switch belongs to one thread.
"""

import os
from typing import Any

from backend.platform.observability import logs

worker_class = "gthread"
timeout = 120
control_socket_disable = True
# the product writes its own access line, with entity, account and correlation id
accesslog = None
logconfig_dict = logs.configuration(
    os.environ.get("LOG_FORMAT") or "json",
    os.environ.get("LOG_LEVEL", "INFO"),
    "backend.platform.observability.logs.NoContext",
)
# gunicorn's own handlers would print every line a second time
logconfig_dict["loggers"] |= {
    name: {"handlers": [], "propagate": True} for name in ("gunicorn.error", "gunicorn.access")
}


def post_worker_init(worker: Any) -> None:
    from backend.platform.observability import metrics

    metrics.process_started("web")


def child_exit(server: Any, worker: Any) -> None:
    """A worker that ended counts no longer among the living; what it counted stays in the sums."""
    if folder := os.environ.get("METRICS_DIR"):
        from prometheus_client import multiprocess

        multiprocess.mark_process_dead(worker.pid, path=folder)
