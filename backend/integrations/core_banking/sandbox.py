"""A core banking system to try things with: a real HTTP server with a memory, and with bad days on demand.

    python -m backend.integrations.core_banking.sandbox --port 8900 --journal core_banking.jsonl

It pays each request number once and remembers what it accepted in an append-only journal of JSON
lines, which it reads again at its start. How it behaves is chosen by the last two digits of the
account number, or by the control endpoint for the next payments whatever their account:

    91  REFUSE          refuses: the account is closed
    92  TIMEOUT_PAID    pays, and never answers
    93  TIMEOUT_UNPAID  does not pay and never answers; a second attempt at the same number is paid
    94  TWICE           answers, and a moment later sends the same answer to the callback URL
    95  ERROR_PAID      pays, and answers 500
    96  PROCESSING      accepts, and says "processing" for ever
    any other           NORMAL

    PUT /control {"mode": "TIMEOUT_PAID", "remaining": 1}    {"mode": null} ends it
    GET /payments?entity=&account_no=                        what was accepted, for counting
"""

import argparse
import http.client
import json
import logging
import os
import sys
import threading
import time
from decimal import Decimal, InvalidOperation
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from . import signing

logger = logging.getLogger("core_banking.sandbox")
BY_ACCOUNT = {
    "91": "REFUSE",
    "92": "TIMEOUT_PAID",
    "93": "TIMEOUT_UNPAID",
    "94": "TWICE",
    "95": "ERROR_PAID",
    "96": "PROCESSING",
}
MODES = {*BY_ACCOUNT.values(), "NORMAL"}
MAX_BODY = 64 * 1024
CALLBACK_DELAY_SECONDS = 0.3
FIELDS = ("request_no", "entity", "account_no", "amount")

Payment = dict[str, Any]


class Book:
    """The payments accepted so far, in memory and in the journal. Every method may be called by any thread."""

    def __init__(self, journal: Path | None) -> None:
        self._lock = threading.Lock()
        self._payments: dict[str, Payment] = {}
        self._unpaid_once: set[str] = set()
        self._mode: str | None = None
        self._remaining = 0
        self._journal = None
        if journal is not None:
            journal.parent.mkdir(parents=True, exist_ok=True)
            text = journal.read_text(encoding="utf-8") if journal.exists() else ""
            self._reload(text)
            self._journal = journal.open("a", encoding="utf-8")
            if text and not text.endswith("\n"):
                self._journal.write("\n")

    def _reload(self, text: str) -> None:
        for line in text.splitlines():
            try:
                payment = json.loads(line)
            except ValueError:  # the line that was being written when the server was killed
                logger.warning("the journal's line is not whole and is left out: %.80s", line)
                continue
            self._payments[payment["request_no"]] = payment

    def control(self, mode: str | None, remaining: int) -> None:
        with self._lock:
            self._mode, self._remaining = mode, remaining

    def behaviour(self, asked: Payment) -> str:
        """The mode of this request, which uses up one of a controlled mode."""
        with self._lock:
            if self._mode is not None and self._remaining > 0:
                self._remaining -= 1
                return self._mode
            return BY_ACCOUNT.get(asked["account_no"][-2:], "NORMAL")

    def skips(self, request_no: str) -> bool:
        """Whether a request that goes unpaid goes so now: only the first attempt at its number does."""
        with self._lock:
            first = request_no not in self._unpaid_once
            self._unpaid_once.add(request_no)
            return first

    def accept(self, asked: Payment, status: str, reason: str = "") -> Payment | None:
        """The payment of this number: the one accepted before, or a new one. None: the number is another's."""
        with self._lock:
            known = self._payments.get(asked["request_no"])
            if known is not None:
                same = all(known[name] == asked[name] for name in FIELDS)
                return known if same else None
            payment = {**asked, "status": status}
            if status == "SUCCESS":
                payment["reference"] = f"CB{time.time_ns():x}{len(self._payments):06d}".upper()
            if reason:
                payment["reason"] = reason
            if self._journal is not None:
                self._journal.write(json.dumps(payment, ensure_ascii=False) + "\n")
                self._journal.flush()
                os.fsync(self._journal.fileno())
            self._payments[payment["request_no"]] = payment
            return payment

    def find(self, request_no: str) -> Payment | None:
        with self._lock:
            return self._payments.get(request_no)

    def list(self, wanted: dict[str, str]) -> list[Payment]:
        with self._lock:
            return [p for p in self._payments.values() if all(p.get(k) == v for k, v in wanted.items())]


class Sandbox(ThreadingHTTPServer):
    """The server. `hold` is how many seconds an answer that never comes keeps its connection open."""

    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 128  # with the usual 5, callers that come together wait a second for a connection

    def __init__(
        self, address: tuple[str, int], *, journal: Path | None, callback_key: str, hold: float = 60.0
    ) -> None:
        super().__init__(address, Handler)
        self.book = Book(journal)
        self.callback_key = callback_key
        self.hold = hold
        self.stopping = threading.Event()

    def shutdown(self) -> None:
        self.stopping.set()
        super().shutdown()


def answer_of(payment: Payment) -> Payment:
    """What the other side is told about a payment."""
    return {
        key: payment[key]
        for key in ("request_no", "entity", "amount", "status", "reference", "reason")
        if key in payment
    }


