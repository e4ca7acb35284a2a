"""The tree of offices and departments: opening, changing, moving, closing and opening again."""

import pytest

from backend.platform.permissions import Actor
from tenants.organisation import services
from tenants.organisation.models import Branch, OrganisationChange, Post, PostHolding, Role, Staff
from tenants.organisation.seed import ROLES
from tests import world
from tests.factories import intake
from tests.factories.changes import by_two, checked
from tests.factories.customers import make_customer
from tests.factories.organisation import (
    branch_values,
    make_branch,
    make_department,
    make_grid,
    make_staff,
)

REASON = {"reason": "机构调整"}


@pytest.fixture
def manager(actor_for):
    return actor_for("bank_admin")


def branch_named(name: str) -> Branch:
    return Branch.objects.get(name=name)


def history_of(api, path: str) -> list[tuple[str, str, str, str, str, str]]:
    keys = ("kind", "from_value", "to_value", "reason", "on", "actor_name")
    return [tuple(change[key] for key in keys) for change in api("auditor").get(path).json()["changes"]]


def test_a_branch_is_opened_below_another_and_stands_in_the_tree(api):
    town = branch_named("城关支行")
    body = branch_values(town, code="b00188", name="朝阳分社", kind="SUB_BRANCH", reason="新设网点")

    answer = api("bank_admin").post("branches", body)

    assert answer.status_code == 201
    opened = answer.json()
    assert opened["parent"] == {"id": town.pk, "name": "城关支行"}
    assert opened["allowed_actions"] == ["edit", "create_below", "create_department", "move", "close"]
    tree = api("teller").get("branches/tree").json()
    assert [b["name"] for b in tree] == ["贵阳农村商业银行总行", "城关支行", "朝阳分社", "河东支行"]
    assert Branch.objects.get(code="b00188").path == f"{town.path}{opened['id']}."
    assert history_of(api, f"branches/{opened['id']}") == [
        ("CREATED", "", "城关支行(b00101)", "新设网点", "2026-03-02", "行社管理员")
    ]


@pytest.mark.parametrize(
    ("change", "status", "code", "field"),
    [
        ({"code": "b00101"}, 409, "organisation.code_taken", "code"),
        ({"parent_id": 999_999}, 422, "organisation.branch_unknown", "parent_id"),
        ({"kind": "HEAD_OFFICE"}, 422, "platform.invalid", "kind"),
        ({"code": "朝阳"}, 422, "platform.invalid", "code"),
        ({"path": "1."}, 422, "platform.invalid", "path"),
    ],
)
def test_a_branch_is_not_opened_with_wrong_values(api, change, status, code, field):
    before = Branch.objects.count()

    answer = api("bank_admin").post("branches", {**branch_values(), **change})

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.json()["errors"][0]["field"] == field
    assert Branch.objects.count() == before


def test_a_branch_is_renamed_by_whoever_saw_its_newest_version(api):
    town = branch_named("城关支行")
    admin = api("bank_admin")
    etag = admin.get(f"branches/{town.pk}")["ETag"]

    first = admin.patch(f"branches/{town.pk}", {"name": "城关中心支行"}, etag=etag)
    second = admin.patch(f"branches/{town.pk}", {"name": "城关第二支行"}, etag=etag)

    assert first.json()["name"] == "城关中心支行"
    assert (second.status_code, second.json()["code"]) == (412, "platform.stale_edit")
    assert admin.patch(f"branches/{town.pk}", {"name": "无"}).status_code == 428
    assert history_of(api, f"branches/{town.pk}")[0][:3] == ("EDITED", "城关支行", "城关中心支行")


def test_a_branch_moves_with_all_that_stands_below_it(api, manager):
    town, river = branch_named("城关支行"), branch_named("河东支行")
    shop = make_branch(manager, town, name="集镇分社", kind="SUB_BRANCH")
    corner = make_branch(manager, shop, name="村口分社", kind="SUB_BRANCH")

    proposed = api("bank_admin").post(f"branches/{shop.pk}/move", {"parent_id": river.pk, **REASON})
    assert proposed.status_code == 202
    assert [(d["label"], d["before"], d["after"]) for d in proposed.json()["difference"]] == [
        ("上级机构", "城关支行(b00101)", "河东支行(b00102)"), ("随同划转的下级机构", "", "1 个")
    ]  # fmt: skip
    assert api("auditor").get(f"branches/{shop.pk}").json()["parent"]["name"] == "城关支行"
    assert checked(api("security_admin"), proposed.json()["id"]).status_code == 200

    shop.refresh_from_db()
    corner.refresh_from_db()
    assert shop.path == f"{river.path}{shop.pk}."
    assert corner.path == f"{river.path}{shop.pk}.{corner.pk}."
    assert (shop.parent_id, corner.parent_id) == (river.pk, shop.pk)
    assert history_of(api, f"branches/{shop.pk}")[0] == (
        "MOVED", "城关支行(b00101)", "河东支行(b00102)", "机构调整", "2026-03-02", "安全管理员"
    )  # fmt: skip
    moves = api("auditor").get("audit", action="organisation.branch_move").json()["results"]
    moved = {line["field"]: (line["before"], line["after"]) for line in moves[0]["changes"]}
    assert moved["path"] == (f"{town.path}{shop.pk}.", shop.path)


