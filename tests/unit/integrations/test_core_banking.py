"""The client and the sandbox of core banking speak over a real connection, on good days and on bad ones."""

import json
import os
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.error import HTTPError

import pytest

from backend.integrations.core_banking import signing
from backend.integrations.core_banking.client import CoreBanking, Outcome, OutcomeStatus, outcome_of
from tests.support.core_banking import CALLBACK_KEY, call, paid, running

AMOUNT = Decimal("1000.00")
SUCCESS, FAILURE, UNKNOWN, NOT_FOUND = OutcomeStatus


def pay(core, request_no="b001-CZ1", *, ending="00", amount=AMOUNT, callback_url=""):
    return core.pay(
        request_no=request_no,
        entity="b001",
        account_no=f"62170000123456{ending}",
        amount=amount,
        callback_url=callback_url,
    )


def inquire(core, request_no="b001-CZ1"):
    return core.inquire(request_no=request_no, amount=AMOUNT)


def test_a_payment_is_made_and_found_again(core, sandbox):
    assert call(f"{sandbox}/healthz") == {"status": "ok"}
    assert inquire(core) == Outcome(NOT_FOUND)

    outcome = pay(core)

    assert outcome.status is SUCCESS
    assert outcome.reference
    assert inquire(core) == outcome


def test_a_number_is_paid_once_however_often_it_is_sent(core, sandbox):
    first = pay(core)

    assert pay(core) == first
    assert len(paid(sandbox)) == 1
    # the number of another payment: nothing is known about that one
    assert pay(core, amount=Decimal("999.00")).status is UNKNOWN
    assert len(paid(sandbox)) == 1


def test_a_number_that_many_send_at_once_is_paid_once(sandbox):
    core = CoreBanking(sandbox, timeout=20)
    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(lambda _: pay(core), range(16)))

    assert len({outcome.reference for outcome in outcomes}) == 1
    assert len(paid(sandbox)) == 1


def test_a_closed_account_is_refused_for_good(core, sandbox):
    assert pay(core, ending="91") == Outcome(FAILURE, reason="account closed")
    assert inquire(core) == Outcome(FAILURE, reason="account closed")
    assert paid(sandbox) == []


def test_a_payment_whose_answer_is_lost_is_found_by_inquiry(core, sandbox):
    assert pay(core, ending="92").status is UNKNOWN

    assert inquire(core).status is SUCCESS
    assert len(paid(sandbox)) == 1


def test_a_payment_that_was_lost_may_be_sent_again(core, sandbox):
    assert pay(core, ending="93").status is UNKNOWN
    assert inquire(core).status is NOT_FOUND
    assert paid(sandbox) == []

    assert pay(core, ending="93").status is SUCCESS
    assert len(paid(sandbox)) == 1


def test_an_error_after_the_payment_is_not_taken_for_a_refusal(core, sandbox):
    assert pay(core, ending="95") == Outcome(UNKNOWN, reason="HTTP 500")
    assert inquire(core).status is SUCCESS


def test_a_payment_may_stay_unknown(core, sandbox):
    assert pay(core, ending="96").status is UNKNOWN
    assert inquire(core).status is UNKNOWN
    assert pay(core, ending="96").status is UNKNOWN


def test_the_control_chooses_the_next_payments_only(core, sandbox):
    call(f"{sandbox}/control", "PUT", {"mode": "REFUSE", "remaining": 2})

    statuses = [pay(core, f"b001-CZ{n}").status for n in range(4)]

    assert statuses == [FAILURE, FAILURE, SUCCESS, SUCCESS]
    with pytest.raises(HTTPError) as refused:
        call(f"{sandbox}/control", "PUT", {"mode": "EXPLODE"})
    assert refused.value.code == 422


@pytest.mark.parametrize(
    "change",
    [
        {"amount": "0"},
        {"amount": "-1.00"},
        {"amount": "1.001"},
        {"amount": "NaN"},
        {"account_no": ""},
        {"entity": None},
    ],
)
def test_what_is_no_payment_is_refused(sandbox, change):
    body = {
        "request_no": "b001-CZ1",
        "entity": "b001",
        "account_no": "621700001234",
        "amount": "1.00",
        **change,
    }

    with pytest.raises(HTTPError) as refused:
        call(f"{sandbox}/payments", "POST", body)

    assert refused.value.code == 422
    assert call(f"{sandbox}/payments")["count"] == 0


