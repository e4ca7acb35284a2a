"""What was typed into a form is kept for its writer alone, encrypted, and not for long."""

from datetime import timedelta

import pytest
from django.db import connection

from backend.platform import clock
from backend.platform.desk import drafts
from backend.platform.desk.models import FormDraft
from backend.platform.records.models import AuditRecord
from backend.platform.tenancy import in_entity
from shared.identity.models import Account
from tests import world
from tests.support.api import App

FORM = "drafts/customer-register"
TYPED = {"values": {"name": "周文", "id_no": "11010519491231002X"}, "began": {}}


def keep(client, content=TYPED, form=FORM):
    return client.raw("put", f"/api/v1/{form}", **client._json({"content": content}))


def test_what_was_typed_is_offered_again_and_can_be_given_up(api):
    client = api("officer")
    assert client.get(FORM).json() == {"content": None, "kept_at": None}

    assert keep(client).status_code == 200
    kept = client.get(FORM).json()
    assert kept["content"] == TYPED
    assert kept["kept_at"]
    assert keep(client, {"values": {"name": "周文斌"}}).status_code == 200
    assert client.get(FORM).json()["content"] == {"values": {"name": "周文斌"}}
    assert FormDraft.objects.count() == 1

    assert client.delete(FORM).status_code == 204
    assert client.delete(FORM).status_code == 204
    assert client.get(FORM).json()["content"] is None
    assert not AuditRecord.objects.filter(object_type="desk.formdraft").exists()


def test_a_draft_is_seen_by_its_writer_only_and_at_one_entity_only(api):
    keep(api("officer"))
    assert api("officer2").get(FORM).json()["content"] is None
    assert api("b002:officer").get(FORM).json()["content"] is None
    assert api("province:rules").get(FORM).json()["content"] is None

    api("officer2").delete(FORM)
    assert api("officer").get(FORM).json()["content"] == TYPED


def test_the_province_s_people_keep_drafts_as_well(api):
    keep(api("province:rules"), form="drafts/lpr-enter")
    assert api("province:rules").get("drafts/lpr-enter").json()["content"] == TYPED
    with in_entity("province"):
        assert FormDraft.objects.count() == 1


def test_nothing_of_a_draft_lies_in_clear(api):
    keep(api("officer"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT t::text, content FROM desk_formdraft t")
        row, content = cursor.fetchone()
    assert "周文" not in row
    assert b"11010519491231002X" not in bytes(content)


def test_a_draft_too_long_and_one_without_a_form_s_name_are_refused(api):
    client = api("officer")
    refused = keep(client, {"values": {"summary": "字" * drafts.LARGEST}})
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["code"] == "desk.draft_too_large"
    assert keep(client, "text").status_code == 422
    assert keep(client, form="drafts/No%20Form").status_code == 404
    assert FormDraft.objects.count() == 0


def test_the_oldest_gives_way_when_a_person_keeps_too_many(api, monkeypatch):
    monkeypatch.setattr(drafts, "MOST", 2)
    client = api("officer")
    for form in ("drafts/first", "drafts/second", "drafts/third"):
        keep(client, form=form)
    assert client.get("drafts/first").json()["content"] is None
    assert client.get("drafts/second").json()["content"] == TYPED
    assert client.get("drafts/third").json()["content"] == TYPED


def test_a_week_later_it_is_not_offered_and_the_sweep_takes_it(api):
    client = api("officer")
    keep(client)
    keep(client, form="drafts/fresh")
    week_ago = clock.now() - timedelta(days=7, seconds=1)
    FormDraft.objects.filter(form="customer-register").update(kept_at=week_ago)

    assert client.get(FORM).json()["content"] is None
    drafts.old_drafts_purge()
    assert [row.form for row in FormDraft.objects.all()] == ["fresh"]


@pytest.mark.parametrize("path", ["session", "sessions"])
def test_signing_out_leaves_no_drafts_behind(api, path):
    client, other = api("officer"), api("officer2")
    keep(client)
    keep(other)
    assert client.delete(path).status_code == 204
    owners = [row.account_id for row in FormDraft.objects.all()]
    assert owners == [Account.objects.get(entity_code=world.BANK_A, username="officer2").pk]


def test_nobody_keeps_a_draft_without_signing_in(api):
    response = App(world.BANK_A).get(FORM)
    assert response.status_code == 401
