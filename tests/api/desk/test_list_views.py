"""The layout of lists and their saved views: one's own, shared ones, and never another person's."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from backend.platform.desk.models import DefaultView, ListLayout, SavedView
from backend.platform.desk.services import list_views
from backend.platform.records.models import AuditRecord
from tests.factories.desk import COLUMNS, make_view, view_values

LIST = "lists/customers"


def _put(client, path, body):
    response = client.put(path, body)
    assert response.status_code == 204, response.json()


def _fields(response):
    return [error["field"] for error in response.json()["errors"]]


def test_a_layout_is_kept_for_one_person_and_one_list(api):
    officer = api("officer")
    assert officer.get(LIST).json()["columns"] == []

    _put(officer, f"{LIST}/layout", {"columns": COLUMNS, "density": "LOOSE"})
    kept = officer.get(LIST).json()
    assert (kept["columns"], kept["density"]) == (COLUMNS, "LOOSE")

    assert officer.get("lists/intakes").json()["columns"] == []
    assert api("officer2").get(LIST).json()["density"] == "COMPACT"


def test_the_last_layout_counts_and_a_reset_brings_the_page_back(api):
    officer = api("officer")
    _put(officer, f"{LIST}/layout", {"columns": COLUMNS, "density": "LOOSE"})
    _put(officer, f"{LIST}/layout", {"columns": COLUMNS[:1], "density": "NORMAL"})
    assert officer.get(LIST).json()["columns"] == COLUMNS[:1]
    assert ListLayout.objects.count() == 1

    assert officer.delete(f"{LIST}/layout").status_code == 204
    kept = officer.get(LIST).json()
    assert (kept["columns"], kept["density"]) == ([], "COMPACT")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"columns": [{"key": "name", "color": "red"}], "density": "COMPACT"}, "columns[0].color"),
        ({"columns": [{"key": "name"}, {"key": "name"}], "density": "COMPACT"}, "columns"),
        ({"columns": [{"key": "name", "width": 12}], "density": "COMPACT"}, "columns[0].width"),
        ({"columns": [{"key": "<b>"}], "density": "COMPACT"}, "columns[0].key"),
        ({"columns": [{"key": f"c{n}"} for n in range(81)], "density": "COMPACT"}, "columns"),
        ({"columns": [], "density": "HUGE"}, "density"),
        ({"columns": []}, "density"),
        ({"columns": [], "density": "COMPACT", "account_id": 7}, "account_id"),
    ],
)
def test_a_layout_is_parsed_strictly(api, body, field):
    response = api("officer").put(f"{LIST}/layout", body)
    assert response.status_code == 422
    assert [found for found in _fields(response) if found.startswith(field)], response.json()


@pytest.mark.parametrize("name", ["Customers", "a%20b", "x" * 81, "1"])
def test_only_what_a_page_can_be_called_is_a_list(api, name):
    assert api("officer").get(f"lists/{name}").status_code == 404
    assert api("officer").put(f"lists/{name}/layout", {"columns": [], "density": "LOOSE"}).status_code == 404


def test_layouts_of_one_person_are_bounded(api, monkeypatch):
    monkeypatch.setattr(list_views, "MAX_LAYOUTS", 2)
    officer, body = api("officer"), {"columns": [], "density": "LOOSE"}
    for name in ("customers", "intakes", "customers"):
        _put(officer, f"lists/{name}/layout", body)
    refused = officer.put("lists/contracts/layout", body)
    assert (refused.status_code, refused.json()["code"]) == (409, "desk.too_many_layouts")
    _put(api("officer2"), "lists/contracts/layout", body)


def test_a_view_is_saved_changed_and_deleted_by_its_owner(api):
    officer = api("officer")
    made = officer.post(f"{LIST}/views", view_values())
    assert made.status_code == 201
    view = made.json()
    assert view | view_values() == view
    assert (view["is_own"], view["is_shared"], view["allowed_actions"]) == (True, False, ["edit", "delete"])

    path = f"list-views/{view['id']}"
    etag = officer.get(path).headers["ETag"]
    changed = officer.patch(path, {"name": "停用客户", "filters": {"status": "CLOSED"}}, etag=etag)
    assert changed.status_code == 200
    assert changed.json()["name"] == "停用客户"
    assert changed.json()["q"] == "张"
    stale = officer.patch(path, {"name": "再改"}, etag=etag)
    assert (stale.status_code, stale.json()["code"]) == (412, "platform.stale_edit")

    assert officer.delete(path).status_code == 204
    assert officer.get(LIST).json()["views"] == []
    kept = AuditRecord.objects.filter(object_type="desk.savedview").order_by("id")
    assert [row.action for row in kept] == ["desk.view_create", "desk.view_edit", "desk.view_delete"]
    assert kept[1].changes == {"name": ["在职客户", "停用客户"]}


def test_a_personal_view_is_not_there_for_another_account_of_the_bank(api, actor_for):
    view = make_view(actor_for("officer"))
    for stranger in (api("officer2"), api("bank_admin")):
        assert stranger.get(LIST).json()["views"] == []
        path = f"list-views/{view.pk}"
        assert stranger.get(path).status_code == 404
        assert stranger.patch(path, {"name": "我的"}, etag='"1"').status_code == 404
        assert stranger.delete(path).status_code == 404
        assert stranger.put(f"{LIST}/default-view", {"view_id": view.pk}).status_code == 404
    assert api("bank_admin").post(f"list-views/{view.pk}/share").status_code == 404
    assert api("bank_admin").post(f"list-views/{view.pk}/unshare").status_code == 404
    assert SavedView.objects.get(pk=view.pk).name == "在职客户"


def test_a_name_is_used_once_by_one_person_on_one_list(api):
    officer = api("officer")
    assert officer.post(f"{LIST}/views", view_values()).status_code == 201
    again = officer.post(f"{LIST}/views", view_values())
    assert (again.status_code, again.json()["code"]) == (409, "desk.view_name_taken")
    assert _fields(again) == ["name"]

    assert officer.post("lists/intakes/views", view_values()).status_code == 201
    assert api("officer2").post(f"{LIST}/views", view_values()).status_code == 201
    other = officer.post(f"{LIST}/views", view_values(name="另一个"))
    renamed = officer.patch(f"list-views/{other.json()['id']}", {"name": "在职客户"}, etag='"1"')
    assert renamed.json()["code"] == "desk.view_name_taken"


def test_views_of_one_person_on_one_list_are_bounded(api, monkeypatch):
    monkeypatch.setattr(list_views, "MAX_VIEWS", 2)
    officer = api("officer")
    for number in range(2):
        assert officer.post(f"{LIST}/views", view_values(name=f"视图{number}")).status_code == 201
    refused = officer.post(f"{LIST}/views", view_values())
    assert (refused.status_code, refused.json()["code"]) == (409, "desk.too_many_views")
    assert officer.post("lists/intakes/views", view_values()).status_code == 201


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "长" * 41}, "name"),
        ({"filters": {"status": "x" * 201}}, "filters"),
        ({"filters": {"status": ["ACTIVE"]}}, "filters"),
        ({"filters": {"a b": "ACTIVE"}}, "filters"),
        ({"filters": {f"f{n}": "1" for n in range(31)}}, "filters"),
        ({"q": "x" * 81}, "q"),
        ({"sort": "name; drop"}, "sort"),
        ({"columns": None}, "columns"),
        ({"is_shared": True}, "is_shared"),
        ({"account_id": 1}, "account_id"),
    ],
)
def test_a_view_is_parsed_strictly(api, values, field):
    response = api("officer").post(f"{LIST}/views", view_values(**values))
    assert response.status_code == 422
    assert [found for found in _fields(response) if found.startswith(field)], response.json()


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"q": "52010219900307332X"}, "q"),
        ({"q": "电话 13885012345"}, "q"),
        ({"filters": {"account_no": "6217000012345600"}}, "filters"),
        ({"name": "520102900307332"}, "name"),
    ],
)
def test_a_view_keeps_no_number_of_a_person_in_clear(api, values, field):
    officer = api("officer")
    refused = officer.post(f"{LIST}/views", view_values(**values))
    assert (refused.status_code, refused.json()["code"]) == (422, "desk.view_holds_personal_data")
    assert _fields(refused) == [field]
    assert officer.post(f"{LIST}/views", view_values(q="SQ20260302000001")).status_code == 201


def test_a_shared_view_serves_everybody_and_is_changed_by_its_owner_alone(api, actor_for):
    view = make_view(actor_for("bank_admin"), name="本行客户")
    admin, officer, risk = api("bank_admin"), api("officer"), api("risk")
    path = f"list-views/{view.pk}"
    shared = admin.post(f"{path}/share")
    assert shared.status_code == 200
    assert shared.json()["allowed_actions"] == ["edit", "delete", "unshare"]

    [seen] = officer.get(LIST).json()["views"]
    assert (seen["name"], seen["owner_name"], seen["is_own"]) == ("本行客户", "行社管理员", False)
    assert seen["allowed_actions"] == []
    etag = f'"{seen["version"]}"'
    for stranger in (officer, risk):
        assert stranger.patch(path, {"name": "改名"}, etag=etag).status_code == 403
        assert stranger.delete(path).status_code == 403
    assert risk.post(f"{path}/share").status_code == 403
    assert admin.patch(path, {"name": "全行客户"}, etag=etag).status_code == 200
    assert officer.get(LIST).json()["views"][0]["name"] == "全行客户"


def test_sharing_needs_its_action_and_is_audited(api, actor_for):
    own = make_view(actor_for("officer"))
    refused = api("officer").post(f"list-views/{own.pk}/share")
    assert (refused.status_code, refused.json()["code"]) == (403, "platform.not_allowed")

    view = make_view(actor_for("risk"))
    assert api("risk").post(f"list-views/{view.pk}/share").status_code == 200
    row = AuditRecord.objects.get(action="desk.view_share")
    assert (row.object_id, row.object_no, row.actor_name) == (view.pk, "在职客户", "风险管理岗")


def test_an_owner_who_may_share_no_more_may_only_delete_his_shared_view(api, actor_for):
    view = make_view(actor_for("officer"))
    SavedView.objects.filter(pk=view.pk).update(is_shared=True)
    officer = api("officer")
    assert officer.get(LIST).json()["views"][0]["allowed_actions"] == ["delete"]
    assert officer.patch(f"list-views/{view.pk}", {"name": "改"}, etag='"1"').status_code == 403
    assert officer.delete(f"list-views/{view.pk}").status_code == 204


def test_whoever_may_share_also_ends_the_sharing_of_others(api, actor_for):
    view = make_view(actor_for("risk"), share=True)
    _put(api("officer"), f"{LIST}/default-view", {"view_id": view.pk})
    _put(api("risk"), f"{LIST}/default-view", {"view_id": view.pk})

    assert api("bank_admin").post(f"list-views/{view.pk}/unshare").status_code == 200
    assert (
        api("officer").get(LIST).json() | {"views": [], "default_view_id": None}
        == api("officer").get(LIST).json()
    )
    owner = api("risk").get(LIST).json()
    assert ([row["id"] for row in owner["views"]], owner["default_view_id"]) == ([view.pk], view.pk)
    assert AuditRecord.objects.filter(action="desk.view_unshare", object_id=view.pk).count() == 1


def test_each_person_chooses_the_view_that_a_list_opens_with(api, actor_for):
    shared, own = make_view(actor_for("risk"), share=True), make_view(actor_for("officer"))
    officer = api("officer")
    for view in (shared, own):
        _put(officer, f"{LIST}/default-view", {"view_id": view.pk})
        assert officer.get(LIST).json()["default_view_id"] == view.pk
    assert api("officer2").get(LIST).json()["default_view_id"] is None

    assert officer.put("lists/intakes/default-view", {"view_id": own.pk}).status_code == 404
    assert officer.delete(f"list-views/{own.pk}").status_code == 204
    assert officer.get(LIST).json()["default_view_id"] is None
    _put(officer, f"{LIST}/default-view", {"view_id": shared.pk})
    _put(officer, f"{LIST}/default-view", {"view_id": None})
    assert not DefaultView.objects.exists()


def test_own_views_stand_before_shared_ones(api, actor_for):
    make_view(actor_for("risk"), name="a", share=True)
    for name in ("c", "b"):
        make_view(actor_for("officer"), name=name)
    assert [view["name"] for view in api("officer").get(LIST).json()["views"]] == ["b", "c", "a"]


def test_the_province_keeps_lists_of_its_own(api, actor_for):
    make_view(actor_for("bank_admin"), list_id="entities", share=True)
    operations = api("province:operations")
    assert operations.get("lists/entities").json()["views"] == []
    view = operations.post("lists/entities/views", view_values(name="在用行社")).json()
    assert operations.post(f"list-views/{view['id']}/share").status_code == 200
    assert [row["name"] for row in api("province:auditor").get("lists/entities").json()["views"]] == [
        "在用行社"
    ]
    assert [row["name"] for row in api("officer").get("lists/entities").json()["views"]] == ["在职客户"]


def test_reading_a_list_costs_three_queries_however_many_views_there_are(api, actor_for):
    risk = actor_for("risk")
    officer = api("officer")

    def cost():
        with CaptureQueriesContext(connection) as queries:
            assert officer.get(LIST).status_code == 200
        return len([one for one in queries if "desk_" in one["sql"]])

    make_view(risk, name="甲", share=True)
    assert cost() == 3
    for name in ("乙", "丙", "丁"):
        make_view(risk, name=name, share=True)
    assert cost() == 3
