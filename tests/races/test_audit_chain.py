"""The chain over the audit records: nothing is passed over, and whatever an owner alters is named."""

import time

import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction

from backend.platform.permissions import Actor
from backend.platform.records import audit, sealing, verification
from backend.platform.records.models import AuditRecord, AuditSeal
from backend.platform.tenancy import in_entity
from backend.platform.tenancy.connections import as_migrator
from shared.operations import chains
from tests import world

ACTOR = Actor.system(world.BANK_A)
PER_SEAL = 4


def write(count, mark="链"):
    """So many records, each in a transaction of its own; returns their ids."""
    for n in range(count):
        audit.record(ACTOR, "loans.repay", object_type="loans.loanaccount", object_no=f"{mark}{n}")
    return list(
        AuditRecord.objects.filter(object_no__startswith=mark).order_by("id").values_list("id", flat=True)
    )


def seal_everything():
    """Seal until nothing waits: a transaction open in another database of this server holds rows back."""
    until = time.monotonic() + 30
    while sealing.waiting_count() and time.monotonic() < until:
        sealing.seal()
        time.sleep(0.02)
    assert sealing.waiting_count() == 0


@pytest.fixture(autouse=True)
def small_seals(monkeypatch):
    monkeypatch.setattr(sealing, "RECORDS_PER_SEAL", PER_SEAL)


@pytest.fixture
def chain(committed_bank):
    """The ids of ten fresh sealed records; the last seals hold them."""
    seal_everything()
    first = AuditSeal.objects.order_by("-number").values_list("number", flat=True).first()
    ids = write(10, mark=f"链{time.monotonic_ns()}-")
    seal_everything()
    assert verification.verify().is_sound
    return first, ids


@pytest.fixture
def owner(chain):
    """Alters rows as the owner, triggers off, in a transaction that is rolled back after the test."""
    with as_migrator(), in_entity(world.BANK_A), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE records_auditrecord DISABLE TRIGGER USER")
            cursor.execute("ALTER TABLE records_auditseal DISABLE TRIGGER USER")
            yield cursor.execute
        transaction.set_rollback(True)


def first_finding(**options):
    found = verification.verify(**options).findings
    assert found
    return found[0]


def seal_of(record):
    return AuditSeal.objects.get(ids__contains=[record])


def test_sealed_records_are_proved(chain):
    before, ids = chain
    seals = AuditSeal.objects.filter(number__gt=before or 0).order_by("number")
    assert [record for seal in seals for record in seal.ids] == ids
    assert all(seal.count <= PER_SEAL for seal in seals)
    assert sealing.seal() == 0


def test_a_transaction_held_open_delays_its_rows_and_all_later_ones_but_loses_none(committed_bank):
    seal_everything()
    own = connection.settings_dict
    with psycopg.connect(
        dbname=own["NAME"], user=own["USER"], password=own["PASSWORD"], host=own["HOST"], port=own["PORT"],
        options=f"-c search_path={world.BANK_A}",
    ) as late:  # fmt: skip
        columns = (
            "(at, kind, account_id, actor_name, action, object_type, object_id, object_no, from_state, to_state,"
            " changes, comment, correlation_id, ip)"
        )
        held = late.execute(
            f"INSERT INTO records_auditrecord {columns} VALUES (now(), 'OPERATION', NULL, '晚', 'loans.repay', '',"
            " NULL, '晚到', '', '', '{}', '', '', '') RETURNING id"
        ).fetchone()[0]
        later = write(3, mark=f"早{time.monotonic_ns()}-")
        assert held < min(later)
        assert sealing.seal() == 0
        assert sealing.waiting_count() == 3  # the fourth is not committed
        late.commit()
    seal_everything()
    seals = AuditSeal.objects.filter(ids__overlap=[held, *later]).order_by("number")
    assert [record for seal in seals for record in seal.ids] == [held, *later]
    assert verification.verify().is_sound


def test_a_changed_field_is_named(owner, chain):
    ids = chain[1]
    owner("UPDATE records_auditrecord SET comment = '改' WHERE id = %s", [ids[6]])
    found = first_finding()
    assert (found.record_id, found.seal) == (ids[6], seal_of(ids[6]).number)
    assert "changed" in found.what


def test_a_changed_value_inside_the_changes_is_named(owner, chain):
    owner("UPDATE records_auditrecord SET changes = '{\"amount\": [1, 2]}' WHERE id = %s", [chain[1][0]])
    assert first_finding().record_id == chain[1][0]


def test_a_deleted_record_is_named(owner, chain):
    ids = chain[1]
    owner("DELETE FROM records_auditrecord WHERE id = %s", [ids[1]])
    found = first_finding()
    assert (found.record_id, "deleted" in found.what) == (ids[1], True)


