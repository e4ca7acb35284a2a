"""The running product for flows and browser tests: web, worker, beat and the core banking sandbox, all real."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import httpx

from tests import world

ROOT = Path(__file__).resolve().parents[2]
# Tests that run beside each other have a product each, with a database, queue and logs of its own.
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "gw0")
DATABASE = f"credit_test_stack_{WORKER}"
QUEUE = 7 + int(WORKER.removeprefix("gw")) if WORKER.startswith("gw") else 7  # not the queue of other tests
LOGS = ROOT / ".local" / "test" / "logs" / WORKER
METRICS = ROOT / ".local" / "test" / "metrics" / WORKER


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def until(what: str, ask: Callable[[], Any], seconds: float = 30) -> Any:
    """Ask until the answer is true; the time limit only ends a wait that has failed."""
    deadline = time.monotonic() + seconds
    while True:
        answer = ask()
        if answer:
            return answer
        if time.monotonic() > deadline:
            raise AssertionError(f"{what}: not within {seconds} s")
        time.sleep(0.05)


def _named(url: str, database: str) -> str:
    parts = urlsplit(url)
    return urlunsplit(parts._replace(path=f"/{database}"))


@dataclass
class Stack:
    """Starts the programs against one database and stops exactly what it started."""

    database: str
    port: int = field(default_factory=free_port)
    core_port: int = field(default_factory=free_port)
    metrics_port: int = field(default_factory=free_port)
    processes: dict[str, subprocess.Popen] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        urls = {
            name: _named(os.environ[name], self.database)
            for name in ("DATABASE_URL", "MIGRATOR_DATABASE_URL", "REPLICA_URL")
        }
        broker = urlsplit(os.environ["REDIS_URL"])
        return {
            **{k: v for k, v in os.environ.items() if not k.startswith(("PYTEST", "DJANGO_ALLOW"))},
            **urls,
            "REDIS_URL": urlunsplit(broker._replace(path=f"/{QUEUE}")),
            "DJANGO_SETTINGS_MODULE": "backend.config.settings.test",
            "CORE_BANKING_URL": f"http://127.0.0.1:{self.core_port}",
            "CORE_BANKING_TIMEOUT_SECONDS": "1",
            "PYTHONUNBUFFERED": "1",
            "LOG_FORMAT": "json",
            "METRICS_DIR": str(METRICS),
        }

    def start(self) -> "Stack":
        LOGS.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(METRICS, ignore_errors=True)
        self.start_core_banking()
        self.start_worker()
        self.start_beat()
        self._start(
            "web",
            [
                "gunicorn", "-c", "python:backend.config.gunicorn", "backend.config.wsgi",
                "--bind", f"127.0.0.1:{self.port}", "--workers", "1", "--threads", "4",
            ],
        )  # fmt: skip
        self._start(
            "metrics",
            [sys.executable, "manage.py", "serve_metrics", "--bind", f"127.0.0.1:{self.metrics_port}"],
        )
        until("the web answers", self._healthy, 60)
        return self

    def start_beat(self) -> None:
        self._start(
            "beat",
            ["celery", "-A", "backend.config.celery", "beat", "--pidfile=", "-s", str(LOGS / "beat.db")],
        )

    def start_worker(self) -> None:
        self._start("worker", ["celery", "-A", "backend.config.celery", "worker", "--concurrency", "2"])

    @property
    def core_journal(self) -> Path:
        """Where core banking writes down what it paid."""
        return LOGS / f"core_banking_{self.core_port}.jsonl"

    def start_core_banking(self) -> None:
        module = "backend.integrations.core_banking.sandbox"
        self._start(
            "core",
            [
                sys.executable,
                "-m",
                module,
                "--port",
                str(self.core_port),
                "--journal",
                str(self.core_journal),
            ],
        )
        until("core banking answers", lambda: self._answers(self.core_port))

    def _start(self, name: str, command: list[str]) -> None:
        program = command[0] if command[0].startswith("/") else str(Path(sys.executable).parent / command[0])
        with (LOGS / f"{name}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(
                [program, *command[1:]],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def kill(self, name: str) -> None:
        """Kill a program and its children at once, as a crash would."""
        process = self.processes.pop(name)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def stop(self) -> None:
        for process in self.processes.values():
            os.killpg(process.pid, signal.SIGTERM)
        for process in self.processes.values():
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()

    def _healthy(self) -> bool:
        try:
            return httpx.get(f"http://127.0.0.1:{self.port}/readyz", timeout=5).status_code == 200
        except httpx.HTTPError:
            return False

    @staticmethod
    def _answers(port: int) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", port)) == 0

    def url(self, host: str) -> str:
        return f"http://{host}.localhost:{self.port}"

    def sign_in(self, host: str, username: str) -> "Person":
        return Person(self, host).sign_in(username)

    def core_mode(self, mode: str, remaining: int = 1) -> None:
        """Choose how the sandbox answers the next payments."""
        httpx.put(f"http://127.0.0.1:{self.core_port}/control", json={"mode": mode, "remaining": remaining})


class Person:
    """Somebody with a browser of his own at one host, speaking HTTP only."""

    def __init__(self, stack: Stack, host: str, *, browser: str = "") -> None:
        self.http = httpx.Client(
            base_url=f"http://127.0.0.1:{stack.port}/api/v1",
            headers={
                "Host": f"{host}.localhost:{stack.port}",
                **({"User-Agent": browser} if browser else {}),
            },
            timeout=30,
        )

    def sign_in(self, username: str) -> "Person":
        self.post("session", {"username": username, "password": world.PASSWORD})
        return self

    def get(self, path: str, *, expect: int = 200, **query: Any) -> Any:
        return self._checked(self.http.get(f"/{path}", params=query), expect)

    def post(self, path: str, body: Any = None, *, expect: int | None = None, key: str | None = None) -> Any:
        response = self.http.post(f"/{path}", json=body or {}, headers=self._headers(key))
        return self._checked(response, expect)

    def patch(self, path: str, body: Any, *, etag: str, expect: int | None = None) -> Any:
        response = self.http.patch(f"/{path}", json=body, headers={**self._headers(None), "If-Match": etag})
        return self._checked(response, expect)

    def _headers(self, key: str | None) -> dict[str, str]:
        token = self.http.cookies.get("csrftoken") or ""
        return {"Idempotency-Key": key or uuid.uuid4().hex, "X-CSRFToken": token}

    @staticmethod
    def _checked(response: httpx.Response, expect: int | None) -> Any:
        fine = response.status_code == expect if expect else response.is_success
        assert fine, (
            f"{response.request.method} {response.request.url.path}: {response.status_code} {response.text}"
        )
        kind = response.headers.get("Content-Type", "")
        return response.json() if "json" in kind else response.content
