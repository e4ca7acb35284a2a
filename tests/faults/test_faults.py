"""What the running product does when something under it breaks: nothing is lost and nothing happens twice."""

import os
import signal
from datetime import date
from random import Random

import httpx
import psycopg
import pytest
import redis

from backend.config.demo.people import identity_number
from infra.local.servers import start_standby, stop_standby
from tests.flows.test_first_loan import approved_application, effective_contract
from tests.support.stack import until

pytestmark = [pytest.mark.e2e, pytest.mark.slow]


def payments(stack, request_no):
    """What core banking has booked under the request's number."""
    found = httpx.get(f"http://127.0.0.1:{stack.core_port}/payments/{request_no}")
    return [] if found.status_code == 404 else [found.json()]


def loans_of(stack, contract):
    with psycopg.connect(stack.environment["DATABASE_URL"]) as connection:
        return connection.execute(
            "SELECT count(*) FROM b001.loans_loanaccount l JOIN b001.loans_disbursement d ON d.id = l.disbursement_id"
            " WHERE d.contract_id = %s",
            [contract["id"]],
        ).fetchone()[0]


@pytest.fixture
def contract(stack, request):
    number = identity_number(Random(request.node.name), "520111", date(1985, 5, 5))
    application = approved_application(stack, id_no=number)
    return effective_contract(stack, application, account_no="6217000000000000018")


def asked(stack, contract):
    officer, disburser = stack.sign_in("b001", "officer"), stack.sign_in("b001", "disburser")
    body = {"contract_id": contract["id"], "amount": contract["amount"], "pay_mode": "SELF"}
    request = officer.post("disbursements", body)
    return disburser, request


def test_a_worker_killed_in_the_middle_of_a_payment_pays_once(stack, contract):
    disburser, request = asked(stack, contract)
    os.killpg(stack.processes["core"].pid, signal.SIGSTOP)  # the call hangs at core banking ...
    try:
        disburser.post(f"disbursements/{request['id']}/approve")
        until(
            "the intent is committed",
            lambda: disburser.get(f"disbursements/{request['id']}")["state"] in ("SENT", "UNKNOWN"),
        )
        stack.kill("worker")  # ... and the worker dies meanwhile
    finally:
        os.killpg(stack.processes["core"].pid, signal.SIGCONT)
    stack.start_worker()

    done = until(
        "the disbursement is settled",
        lambda: (d := disburser.get(f"disbursements/{request['id']}"))["state"] == "POSTED" and d,
        150,
    )

    assert len(payments(stack, done["core_request_no"])) == 1
    assert loans_of(stack, contract) == 1


def test_a_broker_that_lost_everything_loses_no_payment(stack, contract):
    disburser, request = asked(stack, contract)
    stack.kill("worker")
    disburser.post(f"disbursements/{request['id']}/approve")
    redis.Redis.from_url(stack.environment["REDIS_URL"]).flushdb()
    stack.start_worker()

    until(
        "the sweep has found it",
        lambda: disburser.get(f"disbursements/{request['id']}")["state"] == "POSTED",
        90,
    )

    assert loans_of(stack, contract) == 1


def test_without_the_standby_reports_say_so_and_business_goes_on(stack):
    risk, officer = stack.sign_in("b001", "risk"), stack.sign_in("b001", "officer")
    assert risk.get("reports/loan-ledger")["rows"] is not None
    stop_standby()
    try:
        refused = risk.get("reports/loan-ledger", expect=503)
        assert refused["code"] == "reports.replica_unavailable"
        number = identity_number(Random("standby"), "520111", date(1980, 1, 1))
        officer.post("customers", {"name": "王建国", "id_no": number, "phone": "13800138000"})
        assert risk.get("loans")["count"] >= 0
    finally:
        start_standby()
    until("the report is back", lambda: risk.http.get("/reports/loan-ledger").status_code == 200, 30)


def test_an_expired_session_is_told_to_sign_in_again(stack):
    officer = stack.sign_in("b001", "officer")
    me = officer.get("session")["account"]["id"]
    with psycopg.connect(stack.environment["DATABASE_URL"]) as connection:
        connection.execute(
            "UPDATE identity_session SET expire_date = now() - interval '1 second' WHERE account_id = %s",
            [me],
        )

    refused = officer.get("customers", expect=401)

    assert refused["code"] == "identity.not_signed_in"


def test_signing_out_everywhere_ends_the_other_browsers_too(stack):
    first, second = stack.sign_in("b001", "auditor"), stack.sign_in("b001", "auditor")

    assert first.http.delete("/sessions", headers=first._headers(None)).status_code == 204

    second.get("session", expect=401)
