"""Dashboards and alerts ask for metrics that exist, with labels that these have; the pages explain every one."""

import json
import re
from collections.abc import Iterator

import prometheus_client
import pytest
import yaml
from prometheus_client.metrics_core import Metric

from backend.platform.observability import metrics
from tests.contracts.guards import ROOT

FOLDER = ROOT / "infra" / "dashboards"
NAME = re.compile(r"\bcredit_[a-z_]+\b")
SELECTOR = re.compile(r"\b(credit_[a-z_]+)\{([^}]*)\}")


def expressions() -> list[str]:
    board = json.loads((FOLDER / "retail-credit.json").read_text(encoding="utf-8"))
    rules = yaml.safe_load((FOLDER / "alerts.yml").read_text(encoding="utf-8"))
    found = [target["expr"] for panel in board["panels"] for target in panel["targets"]]
    return found + [rule["expr"] for group in rules["groups"] for rule in group["rules"]]


@pytest.fixture
def families(bank) -> dict[str, set[str]]:
    """Every metric by name with its labels: counters of the code, and what the readings read."""
    found: dict[str, set[str]] = {}
    for value in vars(metrics).values():
        if isinstance(value, prometheus_client.metrics.MetricWrapperBase):
            labels = set(value._labelnames)
            kind = value._type
            name = value._name
            suffixes = {"counter": ["_total"], "histogram": ["_bucket", "_sum", "_count"]}.get(kind, [""])
            found |= {
                f"{name}{suffix}": labels | ({"le"} if suffix == "_bucket" else set()) for suffix in suffixes
            }
    for metric in read():
        found.setdefault(metric.name, set())
        found[metric.name] |= {label for sample in metric.samples for label in sample.labels}
    return found


def read() -> Iterator[Metric]:
    yield from metrics.Readings().collect()


def test_every_reading_works(bank):
    (failed,) = [metric for metric in read() if metric.name == "credit_reading_failed"]
    assert {sample.labels["reading"]: sample.value for sample in failed.samples} == {
        function.__name__: 0.0 for function in metrics.READINGS
    }


def test_a_reading_that_fails_says_so_and_leaves_the_others(bank, monkeypatch):
    def broken() -> list[Metric]:
        raise RuntimeError("the database is away")

    monkeypatch.setattr(metrics, "READINGS", [broken, *metrics.READINGS])
    found = {metric.name: metric for metric in read()}
    values = {sample.labels["reading"]: sample.value for sample in found["credit_reading_failed"].samples}
    assert (values["broken"], values["replica_state"]) == (1.0, 0.0)
    assert "credit_replica_up" in found


def test_every_metric_of_a_dashboard_or_an_alert_exists(families):
    # measured only where a worker speaks or a real standby follows; the flows see them
    elsewhere = {
        "credit_worker_heartbeat_age_seconds",
        "credit_process_resident_bytes",
        "credit_replica_delay_seconds",
    }
    asked = {name for expression in expressions() for name in NAME.findall(expression)}
    assert asked - families.keys() - elsewhere == set()


def test_every_label_that_is_asked_for_exists(families):
    wrong = [
        (name, label)
        for expression in expressions()
        for name, inner in SELECTOR.findall(expression)
        for label in re.findall(r"(\w+)\s*[=!]", inner)
        if families.get(name) and label not in families[name]
    ]
    assert wrong == []


def test_operations_explain_every_metric_and_every_alert(families):
    page = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    names = {re.sub(r"_(bucket|sum|count)$", "", name) for name in families}
    rules = yaml.safe_load((FOLDER / "alerts.yml").read_text(encoding="utf-8"))
    alerts = {rule["alert"] for group in rules["groups"] for rule in group["rules"]}
    assert {name for name in names | alerts if f"`{name}`" not in page} == set()
