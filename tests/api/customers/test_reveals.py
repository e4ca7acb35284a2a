"""Clear values: asked for with a purpose and a reason, logged, counted, and kept nowhere."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from backend.platform import clock
from backend.platform.records.models import AuditRecord, FieldChange, IdempotencyRecord, OutboxEvent
from tenants.customers import reveals
from tenants.customers.models import Reveal
from tests.factories.customers import customer_values, make_customer
from tests.factories.parameters import bank_sets

NOON = datetime(2026, 3, 2, 12, tzinfo=ZoneInfo("Asia/Shanghai"))


def asked(*fields: str, **changes):
    return {"fields": list(fields), "purpose": "CONTACT", "reason": "电话核实", **changes}


def errors_of(response):
    assert response.status_code == 422
    return {error["field"]: error["code"] for error in response.json()["errors"]}


@pytest.mark.parametrize("fields", [["id_no"], ["phone"], ["address"], ["id_no", "phone", "address"]])
def test_what_was_asked_for_is_shown_logged_and_stored_nowhere(api, actor_for, fields):
    values = customer_values()
    row = make_customer(actor_for("officer"), **values)
    answer = api("officer").post(f"customers/{row.pk}/reveal", asked(*fields))

    assert (answer.status_code, answer.json()) == (200, {field: values[field] for field in fields})
    assert answer.headers["Cache-Control"] == "no-store"
    record = AuditRecord.objects.get(action="customers.reveal", object_id=row.pk)
    assert (record.changes, record.comment) == ({"fields": [None, fields]}, "联系客户：电话核实")
    assert record.actor_name == "客户经理"
    assert list(Reveal.objects.values_list("customer_id", "fields", "purpose")) == [
        (row.pk, fields, "CONTACT")
    ]
    kept = [
        *IdempotencyRecord.objects.all(),
        *FieldChange.objects.all(),
        *AuditRecord.objects.all(),
        *OutboxEvent.objects.all(),
        *Reveal.objects.all(),
    ]
    assert not any(values[field] in str(vars(thing)) for field in fields for thing in kept)


def test_every_reading_is_logged_even_under_one_key(api, actor_for):
    row = make_customer(actor_for("officer"))
    for _ in range(2):
        api("officer").post(f"customers/{row.pk}/reveal", asked("phone"), key="same-key-1")
    assert AuditRecord.objects.filter(action="customers.reveal", object_id=row.pk).count() == 2


def test_a_reading_needs_fields_a_purpose_a_reason_and_the_right(api, actor_for):
    row = make_customer(actor_for("officer"))
    path = f"customers/{row.pk}/reveal"
    client = api("officer")
    assert set(errors_of(client.post(path, {}))) == {"fields", "purpose", "reason"}
    assert set(errors_of(client.post(path, asked("name")))) == {"fields[0]"}
    assert set(errors_of(client.post(path, asked()))) == {"fields"}
    assert set(errors_of(client.post(path, asked("phone", purpose="CURIOSITY")))) == {"purpose"}
    assert set(errors_of(client.post(path, asked("phone", reason=" ")))) == {"reason"}
    assert api("auditor").post(path, asked("phone")).status_code == 403
    assert api("officer2").post(path, asked("phone")).status_code == 404
    assert not AuditRecord.objects.filter(action="customers.reveal").exists()
    assert not Reveal.objects.exists()


def test_the_quota_is_each_persons_own_and_begins_anew_at_midnight(api, actor_for):
    bank_sets("customers.reveal_daily_quota", "2")
    path = f"customers/{make_customer(actor_for('officer')).pk}/reveal"
    with clock.frozen(NOON):
        for _ in range(2):
            assert api("officer").post(path, asked("phone")).status_code == 200
        refused = api("officer").post(path, asked("phone"))
        others = api("branch_head").post(path, asked("phone"))
    with clock.frozen(NOON + timedelta(hours=11, minutes=59)):
        before_midnight = api("officer").post(path, asked("phone"))
    with clock.frozen(NOON + timedelta(hours=12)):
        after_midnight = api("officer").post(path, asked("phone"))

    assert (refused.status_code, refused.json()["code"]) == (429, "customers.reveal_quota")
    assert refused.headers["Retry-After"] == str(12 * 3600 + 1)
    assert "2" in refused.json()["detail"]
    assert others.status_code == 200
    assert (before_midnight.status_code, after_midnight.status_code) == (429, 200)
    assert AuditRecord.objects.filter(action="customers.reveal").count() == 4


def test_unusually_many_customers_within_an_hour_raise_the_alarm_once(api, actor_for, monkeypatch):
    monkeypatch.setattr(reveals, "HOURLY_CUSTOMERS", 2)
    officer = actor_for("officer")
    rows = [make_customer(officer) for _ in range(5)]
    alarms = AuditRecord.objects.filter(action="customers.reveal_alarm")

    def read(row, at):
        with clock.frozen(at):
            assert api("officer").post(f"customers/{row.pk}/reveal", asked("phone")).status_code == 200

    for row in (rows[0], rows[0], rows[1], rows[1]):
        read(row, NOON)
    read(rows[2], NOON + timedelta(minutes=61))  # the first two are longer ago
    assert not alarms.exists()
    read(rows[3], NOON + timedelta(minutes=62))
    assert not alarms.exists()
    read(rows[4], NOON + timedelta(minutes=63))
    read(rows[0], NOON + timedelta(minutes=64))

    assert [row.changes for row in alarms] == [{"customers_within_hour": [None, 3]}]
    event = OutboxEvent.objects.get(name="customers.reveal_alarm.v1")
    assert event.payload == {"entity": "b001", "account_id": officer.account_id, "customers": 3}
