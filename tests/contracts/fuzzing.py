"""Made-up requests from the API documents, and what is wrong with the answers.

Schemathesis makes the requests: such as fit an operation's schema, sent for records that exist, and such as do not.
They reach the application in this process; what a request writes is taken back after it.
"""

import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import requests
import schemathesis
from django.conf import settings
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as hypothesis_settings
from hypothesis.errors import Unsatisfiable
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.core.transport import Response
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from backend.config.management.commands.export_openapi import FACES
from backend.integrations.core_banking import signing
from backend.platform.api.documents import document
from tests.contracts import openapi_examples
from tests.contracts.permissions import cells
from tests.contracts.permissions.matrix import Row
from tests.support.api import Api

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
OWN = {"content-type", "content-length", "cookie", "host"}
"""Headers that the client of the tests sets itself."""


@dataclass
class Told:
    """What a run did: how many operations and requests, the answers by status, and what was wrong."""

    operations: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    faults: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        answers = ", ".join(f"{status}: {count}" for status, count in sorted(self.statuses.items()))
        return f"{self.operations} operations, {self.statuses.total()} requests, {len(self.faults)} faults ({answers})"


def run(face: str, client: Api, records: cells.Records, *, examples: int) -> Told:
    """Send so many requests of each kind to every operation of the face."""
    told = Told()
    rows = {openapi_examples.named(row): row for row in openapi_examples.rows_of(face)}
    client.client.raise_request_exception = False
    for operation in _operations(face):
        told.operations += 1
        row = rows[f"{operation.method.upper()} {operation.path.removeprefix('/api/v1/')}"]
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            _try(operation, mode, row, client, records, told, examples)
    return told


def _operations(face: str) -> Iterator[Any]:
    for found in schemathesis.openapi.from_dict(document(FACES[face])).get_all_operations():
        yield found.ok()


def _try(
    operation: Any,
    mode: GenerationMode,
    row: Row,
    client: Api,
    records: cells.Records,
    told: Told,
    examples: int,
) -> None:
    @hypothesis_settings(
        max_examples=examples,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def one(case: Any) -> None:
        if mode is GenerationMode.POSITIVE:
            _aim(case, row, records)
        response = _sent(case, client, signed=row.name == cells.SIGNED_ANSWER)
        told.statuses[response.status_code] += 1
        try:
            case.validate_response(response, checks=CHECKS)
        except (Failure, FailureGroup) as wrong:
            found = wrong.exceptions if isinstance(wrong, FailureGroup) else [wrong]
            for fault in found:
                key = f"{row.name}: {fault.title} ({response.status_code})"
                told.faults.setdefault(key, f"{fault.message}\n{case.as_curl_command()}")

    with suppress(Unsatisfiable):  # what takes no input has no input that does not fit
        one()


def _aim(case: Any, row: Row, records: cells.Records) -> None:
    """Let a request that fits ask for a record that exists, under a key of its own, at its first version."""
    if case.path_parameters:
        known = records.ids.get(row.name, records.ids.get(row.path.partition("/")[0]))
        if known is not None:
            name = next(iter(case.path_parameters))
            case.path_parameters[name] = known
    for name, value in (("Idempotency-Key", uuid.uuid4().hex), ("If-Match", '"1"')):
        if name in (case.headers or {}):
            case.headers[name] = value


def _sent(case: Any, client: Api, *, signed: bool) -> Response:
    wire = case.as_transport_kwargs(base_url=f"http://{client.host}.localhost")
    wire.pop("cookies", None)
    prepared = requests.Request(
        **{key: value for key, value in wire.items() if key in requests.Request().__dict__}
    ).prepare()
    body = prepared.body or b""
    body = body.encode() if isinstance(body, str) else body
    headers = {name: value for name, value in prepared.headers.items() if name.lower() not in OWN}
    headers = {
        name: value.decode("latin-1") if isinstance(value, bytes) else value
        for name, value in headers.items()
    }
    if signed:
        headers[signing.HEADER] = signing.sign(settings.CORE_BANKING_CALLBACK_KEY, body)
    media_type = prepared.headers.get("Content-Type", "")
    sent = {} if case.method == "GET" else {"data": body, "content_type": media_type}
    cookies = client.client.cookies.copy()
    with cells.undone():
        answer = client.raw(case.method.lower(), prepared.path_url, headers=headers, **sent)
    client.client.cookies = cookies
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return Response(
        status_code=answer.status_code,
        headers={name.lower(): [value] for name, value in answer.items()},
        content=content,
        request=prepared,
        elapsed=0.0,
        verify=False,
    )
