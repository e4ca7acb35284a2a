"""What belongs to the request or task under way: its correlation id, the account, who caused it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

_correlation: ContextVar[str] = ContextVar("correlation_id", default="")
_account: ContextVar[int | None] = ContextVar("account_id", default=None)


def correlation_id() -> str:
    """The id that joins the browser's request, the log lines, the tasks and the audit rows."""
    return _correlation.get()


def set_correlation_id(value: str) -> None:
    _correlation.set(value)


@contextmanager
def correlated(value: str) -> Iterator[None]:
    """Run the body under another id: a consumer works for the request in which its event happened."""
    token = _correlation.set(value)
    try:
        yield
    finally:
        _correlation.reset(token)


def account_id() -> int | None:
    """The signed-in account of the request, once it is known."""
    return _account.get()


def set_account_id(value: int | None) -> None:
    _account.set(value)


@dataclass(frozen=True)
class Cause:
    """Who made the system act: the person of the request, also in the tasks that it rang; else the system."""

    account_id: int | None = None
    name: str = "系统"
    ip: str = ""


SYSTEM = Cause()
_cause: ContextVar[Cause] = ContextVar("cause", default=SYSTEM)


def cause() -> Cause:
    return _cause.get()


def set_cause(value: Cause) -> None:
    _cause.set(value)
