"""A copy of the key ring: what it takes to read it, and that an emptied ring opens old values again."""

import base64
import json
import os
import stat

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command

from backend.platform.crypto import keyed_hash, ring
from backend.platform.crypto.custody import CustodyError, public_key_of
from backend.platform.crypto.lifecycle import key_supersede, keys_ensure
from backend.platform.crypto.models import Key
from backend.platform.crypto.providers import key_provider
from backend.platform.crypto.sealing import seal, seal_file, unseal, unseal_file
from backend.platform.records.models import AuditRecord
from backend.platform.tenancy import in_entity
from tenants.customers.models import Customer
from tests.factories.customers import customer_values, make_customer

PASSPHRASE = "open-sesame-88"
PLACE = {"table": "customers_customer", "column": "id_no", "row_uuid": "5f0c"}


def pem_of(private, passphrase=PASSPHRASE):
    return private.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.BestAvailableEncryption(passphrase.encode()),
    )


def public_pem(private):
    return private.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )


@pytest.fixture(scope="module")
def backup_key():
    return rsa.generate_private_key(public_exponent=65537, key_size=3072)


@pytest.fixture
def custody(tmp_path, backup_key, monkeypatch):
    """A folder with both halves of the backup key; `BACKUP_KEY_PASSPHRASE` opens the private one."""
    (tmp_path / "backup.pem").write_bytes(public_pem(backup_key))
    (tmp_path / "private.pem").write_bytes(pem_of(backup_key))
    monkeypatch.setenv("BACKUP_KEY_PASSPHRASE", PASSPHRASE)
    ring.forget()
    yield tmp_path
    ring.forget()
    key_provider.cache_clear()


def export(custody, *which):
    which = which or ("--entity", "b001")
    call_command(
        "export_keys", *which, "--public-key", str(custody / "backup.pem"), "--to", str(custody / "copy")
    )
    return custody / "copy"


def restore(custody, *more, private="private.pem"):
    call_command("import_keys", str(custody / "copy"), "--private-key", str(custody / private), *more)


def test_a_bank_s_keys_come_back_into_an_empty_ring_and_open_what_was_sealed(bank, custody, actor_for):
    values = customer_values()
    customer = make_customer(actor_for("officer"), **values)
    old = seal("旧版本", **PLACE)
    key_supersede("b001", "field")
    sealed, hashed = seal("张三", **PLACE), keyed_hash("phone", values["phone"])
    file = seal_file(b"contract", sha256="a" * 64)
    before = list(Key.objects.filter(entity_code="b001").order_by("pk").values("purpose", "version", "state"))
    export(custody)

    Key.objects.filter(entity_code="b001").delete()
    ring.forget()
    with pytest.raises(ring.KeyGoneError):
        unseal(sealed, **PLACE)
    restore(custody)

    assert (unseal(sealed, **PLACE), unseal(old, **PLACE)) == ("张三", "旧版本")
    assert unseal_file(file, sha256="a" * 64) == b"contract"
    assert keyed_hash("phone", values["phone"]) == hashed
    assert Customer.objects.get(pk=customer.pk).id_no == values["id_no"]
    after = list(Key.objects.filter(entity_code="b001").order_by("pk").values("purpose", "version", "state"))
    assert after == before


def test_a_lost_key_encryption_key_is_survived(bank, custody, settings, tmp_path):
    """The ring is there, nobody can open it: its rows are written anew under the new key-encryption key."""
    sealed = seal("张三", **PLACE)
    export(custody, "--all")
    file = tmp_path / "new-kek"
    file.touch(mode=0o600)
    file.write_text(base64.b64encode(os.urandom(32)).decode())
    settings.KEY_ENCRYPTION_KEY_FILE = str(file)
    key_provider.cache_clear()
    ring.forget()
    with pytest.raises(ImproperlyConfigured, match="not among those given"):
        unseal(sealed, **PLACE)

    restore(custody)

    assert unseal(sealed, **PLACE) == "张三"
    assert AuditRecord.objects.filter(action="keys.import").count() == 0  # stands at the province
    with in_entity("province"):
        told = AuditRecord.objects.get(action="keys.import").comment
        assert (
            told == f"0 added, {Key.objects.exclude(state='DESTROYED').count()} written anew, 0 there already"
        )


