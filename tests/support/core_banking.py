"""The core banking sandbox as a real server on a free port, and its own endpoints."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

from backend.integrations.core_banking.sandbox import Sandbox

CALLBACK_KEY = "a-callback-key-of-tests"


@contextmanager
def running(journal: Path | None = None) -> Iterator[str]:
    """A sandbox that serves until the body ends; yields its URL."""
    server = Sandbox(("127.0.0.1", 0), journal=journal, callback_key=CALLBACK_KEY)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def call(url: str, method: str = "GET", body: Any = None) -> Any:
    """The JSON answer of the sandbox's own endpoints."""
    data = None if body is None else json.dumps(body).encode()
    request = Request(url, data=data, method=method)
    with urlopen(request, timeout=5) as response:
        return json.load(response)


def paid(url: str) -> list[dict[str, Any]]:
    return [payment for payment in call(f"{url}/payments")["payments"] if payment["status"] == "SUCCESS"]
