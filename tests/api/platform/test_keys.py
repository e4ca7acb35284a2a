"""The key ring: whose keys, which algorithm, what stays readable, what refuses to start."""

import base64
import os
import subprocess
import sys
from datetime import timedelta

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.utils import timezone

from backend.platform import clock
from backend.platform.crypto import keyed_hash, province_hash, ring, rotation
from backend.platform.crypto.algorithms import HMAC_SM3, SM4_GCM, Sm4Gcm, mac
from backend.platform.crypto.derived import derived_key
from backend.platform.crypto.fields import owner_of
from backend.platform.crypto.lifecycle import (
    KeyInUseError,
    key_destroy,
    key_supersede,
    keys_ensure,
    keys_rewrap,
)
from backend.platform.crypto.models import Key
from backend.platform.crypto.providers import key_provider, read_keys
from backend.platform.crypto.sealing import seal, unseal
from backend.platform.tenancy import in_entity
from shared.entities import services as entities
from shared.identity.models import Account, SecondFactor
from tenants.customers.models import Customer
from tests.contracts.guards import ROOT
from tests.factories.customers import make_customer

PLACE = {"table": "customers_customer", "column": "id_no", "row_uuid": "5f0c"}
LATER = timedelta(seconds=3 * ring.CACHE_SECONDS)


@pytest.fixture(autouse=True)
def fresh_keys():
    ring.forget()
    yield
    ring.forget()
    key_provider.cache_clear()


@pytest.fixture
def key_file(tmp_path, settings):
    """A key-encryption key in a file of the test's own; `b001` gets new keys under it."""
    path = tmp_path / "kek"
    path.touch(mode=0o600)
    path.write_text(base64.b64encode(os.urandom(32)).decode())
    settings.KEY_ENCRYPTION_KEY_FILE = str(path)
    key_provider.cache_clear()
    Key.objects.all().delete()
    keys_ensure("b001")
    return path


def test_sm4_gcm_answers_the_published_vector():
    sealed = Sm4Gcm(bytes.fromhex("0123456789ABCDEFFEDCBA9876543210")).encrypt(
        bytes.fromhex("00001234567800000000ABCD"),
        bytes.fromhex("AA" * 8 + "BB" * 8 + "CC" * 8 + "DD" * 8 + "EE" * 8 + "FF" * 8 + "EE" * 8 + "AA" * 8),
        bytes.fromhex("FEEDFACEDEADBEEFFEEDFACEDEADBEEFABADDAD2"),
    )
    assert sealed.hex().upper() == (
        "17F399F08C67D5EE19D0DC9969C4BB7D5FD46FD3756489069157B282BB200735D82710CA5C22F0CCFA7CBF93D496AC15"
        "A56834CBCF98C397B4024A2691233B8D83DE3541E4C2B58177E065A9BF7B62EC"
    )


def test_values_of_both_ciphers_are_read_side_by_side(bank, settings):
    before = seal("张三", **PLACE)
    settings.FIELD_ALGORITHM = SM4_GCM
    key_supersede("b001", "field")
    after = seal("张三", **PLACE)

    assert (before[:2], after[:2]) == (bytes((1, 1)), bytes((2, 2)))
    assert unseal(before, **PLACE) == unseal(after, **PLACE) == "张三"
    for sealed in (before, after):
        with pytest.raises(InvalidTag):
            unseal(sealed, **{**PLACE, "row_uuid": "5f0d"})
        with pytest.raises(InvalidTag):
            unseal(sealed[:-1] + bytes([sealed[-1] ^ 1]), **PLACE)
    with pytest.raises(ValueError, match="algorithm"):
        unseal(bytes((2, 1)) + before[2:], **PLACE)


