"""The Celery application: tasks of one entity, and what beat sends for all of them."""

import os
from typing import Any

from celery import Celery, signals
from celery.schedules import crontab

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backend.config.settings.production")

app = Celery("retail_credit", task_cls="backend.platform.jobs:EntityTask")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.autodiscover_tasks(["backend.platform"])

app.conf.beat_schedule = {
    "sweep": {
        "task": "shared.operations.tasks.sweep_task",
        "schedule": 15.0,
        "options": {"headers": {"entity": "province"}, "expires": 15.0},
    },
    "seal-audit": {
        "task": "shared.operations.tasks.audit_seal_task",
        "schedule": 60.0,
        "options": {"headers": {"entity": "province"}, "expires": 60.0},
    },
    # hourly, so that a day on which beat stood still at midnight is not without its head
    "keep-audit": {
        "task": "shared.operations.tasks.audit_day_task",
        "schedule": crontab(minute=5),
        "options": {"headers": {"entity": "province"}, "expires": 3000.0},
    },
    "clear-credentials": {
        "task": "shared.identity.tasks.clearing_task",
        "schedule": crontab(minute=35),
        "options": {"headers": {"entity": "province"}, "expires": 3000.0},
    },
}


@signals.setup_logging.connect
def use_django_logging(**kwargs: Any) -> None:
    """Celery keeps Django's log format, with entity and correlation id."""


@signals.worker_process_init.connect
def report_worker(**kwargs: Any) -> None:
    """Let the metrics know of each process that works."""
    from backend.platform.observability import metrics

    metrics.process_started("worker")


@signals.beat_init.connect
def report_beat(**kwargs: Any) -> None:
    from backend.platform.observability import metrics

    metrics.process_started("beat")


@signals.heartbeat_sent.connect
def note_heartbeat(**kwargs: Any) -> None:
    from backend.platform.observability import metrics

    metrics.heartbeat()