class Handler(BaseHTTPRequestHandler):
    server: Sandbox
    protocol_version = "HTTP/1.1"
    timeout = 120

    def log_message(self, format: str, *args: Any) -> None:
        logger.info(f"{format} correlation=%s", *args, self.headers.get("X-Correlation-ID", "-"))

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        if url.path == "/healthz":
            self._answer(200, {"status": "ok"})
        elif url.path == "/payments":
            wanted = {key: values[-1] for key, values in parse_qs(url.query).items()}
            found = self.server.book.list(wanted)
            self._answer(200, {"count": len(found), "payments": [answer_of(p) for p in found]})
        elif url.path.startswith("/payments/"):
            request_no = unquote(url.path.removeprefix("/payments/"))
            payment = self.server.book.find(request_no)
            if payment is None:
                self._answer(404, {"request_no": request_no, "status": "NOT_FOUND"})
            else:
                self._answer(200, answer_of(payment))
        else:
            self._answer(404, {"reason": "no such service"})

    def do_PUT(self) -> None:
        body = self._body()
        mode, remaining = (body or {}).get("mode"), (body or {}).get("remaining", 1)
        known = mode is None or mode in MODES
        if self.path != "/control" or body is None or not known or not isinstance(remaining, int):
            self._answer(
                422, {"reason": f"PUT /control with a mode of {', '.join(sorted(MODES))} and a number"}
            )
            return
        self.server.book.control(mode, remaining)
        self._answer(200, {"mode": mode, "remaining": remaining})

    def do_POST(self) -> None:
        body = self._body()
        if self.path != "/payments":
            self._answer(404, {"reason": "no such service"})
            return
        asked = payment_asked(body)
        if asked is None:
            self._answer(
                422, {"reason": "a payment names request_no, entity, account_no and a positive amount"}
            )
            return
        self._pay(asked, str((body or {}).get("callback_url") or ""))

    def _pay(self, asked: Payment, callback_url: str) -> None:
        book = self.server.book
        mode = book.behaviour(asked) if book.find(asked["request_no"]) is None else "NORMAL"
        if mode == "TIMEOUT_UNPAID" and book.skips(asked["request_no"]):
            self._never_answer()
            return
        if mode == "REFUSE":
            payment = book.accept(asked, "FAILURE", "account closed")
        else:
            payment = book.accept(asked, "PROCESSING" if mode == "PROCESSING" else "SUCCESS")
        if payment is None:
            self._answer(
                409, {"request_no": asked["request_no"], "reason": "the number stands for another payment"}
            )
        elif mode == "TIMEOUT_PAID":
            self._never_answer()
        elif mode == "ERROR_PAID":
            self._answer(500, {"reason": "internal error"})
        else:
            if mode == "TWICE" and callback_url:
                threading.Thread(
                    target=self._call_back, args=(callback_url, answer_of(payment)), daemon=True
                ).start()
            self._answer(202 if payment["status"] == "PROCESSING" else 200, answer_of(payment))

    def _never_answer(self) -> None:
        self.server.stopping.wait(self.server.hold)
        self.close_connection = True

    def _call_back(self, url: str, answer: Payment) -> None:
        self.server.stopping.wait(CALLBACK_DELAY_SECONDS)
        try:
            status = send_callback(url, answer, self.server.callback_key)
        except OSError as error:
            logger.warning("the callback to %s failed: %s", url, error)
        else:
            logger.info("the callback to %s was answered %s", url, status)

    def _body(self) -> Payment | None:
        """The JSON object of the request; None when it is none."""
        length = self.headers.get("Content-Length", "0")
        if not length.isdigit() or int(length) > MAX_BODY:
            self.close_connection = True
            return None
        try:
            body = json.loads(self.rfile.read(int(length)))
        except ValueError:
            return None
        return body if isinstance(body, dict) else None

    def _answer(self, status: int, body: Payment) -> None:
        raw = json.dumps(body, ensure_ascii=False).encode()
        try:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)
        except OSError:  # the other side did not wait
            self.close_connection = True


def payment_asked(body: Payment | None) -> Payment | None:
    """The fields that make a payment, or None when one is missing or is not what it should be."""
    asked = {name: (body or {}).get(name) for name in FIELDS}
    if not all(isinstance(value, str) and 0 < len(value) <= 80 for value in asked.values()):
        return None
    try:
        amount = Decimal(str(asked["amount"]))
    except InvalidOperation:
        return None
    if not amount.is_finite() or amount <= 0 or amount != amount.quantize(Decimal("0.01")):
        return None
    return asked


def send_callback(url: str, answer: Payment, key: str) -> int:
    """Post the signed answer; returns the HTTP status.

    Names under .localhost are this machine, whether or not its resolver knows them.
    """
    target = urlsplit(url)
    host = target.hostname or ""
    address = "127.0.0.1" if host == "localhost" or host.endswith(".localhost") else host
    kind = http.client.HTTPSConnection if target.scheme == "https" else http.client.HTTPConnection
    connection = kind(address, target.port, timeout=5)
    body = json.dumps(answer, ensure_ascii=False).encode()
    headers = {
        "Host": target.netloc,
        "Content-Type": "application/json",
        signing.HEADER: signing.sign(key, body),
    }
    try:
        connection.request("POST", target.path, body=body, headers=headers)
        return connection.getresponse().status
    except http.client.HTTPException as error:
        raise OSError(str(error)) from error
    finally:
        connection.close()


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="core banking sandbox")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--journal", type=Path, required=True)
    parser.add_argument(
        "--hold", type=float, default=60.0, help="seconds that an unanswered request stays open"
    )
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", stream=sys.stderr)
    key = os.environ.get("CORE_BANKING_CALLBACK_KEY", "")
    server = Sandbox(
        (options.host, options.port), journal=options.journal, callback_key=key, hold=options.hold
    )
    logger.info(
        "core banking sandbox on %s:%s, %s payments known",
        *server.server_address[:2],
        len(server.book.list({})),
    )
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        pass
    finally:
        server.stopping.set()
        server.server_close()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
