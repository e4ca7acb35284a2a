"""The one shape of an endpoint.

    class Customers(Endpoint):
        @query(action="customers.view", summary="List customers", output=CustomerRow, paged=True,
               filters=CustomerFilters, sorts={"created_at": "created_at"})
        def get(self, request, filters):
            return selectors.customer_list(actor=request.actor, **filters)

        @command(action="customers.register", summary="Register a customer", input=RegisterCustomer,
                 output=CustomerDetail, status=201, errors=[DUPLICATE])
        def post(self, request, data):
            return services.customer_register(actor=request.actor, **data)

An operation declares its action, input, output and errors once; from that come the permission check,
strict parsing, paging, the transaction, the idempotent answer, the ETag and the OpenAPI document.
"""

import functools
import hashlib
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.http import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import MethodNotAllowed
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.platform import errors
from backend.platform.errors import ErrorKind
from backend.platform.permissions import PUBLIC, Actor
from backend.platform.records import idempotency

from .authentication import actor_of
from .context import Cause, set_cause
from .paging import PageInput, page_of, page_parameters, paged_serializer
from .serializers import EmptyInput, ProblemSerializer

METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True)
class Operation:
    """What one method of an endpoint declares."""

    action: str
    summary: str
    zh: str = ""
    """The summary in Chinese; without one the document takes the Chinese name of the action."""
    any_of: Sequence[str] = ()
    """At least one of these must be held besides: which one, the record or the body decides, in the service."""
    input: type[serializers.Serializer] | None = None
    output: type[serializers.Serializer] | None = None
    filters: type[serializers.Serializer] | None = None
    paged: bool = False
    many: bool = False
    status: int = 200
    sorts: dict[str, str] = field(default_factory=dict)
    is_command: bool = False
    idempotent: bool = False
    if_match: bool = False
    moves_money: bool = False
    errors: Sequence[ErrorKind] = ()
    media_type: str | None = None
    conditional: bool = False
    """Answers 304 to whoever names the ETag of the same answer in If-None-Match: for what is asked again and again."""
    before_password_change: bool = False
    """Open also to an account that must first change its password."""
    before_second_factor: bool = False
    fresh_factor: bool = False
    """Only within minutes of a proof of the second factor (`backend.platform.second_factor`)."""
    reading: Callable[..., Any] | None = None
    """What a query's method answers, before paging and serialising: exports read the rows by it."""
    is_exportable: bool = True
    """Whether a paged reading may be taken out as a file (`backend.platform.desk.exports`)."""
    export_action: str = ""
    """What exporting needs besides `action`; empty: `desk.export`."""

    @property
    def is_open_without_factor(self) -> bool:
        """Open also to an account that must first set up its second factor."""
        return self.before_password_change or self.before_second_factor


def _responses(operation: Operation) -> dict[Any, Any]:
    output: Any = operation.output
    if operation.media_type:
        ok: Any = {(operation.status, operation.media_type): OpenApiTypes.BINARY}
    elif output is None:
        ok = {operation.status: OpenApiResponse(description="Done")}
    elif operation.paged:
        ok = {operation.status: paged_serializer(output)}
    else:
        ok = {operation.status: output(many=operation.many)}
    kinds = list(operation.errors)
    if operation.action != PUBLIC:
        kinds += [errors.NOT_SIGNED_IN, errors.NOT_ALLOWED]
        if not operation.before_password_change:
            kinds.append(errors.PASSWORD_CHANGE_REQUIRED)
        if not operation.is_open_without_factor:
            kinds.append(errors.SECOND_FACTOR_REQUIRED)
        if operation.fresh_factor:
            kinds += [errors.SECOND_FACTOR_REQUIRED, errors.FRESH_FACTOR_REQUIRED]
    kinds += [errors.NOT_FOUND, errors.ENTITY_UNAVAILABLE]
    if operation.is_command:
        kinds += [errors.MALFORMED, errors.CSRF_FAILED, errors.UNSUPPORTED_MEDIA]
        if operation.idempotent:
            kinds += [errors.KEY_REQUIRED, errors.KEY_MISMATCH, errors.KEY_RUNNING]
        if operation.if_match:
            kinds += [errors.IF_MATCH_REQUIRED, errors.STALE_EDIT]
    kinds += [errors.INVALID, errors.NOT_ACCEPTABLE]
    by_status: dict[int, set[ErrorKind]] = {}
    for kind in kinds:
        by_status.setdefault(kind.status, set()).add(kind)
    problems = {
        (status, "application/problem+json"): OpenApiResponse(ProblemSerializer, description=_told(found))
        for status, found in by_status.items()
    }
    if operation.conditional:
        ok[304] = OpenApiResponse(description="The answer that one has is still the same")
    return {**ok, **problems}


def _told(kinds: set[ErrorKind]) -> str:
    """What each code of a status means, as a list that a person reads."""
    return "\n".join(
        f"- `{kind.code}` {kind.zh} · {kind.en}" for kind in sorted(kinds, key=lambda kind: kind.code)
    )


