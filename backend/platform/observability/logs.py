"""The log: one line of JSON an event in production, a readable line elsewhere. Knows no Django: gunicorn uses it too."""

import logging
from typing import Any

from pythonjsonlogger.json import JsonFormatter

from backend.platform.redaction import RedactingFormatter, redacted_value

LINE = "%(asctime)s %(levelname)s %(entity)s %(correlation_id)s %(name)s: %(message)s"
FORMATS = ("json", "line")


class JsonLineFormatter(JsonFormatter):
    """`time`, `level`, `logger`, `message`, `entity`, `correlation_id`, `account_id`, `exception`, and what the line adds."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(
            "%(levelname)s %(name)s %(message)s",
            timestamp="time",
            rename_fields={"levelname": "level", "name": "logger", "exc_info": "exception"},
            json_ensure_ascii=False,
        )

    def process_log_record(self, log_data: dict[str, Any]) -> dict[str, Any]:
        return redacted_value(log_data)


class NoContext(logging.Filter):
    """For programs without requests or entities, such as gunicorn's master."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.__dict__.setdefault("entity", "-")
        record.__dict__.setdefault("correlation_id", "-")
        return True


def configuration(form: str, level: str, context: str) -> dict[str, Any]:
    """The `dictConfig` of every program; `context` is the path of the filter that knows entity and request."""
    if form not in FORMATS:
        raise ValueError(f"LOG_FORMAT is one of {', '.join(FORMATS)}, not {form!r}")
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"context": {"()": context}},
        "formatters": {
            "line": {"()": RedactingFormatter, "format": LINE},
            "json": {"()": f"{__name__}.JsonLineFormatter"},
        },
        "handlers": {
            "console": {"class": "logging.StreamHandler", "formatter": form, "filters": ["context"]}
        },
        "root": {"handlers": ["console"], "level": level},
        "loggers": {"httpx": {"level": "WARNING"}, "django.request": {"level": "ERROR"}},
    }
