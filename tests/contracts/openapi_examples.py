"""Examples of the API documents: recorded answers to the requests of the permission matrix.

An example is `{request, status, response}`; an operation whose body or record decides has one for each case. What is
different at every recording (instants, digests, ids of sessions and correlation) is replaced by fixed values.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime
from typing import Any

from jsonschema import Draft4Validator, FormatChecker

from backend.config.management.commands.export_openapi import FACES
from backend.platform.api import schema
from backend.platform.api.documents import document
from backend.platform.errors import DomainError
from tests.contracts.openapi_situations import SITUATIONS
from tests.contracts.permissions import cells, matrix
from tests.contracts.permissions.matrix import ANONYMOUS, CHECKS, Row
from tests.support.api import Api

RECORD = "CREDIT_RECORD_EXAMPLES"
HOW = (
    "run `make examples`; when no role is answered with success, give the request a record or a body in"
    " tests/contracts/permissions/cells.py"
)
VOLATILE = [
    (re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(\+08:00|Z)"), "2026-03-02T09:30:00+08:00"),
    (re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"), "5b1f7c1e-3a52-4c8e-9d0f-6a7b8c9d0e1f"),
    (re.compile(r"\b[0-9a-f]{64}\b"), "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"),
    (re.compile(r"\bDC\d{14}\b"), "DC20260302000001"),
    (re.compile(r"测试客户\d+"), "罗国华"),
    (re.compile(r"eyJ[\w-]+\.[\w-]+\.[\w-]+"), "eyJhbGciOiJIUzI1NiJ9.eyJlbnRpdHkiOiJiMDAxIn0.signature"),
    (re.compile(r"[\w-]{43}\.[\w-]{43}"), f"{'f' * 43}.{'c' * 43}"),
    (re.compile(r"\b[A-Z2-7]{32}\b"), "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"),
    (re.compile(r"\b([A-Z2-9]{4}-){3}[A-Z2-9]{4}\b"), "K7QM-2XWD-9RTH-V4NC"),
    (re.compile(r"data:image/svg\+xml.*"), "data:image/svg+xml,%3Csvg/%3E"),
]
FORMATS = FormatChecker(formats=["date", "uuid"])
FORMATS.checks("date-time", raises=ValueError)(lambda text: bool(datetime.fromisoformat(str(text))))
Examples = dict[str, dict[str, dict[str, Any]]]


def steady(value: Any) -> Any:
    """The value without what differs at every recording; a long list by its first two rows."""
    if isinstance(value, dict):
        return {key: steady(item) for key, item in value.items()}
    if isinstance(value, list):
        return [steady(item) for item in value[:2]]
    if isinstance(value, str):
        for pattern, fixed in VOLATILE:
            value = pattern.sub(fixed, value)
    return value


def operations(face: str) -> dict[str, dict[str, Any]]:
    """Each operation of a face's document by its name, `GET customers/{id}`."""
    return {
        f"{method.upper()} {path.removeprefix('/api/v1/')}": operation
        for path, methods in document(FACES[face])["paths"].items()
        for method, operation in methods.items()
    }


def named(row: Row) -> str:
    """The name in the document of the matrix's row."""
    return f"{row.method} {re.sub(r'<(?:[a-z]+:)?([a-z_]+)>', _variable, row.path)}"


def _variable(found: re.Match[str]) -> str:
    return "{id}" if found[1] == "pk" else f"{{{found[1]}}}"


def rows_of(face: str) -> list[Row]:
    """The matrix's rows that stand in the document."""
    known = operations(face)
    found = [row for row in matrix.committed(matrix.FACES[face]) if named(row) in known]
    # decisions on changes are the same for every kind: one example, of a kind of its own
    everybody = frozenset(matrix.FACES[face].roles)
    decisions = {
        row.path: replace(row, case="", allowed=everybody)
        for row in found
        if f"{row.method} {row.path}" in CHECKS
    }
    return [row for row in found if row.path not in decisions] + list(decisions.values())