def _parameters(operation: Operation) -> list[Any]:
    found: list[Any] = []
    if operation.filters:
        found.append(operation.filters)
    if operation.paged:
        found += page_parameters(operation.sorts)
    if operation.idempotent:
        found.append(
            OpenApiParameter(
                "Idempotency-Key", str, "header", required=True, description="A UUID for each command"
            )
        )
    if operation.conditional:
        found.append(
            OpenApiParameter(
                "If-None-Match", str, "header", description="The ETag of the answer that one has"
            )
        )
    if operation.if_match:
        found.append(
            OpenApiParameter("If-Match", str, "header", required=True, description="The ETag that was read")
        )
    return found


def _documented(function: Callable, operation: Operation) -> Callable:
    return extend_schema(
        summary=operation.summary,
        request=operation.input,
        responses=_responses(operation),
        parameters=_parameters(operation),
        extensions={
            "x-action": operation.action,
            **({"x-any-of": list(operation.any_of)} if operation.any_of else {}),
            **({"x-fresh-factor": True} if operation.fresh_factor else {}),
        },
    )(function)


def query(
    *,
    action: str,
    summary: str,
    zh: str = "",
    output: type[serializers.Serializer] | None = None,
    filters: type[serializers.Serializer] | None = None,
    paged: bool = False,
    many: bool = False,
    sorts: dict[str, str] | None = None,
    errors: Sequence[ErrorKind] = (),
    media_type: str | None = None,
    conditional: bool = False,
    kept_by_browser: bool = False,
    before_password_change: bool = False,
    before_second_factor: bool = False,
    exportable: bool = True,
    export_action: str = "",
) -> Callable[[Callable], Callable]:
    """A reading. The method gets `filters` (validated query parameters) when it declares them; others are refused.

    With `paged` it returns a queryset or a list; otherwise the object to serialise, or a response. A paged
    reading can be exported unless it says `exportable=False`; its method must then ask nothing of the request
    but the actor. A `conditional` reading without personal data may be `kept_by_browser` between its questions.
    """

    def decorate(method: Callable) -> Callable:
        operation = Operation(
            action, summary, zh, output=output, filters=filters, paged=paged, many=many, sorts=sorts or {},
            errors=errors, media_type=media_type, conditional=conditional,
            before_password_change=before_password_change, before_second_factor=before_second_factor,
            reading=method, is_exportable=exportable, export_action=export_action,
        )  # fmt: skip

        @functools.wraps(method)
        def run(view: "Endpoint", request: Any, **kwargs: Any) -> HttpResponseBase:
            given = _given_filters(operation, request)
            if filters is not None:
                kwargs["filters"] = given
            result = method(view, request, **kwargs)
            if isinstance(result, HttpResponseBase):
                return result
            if paged:
                return Response(page_of(result, request, operation.sorts, output))
            response = _answer(operation, result)
            if not conditional:
                return response
            response = _unless_known(request, response)
            if kept_by_browser:
                response["Cache-Control"] = "private, no-cache"
            return response

        run.operation = operation  # type: ignore[attr-defined]
        return _documented(run, operation)

    return decorate


def command(
    *,
    action: str,
    summary: str,
    zh: str = "",
    input: type[serializers.Serializer] | None = None,
    output: type[serializers.Serializer] | None = None,
    status: int = 200,
    idempotent: bool | None = None,
    if_match: bool = False,
    moves_money: bool = False,
    atomic: bool = True,
    errors: Sequence[ErrorKind] = (),
    before_password_change: bool = False,
    before_second_factor: bool = False,
    fresh_factor: bool = False,
    media_type: str | None = None,
    any_of: Sequence[str] = (),
) -> Callable[[Callable], Callable]:
    """A change. The method gets `data` (validated body) and runs in one transaction.

    POST commands are idempotent by key unless they say `idempotent=False` (sign-in); edits use
    `if_match=True` and get `version`, the version that the editor saw. The answer to a command that
    `moves_money`, or binds somebody to pay, is kept for ever; other answers are purged in time. `atomic=False`
    is for commands that only start something which commits for itself. With `fresh_factor` the caller must have
    proven his second factor within the last minutes; the console asks and sends again. With `media_type` the
    method returns a response
    with a file of that type. Where the record or the body decides which further action is needed, `any_of` names
    them all: who holds none of them is refused before the service is asked.
    """

    def decorate(method: Callable) -> Callable:
        by_key = (method.__name__ == "post") if idempotent is None else idempotent
        code = 204 if output is None and media_type is None and status == 200 else status
        operation = Operation(
            action, summary, zh, input=input, output=output, status=code, is_command=True,
            idempotent=by_key and atomic, if_match=if_match, moves_money=moves_money, errors=errors,
            media_type=media_type, before_password_change=before_password_change,
            before_second_factor=before_second_factor, fresh_factor=fresh_factor, any_of=any_of,
        )  # fmt: skip

        @functools.wraps(method)
        def run(view: "Endpoint", request: Any, **kwargs: Any) -> HttpResponseBase:
            _given_filters(operation, request)
            if input is not None:
                serializer = input(data=request.data)
                serializer.is_valid(raise_exception=True)
                kwargs["data"] = serializer.validated_data
            if if_match:
                kwargs["version"] = _seen_version(request)
            if not atomic:
                return _answer(operation, method(view, request, **kwargs))
            with transaction.atomic(durable=True):
                if not operation.idempotent:
                    return _answer(operation, method(view, request, **kwargs))
                return _answer_once(view, operation, method, request, kwargs)

        run.operation = operation  # type: ignore[attr-defined]
        return _documented(run, operation)

    return decorate


