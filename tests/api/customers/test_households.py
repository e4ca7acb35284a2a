"""Farmer households and their members."""

from datetime import date

import pytest

from backend.platform.records.models import AuditRecord, FieldChange
from tenants.organisation.models import Branch
from tests.factories.customers import make_customer, make_household
from tests.factories.organisation import make_branch, make_grid

HOUSEHOLD = {
    "name": "王大山户",
    "region_code": "520111102203",
    "region_name": "花溪区青岩镇龙井村",
    "address": "青岩镇龙井村 2 组 8 号",
    "land_mu": "12.50",
    "yearly_income": "86000.00",
    "yearly_cost": "31000.00",
}


def errors_of(response) -> dict[str, str]:
    assert response.status_code == 422, response.content
    return {error["field"]: error["code"] for error in response.json()["errors"]}


def test_a_household_is_opened_and_gets_members(api, actor_for):
    client = api("officer")
    opened = client.post("households", HOUSEHOLD)
    assert opened.status_code == 201
    body = opened.json()
    assert body["household_no"] == f"HH2026{body['id']:08d}"
    assert (body["address"], body["land_mu"], body["members"]) == ("青岩镇龙井村****", "12.50", [])

    head = make_customer(actor_for("officer"), name="王大山")
    path = f"households/{body['id']}/members"
    added = client.post(path, {"customer_id": head.pk, "relation": "HEAD"})
    assert added.status_code == 201
    member = added.json()["members"][0]
    assert (member["customer_id"], member["name"], member["relation"]) == (head.pk, "王大山", "HEAD")
    household = client.get(f"customers/{head.pk}").json()["household"]
    assert household == {"id": body["id"], "household_no": body["household_no"], "name": "王大山户"}
    record = AuditRecord.objects.get(action="customers.household_add_member")
    assert (record.object_no, record.changes["member"]) == (body["household_no"], [None, head.customer_no])


def test_a_household_has_one_head_and_a_customer_one_household(api, actor_for):
    actor, client = actor_for("officer"), api("officer")
    first, second = make_household(actor), make_household(actor)
    head, other = make_customer(actor), make_customer(actor)
    assert (
        client.post(
            f"households/{first.pk}/members", {"customer_id": head.pk, "relation": "HEAD"}
        ).status_code
        == 201
    )

    again = client.post(f"households/{first.pk}/members", {"customer_id": other.pk, "relation": "HEAD"})
    assert (again.status_code, again.json()["code"]) == (409, "customers.household_has_head")
    taken = client.post(f"households/{second.pk}/members", {"customer_id": head.pk, "relation": "HEAD"})
    assert (taken.status_code, taken.json()["code"]) == (409, "customers.in_household")
    assert taken.json()["params"] == {"household_no": first.household_no}
    assert client.get(f"households/{first.pk}").json()["members"][0]["customer_id"] == head.pk
    assert client.get(f"households/{second.pk}").json()["members"] == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("region_code", "52011"),
        ("region_code", "5201111022031"),
        ("region_code", "52011a"),
        ("region_code", "052011"),
        ("region_code", "５２０１１１"),
        ("land_mu", "-1"),
        ("land_mu", "1.234"),
        ("yearly_income", "-0.01"),
        ("yearly_income", "1e30"),
        ("yearly_cost", "NaN"),
        ("name", " "),
        ("grid", "x"),
    ],
)
def test_a_wrong_value_is_refused_at_its_field(api, field, value):
    assert set(errors_of(api("officer").post("households", {**HOUSEHOLD, field: value}))) == {field}


def test_a_member_must_be_a_customer_that_the_officer_sees(api, actor_for):
    household = make_household(actor_for("officer"))
    stranger = make_customer(actor_for("officer2"))
    path = f"households/{household.pk}/members"
    for customer_id in (stranger.pk, 987654321):
        refused = api("officer").post(path, {"customer_id": customer_id, "relation": "SPOUSE"})
        assert errors_of(refused) == {"customer_id": "customers.unknown"}
    wrong = api("officer").post(path, {"customer_id": 2**70, "relation": "UNCLE"})
    assert set(errors_of(wrong)) == {"customer_id", "relation"}


def test_each_scope_reaches_its_own_households(api, actor_for):
    household = make_household(actor_for("officer"))
    path = f"households/{household.pk}"
    customer = make_customer(actor_for("officer2"))
    for who in ("officer", "branch_head", "auditor"):
        assert api(who).get(path).status_code == 200
        assert api(who).get("households").json()["count"] == 1
    assert api("officer2").get(path).status_code == 404
    assert api("officer2").get("households").json()["count"] == 0
    body = {"customer_id": customer.pk, "relation": "OTHER"}
    assert api("officer2").post(f"{path}/members", body).status_code == 404
    assert api("teller").post(f"{path}/members", body).status_code == 403
    assert api("teller").post("households", HOUSEHOLD).status_code == 403


def test_the_list_is_searched_by_name_number_and_region(api, actor_for):
    actor = actor_for("officer")
    here = make_household(actor, name="李家户")
    there = make_household(actor, name="赵家户", region_code="522401")
    client = api("officer")

    def ids(**query) -> list[int]:
        return [row["id"] for row in client.get("households", **query).json()["results"]]

    assert ids() == [there.pk, here.pk]
    assert ids(q="李家") == ids(q=here.household_no) == ids(region_code="5201") == [here.pk]
    assert client.get("households", region_code="x").status_code == 422


def test_field_changes_of_a_household_leave_the_address_out(actor_for):
    household = make_household(actor_for("officer"))
    created = FieldChange.objects.get(object_id=household.pk, object_repr=household.household_no)
    assert "address" not in created.changes
    assert created.changes["region_code"] == ["None", "520111102203"]


def test_a_household_lies_in_a_grid_of_its_branch(api, actor_for):
    officer, manager = actor_for("officer"), actor_for("bank_admin")
    town = Branch.objects.get(pk=officer.branch_id)
    grid = make_grid(manager, town, officer.staff_id, name="龙井村网格")
    ended = make_grid(
        manager, town, officer.staff_id, valid_from=date(2025, 1, 1), valid_to=date(2025, 12, 31)
    )
    boss = Branch.objects.get(parent=None)
    elsewhere = make_grid(manager, make_branch(manager, boss), actor_for("reviewer").staff_id)
    client = api("officer")

    opened = client.post("households", {**HOUSEHOLD, "grid_id": grid.pk})

    assert opened.json()["grid"] == {"id": grid.pk, "code": grid.code, "name": "龙井村网格"}
    make_household(officer)
    listed = client.get("households", grid_id=grid.pk).json()["results"]
    assert [row["id"] for row in listed] == [opened.json()["id"]]
    for wrong in (ended.pk, elsewhere.pk, 999_999):
        answer = client.post("households", {**HOUSEHOLD, "grid_id": wrong})
        assert errors_of(answer) == {"grid_id": "organisation.grid_unknown"}