def test_data_scope_follows_a_moved_branch(api, actor_for, manager):
    town, river = branch_named("城关支行"), branch_named("河东支行")
    shop = make_branch(manager, town, kind="SUB_BRANCH")
    officer = actor_for("officer")
    customer = make_customer(Actor(**{**vars(officer), "branch_id": shop.pk}))
    assert api("branch_head").get(f"customers/{customer.pk}").status_code == 200

    services.branch_move(actor=manager, pk=shop.pk, parent_id=river.pk, reason="调整")

    assert api("branch_head").get(f"customers/{customer.pk}").status_code == 404
    assert api("branch_head2").get(f"customers/{customer.pk}").status_code == 200


def test_a_path_that_only_begins_alike_does_not_move(manager):
    """`1.12.` is no prefix of `1.120.`; the dot at the end sees to that."""
    town, river = branch_named("城关支行"), branch_named("河东支行")
    near, far = make_branch(manager, town), make_branch(manager, river)
    Branch.objects.filter(pk=far.pk).update(path=f"{near.path[:-1]}0.")

    services.branch_move(actor=manager, pk=near.pk, parent_id=river.pk, reason="调整")

    far.refresh_from_db()
    assert far.path == f"{town.path}{near.pk}0."


def test_a_branch_does_not_move_below_itself_nor_to_where_it_stands(api, manager):
    admin, town = api("bank_admin"), branch_named("城关支行")
    shop = make_branch(manager, town, kind="SUB_BRANCH")
    head = Branch.objects.get(parent=None)

    def code(branch: Branch, parent: Branch) -> str:
        answer = admin.post(f"branches/{branch.pk}/move", {"parent_id": parent.pk, **REASON})
        assert answer.status_code == 409
        return answer.json()["code"]

    assert code(town, shop) == "organisation.move_cycle"
    assert code(town, town) == "organisation.move_cycle"
    assert code(shop, town) == "organisation.move_nowhere"
    assert code(head, town) == "organisation.head_office_stays"
    assert admin.post(f"branches/{shop.pk}/move", {"parent_id": head.pk}).status_code == 422
    assert not OrganisationChange.objects.filter(kind="MOVED").exists()


def test_the_tree_does_not_grow_deeper_than_its_paths(api, manager):
    admin, town, river = api("bank_admin"), branch_named("城关支行"), branch_named("河东支行")
    make_branch(manager, town)

    Branch.objects.filter(pk=river.pk).update(path=f"1.{'9' * 98}.")
    opened = admin.post("branches", branch_values(river))
    Branch.objects.filter(pk=river.pk).update(path=f"1.{'9' * 115}.")
    moved = admin.post(f"branches/{town.pk}/move", {"parent_id": river.pk, **REASON})

    assert opened.json()["code"] == moved.json()["code"] == "organisation.too_deep"
    town.refresh_from_db()
    assert town.path == f"1.{town.pk}."


def test_a_branch_with_something_on_it_stays_open_and_says_what(api, actor_for, manager):
    town = branch_named("城关支行")
    officer = actor_for("officer")
    make_branch(manager, town)
    make_department(manager, town)
    make_grid(manager, town, officer.staff_id)
    intake.make_intake(officer)

    answer = api("bank_admin").post(f"branches/{town.pk}/close", REASON)

    assert (answer.status_code, answer.json()["code"]) == (409, "organisation.still_hangs")
    assert answer.json()["params"]["what"] == (
        f"下级机构 1、部门 1、在岗人员 {len(ROLES)}、任职 3、网格 1、客户 1、在途进件 1"
    )
    held = api("bank_admin").get(f"branches/{town.pk}/holdings").json()
    assert {h["kind"]: h["count"] for h in held} == {
        "offices": 1, "departments": 1, "staff": len(ROLES), "posts": 3, "grids": 1, "customers": 1, "intakes": 1
    }  # fmt: skip
    assert Branch.objects.get(pk=town.pk).is_open


