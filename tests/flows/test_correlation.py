"""One id from the browser through web, outbox, worker and core banking to the rows; the programs' own metrics."""

import json
import uuid
from datetime import date
from random import Random

import httpx
import psycopg
import pytest

from backend.config.demo.people import identity_number
from tests.flows.test_first_loan import approved_application, close_a_date, effective_contract
from tests.support.stack import LOGS, until

pytestmark = pytest.mark.e2e


def lines(program, correlation):
    """The log lines of a program with this id."""
    found = []
    for text in (LOGS / f"{program}.log").read_text(encoding="utf-8").splitlines():
        if correlation in text and text.startswith("{"):
            line = json.loads(text)
            if line["correlation_id"] == correlation:
                found.append(line)
    return found


def metrics(stack):
    return httpx.get(f"http://127.0.0.1:{stack.metrics_port}/metrics", timeout=20).text


def test_one_id_is_followed_from_the_browser_to_core_banking(stack):
    number = identity_number(Random("correlation"), "520111", date(1984, 4, 4))
    contract = effective_contract(
        stack, approved_application(stack, id_no=number), account_no="6217000000000000018"
    )
    officer, disburser = stack.sign_in("b001", "officer"), stack.sign_in("b001", "disburser")
    request = officer.post(
        "disbursements", {"contract_id": contract["id"], "amount": contract["amount"], "pay_mode": "SELF"}
    )
    correlation = f"flow-{uuid.uuid4().hex}"
    disburser.http.headers["X-Correlation-ID"] = correlation
    disburser.post(f"disbursements/{request['id']}/approve")
    del disburser.http.headers["X-Correlation-ID"]
    until("paid", lambda: officer.get(f"disbursements/{request['id']}")["state"] == "POSTED", 40)

    (access,) = [line for line in lines("web", correlation) if line["logger"] == "access"]
    assert (access["method"], access["status"], access["entity"]) == ("POST", 200, "b001")
    assert access["account_id"]
    assert access["route"] == "/api/v1/disbursements/<int:pk>/approve"
    assert [line for line in lines("worker", correlation) if "core banking POST" in line["message"]]
    assert f"correlation={correlation}" in (LOGS / "core.log").read_text(encoding="utf-8")
    with psycopg.connect(stack.environment["DATABASE_URL"]) as connection:
        audited = connection.execute(
            "SELECT action FROM b001.records_auditrecord WHERE correlation_id = %s", [correlation]
        ).fetchall()
        told = connection.execute(
            "SELECT name FROM b001.records_outboxevent WHERE correlation_id = %s", [correlation]
        ).fetchall()
    assert ("loans.disburse_approve",) in audited or len(audited) >= 2
    assert ("loans.disbursed.v1",) in told


def test_the_metrics_of_all_programs_are_answered_at_the_inner_address(stack):
    close_a_date(stack)
    until(
        "a worker has spoken",
        lambda: httpx.get(f"http://127.0.0.1:{stack.metrics_port}/workerz").status_code == 200,
    )

    def told():
        text = metrics(stack)
        return (
            text
            if 'credit_outbox_dead{entity="b001"}' in text and 'credit_night_state{entity="b001"' in text
            else None
        )

    text = until("the sweep has measured", told, 60)
    assert 'credit_requests_total{method="POST",route="/api/v1/nights",status="201"}' in text
    assert 'credit_tasks_total{outcome="done",task="tenants.endofday.tasks.night_run_task"}' in text
    assert "credit_replica_up 1.0" in text
    for name in ("heartbeat_age_seconds", "resident_bytes", "replica_delay_seconds"):
        assert name in text
    for program in ("web", "worker", "beat"):
        assert f'program="{program}"' in text
    # not where the world can ask
    assert "credit_requests_total" not in httpx.get(f"http://127.0.0.1:{stack.port}/metrics").text
