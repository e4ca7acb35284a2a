"""What belongs to the request or task under way: its correlation id."""

from contextvars import ContextVar

_correlation: ContextVar[str] = ContextVar("correlation_id", default="")


def correlation_id() -> str:
    """The id that joins the browser's request, the log lines, the tasks and the audit rows."""
    return _correlation.get()


def set_correlation_id(value: str) -> None:
    _correlation.set(value)
