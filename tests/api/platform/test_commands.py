"""What every command promises: one answer per key, clear errors, nothing half done."""

import json
import uuid
from datetime import timedelta

import pytest

from backend.platform import clock
from backend.platform.records import idempotency
from backend.platform.records.models import AuditRecord, IdempotencyRecord
from tenants.customers.models import Customer
from tests.factories.customers import customer_values
from tests.factories.loans import make_loan


def body(**overrides):
    return json.loads(json.dumps(customer_values(**overrides), default=str))


def test_the_same_key_gets_the_same_answer_and_nothing_twice(api):
    officer, key, asked = api("officer"), uuid.uuid4().hex, body()

    first = officer.post("customers", asked, key=key)
    again = officer.post("customers", asked, key=key)

    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert Customer.objects.count() == 1
    assert AuditRecord.objects.filter(action="customers.register").count() == 1


def test_the_same_key_with_another_body_is_refused(api):
    officer, key = api("officer"), uuid.uuid4().hex
    officer.post("customers", body(), key=key)

    refused = officer.post("customers", body(), key=key)

    assert (refused.status_code, refused.json()["code"]) == (422, "platform.idempotency_mismatch")
    assert Customer.objects.count() == 1


def test_the_key_of_another_person_is_not_his_answer(api):
    key, asked = uuid.uuid4().hex, body()
    api("officer").post("customers", asked, key=key)

    refused = api("officer2").post("customers", asked, key=key)

    assert refused.json()["code"] == "platform.idempotency_mismatch"


def test_a_refused_command_leaves_its_key_free(api):
    officer, key = api("officer"), uuid.uuid4().hex
    assert officer.post("customers", body(phone="123"), key=key).status_code == 422
    assert IdempotencyRecord.objects.count() == 0

    assert officer.post("customers", body(), key=key).status_code == 201


def test_a_command_without_a_key_is_refused(api):
    refused = api("officer").raw(
        "post", "/api/v1/customers", data=json.dumps(body()), content_type="application/json"
    )
    assert (refused.status_code, refused.json()["code"]) == (428, "platform.idempotency_key_required")


@pytest.mark.parametrize(
    ("text", "status", "code"),
    [
        ("{", 400, "platform.malformed"),
        ("[]", 400, "platform.malformed"),
        ('"text"', 400, "platform.malformed"),
        ('{"name": NaN}', 400, "platform.malformed"),
        ('{"name": "a\\u0000b"}', 400, "platform.malformed"),
        ("[" * 100_000, 400, "platform.malformed"),
        ('{"a":' * 30 + "1" + "}" * 30, 400, "platform.malformed"),
        ('{"name": "' + "x" * 1_100_000 + '"}', 400, "platform.malformed"),
        ('{"surprise": 1}', 422, "platform.invalid"),
    ],
)
def test_bad_bodies_get_a_clear_problem(api, text, status, code):
    response = api("officer").raw(
        "post", "/api/v1/customers", data=text, content_type="application/json", HTTP_IDEMPOTENCY_KEY="k" * 20
    )
    assert (response.status_code, response.json()["code"]) == (status, code)
    assert response["Content-Type"] == "application/problem+json"


def test_an_unknown_field_is_named(api):
    refused = api("officer").post("customers", {**body(), "id_number": "1"}).json()
    assert [(e["field"], e["code"]) for e in refused["errors"]] == [("id_number", "platform.unknown_field")]


@pytest.mark.parametrize(
    "query",
    [
        {"page": "0"},
        {"page": "-1"},
        {"page": "abc"},
        {"page": "99999999999"},
        {"page_size": "201"},
        {"sort": "id_no"},
        {"sort": "name;drop table"},
        {"surprise": "1"},
    ],
)
def test_bad_query_parameters_are_refused(api, query):
    refused = api("officer").get("customers", **query)
    assert refused.status_code == 422
    assert refused.json()["errors"]


def test_problems_speak_the_readers_language(api):
    officer = api("officer")
    chinese = officer.raw("get", "/api/v1/customers/999999")
    english = officer.raw("get", "/api/v1/customers/999999", HTTP_ACCEPT_LANGUAGE="en")
    assert chinese.json()["title"] == "没有找到"
    assert english.json()["title"] == "Not found"


def test_unknown_paths_methods_and_formats_are_problems(api):
    officer = api("officer")
    assert officer.get("no/such/thing").json()["code"] == "platform.not_found"
    assert officer.delete("customers").json()["code"] == "platform.method_not_allowed"
    form = officer.raw("post", "/api/v1/customers", data={"a": 1})
    assert form.json()["code"] == "platform.unsupported_media_type"
    assert officer.get("customers/999999999999999999999").status_code == 404


def test_an_unforeseen_error_shows_only_its_correlation_id(api, monkeypatch):
    from tenants.customers import selectors

    def breaks(*args, **kwargs):
        raise RuntimeError("secret detail of the database")

    monkeypatch.setattr(selectors, "customer_list", breaks)
    officer = api("officer")
    officer.client.raise_request_exception = False

    response = officer.get("customers")

    assert response.status_code == 500
    assert "secret" not in response.content.decode()
    assert response.json()["correlation_id"] == response["X-Correlation-ID"]


def test_nobody_signed_in_is_401_everywhere(api):
    from tests.support.api import Api

    for path in ("customers", "loans", "tasks", "nights", "session"):
        response = Api("b001").get(path)
        assert (response.status_code, response["WWW-Authenticate"]) == (401, "Session")


def test_the_answer_of_a_command_that_moves_money_is_kept_and_others_are_purged_in_time(api, actor_for):
    loan = make_loan(actor_for("officer"), actor_for("disburser"))
    teller, officer, money, other = api("teller"), api("officer"), uuid.uuid4().hex, uuid.uuid4().hex
    total = teller.get(f"loans/{loan.pk}/repayment-quote", kind="PREPAY_FULL").json()["total"]
    paid = {"kind": "PREPAY_FULL", "amount": total}
    first = teller.post(f"loans/{loan.pk}/repayments", paid, key=money)
    officer.post("customers", body(), key=other)
    assert idempotency.answers_purge() == 0

    with clock.frozen(clock.now() + idempotency.LIFETIME - timedelta(days=1)):
        assert idempotency.answers_purge() == 0
    with clock.frozen(clock.now() + timedelta(days=36500)):
        assert idempotency.answers_purge() == 1

    assert list(IdempotencyRecord.objects.values_list("key", flat=True)) == [money]
    assert teller.post(f"loans/{loan.pk}/repayments", paid, key=money).json() == first.json()


def test_old_answers_are_purged_a_batch_at_a_time(api, monkeypatch):
    monkeypatch.setattr(idempotency, "PURGED_AT_ONCE", 2)
    officer = api("officer")
    for _ in range(3):
        officer.post("customers", body())
    with clock.frozen(clock.now() + idempotency.LIFETIME + timedelta(days=1)):
        assert [idempotency.answers_purge() for _ in range(3)] == [2, 1, 0]
