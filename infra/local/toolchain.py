"""Installs the project's tools with nothing but the system's Python: uv, then `.venv`.

Ends by replacing itself with `python -m infra.local COMMAND` of `.venv`.
"""

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from infra.local.files import hash_of, locked, require_space, stamp_is, tail, write_stamp
from infra.local.paths import CACHE, LOCAL, LOGS, ROOT, TOOLS, VENV, relative
from infra.local.progress import LaunchError, Progress

UV = "uv==0.13.9"
VENV_STAMP = CACHE / "venv.sha256"
# Packages, console and the demo's data. Later runs only write logs and data.
FIRST_RUN_GB = 3.0
LATER_RUN_GB = 0.5


def main(arguments: Sequence[str]) -> int:
    """Installs what is missing, then runs the command."""
    try:
        install(Progress())
    except LaunchError as error:
        sys.stderr.write(f"error: {error}\n")
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("Interrupted.\n")
        return 130
    os.chdir(ROOT)
    python = str(VENV / "bin" / "python")
    return os.execv(python, [python, "-m", "infra.local", *arguments])  # noqa: S606


def install(progress: Progress) -> None:
    """Makes `.venv` match the lock file. Does nothing when it already does."""
    installed = stamp_is(VENV_STAMP, wanted()) and (VENV / "bin" / "python").exists()
    require_space(ROOT, LATER_RUN_GB if installed else FIRST_RUN_GB)
    if installed:
        return
    require_venv_module()
    with locked(LOCAL / "setup.lock"):
        # Whatever is there now, it is not complete until the end.
        VENV_STAMP.unlink(missing_ok=True)
        uv = install_uv(progress)
        with progress.stage("Python packages (uv sync)"):
            sync(uv)
        write_stamp(VENV_STAMP, wanted())


def wanted() -> str:
    """What `.venv` depends on: the lock, this Python, and the folder (scripts hold its path)."""
    return hash_of([ROOT / "pyproject.toml", ROOT / "uv.lock"], sys.version, sys.executable, str(ROOT), UV)


def require_venv_module() -> None:
    """Debian packages Python without its means to make environments."""
    try:
        import ensurepip
        import venv
    except ImportError as error:
        raise LaunchError(
            f"The Python module {error.name} is missing. Install it (Debian: apt-get install"
            " python3-venv python3-pip) and run again."
        ) from None
    del ensurepip, venv


def install_uv(progress: Progress) -> Path:
    """A private uv of a fixed version, so that whatever the machine has does not matter."""
    uv = TOOLS / "bin" / "uv"
    stamp = CACHE / "tools.sha256"
    value = f"{UV} {sys.version} {TOOLS}"
    if stamp_is(stamp, value) and uv.exists():
        return uv
    with progress.stage("Installer (uv)"):
        run(
            "make .local/tools",
            [sys.executable, "-m", "venv", "--clear", str(TOOLS)],
            "Install Python's venv support (Debian: apt-get install python3-venv) and run again.",
        )
        run(
            "download uv",
            [str(TOOLS / "bin" / "python"), "-m", "pip", "install", "--no-input", UV],
            "Check the network, or name your package index in PIP_INDEX_URL, and run again.",
        )
    write_stamp(stamp, value)
    return uv


def sync(uv: Path) -> None:
    """Installs exactly what the lock file names."""
    environment = {
        **os.environ,
        "UV_PROJECT_ENVIRONMENT": str(VENV),
        "UV_PYTHON_DOWNLOADS": "never",
        "UV_NO_PROGRESS": "1",
    }
    environment.pop("VIRTUAL_ENV", None)
    purpose = "install the Python packages"
    advice = "Check the network and run again; what was downloaded is kept."
    index = own_index(environment)
    if not index:
        command = ["sync", "--frozen", "--all-groups", "--python", sys.executable]
        run(purpose, [str(uv), *command], advice, environment)
        return
    # The lock file holds addresses at PyPI. Behind a mirror the same files, by the same hashes,
    # come from there instead.
    listed = CACHE / "requirements.txt"
    listed.parent.mkdir(parents=True, exist_ok=True)
    for command in (
        ["venv", "--allow-existing", "--python", sys.executable, str(VENV)],
        ["export", "--frozen", "--all-groups", "--output-file", str(listed)],
        [
            *("pip", "sync", "--require-hashes", "--default-index", index),
            *("--python", str(VENV / "bin" / "python"), str(listed)),
        ],
    ):
        run(purpose, [str(uv), *command], advice, environment)


def own_index(environment: Mapping[str, str]) -> str:
    """The package index that the person has set for uv or pip, if he has."""
    for variable in ("UV_DEFAULT_INDEX", "UV_INDEX_URL", "PIP_INDEX_URL"):
        if environment.get(variable):
            return environment[variable]
    configured = subprocess.run(
        [str(TOOLS / "bin" / "python"), "-m", "pip", "config", "get", "global.index-url"],
        capture_output=True,
        text=True,
        check=False,
    )
    return configured.stdout.strip() if configured.returncode == 0 else ""


def run(
    purpose: str,
    command: Sequence[str],
    advice: str,
    environment: Mapping[str, str] | None = None,
) -> None:
    """Runs an installer with its output in a log; what a person needs from it is one line."""
    log = LOGS / "setup.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as stream:
        done = subprocess.run(
            command,
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=stream,
            # A strict umask would make the database server's files unreadable to its user.
            umask=0o022,
            check=False,
        )
    if done.returncode == 0:
        return
    said = tail(log, 40).splitlines()
    if any("No space left on device" in line for line in said):
        raise LaunchError("The disk is full. Free some space and run again.")
    # What failed, not the hints that follow it.
    reasons = [line for line in said if "rror" in line or "ailed" in line] or said or ["no message"]
    raise LaunchError(f"Could not {purpose}: {reasons[0].strip(' ×')} — {advice} (full log: {relative(log)})")