def _answer(operation: Operation, result: Any) -> HttpResponseBase:
    if isinstance(result, HttpResponseBase):
        return result
    if operation.output is None:
        return Response(
            status=204 if operation.status == 200 and result is None else operation.status, data=result
        )
    response = Response(operation.output(result, many=operation.many).data, status=operation.status)
    version = result.get("version") if isinstance(result, dict) else getattr(result, "version", None)
    if isinstance(version, int) and not operation.many:
        response["ETag"] = f'"{version}"'
    return response


def _unless_known(request: Any, response: HttpResponseBase) -> HttpResponseBase:
    """The answer with a weak ETag of its content; 304 without any when the caller has it already."""
    content = json.dumps(getattr(response, "data", None), cls=DjangoJSONEncoder, sort_keys=True)
    tag = f'"{hashlib.sha256(content.encode()).hexdigest()[:32]}"'
    known = {part.strip().removeprefix("W/") for part in request.headers.get("If-None-Match", "").split(",")}
    if tag in known:
        response = Response(status=304)
    response["ETag"] = f"W/{tag}"
    return response


def _answer_once(
    view: "Endpoint", operation: Operation, method: Callable, request: Any, kwargs: dict[str, Any]
) -> HttpResponseBase:
    key = request.headers.get("Idempotency-Key", "")
    if not re.fullmatch(r"[\x21-\x7e]{8,80}", key):
        raise errors.KEY_REQUIRED.at()

    def run() -> idempotency.Answer:
        response = _answer(operation, method(view, request, **kwargs))
        return response.status_code, getattr(response, "data", None)

    actor: Actor | None = request.actor
    status, body = idempotency.once(
        key=key,
        operation=f"{type(view).__module__}.{type(view).__name__}",
        account_id=actor.account_id if actor else None,
        path=request.path,
        body=request.data,
        run=run,
        is_kept=operation.moves_money,
    )
    return Response(body, status=status)


def _seen_version(request: Any) -> int:
    given = request.headers.get("If-Match", "").removeprefix("W/").strip('"')
    if not given:
        raise errors.IF_MATCH_REQUIRED.at()
    if not re.fullmatch(r"[0-9]{1,9}", given):
        raise errors.STALE_EDIT.at()
    return int(given)


PAGING = frozenset(PageInput().fields)


def _given_filters(operation: Operation, request: Any) -> dict[str, Any]:
    """The query parameters as the operation's filters read them; what it does not declare is refused.

    A misspelt parameter that was ignored would answer with everything where a part was asked for.
    """
    reserved = PAGING if operation.paged else frozenset()
    return filters_of(operation, {k: v for k, v in request.query_params.items() if k not in reserved})


def filters_of(operation: Operation, given: Mapping[str, str]) -> dict[str, Any]:
    """The given parameters as the operation's filters read them. Raises a ValidationError at what is not declared."""
    serializer = (operation.filters or EmptyInput)(data=given)
    serializer.is_valid(raise_exception=True)
    return serializer.validated_data


class Endpoint(APIView):
    """A path of the API; its methods are written with `query` and `command`."""

    tag: ClassVar[str] = ""

    @classmethod
    def operation_of(cls, method: str | None) -> Operation | None:
        """What the method declares; None when it declares nothing, and then it is refused."""
        name = "get" if method in ("HEAD",) else (method or "").lower()
        return getattr(getattr(cls, name, None), "operation", None)

    def initial(self, request: Any, *args: Any, **kwargs: Any) -> None:
        if getattr(self, request.method.lower(), None) is None or request.method == "OPTIONS":
            raise MethodNotAllowed(request.method)
        super().initial(request, *args, **kwargs)
        request.actor = actor = actor_of(request)
        if actor is not None:
            set_cause(Cause(actor.account_id, actor.name, actor.ip))

    def finalize_response(self, request: Any, response: Any, *args: Any, **kwargs: Any) -> Any:
        """No answer is kept by a browser or proxy: most of them speak of persons."""
        response = super().finalize_response(request, response, *args, **kwargs)
        response.headers.setdefault("Cache-Control", "no-store")
        return response
