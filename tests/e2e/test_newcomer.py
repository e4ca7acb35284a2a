"""What a newcomer does: clone, `make demo`, look, Ctrl-C. On an account that has nothing yet.

The clone is of HEAD, so what is not committed is not there: a forgotten file fails here.
"""

import http.client
import os
import pwd
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from infra.local.paths import ROOT
from infra.local.ports import choose_port

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.newcomer]

FIRST_START_SECONDS = 480
LATER_START_SECONDS = 20
# How this machine reaches the package registries is no leftover of an account.
REACH = re.compile(r"(PIP|UV|NPM_CONFIG|SSL)_.*|NODE_EXTRA_CA_CERTS|REQUESTS_CA_BUNDLE|.*_PROXY", re.I)
needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="is about running as root")


class Newcomer:
    """A fresh clone and an account without a past."""

    def __init__(self, folder: Path, *, root: bool) -> None:
        self.clone = folder / "credit"
        self.home = folder / "home"
        self.home.mkdir()
        self.port = choose_port()
        subprocess.run(["git", "clone", "-q", "--no-hardlinks", ROOT, self.clone], check=True)
        self._user: dict[str, object] = {}
        if os.geteuid() == 0 and not root:
            nobody = pwd.getpwnam("nobody")
            for parent, names, files in os.walk(folder):
                for name in (".", *names, *files):
                    os.lchown(os.path.join(parent, name), nobody.pw_uid, nobody.pw_gid)
            self._user = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
        self._output = folder / "output"
        self._demo: subprocess.Popen[bytes] | None = None

    def make(self, target: str, *, port: int | None = None) -> "subprocess.Popen[bytes]":
        """Starts make as a shell would: a job of its own, which Ctrl-C reaches as a whole."""
        kept = {name: value for name, value in os.environ.items() if REACH.fullmatch(name)}
        environment = {
            **kept,
            "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            "HOME": str(self.home),
            "LANG": "C.UTF-8",
            "PORT": str(port or self.port),
        }
        with self._output.open("wb") as stream:
            return subprocess.Popen(
                ["make", target, f"PYTHON={system_python()}"],
                cwd=self.clone,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=stream,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                **self._user,  # type: ignore[call-overload]
            )

    def start(self, seconds: float) -> float:
        """Runs the demo until it prints its addresses; answers how long that took."""
        began = time.monotonic()
        self._demo = self.make("demo")
        while "Stop: Ctrl-C" not in self.said():
            took = time.monotonic() - began
            assert self._demo.poll() is None, self.said()[-3000:]
            assert took < seconds, f"not ready after {took:.0f} s: {self.said()[-3000:]}"
            time.sleep(0.2)
        return time.monotonic() - began

    def press_ctrl_c(self) -> None:
        assert self._demo
        os.killpg(self._demo.pid, signal.SIGINT)
        self._demo.wait(60)
        # make itself ends at once; what it had started takes the time that it takes.
        deadline = time.monotonic() + 60
        while self.processes() and time.monotonic() < deadline:
            time.sleep(0.2)

    def said(self) -> str:
        return self._output.read_text(errors="replace") if self._output.exists() else ""

    def processes(self) -> list[str]:
        """Command lines of all processes that run out of the clone or in it."""
        found = []
        for entry in filter(str.isdigit, os.listdir("/proc")):
            try:
                line = Path(f"/proc/{entry}/cmdline").read_bytes().replace(b"\0", b" ").decode()
                folder = os.readlink(f"/proc/{entry}/cwd")
            except OSError:
                continue
            if str(self.clone) in line or folder.startswith(str(self.clone)):
                found.append(line)
        return found

    def get(self, host: str, path: str = "/") -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request("GET", path, headers={"Host": f"{host}:{self.port}"})
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()

    def look(self) -> None:
        """The console is there for the province and for a bank, each naming itself."""
        for host in ("province.localhost", "b001.localhost"):
            assert f"http://{host}:{self.port}" in self.said()
            status, page = self.get(host)
            assert status == 200, page[:500]
            assert "/static/console/" in page
            status, entity = self.get(host, "/api/v1/entity")
            assert status == 200, entity[:500]
        assert '"realm"' in entity

    def leave(self) -> None:
        if self._demo and self._demo.poll() is None:
            self.press_ctrl_c()


def system_python() -> str:
    """The Python of the system, which every account can run, if it is new enough."""
    check = "import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))"
    candidates = ["/usr/bin/python3", sys.executable]
    for path in filter(os.path.exists, candidates):
        if subprocess.run([path, "-c", check], check=False, capture_output=True).returncode == 0:
            return path
    pytest.fail("there is no Python >= 3.11 with venv")


@pytest.fixture
def open_folder():
    """A folder that any account may enter; pytest's own are closed."""
    folder = Path(tempfile.mkdtemp(prefix="newcomer-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def closed_folder():
    """A folder that only root may enter."""
    above = Path(tempfile.mkdtemp(prefix="closed-"))
    above.chmod(0o700)
    folder = above / "work"
    folder.mkdir(mode=0o700)
    yield folder
    shutil.rmtree(above, ignore_errors=True)


@pytest.fixture
def settled():
    """Leaves no demo running, whatever the test did."""
    newcomers: list[Newcomer] = []
    yield newcomers.append
    for newcomer in newcomers:
        newcomer.leave()


def test_a_fresh_clone_is_two_addresses_later(open_folder, settled):
    newcomer = Newcomer(open_folder, root=False)
    settled(newcomer)

    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        busy = other.getsockname()[1]
        refused = newcomer.make("demo", port=busy)
        assert refused.wait(300) != 0
    assert f"error: Port {busy} on 127.0.0.1 is in use" in newcomer.said()
    assert "Traceback" not in newcomer.said()
    assert newcomer.processes() == []

    newcomer.start(FIRST_START_SECONDS)
    newcomer.look()
    newcomer.press_ctrl_c()
    assert newcomer.processes() == []

    took = newcomer.start(60)
    newcomer.look()
    newcomer.press_ctrl_c()
    assert newcomer.processes() == []
    assert took < LATER_START_SECONDS

    assert newcomer.make("demo-reset").wait(60) == 0
    assert not (newcomer.clone / ".local" / "demo").exists()


@needs_root
def test_root_may_keep_the_clone_where_nobody_else_can_enter(closed_folder, settled):
    newcomer = Newcomer(closed_folder, root=True)
    settled(newcomer)
    above = (closed_folder, closed_folder.parent, newcomer.clone)
    before = [(path.stat().st_uid, path.stat().st_mode) for path in above]

    newcomer.start(FIRST_START_SECONDS)
    newcomer.look()
    assert [(path.stat().st_uid, path.stat().st_mode) for path in above] == before
    newcomer.press_ctrl_c()
    assert newcomer.processes() == []
