"""Values sealed anew while people work: no edit is lost, and a killed run is taken up again."""

import os
import re
import signal
import subprocess
import sys
import threading
from unittest import mock
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.db import connection, connections, transaction

from backend.platform.crypto import ring, rotation
from backend.platform.crypto.lifecycle import key_supersede
from backend.platform.crypto.models import Key
from backend.platform.tenancy import in_entity
from shared.identity.models import Account
from tenants.customers.models import Customer
from tenants.organisation.selectors import bank_actor
from tests import world
from tests.contracts.guards import ROOT
from tests.factories.customers import make_customer

pytestmark = [pytest.mark.race, pytest.mark.usefixtures("committed_bank")]
ROWS = 800


@pytest.fixture(autouse=True)
def nothing_waits(committed_bank):
    """Rows of other tests are under the key in force."""
    ring.forget()
    rotation.reseal_all()


def officer():
    return bank_actor(Account.objects.get(entity_code=world.BANK_A, username="officer"))


def phone_in(entity: str, pk: int, phone: str) -> None:
    """Somebody else edits the customer, on a connection of his own."""

    def work() -> None:
        try:
            with in_entity(entity):
                row = Customer.objects.get(pk=pk)
                row.phone = phone
                row.save(update_fields=["phone"])
        finally:
            connections.close_all()

    person = threading.Thread(target=work)
    person.start()
    person.join(20)


def versions(pks: list[int]) -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT get_byte(v, 1) FROM customers_customer,"
            " LATERAL (VALUES (id_no), (phone), (address)) AS x(v) WHERE id = ANY(%s)",
            [pks],
        )
        return {row[0] for row in cursor.fetchall()}


def rotated_with_an_edit_between_reading_and_writing() -> Customer:
    row = make_customer(officer(), phone="13800000001")
    key_supersede(world.BANK_A, "field")
    write = rotation._write
    edited = []

    def late(column, values, *, skip):
        if column.name == "phone" and row.pk in [pk for pk, _, _ in values] and not edited:
            edited.append(row.pk)
            phone_in(world.BANK_A, row.pk, "13900000002")
        return write(column, values, skip=skip)

    with mock.patch.object(rotation, "_write", late):
        rotation.reseal_all()
    assert edited
    return Customer.objects.get(pk=row.pk)


def test_an_edit_between_reading_and_writing_is_kept() -> None:
    assert rotated_with_an_edit_between_reading_and_writing().phone == "13900000002"
    assert rotation.waiting() == 0


def test_without_the_comparison_that_edit_would_be_undone() -> None:
    with mock.patch.object(rotation, "UNCHANGED", "TRUE"):
        assert rotated_with_an_edit_between_reading_and_writing().phone == "13800000001"


def test_a_row_that_somebody_holds_is_waited_for_last_and_alone() -> None:
    held, free = (make_customer(officer()).pk for _ in range(2))
    key_supersede(world.BANK_A, "field")
    holds, let_go = threading.Event(), threading.Event()
    asked: list[tuple[bool, list[int]]] = []
    write = rotation._write

    def noting(column, values, *, skip):
        asked.append((skip, [pk for pk, _, _ in values]))
        if not skip:
            let_go.set()
        return write(column, values, skip=skip)

    def hold() -> None:
        try:
            with in_entity(world.BANK_A), transaction.atomic():
                Customer.objects.select_for_update(of=("self",)).get(pk=held)
                holds.set()
                let_go.wait(20)
        finally:
            connections.close_all()

    person = threading.Thread(target=hold)
    person.start()
    assert holds.wait(20)
    with mock.patch.object(rotation, "_write", noting):
        rotation.reseal_all()
    person.join(20)

    waited_for = [pks for skip, pks in asked if not skip]
    assert waited_for[0] == [held]
    assert free not in [pk for pks in waited_for for pk in pks]
    assert versions([held, free]) == {ring.active_key(world.BANK_A, "field").version}


def command(batch: int) -> subprocess.Popen:
    database = str(connection.settings_dict["NAME"])
    urls = {
        name: urlunsplit(urlsplit(os.environ[name])._replace(path=f"/{database}"))
        for name in ("DATABASE_URL", "MIGRATOR_DATABASE_URL")
    }
    return subprocess.Popen(
        [sys.executable, "manage.py", "rotate_keys", "--entity", world.BANK_A, "--batch", str(batch)],
        cwd=ROOT,
        env={**{k: v for k, v in os.environ.items() if not k.startswith("PYTEST")}, **urls},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


@pytest.mark.slow
def test_a_killed_rotation_is_resumed_while_writers_go_on(monkeypatch) -> None:
    first = make_customer(officer())
    Customer.objects.bulk_create(
        Customer(
            customer_no=f"RK{first.pk}{n:05d}", name="轮换", id_no=f"id{n}", id_no_hash=f"{first.pk}-{n}".encode()[:16],
            gender="MALE", birth_on=first.birth_on, phone=f"139{n:08d}", phone_hash=b"x", address=f"地址{n}",
            branch_id=first.branch_id, owner_id=first.owner_id,
        )
        for n in range(ROWS)
    )  # fmt: skip
    rows = list(Customer.objects.filter(customer_no__startswith=f"RK{first.pk}").order_by("id"))
    pks = [row.pk for row in rows]
    wanted = {row.pk: row.phone for row in rows}
    before = ring.active_key(world.BANK_A, "field").version
    stop = threading.Event()
    monkeypatch.setattr(ring, "CACHE_SECONDS", 1.0)  # else the writers keep the old key for a minute
    ring.forget()

    def writer(share: list[int]) -> None:
        try:
            with in_entity(world.BANK_A):
                number = 0
                while not stop.is_set():
                    pk = share[number * 7 % len(share)]
                    row = Customer.objects.get(pk=pk)
                    row.phone = f"138{number:08d}"
                    row.save(update_fields=["phone"])
                    wanted[pk] = row.phone
                    number += 1
        finally:
            connections.close_all()

    writers = [threading.Thread(target=writer, args=(pks[n::2],)) for n in range(2)]
    for thread in writers:
        thread.start()
    try:
        killed = command(batch=100)
        assert killed.stdout is not None
        for line in killed.stdout:
            if re.search(r" [2-9]\d\d/", line):  # some hundreds are done
                break
        killed.send_signal(signal.SIGKILL)
        assert killed.wait() == -signal.SIGKILL
        left = rotation.waiting()
        assert 0 < left < 3 * ROWS

        resumed = command(batch=100)
        output = resumed.communicate(timeout=120)[0]
    finally:
        stop.set()
        for thread in writers:
            thread.join(20)

    assert resumed.returncode == 0, output
    assert "going on with a rotation" in output
    assert Key.objects.get(entity_code=world.BANK_A, purpose="field", state="ACTIVE").version == before + 1
    ring.forget()
    rotation.reseal_all()  # what this process wrote under its copy of the old key
    assert versions(pks) == {before + 1}
    found = Customer.objects.filter(pk__in=pks)
    assert {row.pk: row.phone for row in found} == wanted
    assert all(row.address.startswith("地址") for row in found)
