"""A loan's whole way through the running product, and then a look everywhere: no clear value is left behind."""

import io
import json
import os
import subprocess
import uuid
import zipfile
from datetime import date
from pathlib import Path
from random import Random

import pytest
import redis
from pypdf import PdfReader

from backend.config.demo.people import identity_number
from backend.platform.tenancy.connections import postgres_program
from tests.flows.test_first_loan import approved_application, effective_contract, paid_out
from tests.support.stack import LOGS, ROOT, Person, Stack, _named, until
from tests.support.traces import traces

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
SERVER_LOGS = ROOT / ".local" / "test" / "postgres"


def dump(stack: Stack) -> bytes:
    """The data of all schemas, as a backup holds it."""
    url = _named(os.environ["ADMIN_DATABASE_URL"], stack.database)
    command = [postgres_program("pg_dump"), "--data-only", "--dbname", url]
    return subprocess.run(command, capture_output=True, check=True).stdout


def broker(stack: Stack) -> bytes:
    """Every key of every database of the broker, with what it holds."""
    found: list[bytes] = []
    for number in range(16):
        url = stack.environment["REDIS_URL"].rsplit("/", 1)[0]
        server = redis.Redis.from_url(f"{url}/{number}")
        for key in server.scan_iter():
            found += [key, server.dump(key) or b""]
            if server.type(key) == b"list":
                found += server.lrange(key, 0, -1)
    return b"\n".join(found)


def log_files() -> list[Path]:
    programs = [LOGS / f"{name}.log" for name in ("web", "worker", "beat")]
    return [*programs, *SERVER_LOGS.rglob("*.log")]


def documents(since: float) -> bytes:
    """The files stored meanwhile, and the text of the PDFs among them."""
    found: list[bytes] = []
    for path in Path(os.environ["MEDIA_ROOT"]).rglob("*"):
        if path.is_file() and path.stat().st_mtime >= since:
            found.append(path.read_bytes())
            if found[-1].startswith(b"%PDF"):
                found += [page.extract_text().encode() for page in PdfReader(path).pages]
    return b"\n".join(found)


def exported(person: Person, format: str, **query: str) -> bytes:
    """The customers of this query as the worker wrote them; a workbook with its parts unpacked."""
    columns = [
        {"key": column["key"], "title": column["key"]}
        for column in person.get("exports/columns", resource="customers")
    ]
    asked = {"resource": "customers", "query": query, "columns": columns, "format": format}
    job = person.post("exports", asked)["id"]
    until(f"the {format} is made", lambda: person.get(f"exports/{job}")["state"] == "DONE", 60)
    content = person.get(f"exports/{job}/file")
    if format == "CSV":
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return b"\n".join(book.read(name) for name in book.namelist())


def paid_by_core(stack: Stack, account: str) -> list[dict[str, str]]:
    """What core banking wrote down of the payments to the account."""
    lines = stack.core_journal.read_text(encoding="utf-8").splitlines()
    return [payment for payment in map(json.loads, lines) if account in payment.values()]


def test_after_a_loan_nothing_holds_its_persons_values_in_clear(stack):
    began = {path: path.stat().st_size for path in log_files() if path.exists()}
    marker = LOGS / f"began-{uuid.uuid4().hex}"
    marker.touch()
    since = marker.stat().st_mtime
    marker.unlink()
    draw = Random(uuid.uuid4().int)
    first, second = (identity_number(draw, "520111", date(1988, 4, 5)) for _ in range(2))
    phone, account = f"13{draw.randrange(10**8, 10**9)}", f"6217{draw.randrange(10**9, 10**10)}00"
    address, name = f"花溪区青岩镇{uuid.uuid4().hex}号", f"查漏{uuid.uuid4().hex[:12]}"
    seeded = [first, second, phone, account, address]

    officer = stack.sign_in("b001", "officer")
    file = {"name": name, "id_no": first, "phone": phone, "address": address}
    customer = officer.post("customers", file)
    officer.post("customers", file, expect=409)
    officer.post("customers", {**file, "phone": "1"}, expect=422)
    assert officer.get("customers", q=first)["count"] == 1
    reading = {"fields": ["id_no", "phone", "address"], "purpose": "CONTACT", "reason": "核实"}
    assert officer.post(f"customers/{customer['id']}/reveal", reading)["phone"] == phone
    application = approved_application(stack, id_no=second)
    contract = effective_contract(stack, application, account_no=account)
    shown = officer.get(f"contracts/{contract['id']}/document")
    paid_out(stack, contract)
    printed = "".join(page.extract_text() for page in PdfReader(io.BytesIO(shown)).pages)

    files = [exported(officer, format, q=asked) for format in ("XLSX", "CSV") for asked in (first, phone)]

    stored = dump(stack)
    written = b"".join(path.read_bytes()[began.get(path, 0) :] for path in log_files() if path.exists())
    assert traces([name], stored) == [name], "the search would find what is there"
    assert b"/api/v1/customers" in written
    assert application["app_no"] in printed or contract["contract_no"] in printed
    assert all(traces([name], file) == [name] for file in files), "the customer stands in each export"
    assert [traces(seeded, file) for file in files] == [[]] * len(files)
    assert traces(seeded, stored) == []
    assert traces(seeded, written) == []
    assert traces(seeded, broker(stack)) == []
    assert traces(seeded, documents(since) + printed.encode()) == []

    # core banking is another house: it must know whom to pay, and learns nothing else
    (payment,) = paid_by_core(stack, account)
    told = json.dumps(payment, ensure_ascii=False).encode()
    assert traces([first, second, phone, address, name], told) == []
