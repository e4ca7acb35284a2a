"""Identity numbers, telephones, accounts and addresses stand nowhere in clear: not in any column of any schema."""

import io
import logging
import uuid
from datetime import date
from random import Random
from zipfile import ZipFile

import pytest
from django.db import connection, connections

from backend.config.demo.people import identity_number
from backend.platform.desk.exports import files, running
from backend.platform.desk.models import ExportJob
from backend.platform.redaction import RedactingFormatter
from backend.platform.tenancy import in_entity
from tests import world
from tests.support.api import signed_in
from tests.support.exports import ask, fetch
from tests.support.traces import traces

pytestmark = pytest.mark.usefixtures("committed")


@pytest.fixture
def lines(caplog):
    """What the log of this process would say."""
    caplog.set_level(logging.DEBUG)
    formatter = RedactingFormatter("%(message)s")
    return lambda: "\n".join(formatter.format(record) for record in caplog.records).encode()


@pytest.fixture
def same_replica(committed):
    replica = connections["replica"]
    connections["replica"] = connections["default"]
    yield
    connections["replica"] = replica


def everything() -> bytes:
    """Every row of every table of the province and of bank A."""
    rows: list[str] = []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT schemaname, tablename FROM pg_tables WHERE schemaname IN ('public', %s)", [world.BANK_A]
        )
        for schema, table in cursor.fetchall():
            cursor.execute(f'SELECT r::text FROM "{schema}"."{table}" r')
            rows += [row[0] for row in cursor.fetchall()]
    return "\n".join(rows).encode()


def test_what_is_registered_edited_searched_refused_and_read_stays_out_of_rows_and_logs(same_replica, lines):
    draw = Random(uuid.uuid4().int)
    first, second = (identity_number(draw, "520111", date(1988, 4, 5)) for _ in range(2))
    phones = [f"13{draw.randrange(10**8, 10**9)}" for _ in range(2)]
    addresses = [f"花溪区青岩镇{uuid.uuid4().hex}号", f"南明区{uuid.uuid4().hex}号"]
    name = f"查漏{uuid.uuid4().hex[:12]}"
    with in_entity(world.BANK_A):
        client = signed_in("officer")
        file = {"name": name, "id_no": first, "phone": phones[0], "address": addresses[0]}
        made = client.post("customers", file)
        assert made.status_code == 201, made.json()
        path = f"customers/{made.json()['id']}"
        etag = client.get(path).headers["ETag"]
        assert client.patch(path, {"address": addresses[1]}, etag=etag).status_code == 200
        corrected = {"id_no": second, "phone": phones[1], "reason": "登记有误"}
        assert client.post(f"{path}/identity-correction", corrected).status_code == 202
        assert client.post("customers", file).status_code == 409
        assert client.post("customers", {**file, "id_no": second, "phone": "13"}).status_code == 422
        assert client.get("customers", q=phones[0]).json()["count"] == 1
        household = {"name": name, "region_code": "520111", "address": addresses[0]}
        assert client.post("households", household).status_code == 201
        reading = {"fields": ["id_no", "phone", "address"], "purpose": "CONTACT", "reason": "核实"}
        assert client.post(f"{path}/reveal", reading).json()["id_no"] == first

    stored = everything()
    assert traces([name], stored) == [name], "the search would find what is there"
    assert traces([first, second, *phones, *addresses], stored) == []
    assert traces([first, second, *phones, *addresses], lines()) == []


def opened(content: bytes) -> bytes:
    """Everything that a workbook holds, or a text file as it is."""
    if not content.startswith(b"PK"):
        return content
    with ZipFile(io.BytesIO(content)) as book:
        return b"\n".join(book.read(part) for part in book.namelist())


@pytest.mark.parametrize("format", ["XLSX", "CSV"])
def test_exports_hold_no_clear_value_even_of_somebody_who_may_reveal(
    same_replica, lines, tmp_path, settings, format
):
    settings.MEDIA_ROOT = tmp_path
    draw = Random(uuid.uuid4().int)
    number, phone = identity_number(draw, "520111", date(1988, 4, 5)), f"13{draw.randrange(10**8, 10**9)}"
    address, name = f"花溪区青岩镇{uuid.uuid4().hex}号", f"查漏{uuid.uuid4().hex[:12]}"
    with in_entity(world.BANK_A):
        client = signed_in("officer")
        file = {"name": name, "id_no": number, "phone": phone, "address": address}
        made = client.post("customers", file).json()
        reading = {"fields": ["id_no", "phone", "address"], "purpose": "CONTACT", "reason": "核实"}
        assert client.post(f"customers/{made['id']}/reveal", reading).json()["phone"] == phone
        keys = [column["key"] for column in client.get("exports/columns", resource="customers").json()]
        job = ask(client, "customers", *keys, format=format, q=phone).json()["id"]
        running.export_run(job)
        content = opened(fetch(client, job))
        sealed = files.path_of(ExportJob.objects.get(pk=job).row_uuid).read_bytes()
        told = client.get("exports").content

    assert traces([name], content) == [name], "the file holds the customer"
    secret = [number, phone, address]
    assert traces(secret, content) == []
    assert traces([*secret, name], sealed) == []
    assert traces(secret, everything()) == []
    assert traces(secret, lines() + told) == []
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [files_left(tmp_path, job)]


def files_left(root, job):
    """Where the one file of the export lies, when nothing else was left behind."""
    with in_entity(world.BANK_A):
        return root / world.BANK_A / "exports" / str(ExportJob.objects.get(pk=job).row_uuid)
