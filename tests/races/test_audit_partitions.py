"""Audit records by month: made ahead, never refused, never changed, taken off into a file."""

import csv
import gzip
import hashlib
import io
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import DatabaseError, connection, transaction

from backend.platform import clock
from backend.platform.permissions import Actor
from backend.platform.records import audit, interfaces, partitions, verification
from backend.platform.records.models import AuditArchive, AuditRecord, InterfaceCall
from backend.platform.records.partitions import Month
from backend.platform.tenancy import in_entity
from backend.platform.tenancy.connections import as_migrator
from backend.platform.tenancy.grants import append_only_tables
from tests import world
from tests.races.test_audit_chain import seal_everything

ACTOR = Actor.system(world.BANK_A)
TABLE = "records_auditrecord"


def archive(month, folder):
    call_command("audit", "archive", "--entity", world.BANK_A, "--month", month, "--to", str(folder))


def rows_in(table):
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT count(*) FROM "{table}"')
        return cursor.fetchone()[0]


@pytest.mark.parametrize("code", ["province", world.BANK_A])
def test_this_month_and_three_ahead_are_there(db, code):
    with in_entity(code):
        present = partitions.partitions_of(TABLE)
        now = Month.of(clock.now())
        assert [now.later(n).table(TABLE) for n in range(4) if now.later(n).table(TABLE) not in present] == []
        assert partitions.missing() == []


def test_months_turn_at_midnight_of_the_bank():
    assert Month.of(datetime(2026, 11, 30, 16, 30, tzinfo=UTC)) == Month(2026, 12)
    assert Month(2026, 12).later(1) == Month(2027, 1)
    assert Month(2026, 1).later(-1) == Month(2025, 12)


def test_a_record_of_a_month_without_partition_is_kept_and_moved_when_the_month_is_made(committed_bank):
    at = clock.now() + timedelta(days=400)
    month = Month.of(at)
    with clock.frozen(at):
        audit.record(ACTOR, "loans.repay", object_no="远")
        assert rows_in(f"{TABLE}_default") == 1
        made = partitions.ensure()
        assert month.table(TABLE) in made
        assert partitions.ensure() == []
    assert rows_in(f"{TABLE}_default") == 0
    assert rows_in(month.table(TABLE)) == 1
    assert AuditRecord.objects.get(object_no="远").at == at
    for sql in (f"TRUNCATE {month.table(TABLE)}", f"DELETE FROM {month.table(TABLE)}"):
        with as_migrator(), in_entity(world.BANK_A), pytest.raises(DatabaseError, match="append-only"):
            connection.cursor().execute(sql)


@pytest.mark.parametrize("code", ["province", world.BANK_A])
def test_neither_the_application_nor_a_careless_owner_changes_the_past(committed, code):
    with in_entity(code), connection.cursor() as cursor:
        audit.record(Actor.system(code), "loans.repay", object_no="守")
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
        present = {row[0] for row in cursor.fetchall()}
        kept = sorted(append_only_tables() & present)
        assert {
            "records_auditrecord",
            "records_fieldchange",
            "records_auditseal",
            "records_interfacecall",
        } <= set(kept)
        assert (code != "province") or {"identity_authenticationevent", "operations_audithead"} <= set(kept)
        for table in [*kept, *partitions.partitions_of(TABLE)]:
            with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
                cursor.execute(f'TRUNCATE "{table}"')
    with as_migrator(), in_entity(code), connection.cursor() as cursor:
        for table in kept:
            with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
                cursor.execute(f'TRUNCATE "{table}" CASCADE')
        for sql in (f"DELETE FROM {TABLE}", f"UPDATE {TABLE} SET comment = '改'"):
            with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
                cursor.execute(sql)


def test_a_month_past_goes_into_a_file_whose_hash_is_kept(committed_bank, tmp_path):
    at = clock.now() - timedelta(days=800)
    month = Month.of(at)
    with clock.frozen(at):
        partitions.ensure(ahead=0)
        for n in range(3):
            audit.record(ACTOR, "loans.repay", object_no=f"旧{n}", comment="含,逗号\n与换行")
    seal_everything()
    archive(str(month), tmp_path)

    kept = AuditArchive.objects.get(table=TABLE, month=str(month))
    file = tmp_path / world.BANK_A / kept.file_name
    assert hashlib.sha256(file.read_bytes()).hexdigest() == kept.sha256
    assert kept.sha256 in file.with_name(f"{file.name}.sha256").read_text()
    lines = list(csv.DictReader(io.StringIO(gzip.decompress(file.read_bytes()).decode())))
    assert [line["object_no"] for line in lines] == ["旧0", "旧1", "旧2"]
    assert kept.rows == 3
    assert month.table(TABLE) not in partitions.partitions_of(TABLE)
    proof = verification.verify()
    assert (proof.is_sound, proof.archived) == (True, 3)


def test_a_month_that_is_not_over_or_not_sealed_is_not_archived(committed_bank, tmp_path):
    with pytest.raises(CommandError, match="is not over"):
        archive(str(Month.of(clock.now())), tmp_path)
    at = clock.now() - timedelta(days=1200)
    with clock.frozen(at):
        partitions.ensure(ahead=0)
        audit.record(ACTOR, "loans.repay", object_no="未封")
    with pytest.raises(CommandError, match="not sealed yet"):
        archive(str(Month.of(at)), tmp_path)
    assert Month.of(at).table(TABLE) in partitions.partitions_of(TABLE)


def test_the_history_of_an_object_and_the_newest_records_read_few_rows(bank):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        for rows in (
            AuditRecord.objects.filter(object_type="loans.loanaccount", object_id=1).order_by("id"),
            audit.search()[:50],
            audit.search(actor="系统")[:50],
            audit.search(action="loans.repay")[:50],
            audit.search(object_no="x")[:50],
            audit.search(ip="10.0.0.1")[:50],
            audit.search(correlation_id="x")[:50],
            audit.search(kind="REVEAL")[:50],
        ):
            assert "Seq Scan" not in rows.explain(), rows.query


def test_an_interface_call_survives_the_rollback_of_the_transaction_around_it(committed_bank):
    number = f"滚{clock.now().timestamp()}"
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        audit.record(ACTOR, "loans.repay", object_no=number)
        with interfaces.call("core_banking", "answer", business_no=number, direction="IN"):
            1 / 0  # noqa: B018
    assert not AuditRecord.objects.filter(object_no=number).exists()
    row = InterfaceCall.objects.get(business_no=number)
    assert (row.outcome, row.direction) == ("UNKNOWN", "IN")
