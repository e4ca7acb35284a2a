"""Grids: villages given to an officer."""

from datetime import date

import pytest

from tenants.organisation.models import Branch, Grid
from tests.factories.organisation import grid_values, make_grid, make_staff

REASON = {"reason": "责任人调整"}


@pytest.fixture
def manager(actor_for):
    return actor_for("bank_admin")


@pytest.fixture
def town() -> Branch:
    return Branch.objects.get(name="城关支行")


def test_villages_are_given_to_an_officer(api, actor_for, town):
    officer = actor_for("officer")

    answer = api("bank_admin").post("grids", grid_values(town, officer.staff_id, name="龙井村"))

    assert answer.status_code == 201
    grid = answer.json()
    assert (grid["name"], grid["officer"]["name"], grid["branch"]["name"]) == (
        "龙井村",
        "客户经理",
        "城关支行",
    )
    assert (grid["in_force"], grid["allowed_actions"]) == (True, ["edit", "reassign"])
    assert [c["kind"] for c in grid["changes"]] == ["CREATED"]
    assert api("officer").get(f"grids/{grid['id']}").json()["allowed_actions"] == []


def test_a_grid_with_wrong_values_is_refused(api, actor_for, manager, town):
    officer, far = actor_for("officer"), actor_for("officer2")
    known = make_grid(manager, town, officer.staff_id)
    body = grid_values(town, officer.staff_id)

    def refusal(**change: object) -> tuple[int, str, str]:
        answer = api("bank_admin").post("grids", {**body, **change})
        told = answer.json()
        return answer.status_code, told["code"], told["errors"][0]["field"]

    assert refusal(code=known.code) == (409, "organisation.code_taken", "code")
    assert refusal(officer_id=999_999) == (422, "organisation.staff_unknown", "officer_id")
    assert refusal(officer_id=far.staff_id) == (422, "organisation.officer_elsewhere", "officer_id")
    assert refusal(valid_to="2026-03-01") == (422, "organisation.dates_reversed", "valid_to")
    assert refusal(region_code="52") == (422, "platform.invalid", "region_code")
    assert Grid.objects.count() == 1


def test_a_grid_is_reassigned_and_keeps_who_had_it(api, actor_for, manager, town):
    officer = actor_for("officer")
    grid = make_grid(manager, town, officer.staff_id)
    other = make_staff(manager, town, role="officer", name="田慧")
    admin = api("bank_admin")

    answer = admin.post(f"grids/{grid.pk}/reassign", {"officer_id": other.pk, **REASON})

    assert answer.json()["officer"] == {"id": other.pk, "name": "田慧"}
    change = answer.json()["changes"][0]
    assert (change["kind"], change["from_value"], change["reason"]) == (
        "REASSIGNED", "客户经理(b0010001)", "责任人调整"
    )  # fmt: skip
    again = admin.post(f"grids/{grid.pk}/reassign", {"officer_id": other.pk, **REASON})
    assert again.json()["code"] == "organisation.move_nowhere"


def test_an_ended_grid_is_not_reassigned(api, actor_for, manager, town):
    officer = actor_for("officer")
    grid = make_grid(manager, town, officer.staff_id, valid_from=date(2025, 1, 1), valid_to=date(2026, 3, 1))
    other = make_staff(manager, town, role="officer")

    answer = api("bank_admin").post(f"grids/{grid.pk}/reassign", {"officer_id": other.pk, **REASON})

    assert answer.json()["code"] == "organisation.grid_ended"
    assert api("bank_admin").get(f"grids/{grid.pk}").json()["in_force"] is False


def test_a_grid_is_edited_by_whoever_saw_its_newest_version(api, actor_for, manager, town):
    grid = make_grid(manager, town, actor_for("officer").staff_id)
    admin = api("bank_admin")
    etag = admin.get(f"grids/{grid.pk}")["ETag"]

    first = admin.patch(f"grids/{grid.pk}", {"valid_to": "2026-12-31"}, etag=etag)
    second = admin.patch(f"grids/{grid.pk}", {"name": "另一名"}, etag=etag)
    wrong = admin.patch(f"grids/{grid.pk}", {"valid_to": "2020-01-01"}, etag=first["ETag"])

    assert first.json()["valid_to"] == "2026-12-31"
    assert second.status_code == 412
    assert wrong.json()["code"] == "organisation.dates_reversed"


def test_grids_are_searched_and_cost_a_fixed_number_of_queries(
    api, actor_for, manager, town, django_assert_max_num_queries
):
    officer = actor_for("officer")
    for number in range(12):
        make_grid(manager, town, officer.staff_id, region_code=f"5201111022{number:02d}")
    make_grid(manager, town, officer.staff_id, name="旧网格", valid_from="2025-01-01", valid_to="2025-12-31")
    admin = api("bank_admin")

    def found(**query: object) -> int:
        return admin.get("grids", **query).json()["count"]

    assert found(q="旧") == found(in_force="false") == found(in_force="false", q="旧") == 1
    assert found(region_code="520111102203") == 2
    assert found(branch_id=town.pk, officer_id=officer.staff_id) == 13
    assert found(officer_id=999) == 0
    with django_assert_max_num_queries(13):
        admin.get("grids")
