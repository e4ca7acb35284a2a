"""The field history of a record is read by whoever may see the record, in words."""

import pytest

from tenants.customers.models import Customer
from tenants.organisation.models import Staff
from tests.factories.applications import make_application
from tests.factories.customers import customer_values, make_customer, make_household
from tests.factories.products import make_product


def trail(client, subject):
    return client.get("field-changes", subject=subject)


def lines(client, subject):
    rows = trail(client, subject).json()["results"]
    return [(row["action"], {c["label"]: (c["before"], c["after"]) for c in row["changes"]}) for row in rows]


@pytest.fixture
def edited(api, actor_for):
    """A customer of the officer whose occupation and telephone were changed."""
    values = customer_values(occupation="TEA")
    row = make_customer(actor_for("officer"), **values)
    client = api("officer")
    etag = client.get(f"customers/{row.pk}").headers["ETag"]
    body = {"occupation": "TRANSPORT", "address": "新址一号", "monthly_income": "12000"}
    assert client.patch(f"customers/{row.pk}", body, etag=etag).status_code == 200
    return row


def test_a_change_is_told_in_words_with_old_and_new(api, edited):
    found = lines(api("officer"), f"customers.customer:{edited.pk}")
    assert found[0][0] == "修改"
    assert found[0][1]["职业"] == ("茶叶种植", "货运司机")
    assert found[0][1]["月收入"][1] == "12,000.00"
    assert set(found[0][1]) == {"职业", "月收入"}, "the address stays out"
    assert len(found) == 1, "what a record began with is no change"


def test_a_foreign_key_is_told_by_the_name_of_what_it_points_at(api, actor_for, edited):
    colleague = Staff.objects.get(pk=actor_for("reviewer").staff_id)
    row = Customer.objects.get(pk=edited.pk)
    before, row.owner = row.owner.name, colleague
    row.save()
    found = lines(api("auditor"), f"customers.customer:{edited.pk}")
    assert found[0][1] == {"管户人": (before, colleague.name)}


def test_the_audit_log_tells_dictionary_codes_in_words_too(api, edited):
    found = api("auditor").get("audit/field-changes", object_type="customers.customer", object_id=edited.pk)
    changes = {c["field"]: (c["before"], c["after"]) for c in found.json()["results"][0]["changes"]}
    assert changes["occupation"] == ("茶叶种植", "货运司机")


def test_out_of_scope_unknown_and_of_another_bank_are_not_found(api, edited):
    assert trail(api("officer"), f"customers.customer:{edited.pk}").status_code == 200
    assert trail(api("officer2"), f"customers.customer:{edited.pk}").status_code == 404
    elsewhere = trail(api("b002:officer"), f"customers.customer:{edited.pk}")
    assert "货运司机" not in elsewhere.content.decode(), "the same number at another bank is another customer"
    assert trail(api("officer"), "customers.customer:999999").status_code == 404
    assert trail(api("officer"), f"identity.account:{edited.pk}").status_code == 404
    assert trail(api("province:auditor"), f"customers.customer:{edited.pk}").status_code == 404
    assert trail(api("officer"), "customers").status_code == 422


def test_other_records_show_what_their_edits_changed(api, actor_for):
    application = make_application(actor_for("officer"))
    client = api("officer")
    etag = client.get(f"applications/{application.pk}").headers["ETag"]
    assert client.patch(f"applications/{application.pk}", {"amount": "34000"}, etag=etag).status_code == 200
    action, changes = lines(client, f"applications.loanapplication:{application.pk}")[0]
    assert action == "修改申请"
    assert changes["申请金额"][1] == "34,000.00"
    assert trail(api("officer2"), f"applications.loanapplication:{application.pk}").status_code == 404


def test_a_product_s_history_needs_the_right_to_see_products(api):
    product = make_product(publish=False)
    assert trail(api("bank_admin"), f"products.leveltwoproduct:{product.pk}").status_code == 200
    assert trail(api("teller"), f"products.leveltwoproduct:{product.pk}").status_code == 404


def test_a_page_costs_the_same_however_many_changes_it_shows(api, actor_for, django_assert_max_num_queries):
    household = make_household(actor_for("officer"))
    client = api("officer")
    row = make_customer(actor_for("officer"), **customer_values(occupation="TEA"))
    for wanted in ("TRANSPORT", "TEA", "TRANSPORT", "TEA"):
        etag = client.get(f"customers/{row.pk}").headers["ETag"]
        assert client.patch(f"customers/{row.pk}", {"occupation": wanted}, etag=etag).status_code == 200
    with django_assert_max_num_queries(16):
        assert len(lines(client, f"customers.customer:{row.pk}")) == 4
    assert trail(client, f"customers.household:{household.pk}").status_code == 200


def test_the_calendar_says_which_days_differ_and_refuses_a_long_stretch(api):
    found = api("officer").get("calendar", since="2026-01-01", until="2026-12-31")
    days = {row["day"]: row for row in found.json()}
    assert days["2026-10-01"]["is_working"] is False
    assert days["2026-10-01"]["name"]
    assert any(row["is_working"] for row in days.values())
    assert api("province:rules").get("calendar", since="2026-01-01", until="2026-01-31").status_code == 200
    assert api("officer").get("calendar", since="2026-01-01", until="2036-01-01").status_code == 422
    assert api("officer").get("calendar", since="2026-02-01", until="2026-01-01").status_code == 422
