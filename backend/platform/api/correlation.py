"""Correlation ids and health: what every request passes first."""

import logging
import re
import uuid
from collections.abc import Callable

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse

from .context import correlation_id, set_correlation_id

ACCEPTED = re.compile(r"[A-Za-z0-9-]{8,64}\Z")


class CorrelationMiddleware:
    """Gives each request an id (or keeps a well-formed one of the caller), and answers /healthz by itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Correlation-ID", "")
        set_correlation_id(given if ACCEPTED.match(given) else uuid.uuid4().hex)
        response = _health() if request.path == "/healthz" else self.get_response(request)
        response["X-Correlation-ID"] = correlation_id()
        return response


def _health() -> JsonResponse:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"status": "database unavailable"}, status=503)
    return JsonResponse({"status": "ok"})


class ContextFilter(logging.Filter):
    """Adds entity and correlation id to every log line."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.correlation_id = correlation_id() or "-"
        record.entity = getattr(connection, "schema_name", None) or "-"
        return True