def test_an_empty_branch_closes_and_opens_again(api, manager):
    admin = api("bank_admin")
    branch = make_branch(manager)
    other = make_branch(manager)

    assert by_two(api, f"branches/{branch.pk}/close", {"reason": "撤并网点"}).status_code == 200

    closed = admin.get(f"branches/{branch.pk}")
    assert closed.json()["is_open"] is False
    assert closed.json()["allowed_actions"] == ["reopen"]
    assert admin.post(f"branches/{branch.pk}/close", REASON).json()["code"] == "platform.wrong_state"
    below = admin.post("branches", branch_values(branch))
    assert below.json()["code"] == "organisation.branch_closed"
    under = admin.post(f"branches/{other.pk}/move", {"parent_id": branch.pk, **REASON})
    assert under.json()["code"] == "organisation.branch_closed"
    again = admin.post(f"branches/{branch.pk}/reopen", {"reason": "恢复营业"})
    assert again.json()["is_open"] is True
    assert [line[0] for line in history_of(api, f"branches/{branch.pk}")] == ["REOPENED", "CLOSED", "CREATED"]


def test_an_office_moves_and_closes_by_two_persons_only(api, manager):
    """The maker does not check, no other role checks, and what has changed meanwhile is not overwritten."""
    admin, other, security = api("bank_admin"), api("bank_admin2"), api("security_admin")
    branch, away = make_branch(manager), make_branch(manager)
    moving = admin.post(f"branches/{branch.pk}/move", {"parent_id": away.pk, **REASON}).json()["id"]
    closing = admin.post(f"branches/{branch.pk}/close", REASON).json()["id"]

    again = other.post(f"branches/{branch.pk}/close", REASON)
    assert (again.status_code, again.json()["code"]) == (409, "changes.already_pending")
    assert checked(admin, moving).json()["code"] == "changes.self_check"
    assert api("risk").get(f"changes/{moving}").status_code == 404
    assert api("officer").post(f"branches/{branch.pk}/close", REASON).status_code == 403
    assert checked(security, moving).status_code == 200
    moved = checked(security, closing)
    assert (moved.status_code, moved.json()["code"]) == (409, "changes.subject_moved")
    assert Branch.objects.get(pk=branch.pk).is_open
    assert other.post(f"branches/{branch.pk}/close", REASON).json()["code"] == "changes.already_pending"
    admin.post(f"changes/{closing}/withdraw")
    anew = other.post(f"branches/{branch.pk}/close", REASON).json()["id"]
    make_department(manager, branch)
    assert checked(security, anew).json()["code"] == "organisation.still_hangs"
    assert Branch.objects.get(pk=branch.pk).is_open


def test_a_checker_lets_nothing_take_effect_outside_his_reach(api, manager):
    town, river = branch_named("城关支行"), branch_named("河东支行")
    shop = make_branch(manager, town)
    holding = PostHolding.objects.get(staff__name="安全管理员")
    holding.post = Post.objects.create(role=holding.post.role, branch=river, scope="SUBTREE", name="支行安全")
    holding.save()

    refused = by_two(api, f"branches/{shop.pk}/close", REASON)

    assert (refused.status_code, refused.json()["code"]) == (404, "platform.not_found")
    assert Branch.objects.get(pk=shop.pk).is_open


def test_the_head_office_stays_and_a_branch_below_a_closed_one_stays_closed(api, manager):
    admin = api("bank_admin")
    upper = make_branch(manager)
    lower = make_branch(manager, upper)
    for branch in (lower, upper):
        services.branch_close(actor=manager, pk=branch.pk, reason="撤并")

    reopened = admin.post(f"branches/{lower.pk}/reopen", REASON)
    head = admin.post(f"branches/{Branch.objects.get(parent=None).pk}/close", REASON)

    assert reopened.json()["code"] == "organisation.branch_closed"
    assert head.json()["code"] == "organisation.head_office_stays"