def test_payments_are_counted_by_bank(core, sandbox):
    pay(core)
    core.pay(request_no="b002-CZ1", entity="b002", account_no="621700009900", amount=AMOUNT)

    assert call(f"{sandbox}/payments?entity=b002")["count"] == 1
    assert call(f"{sandbox}/payments")["count"] == 2


def test_nobody_there_is_unknown():
    core = CoreBanking("http://127.0.0.1:9", timeout=0.4)

    assert pay(core) == Outcome(UNKNOWN, reason="ConnectError")
    assert inquire(core) == Outcome(UNKNOWN, reason="ConnectError")


@pytest.mark.parametrize(
    "answer",
    [
        {"request_no": "b001-CZ2", "status": "SUCCESS", "reference": "CB1"},
        {"request_no": "b001-CZ1", "status": "SUCCESS", "reference": "CB1", "amount": "999.00"},
        {"request_no": "b001-CZ1", "status": "SUCCESS"},
        {"request_no": "b001-CZ1", "status": "DONE"},
        {},
    ],
)
def test_an_answer_about_something_else_says_nothing(answer):
    assert outcome_of(answer, request_no="b001-CZ1", amount=AMOUNT).status is UNKNOWN


def test_the_second_answer_comes_signed(core, sandbox):
    heard = []
    came = threading.Event()

    class Listener(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            heard.append((self.path, self.headers["Host"], self.headers[signing.HEADER], body))
            self.send_response(204)
            self.end_headers()
            came.set()

        def log_message(self, *args):
            pass

    listener = ThreadingHTTPServer(("127.0.0.1", 0), Listener)
    threading.Thread(target=listener.serve_forever, daemon=True).start()
    host = f"b001.localhost:{listener.server_address[1]}"
    outcome = pay(core, ending="94", callback_url=f"http://{host}/answers")

    assert came.wait(5)
    listener.shutdown()
    listener.server_close()
    (path, named, signature, body) = heard[0]
    assert (path, named) == ("/answers", host)
    assert signing.is_genuine(CALLBACK_KEY, body, signature)
    assert not signing.is_genuine("another key", body, signature)
    assert not signing.is_genuine(CALLBACK_KEY, body + b" ", signature)
    assert outcome_of(json.loads(body), request_no="b001-CZ1", amount=AMOUNT) == outcome


def test_no_key_makes_nothing_genuine():
    assert not signing.is_genuine("", b"{}", signing.sign("", b"{}"))


def test_the_journal_outlives_the_server(tmp_path):
    journal = tmp_path / "journal.jsonl"
    with running(journal) as url:
        first = pay(CoreBanking(url, timeout=1))
    with journal.open("a") as half:  # killed in the middle of a line
        half.write('{"request_no": "b001-CZ9", "ent')

    with running(journal) as url:
        core = CoreBanking(url, timeout=1)
        assert inquire(core) == first
        assert pay(core) == first
        assert pay(core, "b001-CZ2").status is SUCCESS

    with running(journal) as url:
        assert [p["request_no"] for p in paid(url)] == ["b001-CZ1", "b001-CZ2"]


def test_the_sandbox_runs_as_a_program_without_the_framework(tmp_path):
    """As the demo starts it; importing Django there would be a mistake."""
    code = (
        "import sys; from backend.integrations.core_banking import sandbox;"
        "assert 'django' not in sys.modules; sandbox.main(['--port', sys.argv[1], '--journal', sys.argv[2]])"
    )
    with ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as free:
        port = free.server_address[1]
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(port), str(tmp_path / "deep" / "journal.jsonl")],
        cwd=Path(__file__).resolve().parents[3],
        env={**os.environ, "CORE_BANKING_CALLBACK_KEY": CALLBACK_KEY},
        stderr=subprocess.DEVNULL,
    )
    try:
        core = CoreBanking(f"http://127.0.0.1:{port}", timeout=2)
        deadline = time.monotonic() + 15
        while pay(core).status is not SUCCESS:
            assert process.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.05)
        assert inquire(core).status is SUCCESS
    finally:
        process.terminate()
        process.wait(10)


@pytest.mark.django_db
def test_no_call_is_made_while_a_transaction_is_open(core):
    from django.db import transaction

    from backend.integrations.core_banking.client import CallInsideTransactionError

    with transaction.atomic(), pytest.raises(CallInsideTransactionError):
        pay(core)
    assert pay(core).status is SUCCESS