def test_hashes_follow_the_algorithm_their_key_was_made_for(bank, settings):
    first = keyed_hash("phone", "13800000000")
    settings.HASH_ALGORITHM = HMAC_SM3
    assert keyed_hash("phone", "13800000000") == first
    Key.objects.filter(entity_code="b001", purpose="hash").delete()
    keys_ensure("b001")
    assert Key.objects.get(entity_code="b001", purpose="hash").algorithm == HMAC_SM3
    assert keyed_hash("phone", "13800000000") != first
    assert mac(HMAC_SM3, b"k", b"v") != mac("HMAC-SHA256", b"k", b"v")
    settings.HASH_ALGORITHM = "MD5"
    Key.objects.filter(entity_code="b001", purpose="hash").delete()
    with pytest.raises(ValueError, match="MD5"):
        keys_ensure("b001")


def test_the_province_hash_is_the_same_in_every_bank_and_the_banks_own_is_not(db):
    found = {}
    for code in ("province", "b001", "b002"):
        with in_entity(code):
            found[code] = (province_hash("id_no", "1"), keyed_hash("id_no", "1"))
    assert len({common for common, _ in found.values()}) == 1
    assert len({own for _, own in found.values()}) == 3


def test_a_row_of_the_province_belongs_to_the_province_wherever_it_is_written(bank):
    assert (owner_of(Account), owner_of(Customer)) == ("province", "b001")


def test_a_secret_written_at_a_bank_is_rotated_with_the_province_and_read_anywhere(db):
    account = Account.objects.get(entity_code="b001", username="officer")
    with in_entity("b001"):
        factor = SecondFactor.objects.create(account=account, secret="JBSWY3DP", created_at=clock.now())
        assert SecondFactor not in [column.model for column in rotation.encrypted_columns()]
    with in_entity("province"):
        key_supersede("province", "field")
        assert rotation.reseal_all() == SecondFactor.objects.count()
        assert rotation.waiting() == 0
    for code in ("province", "b001", "b002"):
        with in_entity(code):
            assert SecondFactor.objects.get(pk=factor.pk).secret == "JBSWY3DP"


def test_what_was_sealed_before_the_ring_stays_readable_and_findable(bank, settings):
    master = base64.b64encode(b"m" * 32).decode()
    aad = "|".join(["b001", PLACE["table"], PLACE["column"], PLACE["row_uuid"]]).encode()
    old = (
        bytes((1, 1))
        + b"n" * 12
        + AESGCM(derived_key(master, "b001", "field")).encrypt(b"n" * 12, b"old", aad)
    )
    Key.objects.filter(entity_code="b001").delete()

    settings.FIELD_MASTER_KEY = ""
    with pytest.raises(ImproperlyConfigured, match="FIELD_MASTER_KEY"):
        entities.keys_import()
    settings.FIELD_MASTER_KEY = master
    entities.keys_import()
    settings.FIELD_MASTER_KEY = ""

    assert unseal(old, **PLACE) == "old"
    expected = mac("HMAC-SHA256", derived_key(master, "b001", "hash"), b"phone|13800000000")[:16]
    assert keyed_hash("phone", "13800000000") == expected
    entities.keys_import()  # nothing is missing any more
    assert Key.objects.filter(entity_code="b001").count() == len(Key.Purpose)


def test_keys_of_one_entity_do_not_unwrap_as_anothers(bank):
    theirs = Key.objects.get(entity_code="b002", purpose="field")
    Key.objects.filter(entity_code="b001", purpose="field").update(wrapped=theirs.wrapped)
    ring.forget()
    with pytest.raises(InvalidTag):
        keyed_hash("phone", "1")


def test_an_unwrapped_key_does_not_show_itself(bank):
    key = ring.active_key("b001", "field")
    assert key.material.hex() not in repr(key)
    assert repr(key.material) not in repr(key)


