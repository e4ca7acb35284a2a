"""What every request passes first: its correlation id, health, one access line, the metrics of requests."""

import logging
import re
import uuid
from collections.abc import Callable
from time import perf_counter
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse

from backend.platform.observability import health
from backend.platform.observability.metrics import REQUEST_SECONDS, REQUESTS

from .context import SYSTEM, account_id, correlation_id, set_account_id, set_cause, set_correlation_id

logger = logging.getLogger("access")
ACCEPTED = re.compile(r"[A-Za-z0-9-]{8,64}\Z")
OPERATIONAL = {"/healthz": health.alive, "/readyz": health.ready}
METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}


class CorrelationMiddleware:
    """Gives each request an id (or keeps a well-formed one of the caller), and answers the questions of health.

    It leaves one line in the log for each request: path without its query, for that may hold names.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = perf_counter()
        given = request.headers.get("X-Correlation-ID", "")
        set_correlation_id(given if ACCEPTED.match(given) else uuid.uuid4().hex)
        set_account_id(None)
        set_cause(SYSTEM)  # until somebody is found to have signed in
        if request.path in OPERATIONAL:
            response: HttpResponse = OPERATIONAL[request.path]()
            level = logging.DEBUG  # asked every few seconds by a machine
        else:
            response = self.get_response(request)
            level = logging.INFO
        response["X-Correlation-ID"] = correlation_id()
        _note(request, response, perf_counter() - began, level)
        return response


def route_of(request: HttpRequest) -> str:
    """The template of the route, or a word for what has none: few values, whatever is asked for."""
    match: Any = getattr(request, "resolver_match", None)
    if match is not None:
        return "/" + str(match.route).lstrip("^").rstrip("$") if match.route.startswith("api") else "console"
    if request.path in OPERATIONAL:
        return request.path
    return "static" if request.path.startswith("/static/") else "none"


def _note(request: HttpRequest, response: HttpResponse, seconds: float, level: int) -> None:
    route = route_of(request)
    method = request.method if request.method in METHODS else "OTHER"
    REQUESTS.labels(route, method, str(response.status_code)).inc()
    REQUEST_SECONDS.labels(route, method).observe(seconds)
    tenant = getattr(request, "tenant", None)
    milliseconds = round(seconds * 1000, 1)
    logger.log(
        level,
        "%s %s %s %s ms",
        request.method,
        request.path,
        response.status_code,
        milliseconds,
        extra={
            "method": request.method,
            "path": request.path,
            "route": route,
            "status": response.status_code,
            "ms": milliseconds,
            "entity": getattr(tenant, "code", "-"),
        },
    )


class ContextFilter(logging.Filter):
    """Adds entity, correlation id and account to every log line."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.correlation_id = correlation_id() or "-"
        if not hasattr(record, "entity"):
            record.entity = getattr(connection, "schema_name", None) or "-"
        if (account := account_id()) is not None:
            record.account_id = account
        return True
