"""Health, the access line, metrics and the log's form, as a proxy, a machine and an operator see them."""

import io
import json
import logging
import logging.config

import pytest
import redis
from django.conf import settings
from django.db import OperationalError
from prometheus_client import REGISTRY

from backend.platform.observability import health, logs
from backend.platform.tenancy import replica


@pytest.fixture(autouse=True)
def _asked_anew():
    health.forget()
    yield
    health.forget()


def value(name, **labels):
    return REGISTRY.get_sample_value(name, labels) or 0.0


def access_line(caplog, path):
    (record,) = [r for r in caplog.records if r.name == "access" and r.path == path]
    return record


def test_a_living_process_says_so_without_asking_anybody(api, django_assert_num_queries):
    officer = api("officer")
    with django_assert_num_queries(0):
        answer = officer.client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_ready_names_every_part(api):
    answer = api("officer").client.get("/readyz", HTTP_HOST="anything.example")
    assert (answer.status_code, answer.json()["status"]) == (200, "ready")
    assert set(answer.json()["parts"].items()) == {(name, "ok") for name in health.PARTS}


def test_without_the_broker_it_is_degraded_but_in_service(api, monkeypatch):
    def lost(self):
        raise redis.ConnectionError("10.0.0.7:6379 refused")

    monkeypatch.setattr(redis.Redis, "ping", lost)
    answer = api("officer").client.get("/readyz")
    assert (answer.status_code, answer.json()["status"]) == (200, "degraded")
    assert answer.json()["parts"]["broker"] == "failed"
    assert "10.0.0.7" not in answer.content.decode()


def test_a_standby_far_behind_is_late(api, monkeypatch):
    monkeypatch.setattr(replica, "delay_seconds", lambda: settings.REPLICA_DELAY_LIMIT_SECONDS + 1)
    answer = api("officer").client.get("/readyz").json()
    assert (answer["status"], answer["parts"]["replica"]) == ("degraded", "late")


@pytest.mark.parametrize(("part", "found"), [("database", None), ("migrations", {"province": ("x.0002",)})])
def test_without_database_or_migrations_it_is_not_ready(api, monkeypatch, part, found):
    def ask():
        if found is None:
            raise OperationalError("secret host")
        return "behind"

    monkeypatch.setitem(health.PARTS, part, ask)
    answer = api("officer").client.get("/readyz")
    assert (answer.status_code, answer.json()["status"]) == (503, "not ready")
    assert answer.json()["parts"][part] in ("failed", "behind")
    assert "secret" not in answer.content.decode()


def test_a_schema_that_misses_a_migration_is_behind(monkeypatch, api):
    monkeypatch.setattr(health, "missing_migrations", lambda codes: {"province": ("x.0002",)})
    answer = api("officer").client.get("/readyz")
    assert (answer.status_code, answer.json()["parts"]["migrations"]) == (503, "behind")


def test_metrics_are_not_on_the_public_hosts(api):
    answer = api("officer").client.get("/metrics")
    assert b"credit_requests_total" not in answer.content


def test_a_request_leaves_one_access_line_without_its_query(api, caplog):
    officer = api("officer")
    with caplog.at_level(logging.INFO, logger="access"):
        officer.client.get("/api/v1/customers?q=罗国华", HTTP_X_CORRELATION_ID="from-browser-1")

    record = access_line(caplog, "/api/v1/customers")
    assert (record.route, record.status, record.entity) == ("/api/v1/customers", 200, "b001")
    assert record.ms > 0
    assert "罗国华" not in record.getMessage()


def test_a_request_is_counted_by_its_template_and_status(api):
    officer = api("officer")
    of = {"route": "/api/v1/customers/<int:pk>", "method": "GET", "status": "404"}
    before = value("credit_requests_total", **of)
    officer.get("customers/999998")
    officer.get("customers/999999")
    assert value("credit_requests_total", **of) == before + 2
    assert value("credit_request_seconds_count", route=of["route"], method="GET") > 0


def test_whatever_is_asked_for_makes_few_routes(api):
    officer = api("officer")
    for path in ("/api/v1/nothing/1", "/api/v1/nothing/2", "/some/page", "/other/page", "/static/none.js"):
        officer.client.get(path)
    routes = {s.labels["route"] for m in REGISTRY.collect() if m.name == "credit_requests" for s in m.samples}
    assert not [route for route in routes if "nothing" in route or "page" in route or "none.js" in route]


def test_replays_and_refused_sign_ins_are_counted(api):
    officer = api("officer")
    replays = value("credit_idempotent_replays_total")
    body = {"name": "罗国华户", "region_code": "520111", "land_mu": "6.50"}
    for _ in range(2):
        assert officer.post("households", body, key="the-same-key-1").status_code == 201
    assert value("credit_idempotent_replays_total") == replays + 1

    refusals = value("credit_sign_in_refusals_total", kind="REFUSED")
    officer.post("session", {"username": "officer", "password": "wrong"})
    assert value("credit_sign_in_refusals_total", kind="REFUSED") == refusals + 1


def log_of(form, say):
    """What a program that logs in this form writes while `say` runs."""
    kept = io.StringIO()
    config = logs.configuration(form, "INFO", "backend.platform.api.correlation.ContextFilter")
    handler = config["handlers"]["console"]
    formatter = config["formatters"][handler["formatter"]]
    stream = logging.StreamHandler(kept)
    stream.setFormatter(
        logs.JsonLineFormatter() if form == "json" else logs.RedactingFormatter(formatter["format"])
    )
    from backend.platform.api.correlation import ContextFilter

    stream.addFilter(ContextFilter())
    logger = logging.getLogger("tests.log")
    logger.addHandler(stream)
    try:
        say(logger)
    finally:
        logger.removeHandler(stream)
    return kept.getvalue().splitlines()


def test_a_json_line_holds_what_a_search_needs(api):
    from backend.platform.api.context import correlated, set_account_id

    def say(logger):
        set_account_id(7)
        with correlated("id-of-a-request"):
            try:
                raise ValueError("到期日不存在")
            except ValueError:
                logger.exception("步骤失败", extra={"ms": 12.5})

    (line,) = [json.loads(text) for text in log_of("json", say)]
    assert line["time"]
    assert (line["level"], line["logger"], line["message"]) == ("ERROR", "tests.log", "步骤失败")
    assert (line["entity"], line["correlation_id"], line["account_id"], line["ms"]) == (
        "b001",
        "id-of-a-request",
        7,
        12.5,
    )
    assert "ValueError: 到期日不存在" in line["exception"]


def test_a_json_line_without_its_sensitive_values_is_still_json(api):
    values = {"phone": "13885012345", "address": '花溪区"1"组', "note": {"id_no": "11010519491231002X"}}
    (line,) = log_of("json", lambda logger: logger.warning("to 6217000012345600", extra=values))
    shown = json.loads(line)
    assert (shown["message"], shown["phone"], shown["address"]) == ("to [removed]", "[removed]", "[removed]")
    assert shown["note"] == {"id_no": "[removed]"}


def test_a_readable_line_is_for_people(api):
    (line,) = log_of("line", lambda logger: logger.warning("步骤失败"))
    assert line.endswith("tests.log: 步骤失败")
    with pytest.raises(ValueError, match="LOG_FORMAT"):
        logs.configuration("xml", "INFO", "x")