def test_whoever_manages_one_sub_tree_changes_nothing_outside_it(api, manager):
    town, river = branch_named("城关支行"), branch_named("河东支行")
    shop = make_branch(manager, town)
    PostHolding.objects.filter(staff__name="行社管理员").delete()
    post, _ = Post.objects.get_or_create(
        role=Role.objects.get(code="bank_admin"), branch=town, scope="SUBTREE", defaults={"name": "支行管理"}
    )
    PostHolding.objects.create(
        staff=Staff.objects.get(name="行社管理员"), post=post, valid_from=world.BUSINESS_DATE
    )
    admin = api("bank_admin")

    assert admin.get(f"branches/{river.pk}").json()["allowed_actions"] == []
    assert admin.post(f"branches/{river.pk}/close", REASON).status_code == 404
    assert admin.patch(f"branches/{river.pk}", {"name": "改名"}, etag='"1"').status_code == 404
    outside = admin.post(f"branches/{shop.pk}/move", {"parent_id": river.pk, **REASON})
    assert outside.json()["code"] == "organisation.branch_unknown"
    assert admin.post("branches", branch_values(river)).json()["code"] == "organisation.branch_unknown"
    assert admin.post("branches", branch_values(town)).status_code == 201


def test_a_department_is_set_up_renamed_moved_closed_and_opened_again(api, manager):
    admin, town, river = api("bank_admin"), branch_named("城关支行"), branch_named("河东支行")
    made = admin.post("departments", {"branch_id": town.pk, "code": "XD01", "name": "信贷部"})
    assert made.status_code == 201
    path = f"departments/{made.json()['id']}"

    renamed = admin.patch(path, {"name": "信贷管理部"}, etag='"1"')
    moved = admin.post(f"{path}/move", {"branch_id": river.pk, **REASON})
    closed = admin.post(f"{path}/close", REASON)
    opened = admin.post(f"{path}/reopen", REASON)

    assert renamed.json()["name"] == "信贷管理部"
    assert moved.json()["branch"]["name"] == "河东支行"
    assert (closed.json()["is_open"], opened.json()["is_open"]) == (False, True)
    assert [line[0] for line in history_of(api, path)] == ["REOPENED", "CLOSED", "MOVED", "EDITED", "CREATED"]
    assert admin.patch(path, {"name": "别名"}, etag='"1"').status_code == 412
    again = admin.post("departments", {"branch_id": town.pk, "code": "XD01", "name": "另一个"})
    assert again.json()["code"] == "organisation.code_taken"


def test_a_department_with_people_neither_moves_nor_closes(api, manager):
    town, river = branch_named("城关支行"), branch_named("河东支行")
    department = make_department(manager, town)
    make_staff(manager, town, department_id=department.pk)
    admin = api("bank_admin")

    closed = admin.post(f"departments/{department.pk}/close", REASON)
    moved = admin.post(f"departments/{department.pk}/move", {"branch_id": river.pk, **REASON})

    assert {closed.json()["code"], moved.json()["code"]} == {"organisation.still_hangs"}
    assert closed.json()["params"]["what"] == "在岗人员 1"


def test_lists_are_searched_filtered_and_sorted(api, manager):
    town = branch_named("城关支行")
    closed = make_branch(manager, town, name="旧网点")
    services.branch_close(actor=manager, pk=closed.pk, reason="撤并")
    make_department(manager, town, code="KJ01", name="会计部")
    admin = api("bank_admin")

    def names(path: str, **query: object) -> list[str]:
        return [row["name"] for row in admin.get(path, **query).json()["results"]]

    assert names("branches", q="旧") == ["旧网点"]
    assert names("branches", is_open="false") == ["旧网点"]
    assert names("branches", parent_id=town.pk) == ["旧网点"]
    assert names("branches", kind="HEAD_OFFICE") == ["贵阳农村商业银行总行"]
    assert names("branches", sort="-code", is_open="true")[-1] == "贵阳农村商业银行总行"
    assert names("departments", q="kj") == ["会计部"]
    assert names("departments", branch_id=branch_named("河东支行").pk) == []


def test_thirty_branches_cost_as_many_queries_as_three(api, manager, django_assert_max_num_queries):
    town = branch_named("城关支行")
    for _ in range(30):
        make_department(manager, make_branch(manager, town))
    admin = api("bank_admin")

    with django_assert_max_num_queries(12):
        assert len(admin.get("branches/tree").json()) == 33
    with django_assert_max_num_queries(13):
        assert admin.get("branches").json()["count"] == 33
    with django_assert_max_num_queries(13):
        assert admin.get("departments").json()["count"] == 30
    with django_assert_max_num_queries(14):
        admin.get(f"branches/{town.pk}")
