"""`make test`: every check in one run, all of them even when one fails, and a table at the end."""

import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from infra.local.console import Npm, build, install_packages
from infra.local.paths import FRONTEND, ROOT, VENV
from infra.local.progress import LaunchError
from infra.local.servers import servers_of

BIN = VENV / "bin"
# Name of the check -> command.
LINT = {
    "import rules": ["lint-imports"],
    "ruff": ["ruff", "check", "."],
    "ruff format": ["ruff", "format", "--check", "."],
    "mypy": ["mypy"],
}
BROWSERS = ("chromium", "chromium-browser")
# The second one draws Chinese characters.
BROWSER_PACKAGES = ("chromium", "fonts-noto-cjk")
NO_TESTS_RAN = 5


@dataclass(frozen=True)
class Result:
    name: str
    passed: bool
    seconds: float
    remark: str = ""


class Run:
    """Runs checks and remembers how they went: one after the other, or beside each other in lanes."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self.environment = {**os.environ, **environment}
        self.results: list[Result] = []
        self._began = time.monotonic()
        self._one_at_a_time = threading.Lock()
        self._lane = threading.local()

    @property
    def log(self) -> Path | None:
        """Where a check in a lane writes, for its output is shown as a whole; elsewhere None: straight to ours."""
        return getattr(self._lane, "log", None)

    def beside(self, *lanes: Callable[[], None]) -> None:
        """Run the lanes beside each other, the checks of each in their order."""

        def run(lane: Callable[[], None]) -> None:
            with tempfile.TemporaryDirectory() as folder:
                self._lane.log = Path(folder) / "output"
                lane()

        with ThreadPoolExecutor(len(lanes)) as pool:
            for done in [pool.submit(run, lane) for lane in lanes]:
                done.result()

    def check(self, name: str, work: Callable[[], bool]) -> bool:
        if self.log is None:
            print(f"\n=== {name}", flush=True)
        else:
            self.log.write_bytes(b"")
        began = time.monotonic()
        remark = ""
        try:
            passed = work()
        except LaunchError as error:
            passed, remark = False, str(error)
        seconds = time.monotonic() - began
        with self._one_at_a_time:
            if self.log is not None:
                print(f"\n=== {name}", flush=True)
                sys.stdout.buffer.write(self.log.read_bytes())
            if remark:
                print(remark, flush=True)
            self.results.append(Result(name, passed, seconds, remark))
            print(f"=== {name}: {'passed' if passed else 'FAILED'} in {seconds:.1f} s", flush=True)
        return passed

    def skip(self, name: str, remark: str) -> None:
        print(f"\n=== {name}: not run, {remark}", flush=True)
        self.results.append(Result(name, False, 0.0, remark))

    def command(self, name: str, arguments: list[str]) -> bool:
        """A program of `.venv`, writing straight to our output."""
        command = [str(BIN / arguments[0]), *arguments[1:]]
        return self.check(name, lambda: call(command, self.environment, self.log) == 0)

    def pytest(self, name: str, selection: str, *options: str) -> bool:
        command = [str(BIN / "python"), "-m", "pytest", "-m", selection, *options]

        def work() -> bool:
            code = call(command, self.environment)
            if code == NO_TESTS_RAN:
                raise LaunchError("no test was selected, which cannot be right")
            return code == 0

        return self.check(name, work)

    def finish(self) -> int:
        print("\n=== Summary")
        for result in self.results:
            state = "passed" if result.passed else "FAILED"
            print(f"  {result.name:<28}{state:<8}{result.seconds:>8.1f} s  {result.remark}".rstrip())
        total = time.monotonic() - self._began
        failed = [result.name for result in self.results if not result.passed]
        print(f"  {'total':<36}{total:>8.1f} s")
        print(f"FAILED: {', '.join(failed)}" if failed else "All checks passed.", flush=True)
        return 1 if failed else 0


def run_checks(*, slow: bool) -> int:
    """All checks and tests; with `slow` also those that take long."""
    servers = servers_of("test")
    try:
        run = Run(servers.ensure())
        browser = run.check("browser", ensure_browser)
        run.beside(lambda: check_code(run), lambda: check_console(run))
        jobs = os.environ.get("JOBS", "2")
        run.pytest("tests", "not e2e and not slow", "-n", jobs)
        if browser:
            # a file stays in one worker: its tests may rely on the people of one running product
            run.pytest("tests in the browser", "e2e and not slow", "-n", jobs, "--dist", "loadfile")
            if slow:
                run.pytest("slow tests", "slow")
        else:
            run.skip("tests in the browser", "there is no browser")
        return run.finish()
    finally:
        # Elsewhere they stay up: the next run starts at once.
        if in_ci():
            servers.stop()


def check_code(run: Run) -> None:
    """The static checks, and the database that every worker of the tests copies, before two of them wait for it."""
    for name, command in LINT.items():
        run.command(name, command)
    run.command("test database", ["python", "-m", "tests.support.databases"])


def check_console(run: Run) -> None:
    if not (FRONTEND / "package-lock.json").exists():
        run.skip("console", "frontend/package-lock.json is missing")
        return
    npm = Npm(run.log)
    if run.check("console packages", lambda: install_packages(npm)):
        run.check("console client", lambda: client_is_generated(npm))
        run.check("console types", lambda: npm("run", "typecheck"))
        run.check("console build", lambda: build(npm))
        run.check("console tests", lambda: npm("test"))
        run.check("console size", lambda: npm("run", "size"))


def client_is_generated(npm: Npm) -> bool:
    """The typed client of the console is what its generator makes of the committed API documents."""
    files = sorted((FRONTEND / "packages" / "api" / "src").glob("schema.*.d.ts"))
    before = [file.read_bytes() for file in files]
    if not npm("run", "generate"):
        return False
    if before == [file.read_bytes() for file in files]:
        return True
    raise LaunchError("The client was behind the documents; it is generated now: commit it.")


def run_lint() -> int:
    # The Django plug-in of mypy loads the settings, and they want their variables.
    run = Run(servers_of("test").environment())
    for name, command in LINT.items():
        run.command(name, command)
    return run.finish()


def format_code() -> int:
    fixed = call([str(BIN / "ruff"), "check", "--fix", "."], os.environ)
    return call([str(BIN / "ruff"), "format", "."], os.environ) or fixed


def ensure_browser() -> bool:
    """The browser tests drive the system's Chromium. Root on Debian gets it installed."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found:
        print(found)
        return True
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise LaunchError(
            "Chromium is missing. Install it (Debian: apt-get install"
            f" {' '.join(BROWSER_PACKAGES)}) and run again."
        )
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    call(["apt-get", "update", "-q"], environment)
    install = ["apt-get", "install", "-q", "-y", "--no-install-recommends", *BROWSER_PACKAGES]
    if call(install, environment) != 0:
        raise LaunchError("Chromium could not be installed with apt-get.")
    return True


def in_ci() -> bool:
    return os.environ.get("CI", "").lower() in ("1", "true", "yes")


def call(command: list[str], environment: Mapping[str, str], log: Path | None = None) -> int:
    """The program's exit code; what it says goes to the log, or straight to our own output."""
    if log is None:
        return subprocess.run(command, cwd=ROOT, env=dict(environment), check=False).returncode
    with log.open("ab") as stream:
        return subprocess.run(
            command, cwd=ROOT, env=dict(environment), stdout=stream, stderr=stream, check=False
        ).returncode
