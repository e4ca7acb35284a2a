"""Wall-clock time, asked in one place so that a test may live twenty years in a minute.

It dates audit rows and leases only. Postings are dated by the bank's business date.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.utils import timezone

_frozen: ContextVar[datetime | None] = ContextVar("frozen_clock", default=None)


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return _frozen.get() or timezone.now()


@contextmanager
def frozen(at: datetime) -> Iterator[None]:
    """Let the body see `at` as the present."""
    token = _frozen.set(at)
    try:
        yield
    finally:
        _frozen.reset(token)