def record(
    face: str, row: Row, records: cells.Records, client_of: Callable[[str], Api], columns: list[str]
) -> dict[str, Any] | str:
    """The example of one row, by the first role that is shown something; else what the last was answered."""
    told, empty = "nobody may call it", None
    for column in [c for c in columns if c in row.allowed]:
        client = client_of(column)
        with cells.undone(), ExitStack() as stack:
            try:
                asked = _prepared(face, row, records, client, stack)
            except DomainError as refused:
                told = f"{column} cannot bring it about: {refused.code}"
                continue
            response = cells.ask(client, asked, row)
        if 200 <= response.status_code < 300:
            found: dict[str, Any] = {"status": response.status_code}
            if row.name in asked.bodies:
                found["request"] = json.loads(json.dumps(asked.bodies[row.name], default=str))
            if not response.streaming and "json" in response.get("Content-Type", ""):
                found["response"] = response.json()
            shown: dict[str, Any] = steady(found)
            if _rows_in(shown.get("response")):
                return shown
            empty = empty or shown
            continue
        told = f"{column} is answered {response.status_code} {cells.code_of(response)}"
    return empty or f"{row.name}: {told}"


def _rows_in(answer: Any) -> bool:
    """Whether the answer shows something: a list without rows is shown only when nobody sees any."""
    rows = answer.get("results") if isinstance(answer, dict) else answer
    return rows != []


def _prepared(face: str, row: Row, records: cells.Records, client: Api, stack: ExitStack) -> cells.Records:
    """The records, with what the situation of the row adds to them."""
    situation = SITUATIONS[face].get(row.name)
    if situation is None:
        return records
    made = situation(client, stack)
    ids = {**records.ids, row.name: made["id"]} if "id" in made else records.ids
    bodies = {**records.bodies, row.name: made["body"]} if "body" in made else records.bodies
    return cells.Records(ids, bodies, records.queries)


def faults(face: str, recorded: Examples) -> Iterator[tuple[str, str]]:
    """(operation, what is wrong) of every operation without an example, and of every example that is not true."""
    whole = document(FACES[face])
    known = operations(face)
    components = {"schemas": {name: _strict(s) for name, s in whole["components"]["schemas"].items()}}
    for name, operation in known.items():
        cases = recorded.get(name, {})
        if not cases:
            yield name, "has no example"
        for case, found in cases.items():
            if str(found["status"]) not in operation["responses"]:
                yield name, f"{case} shows status {found['status']}, which the document no longer knows"
            contents = {
                "request": operation.get("requestBody", {}).get("content", {}),
                "response": operation["responses"].get(str(found["status"]), {}).get("content", {}),
            }
            for part, content in contents.items():
                wanted = content.get("application/json", {}).get("schema")
                if wanted is None:
                    continue
                if part not in found:
                    if part == "response" or operation.get("requestBody", {}).get("required"):
                        yield name, f"{case} shows no {part}"
                    continue
                rule = {**_strict(wanted), "components": components}
                for error in Draft4Validator(rule, format_checker=FORMATS).iter_errors(found[part]):
                    yield name, f"{case} {part} at {list(error.path)}: {error.message}"
    for name in sorted(set(recorded) - set(known)):
        yield name, "is no operation"


def _strict(rule: Any) -> Any:
    """A schema of OpenAPI 3.0 as JSON Schema, in which an object has no fields beyond those named."""
    if isinstance(rule, list):
        return [_strict(item) for item in rule]
    if not isinstance(rule, dict):
        return rule
    found = {key: _strict(value) for key, value in rule.items() if key not in ("nullable", "readOnly")}
    if found.get("type") == "object" and "properties" in found:
        found.setdefault("additionalProperties", False)
    return {"anyOf": [found, {"type": "null"}]} if rule.get("nullable") is True else found


def write(face: str, recorded: Examples) -> None:
    """Write the examples of a face, in the order of their names."""
    file = schema.examples_file(face)
    file.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(dict(sorted(recorded.items())), ensure_ascii=False, indent=1, sort_keys=False)
    file.write_text(text + "\n", encoding="utf-8")
    schema.examples.cache_clear()


def record_all(
    face: str,
    records: cells.Records,
    client_of: Callable[[str], Api],
    kept: Examples,
    wrong: Iterable[str],
) -> list[str]:
    """Record anew what `wrong` names, keep the rest; writes the file. What could not be recorded, as sentences."""
    columns = [ANONYMOUS, *matrix.FACES[face].roles]
    stale, told = set(wrong), []
    found: Examples = {name: cases for name, cases in kept.items() if name not in stale}
    for row in rows_of(face):
        if named(row) not in stale:
            continue
        one = record(face, row, records, client_of, columns)
        if isinstance(one, str):
            told.append(one)
        else:
            found.setdefault(named(row), {})[row.case] = one
    write(face, found)
    return told