def test_the_last_record_of_a_seal_deleted_is_named(owner, chain):
    ids = chain[1]
    last = seal_of(ids[0]).ids[-1]
    owner("DELETE FROM records_auditrecord WHERE id = %s", [last])
    assert first_finding().record_id == last


def test_an_inserted_record_is_named(owner, chain):
    ids = chain[1]
    owner(
        "INSERT INTO records_auditrecord SELECT nextval('records_auditrecord_id_seq'), at, kind, account_id,"
        " actor_name, action, object_type, object_id, object_no, from_state, to_state, changes, comment,"
        " correlation_id, ip, written_in FROM records_auditrecord WHERE id = %s",
        [ids[2]],
    )
    found = first_finding()
    assert found.record_id > max(ids)
    assert "inserted" in found.what


def test_two_swapped_records_are_named(owner, chain):
    ids = chain[1]
    owner(
        "UPDATE records_auditrecord a SET object_no = b.object_no FROM records_auditrecord b"
        " WHERE (a.id, b.id) IN ((%s, %s), (%s, %s))",
        [ids[2], ids[8], ids[8], ids[2]],
    )
    found = verification.verify().findings
    assert [f.record_id for f in found] == [ids[2], ids[8]]


def test_a_removed_seal_is_named(owner, chain):
    number = seal_of(chain[1][4]).number
    owner("DELETE FROM records_auditseal WHERE number = %s", [number])
    found = first_finding()
    assert found.seal == number
    assert "missing" in found.what


def test_an_altered_seal_is_named(owner, chain):
    number = seal_of(chain[1][4]).number
    owner("UPDATE records_auditseal SET total = total + 1 WHERE number = %s", [number])
    assert first_finding().seal == number


def test_a_chain_rewritten_as_a_whole_fails_at_the_published_head(owner, chain):
    published = dict(AuditSeal.objects.values_list("number", "head"))
    published = {number: bytes(head).hex() for number, head in published.items()}
    before, ids = chain
    owner("UPDATE records_auditrecord SET comment = '改' WHERE id = %s", [ids[0]])
    owner("DELETE FROM records_auditseal WHERE number > %s", [before or 0])
    last = AuditSeal.objects.order_by("-number").first()
    rows = []
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT written_in, id, at, {sealing.FORMS[1]} FROM records_auditrecord WHERE id = ANY(%s)"
            " ORDER BY written_in, id",
            [ids],
        )
        rows = cursor.fetchall()
    sealing._write(rows, last)

    assert verification.verify().is_sound
    found = first_finding(published=published)
    assert found.seal == (before or 0) + 1
    assert "published" in found.what


def test_a_chain_cut_at_its_end_fails_at_the_published_head(owner, chain):
    number = AuditSeal.objects.order_by("-number").first().number
    head = bytes(AuditSeal.objects.get(number=number).head).hex()
    owner("DELETE FROM records_auditseal WHERE number = %s", [number])
    owner("DELETE FROM records_auditrecord WHERE id = %s", [chain[1][-1]])
    assert first_finding(published={number: head}).seal == number


def test_the_hash_may_be_sm3_and_may_change_on_the_way(chain, monkeypatch):
    monkeypatch.setattr(settings, "AUDIT_HASH", "sm3")
    write(2, mark=f"三{time.monotonic_ns()}-")
    seal_everything()
    assert AuditSeal.objects.order_by("-number").first().algorithm == "sm3"
    assert verification.verify().is_sound


def test_a_server_whose_transactions_were_set_back_is_refused(owner, chain):
    owner(
        "UPDATE records_auditseal SET through_tx = 9000000000000 WHERE number = (SELECT max(number) FROM records_auditseal)"
    )
    with pytest.raises(sealing.ChainAheadError):
        sealing.seal()


def test_the_province_keeps_one_head_a_day_and_the_command_compares_it(chain, capsys):
    with in_entity("province"):
        assert chains.publish_heads([world.BANK_A]) in (0, 1)
        assert chains.publish_heads([world.BANK_A]) == 0
    assert chains.published_heads()
    with in_entity("province"):
        call_command("audit", "verify", "--entity", world.BANK_A)
    said = capsys.readouterr().out
    assert "b001: sound" in said
    assert "1 head(s) compared" in said
    assert "records/s" in said


def test_the_command_ends_with_an_error_when_a_record_is_broken(owner, chain, capsys):
    owner("UPDATE records_auditrecord SET ip = '10.0.0.9' WHERE id = %s", [chain[1][3]])
    with pytest.raises(SystemExit):
        call_command("audit", "verify", "--entity", world.BANK_A)
    assert f"record {chain[1][3]}: changed" in capsys.readouterr().out


def test_verification_may_begin_at_a_day(chain):
    far = verification.verify(since=AuditSeal.objects.order_by("-number").first().sealed_at)
    assert (far.seals, far.is_sound) == (1, True)
