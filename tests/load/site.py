"""The product as it runs in production, on a book's database: web server, worker and the sandbox of core banking."""

import http.client
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.test import Client

from infra.local.ports import choose_port
from shared.identity.models import Account
from shared.identity.sessions import ENTITY_KEY

from . import nights

PROGRAMS = Path(sys.executable).parent
CSRF = "c" * 32
SERVER_KEEPS = 1.0
"""Seconds after which the web server may have closed a connection that nobody used."""


class AnswerError(RuntimeError):
    """The web server refused what a client of the measurement asked; the text has its answer."""


@dataclass
class Browser:
    """One person at one bank, on a connection that stays open; its sessions are real rows."""

    host: str
    port: int
    cookie: str
    connection: http.client.HTTPConnection = field(init=False)
    used_at: float = field(init=False, default=0.0)

    def __post_init__(self) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)

    def get(self, path: str) -> Any:
        return self._ask("GET", path, None)

    def post(self, path: str, body: Mapping[str, Any]) -> Any:
        return self._ask("POST", path, json.dumps(body).encode())

    def _ask(self, method: str, path: str, body: bytes | None) -> Any:
        headers = {"Host": self.host, "Cookie": self.cookie, "Accept": "application/json"}
        if body is not None:
            headers |= {
                "Content-Type": "application/json",
                "X-CSRFToken": CSRF,
                "Idempotency-Key": uuid.uuid4().hex,
            }
        if time.monotonic() - self.used_at > SERVER_KEEPS:
            self.connection.close()  # the next request opens it again
        try:
            answer, content = self._send(method, path, body, headers)
        except ConnectionError:  # closed by the server meanwhile: sent again under the same key
            self.connection.close()
            answer, content = self._send(method, path, body, headers)
        self.used_at = time.monotonic()
        if answer.status not in (200, 201):
            raise AnswerError(f"{method} {path}: {answer.status} {content[:300]!r}")
        return json.loads(content)

    def _send(
        self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]
    ) -> tuple[http.client.HTTPResponse, bytes]:
        self.connection.request(method, f"/api/v1/{path}", body, dict(headers))
        answer = self.connection.getresponse()
        return answer, answer.read()


@dataclass(frozen=True)
class Site:
    """Where the web server listens."""

    port: int

    def browser(self, entity: str, username: str) -> Browser:
        """Somebody signed in; the password is not asked, for its hash is slow on purpose."""
        client = client_of(entity, username)
        key = client.cookies[settings.SESSION_COOKIE_NAME].value
        cookie = f"{settings.SESSION_COOKIE_NAME}={key}; {settings.CSRF_COOKIE_NAME}={CSRF}"
        return Browser(f"{entity}.{settings.BASE_DOMAIN}:{self.port}", self.port, cookie)


def client_of(entity: str, username: str) -> Client:
    """Django's own client, in this process, with a session of the account."""
    client = Client(HTTP_HOST=f"{entity}.{settings.BASE_DOMAIN}")
    account = Account.objects.get(entity_code=entity, username=username)
    client.force_login(account, backend="shared.identity.backends.EntityBackend")
    session = client.session
    session[ENTITY_KEY] = entity
    session.save()
    return client


@contextmanager
def site(*, processes: int, threads: int, workers: int) -> Iterator[Site]:
    """Start everything, answer where, and end it again."""
    port = choose_port()
    core = urlsplit(settings.CORE_BANKING_URL).port
    web = [
        str(PROGRAMS / "gunicorn"), "-c", "python:backend.config.gunicorn", "backend.config.wsgi", "--bind",
        f"127.0.0.1:{port}", "--workers", str(processes), "--threads", str(threads), "--graceful-timeout", "5",
    ]  # fmt: skip
    with ExitStack() as stack:
        journal = Path(stack.enter_context(tempfile.TemporaryDirectory())) / "payments.jsonl"
        sandbox = [
            sys.executable, "-m", "backend.integrations.core_banking.sandbox", "--port", str(core), "--journal",
            str(journal),
        ]  # fmt: skip
        stack.enter_context(program("core-banking", sandbox, core))
        stack.enter_context(nights.worker(workers))
        stack.enter_context(program("web", web, port))
        yield Site(port)


@contextmanager
def program(name: str, words: list[str], port: int | None) -> Iterator[None]:
    """A program on this process's database that listens at the port once it is ready."""
    log = nights.LOG.with_name(f"{name}.log")
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as to:
        running = subprocess.Popen(
            words, cwd=nights.ROOT, env=nights.environment(), stdout=to, stderr=to, start_new_session=True
        )
    try:
        deadline = time.monotonic() + 60
        while not _answers(port):
            if running.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"{name} does not listen (log: {log})")
            time.sleep(0.1)
        yield
    finally:
        with suppress(ProcessLookupError):
            os.killpg(running.pid, signal.SIGTERM)
        running.wait(30)


def _answers(port: int | None) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/healthz", headers={"Host": f"{settings.PROVINCE_HOST}:{port}"})
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()
