"""Errors as RFC 9457 problem documents, in the reader's language, never with inner details."""

import logging
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import get_language_from_request
from rest_framework import exceptions as drf
from rest_framework.response import Response

from backend.platform import errors
from backend.platform.errors import DomainError, ErrorKind, FieldErrors
from backend.platform.tenancy.replica import ReplicaUnavailableError

from .context import correlation_id

logger = logging.getLogger(__name__)
CONTENT_TYPE = "application/problem+json"

FROM_DRF: dict[type[Exception], ErrorKind] = {
    drf.NotAuthenticated: errors.NOT_SIGNED_IN,
    drf.AuthenticationFailed: errors.NOT_SIGNED_IN,
    drf.PermissionDenied: errors.NOT_ALLOWED,
    PermissionDenied: errors.NOT_ALLOWED,
    drf.NotFound: errors.NOT_FOUND,
    Http404: errors.NOT_FOUND,
    drf.MethodNotAllowed: errors.METHOD_NOT_ALLOWED,
    drf.NotAcceptable: errors.NOT_ACCEPTABLE,
    drf.UnsupportedMediaType: errors.UNSUPPORTED_MEDIA,
    drf.ParseError: errors.MALFORMED,
    RequestDataTooBig: errors.TOO_LARGE,
    ReplicaUnavailableError: errors.REPLICA_UNAVAILABLE,
    OperationalError: errors.DATABASE_UNAVAILABLE,
    InterfaceError: errors.DATABASE_UNAVAILABLE,
}


def language_of(request: HttpRequest) -> str:
    return get_language_from_request(request)


def document(error: DomainError, language: str, fields: list[DomainError] | None = None) -> dict[str, Any]:
    """The body of a problem; `errors` names each wrong field with its own code and message."""
    at_fields = fields if fields is not None else ([error] if error.field else [])
    return {
        "type": f"/problems/{error.code}",
        "title": error.kind.text(language, error.params),
        "status": error.kind.status,
        "code": error.code,
        "detail": error.kind.text(language, error.params),
        "errors": [
            {"field": item.field, "code": item.code, "message": item.kind.text(language, item.params)}
            for item in at_fields
        ],
        "params": {key: str(value) for key, value in error.params.items()},
        "correlation_id": correlation_id(),
    }


def problem_response(request: HttpRequest, error: DomainError) -> JsonResponse:
    """A problem outside DRF: middleware and error handlers."""
    response = JsonResponse(
        document(error, language_of(request)),
        status=error.kind.status,
        json_dumps_params={"ensure_ascii": False},
    )
    response["Content-Type"] = CONTENT_TYPE
    return response


def _joined(path: str, key: str | int) -> str:
    """A list's errors come as `{index: [...]}`, a dictionary's as `{name: [...]}`."""
    if isinstance(key, int):
        return f"{path}[{key}]"
    return f"{path}.{key}" if path else key


def _flatten(detail: Any, path: str = "") -> list[DomainError]:
    """DRF's nested validation detail as field errors with dotted paths."""
    if isinstance(detail, dict):
        return [e for key, value in detail.items() for e in _flatten(value, _joined(path, key))]
    if isinstance(detail, list):
        found: list[DomainError] = []
        for index, value in enumerate(detail):
            nested = isinstance(value, dict | list)
            found += _flatten(value, f"{path}[{index}]" if nested else path)
        return found
    name = path.removesuffix(".non_field_errors") if path != "non_field_errors" else ""
    if getattr(detail, "code", "") == "unknown_field":
        return [errors.UNKNOWN_FIELD.at(field=name)]
    return [errors.FIELD_INVALID.at(field=name, message=str(detail))]


def exception_handler(exception: Exception, context: dict[str, Any]) -> Response:
    """DRF's handler: every exception becomes a problem; an unforeseen one shows only its correlation id."""
    language = language_of(context["request"])
    headers: dict[str, str] = {}
    fields: list[DomainError] | None = None
    if isinstance(exception, DomainError):
        error = exception
    elif isinstance(exception, FieldErrors):
        error, fields = errors.INVALID.at(), exception.errors
    elif isinstance(exception, drf.ValidationError):
        error, fields = errors.INVALID.at(), _flatten(exception.detail)
    else:
        kind = next((k for cls, k in FROM_DRF.items() if isinstance(exception, cls)), errors.SERVER_ERROR)
        error = kind.at()
        if kind is errors.SERVER_ERROR:
            logger.error("unforeseen error", exc_info=exception)
        if isinstance(exception, drf.MethodNotAllowed):
            headers["Allow"] = ", ".join(context["view"].allowed_methods)
    if error.kind.status == 401:
        headers["WWW-Authenticate"] = "Session"
    if error.kind in (errors.KEY_RUNNING, errors.BUSY, errors.DATABASE_UNAVAILABLE):
        headers["Retry-After"] = "2"
    elif "retry_after" in error.params:
        headers["Retry-After"] = str(error.params["retry_after"])
    from rest_framework.views import set_rollback

    set_rollback()
    return Response(
        document(error, language, fields),
        status=error.kind.status,
        headers=headers,
        content_type=CONTENT_TYPE,
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return problem_response(request, errors.CSRF_FAILED.at())


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return problem_response(request, errors.NOT_FOUND.at())


def server_error(request: HttpRequest) -> HttpResponse:
    return problem_response(request, errors.SERVER_ERROR.at())