def test_a_copy_is_audited_not_for_others_and_shows_no_key(bank, custody, capsys):
    copy = export(custody)

    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    text = copy.read_text()
    assert json.loads(text)["entities"] == ["b001"]
    for key in Key.objects.filter(entity_code="b001"):
        context = ring.context_of(key.entity_code, key.purpose, key.version, key.algorithm)
        material = key_provider().unwrap(bytes(key.wrapped), context)
        for form in (material.hex(), base64.b64encode(material).decode()):
            assert form not in text
            assert form not in capsys.readouterr().out
    with in_entity("province"):
        record = AuditRecord.objects.get(action="keys.export")
    assert (record.kind, record.changes["rows"]) == ("EXPORT", [None, 3])


def test_a_copy_is_not_written_over_another_nor_for_a_weak_key(bank, custody):
    export(custody)
    kept = (custody / "copy").read_bytes()
    with pytest.raises(CommandError, match="exists"):
        export(custody)
    assert (custody / "copy").read_bytes() == kept
    with pytest.raises(CommandError, match="no entity with keys"):
        export(custody, "--entity", "b999")

    weak = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    for pem in (public_pem(weak), public_pem(ec.generate_private_key(ec.SECP256R1())), b"no key"):
        with pytest.raises(CustodyError):
            public_key_of(pem)


def test_a_copy_opens_for_its_own_key_and_passphrase_only(bank, custody, monkeypatch):
    export(custody)
    Key.objects.filter(entity_code="b001").delete()
    (custody / "other.pem").write_bytes(
        pem_of(rsa.generate_private_key(public_exponent=65537, key_size=3072))
    )

    with pytest.raises(CommandError, match="another backup key"):
        restore(custody, private="other.pem")
    monkeypatch.setenv("BACKUP_KEY_PASSPHRASE", "guessed")
    with pytest.raises(CommandError, match="passphrase"):
        restore(custody)

    assert not Key.objects.filter(entity_code="b001").exists()


@pytest.mark.parametrize("part", ["content", "wrapped", "nonce", "made_at", "entities", "form"])
def test_an_altered_copy_is_refused(bank, custody, part):
    copy = export(custody)
    told = json.loads(copy.read_text())
    changed = {"made_at": "2020-01-01T00:00:00+00:00", "entities": ["b002"], "form": 2}
    if part in changed:
        told[part] = changed[part]
    else:
        raw = bytearray(base64.b64decode(told[part]))
        raw[0] ^= 1
        told[part] = base64.b64encode(raw).decode()
    copy.write_text(json.dumps(told))
    Key.objects.filter(entity_code="b001").delete()

    with pytest.raises(CommandError, match="altered|form"):
        restore(custody)
    assert not Key.objects.filter(entity_code="b001").exists()


def test_keys_in_use_are_left_and_another_key_is_never_overwritten(bank, custody, capsys):
    export(custody, "--all")
    capsys.readouterr()
    sealed = seal("张三", **PLACE)

    restore(custody, "--entity", "b001")
    assert capsys.readouterr().out.strip() == "0 added, 0 written anew, 3 there already"

    Key.objects.filter(entity_code="b001").delete()
    keys_ensure("b001")
    with pytest.raises(CommandError, match="another key than the copy"):
        restore(custody, "--entity", "b001")
    Key.objects.filter(entity_code="b001", purpose__in=["hash", "file"]).delete()
    with pytest.raises(CommandError, match="another key than the copy"):
        restore(custody, "--entity", "b001")
    assert set(Key.objects.filter(entity_code="b001").values_list("purpose", flat=True)) == {"field"}
    Key.objects.filter(entity_code="b001").delete()
    restore(custody, "--entity", "b001")
    assert unseal(sealed, **PLACE) == "张三"


def test_an_older_copy_does_not_take_the_seal_from_a_newer_key(bank, custody):
    sealed = seal("张三", **PLACE)
    export(custody)
    key_supersede("b001", "field")
    Key.objects.filter(entity_code="b001", purpose="field", version=1).delete()

    restore(custody)

    states = dict(Key.objects.filter(entity_code="b001", purpose="field").values_list("version", "state"))
    assert states == {1: "DECRYPT_ONLY", 2: "ACTIVE"}
    assert unseal(sealed, **PLACE) == "张三"