def test_a_superseded_key_is_destroyed_only_when_nothing_needs_it(bank, actor_for):
    row = make_customer(actor_for("officer"))
    old = Key.objects.get(entity_code="b001", purpose="field")
    with pytest.raises(KeyInUseError, match="ACTIVE"):
        key_destroy(old, values_left=lambda: 0)
    key_supersede("b001", "field")
    with pytest.raises(KeyInUseError, match="may be in use"):
        key_destroy(old, values_left=lambda: 0)
    with clock.frozen(timezone.now() + LATER), pytest.raises(CommandError, match="1 keys"):
        call_command("retire_keys", entity="b001")
    assert Key.objects.get(pk=old.pk).state == "DECRYPT_ONLY"

    assert rotation.reseal_all() == rotation_columns_of(row)
    with clock.frozen(timezone.now() + LATER):
        key_destroy(old, values_left=lambda: rotation.waiting(old.version))

    old.refresh_from_db()
    assert (old.state, old.wrapped) == ("DESTROYED", None)
    assert Customer.objects.get(pk=row.pk).phone == row.phone
    with pytest.raises(ring.KeyGoneError):
        unseal(bytes((1, 1)) + bytes(40), **PLACE)


def rotation_columns_of(row):
    """The encrypted values of one customer, the only row that the bank has in this test."""
    return sum(isinstance(field, rotation.EncryptedText) for field in type(row)._meta.concrete_fields)


def test_data_keys_move_to_a_new_key_encryption_key_without_touching_a_value(bank, key_file):
    sealed = seal("张三", **PLACE)
    call_command("rotate_key_encryption_key", new=True, verbosity=0)

    first, second = key_file.read_text().split()
    assert key_file.stat().st_mode & 0o777 == 0o600
    assert keys_rewrap("b001") == 0  # the command has done it
    key_file.write_text(second)
    key_provider.cache_clear()
    ring.forget()
    assert unseal(sealed, **PLACE) == "张三"
    key_file.write_text(first)
    key_provider.cache_clear()
    ring.forget()
    with pytest.raises(ImproperlyConfigured, match="not among"):
        unseal(sealed, **PLACE)


def test_a_running_program_takes_up_a_key_that_was_added_meanwhile(bank, key_file):
    running = key_provider()
    call_command("rotate_key_encryption_key", new=True, verbosity=0)
    row = Key.objects.get(entity_code="b001", purpose="field")
    context = ring.context_of("b001", "field", 1, row.algorithm)
    assert running.unwrap(bytes(row.wrapped), context) == ring.active_key("b001", "field").material


@pytest.mark.parametrize(
    ("spoil", "complaint"),
    [
        (lambda path: path.unlink(), "No such file"),
        (lambda path: path.chmod(0o604), "chmod 600"),
        (lambda path: path.write_text("c2hvcnQ="), "32 bytes"),
        (lambda path: path.write_text("\n# nothing\n"), "no key is given"),
    ],
)
def test_a_key_file_that_is_missing_open_or_wrong_is_refused(bank, key_file, spoil, complaint):
    read_keys()
    spoil(key_file)
    with pytest.raises(ImproperlyConfigured, match=complaint):
        read_keys()


def test_in_production_the_key_may_not_lie_in_the_checkout(bank, key_file, settings):
    settings.ENVIRONMENT = "production"
    read_keys()
    settings.BASE_DIR = key_file.parent
    with pytest.raises(ImproperlyConfigured, match="checkout"):
        read_keys()


@pytest.mark.parametrize(("mode", "starts"), [(0o600, True), (0o644, False)])
def test_a_program_starts_only_with_a_key_file_closed_to_others(tmp_path, mode, starts):
    path = tmp_path / "kek"
    path.write_text(base64.b64encode(os.urandom(32)).decode())
    path.chmod(mode)
    run = subprocess.run(
        [sys.executable, "manage.py", "shell", "-c", "print('started')"],
        cwd=ROOT,
        env={**os.environ, "KEY_ENCRYPTION_KEY_FILE": str(path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ("started" in run.stdout) is starts
    assert ("chmod 600" in run.stderr) is not starts
