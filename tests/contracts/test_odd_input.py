"""Odd input is refused in words and never crashes: in each field of each command, in headers, paths and bodies."""

import json
import uuid
from dataclasses import replace

import pytest

from tests import world
from tests.contracts.permissions import cells, matrix
from tests.contracts.permissions.matrix import ANONYMOUS
from tests.factories.customers import customer_values
from tests.support.api import Api, signed_in

HUGE, HALF, NUL = 2**70, "\ud800", "a\x00b"
ODD = [HUGE, -HUGE, HALF, NUL, "字" * 3000, {"a": [1]}, [None], True, 1e308]


def _crashes(face, records, client_of):
    """Every field of every command that has a body, with each odd value in it: the requests answered 5xx."""
    found, sent = [], 0
    for row in matrix.committed(matrix.FACES[face]):
        body = records.bodies.get(row.name)
        columns = [c for c in matrix.FACES[face].roles if c in row.allowed]
        if body is None or not columns or row.path.startswith("/"):
            continue
        client = client_of(columns[0])
        for field in body:
            for value in ODD:
                odd = replace(records, bodies={row.name: {**body, field: value}})
                with cells.undone():
                    response = cells.ask(client, odd, row)
                sent += 1
                if response.status_code >= 500:
                    found.append(f"{row.name}: {field}={value!r:.40} is answered {response.status_code}")
    assert sent > 100
    return found


def test_an_odd_value_in_any_field_crashes_nothing_at_the_bank(records, monkeypatch):
    cells.Watch(monkeypatch)
    clients = {}
    assert _crashes("bank", records, lambda c: clients.setdefault(c, signed_in(c))) == []


def test_an_odd_value_in_any_field_crashes_nothing_at_the_province(bank, monkeypatch):
    cells.Watch(monkeypatch)
    clients = {}
    ask = lambda c: clients.setdefault(c, signed_in(f"province:{c}"))  # noqa: E731
    assert _crashes("province", cells.of_the_province(), ask) == []


@pytest.mark.parametrize("path", ["customers/%00", "customers/%ff%fe", f"customers/{'9' * 400}", "x" * 9000])
def test_an_odd_path_is_not_found(api, path):
    answer = api("auditor").get(path)
    assert (answer.status_code, answer.json()["code"]) == (404, "platform.not_found")


@pytest.mark.parametrize(
    "query", ["q=%00", "branch_id=99999999999999999999", "page=0", "sort=%ff", "nobody=1"]
)
def test_an_odd_parameter_is_refused_at_its_name(api, query):
    answer = api("auditor").raw("get", f"/api/v1/customers?{query}")
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == [query.partition("=")[0]]


@pytest.mark.parametrize(
    "key", ["", "short", "k" * 81, "a key with blanks", "schlüssel-schlüssel", "nul\x00nul\x00"]
)
def test_an_odd_key_is_asked_for_again(api, key):
    answer = api("officer").post("customers", {}, HTTP_IDEMPOTENCY_KEY=key or " ")
    assert (answer.status_code, answer.json()["code"]) in (
        (428, "platform.idempotency_key_required"),
        (422, "platform.invalid"),
    )


@pytest.mark.parametrize("etag", ['"²"', '"٣"', '"-1"', '"9999999999"', "*", '"1", "2"'])
def test_an_odd_version_is_no_version(api, etag):
    answer = api("bank_admin").patch("products/1", {}, etag=etag.encode().decode("latin-1"))
    assert (answer.status_code, answer.json()["code"]) == (412, "platform.stale_edit")


@pytest.mark.parametrize(
    ("body", "media_type", "status"),
    [
        (json.dumps({"username": HALF, "password": "x"}).encode(), "application/json", 400),
        ('{"username": "a"}'.encode("utf-16"), "application/json", 400),
        (b'{"username": "a\xff"}', "application/json", 400),
        (b'{"username": NaN}', "application/json", 400),
        (b"[" * 5000, "application/json", 400),
        (b'{"username": ' + b"9" * 5000 + b"}", "application/json", 400),
        (b"[]", "application/json", 400),
        (b"", "application/json", 422),
        (b'{"username": "a"}', "text/plain", 415),
        (b'{"username": "a"}', "no media type", 415),
    ],
)
def test_an_odd_body_is_refused(api, body, media_type, status):
    client = Api(world.BANK_A)
    answer = client.raw(
        "post", "/api/v1/session", data=body, content_type=media_type, HTTP_IDEMPOTENCY_KEY=uuid.uuid4().hex
    )
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")


def test_nobody_crashes_what_is_open_to_all(api, monkeypatch):
    cells.Watch(monkeypatch)
    rows = [row for row in matrix.committed(matrix.FACES["bank"]) if ANONYMOUS in row.allowed]
    client = Api(world.BANK_A)
    assert rows
    for row in rows:
        with cells.undone():
            answer = cells.ask(client, cells.Records(bodies={row.name: {"request_no": HALF}}), row)
        assert answer.status_code < 500, row.name


# -- query parameters --------------------------------------------------------------------------------


def _refused_at_its_name(client, records, row):
    """Whether a parameter that nobody declared is refused at its name, as `[]`, or what came instead."""
    odd = replace(records, queries={row.name: {**records.queries.get(row.name, {}), "misspelt": "1"}})
    with cells.undone():
        answer = cells.ask(client, odd, row)
    if answer.status_code == 422 and answer.json()["errors"] == [
        {"field": "misspelt", "code": "platform.unknown_field", "message": "未知字段"}
    ]:
        return []
    return [f"{row.name}: {answer.status_code}"]


@pytest.mark.parametrize("face", matrix.FACES)
def test_a_parameter_that_a_reading_does_not_declare_is_refused_at_its_name(face, records, bank, monkeypatch):
    cells.Watch(monkeypatch)
    host, known = (world.BANK_A, records) if face == "bank" else ("province", cells.of_the_province())
    clients = {ANONYMOUS: Api(host)}
    rows = [row for row in matrix.committed(matrix.FACES[face]) if row.is_reading]
    asked = [row for row in rows if row.path not in ("/", "/healthz", "/readyz")]
    assert len(asked) > 20
    wrong = []
    for row in asked:
        column = next(c for c in [ANONYMOUS, *matrix.FACES[face].roles] if c in row.allowed)
        who = column if face == "bank" else f"province:{column}"
        client = clients[column] = clients.get(column) or signed_in(who)
        wrong += _refused_at_its_name(client, known, row)
    assert wrong == []


def test_a_command_refuses_a_parameter_and_paging_belongs_to_lists_only(api):
    officer = api("officer")
    made = officer.post("customers?dry_run=1", customer_values())
    assert (made.status_code, made.json()["errors"][0]["field"]) == (422, "dry_run")
    assert officer.post("customers", customer_values()).status_code == 201

    assert officer.get("sessions", page=1, page_size=5).status_code == 200
    tree = officer.get("branches/tree", page=1)
    assert (tree.status_code, tree.json()["errors"][0]["code"]) == (422, "platform.unknown_field")
    assert officer.get("branches/tree").status_code == 200
    assert officer.raw("get", "/api/v1/branches/tree", HTTP_ACCEPT="text/csv").status_code == 406
