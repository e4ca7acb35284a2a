"""What the person at the terminal sees: one line per stage, and one line when it goes wrong."""

import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

BEGAN_VARIABLE = "CREDIT_LAUNCH_BEGAN"


class LaunchError(Exception):
    """A condition the person can act on. Shown as one line, never with a traceback."""


class Progress:
    """Prints lines that carry the seconds since the command started.

    Lines come from several threads (the console is built while the database is prepared), so
    each is written whole under a lock.
    """

    def __init__(self) -> None:
        # The first step replaces itself with the second one, which goes on counting.
        self._began = float(os.environ.setdefault(BEGAN_VARIABLE, str(time.monotonic())))
        self._lock = threading.Lock()
        self._in_line = False

    @property
    def elapsed(self) -> float:
        return time.monotonic() - self._began

    def line(self, text: str) -> None:
        # The terminal may be closed by now; stopping in good order matters more than telling so.
        with self._lock, suppress(OSError):
            # A progress bar may stand there unfinished.
            sys.stdout.write("\n" * self._in_line + f"[{self.elapsed:6.1f} s] {text}\n")
            self._in_line = False
            sys.stdout.flush()

    def raw(self, data: bytes) -> None:
        """Passes a child's own output through, progress bars with their \\r included."""
        with self._lock, suppress(OSError):
            sys.stdout.flush()
            sys.stdout.buffer.write(data)
            sys.stdout.buffer.flush()
            self._in_line = not data.endswith(b"\n")

    @contextmanager
    def stage(self, title: str) -> Iterator[None]:
        """Announces a stage and tells how long it took."""
        self.line(title)
        began = time.monotonic()
        yield
        self.line(f"{title}: done in {time.monotonic() - began:.1f} s")
