"""Keeps the demo's processes running, and ends exactly those when asked to."""

import signal
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from infra.local.files import tail
from infra.local.paths import ROOT, relative
from infra.local.processes import Ledger, Started, spawn
from infra.local.progress import LaunchError, Progress

LONGEST_PAUSE = 30.0
# A process that ran this long was healthy, so its next failure starts from a short pause again.
HEALTHY_AFTER = 60.0


@dataclass
class Program:
    """One process of the demo and what is needed to start it again."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    log: Path
    running: Started | None = None
    started_at: float = 0.0
    pause: float = field(default=1.0)
    restart_at: float = 0.0


class Supervisor:
    """Programs in the order in which they start; they stop in the opposite order."""

    def __init__(self, ledger: Ledger, progress: Progress) -> None:
        self._ledger = ledger
        self._progress = progress
        self._programs: list[Program] = []
        self._asked_to_stop = threading.Event()

    def listen(self) -> None:
        """From now on Ctrl-C, SIGTERM and a closed terminal mean: stop in good order."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda *_: self.ask_to_stop())

    def ask_to_stop(self) -> None:
        self._asked_to_stop.set()

    @property
    def stopping(self) -> bool:
        return self._asked_to_stop.is_set()

    def start(self, name: str, command: Sequence[str], environment: Mapping[str, str], log: Path) -> None:
        program = Program(name, command, environment, log)
        log.unlink(missing_ok=True)
        self._programs.append(program)
        self._launch(program)

    def wait_until(self, name: str, ready: Callable[[], bool], seconds: float) -> None:
        """Waits until a program answers; says why it does not."""
        program = next(item for item in self._programs if item.name == name)
        deadline = time.monotonic() + seconds
        while not ready() and not self.stopping:
            if program.running is None or not program.running.alive:
                raise LaunchError(f"The {name} process ended: {self._last_words(program)}")
            if time.monotonic() > deadline:
                raise LaunchError(
                    f"The {name} process does not answer after {seconds:.0f} s: {self._last_words(program)}"
                )
            self._asked_to_stop.wait(0.1)

    def watch(self, check_servers: Callable[[], None]) -> None:
        """Restarts what ends, until asked to stop."""
        while not self._asked_to_stop.wait(0.5):
            check_servers()
            now = time.monotonic()
            for program in self._programs:
                self._look_after(program, now)

    def stop(self) -> None:
        for program in reversed(self._programs):
            if program.running:
                program.running.stop()
                self._ledger.remove(program.running)
                program.running = None

    def _look_after(self, program: Program, now: float) -> None:
        if program.running is not None:
            if program.running.alive:
                return
            # Its helpers may outlive it and hold its port.
            program.running.stop()
            self._ledger.remove(program.running)
            program.running = None
            if now - program.started_at > HEALTHY_AFTER:
                program.pause = 1.0
            program.restart_at = now + program.pause
            self._progress.line(
                f"{program.name} ended unexpectedly, starting it again in {program.pause:.0f} s:"
                f" {self._last_words(program)}"
            )
            program.pause = min(program.pause * 2, LONGEST_PAUSE)
        elif now >= program.restart_at:
            self._launch(program)
            self._progress.line(f"{program.name} started again")

    def _launch(self, program: Program) -> None:
        program.started_at = time.monotonic()
        program.running = spawn(
            program.name,
            program.command,
            environment=program.environment,
            folder=ROOT,
            log=program.log,
            ledger=self._ledger,
        )

    def _last_words(self, program: Program) -> str:
        return f"{tail(program.log).strip() or 'no message'} (log: {relative(program.log)})"
