"""Counts with their ETag, what was opened last, preferences: each person's own."""

import pytest

from backend.platform.desk.models import OpenedRecord
from backend.platform.desk.recent import KEPT
from tenants.customers.models import Customer
from tests.factories import applications
from tests.factories.customers import make_customer
from tests.support.desk import counts


@pytest.fixture
def officer(actor_for):
    return actor_for("officer")


def test_the_counts_say_what_waits_and_what_is_unread(api, actor_for, officer):
    assert counts(api("reviewer")) == {"unread": 0, "tasks": 0}
    application = applications.make_application(officer, submit=True)
    assert counts(api("reviewer"))["tasks"] == 1
    applications.decide(actor_for("reviewer"), application, decision="RETURN")
    assert counts(api("reviewer"))["tasks"] == 0
    assert counts(api("officer"))["unread"] == 1
    assert "changes" in counts(api("bank_admin"))


def test_an_unchanged_answer_is_not_sent_again(api, officer):
    client = api("reviewer")
    first = client.get("desk/counts")
    etag = first["ETag"]

    same = client.raw("get", "/api/v1/desk/counts", HTTP_IF_NONE_MATCH=etag)
    assert (same.status_code, same.content, same["ETag"]) == (304, b"", etag)

    applications.make_application(officer, submit=True)
    other = client.raw("get", "/api/v1/desk/counts", HTTP_IF_NONE_MATCH=etag)
    assert (other.status_code, other.json()["todo"][0]["count"]) == (200, 1)
    assert other["ETag"] != etag


def test_the_counts_are_cheap_however_much_waits(api, officer, django_assert_max_num_queries):
    for _ in range(4):
        applications.make_application(officer, submit=True)
    client = api("reviewer")
    client.get("desk/counts")
    with django_assert_max_num_queries(9):
        assert counts(client)["tasks"] == 4


def opened(client) -> list[str]:
    return [row["path"] for row in client.get("desk/opened").json()]


def note(client, path: str) -> None:
    answer = client.post("desk/opened", {"path": path})
    assert answer.status_code == 204, answer.json()


def test_what_was_opened_last_stands_first_and_once(api, officer):
    first, second = make_customer(officer, name="岑巧云"), make_customer(officer)
    client = api("officer")
    for customer in (first, second, first):
        note(client, f"/customers/{customer.pk}")

    assert opened(client) == [f"/customers/{first.pk}", f"/customers/{second.pk}"]
    row = client.get("desk/opened").json()[0]
    assert (row["title"], row["number"], row["name_zh"]) == ("岑巧云", first.customer_no, "客户")
    assert opened(api("branch_head")) == [], "each person's own"


def test_a_record_that_left_ones_scope_is_not_shown_and_its_name_was_never_kept(api, actor_for, officer):
    customer = make_customer(officer, name="岑巧云")
    client = api("officer")
    note(client, f"/customers/{customer.pk}")
    Customer.objects.filter(pk=customer.pk).update(owner_id=actor_for("officer2").staff_id)

    assert opened(client) == []
    assert list(OpenedRecord.objects.values_list("kind", "key")) == [("customers.customer", str(customer.pk))]


def test_what_one_does_not_reach_and_what_is_no_record_is_not_noted(api, officer):
    customer = make_customer(officer)
    for path in (f"/customers/{customer.pk}", "/customers/999999", "/customers", "/nowhere/1"):
        note(api("officer2"), path)
    assert not OpenedRecord.objects.exists()
    assert api("officer2").post("desk/opened", {"path": "https://example.org"}).status_code == 422


def test_only_the_last_ones_are_kept(api, officer):
    client = api("officer")
    customers = [make_customer(officer) for _ in range(KEPT + 2)]
    for customer in customers:
        note(client, f"/customers/{customer.pk}")
    assert opened(client) == [f"/customers/{customer.pk}" for customer in reversed(customers[2:])]
    assert OpenedRecord.objects.count() == KEPT


def test_a_bank_opened_at_the_province_is_remembered_by_its_code(api):
    client = api("province:operations")
    note(client, "/entities/b001")
    assert opened(client) == ["/entities/b001"]


def put(client, body: dict):
    return client.raw("put", "/api/v1/desk/preferences", data=body, content_type="application/json")


def test_preferences_are_each_persons_own_and_kept_in_part(api):
    client = api("officer")
    assert client.get("desk/preferences").json() == {
        "theme": "SYSTEM",
        "language": "",
        "menu_collapsed": False,
    }
    assert put(client, {"theme": "DARK"}).status_code == 200
    answer = put(client, {"language": "en", "menu_collapsed": True})
    assert answer.json() == {"theme": "DARK", "language": "en", "menu_collapsed": True}
    assert client.get("desk/preferences").json() == answer.json()
    assert api("reviewer").get("desk/preferences").json()["theme"] == "SYSTEM"


def test_an_unknown_theme_is_refused(api):
    answer = put(api("officer"), {"theme": "PINK"})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "theme")
