"""People: registration, edits, transfers, leaving and coming back."""

from datetime import date

import pytest

from shared.identity import services as identity
from shared.identity.models import Account, Session
from tenants.organisation import services
from tenants.organisation.models import Authority, Branch, PostHolding, Staff
from tenants.organisation.seed import ROLES
from tests import world
from tests.factories.changes import by_two, checked
from tests.factories.customers import make_customer
from tests.factories.organisation import make_department, make_grid, make_staff

REASON = {"reason": "工作需要"}
YESTERDAY = date(2026, 3, 1)


@pytest.fixture
def manager(actor_for):
    return actor_for("bank_admin")


@pytest.fixture
def town() -> Branch:
    return Branch.objects.get(name="城关支行")


@pytest.fixture
def river() -> Branch:
    return Branch.objects.get(name="河东支行")


def make_account(manager, username: str) -> Account:
    return identity.account_create(
        actor=manager, entity_code=world.BANK_A, username=username, name="新人", password="Rice-paddy-88"
    )


def test_a_person_is_registered_with_department_and_without_an_account(api, manager, town):
    department = make_department(manager, town, name="信贷部")
    body = {
        "staff_no": "b0019001",
        "name": "石建国",
        "branch_id": town.pk,
        "department_id": department.pk,
    }

    answer = api("bank_admin").post("staff", body)

    assert answer.status_code == 201
    person = answer.json()
    assert person["department"] == {"id": department.pk, "name": "信贷部"}
    assert (person["username"], person["joined_on"], person["left_on"]) == ("", "2026-03-02", None)
    assert person["allowed_actions"] == ["edit", "transfer", "leave"]
    assert [(c["kind"], c["to_value"]) for c in person["changes"]] == [
        ("CREATED", f"城关支行(b00101) 信贷部({department.code})")
    ]
    assert Staff.objects.get(staff_no="b0019001").account_id is None


def test_a_person_is_not_registered_with_wrong_values(api, manager, town, river):
    theirs = make_department(manager, river)
    left = make_staff(manager, town, staff_no="b0019009", name="杨秀芳")
    services.staff_leave(actor=manager, pk=left.pk, reason="退休")
    closed = make_department(manager, town)
    services.department_close(actor=manager, pk=closed.pk, reason="撤销")
    body = {"staff_no": "b0019001", "name": "石建国", "branch_id": town.pk}

    def refusal(**change: object) -> tuple[int, str, str]:
        answer = api("bank_admin").post("staff", {**body, **change})
        told = answer.json()
        return answer.status_code, told["code"], told["errors"][0]["field"]

    assert refusal(staff_no="b0010001") == (409, "organisation.staff_no_taken", "staff_no")
    assert refusal(staff_no="b0019009") == (409, "organisation.staff_left_before", "staff_no")
    assert refusal(branch_id=999_999) == (422, "organisation.branch_unknown", "branch_id")
    assert refusal(department_id=theirs.pk) == (422, "organisation.department_unknown", "department_id")
    assert refusal(department_id=closed.pk) == (409, "organisation.department_closed", "department_id")
    assert not Staff.objects.filter(staff_no="b0019001").exists()


def test_one_person_alone_ties_no_account_to_a_person(api, manager, town):
    """Whoever could would sign in with the posts of the other."""
    body = {"staff_no": "b0019001", "name": "石建国", "branch_id": town.pk}
    make_account(manager, "newcomer")
    admin = api("bank_admin")

    taken_on = admin.post("staff", {**body, "username": "newcomer"})
    person = make_staff(manager, town, staff_no="b0019002", name="杨秀芳")
    etag = admin.get(f"staff/{person.pk}")["ETag"]
    edited = admin.patch(f"staff/{person.pk}", {"username": "newcomer"}, etag=etag)

    for answer in (taken_on, edited):
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "username")
    assert not Staff.objects.filter(staff_no="b0019001").exists()
    assert Staff.objects.get(pk=person.pk).account_id is None


def test_a_person_is_edited_by_whoever_saw_the_newest_version(api, manager, town):
    department = make_department(manager, town, name="信贷部")
    person = make_staff(manager, town, name="王丽")
    admin = api("bank_admin")
    etag = admin.get(f"staff/{person.pk}")["ETag"]

    first = admin.patch(f"staff/{person.pk}", {"name": "王莉", "department_id": department.pk}, etag=etag)
    second = admin.patch(f"staff/{person.pk}", {"name": "王立"}, etag=etag)
    cleared = admin.patch(f"staff/{person.pk}", {"department_id": None}, etag=first["ETag"])

    assert (first.json()["name"], first.json()["department"]["name"]) == ("王莉", "信贷部")
    assert (second.status_code, second.json()["code"]) == (412, "platform.stale_edit")
    assert cleared.json()["department"] is None
    assert first.json()["changes"][0]["from_value"].startswith("王丽")


def test_a_transferred_person_loses_the_posts_of_the_former_branch(api, actor_for, town, river):
    officer = actor_for("officer")
    customer = make_customer(officer)
    assert api("officer").get("customers").status_code == 200

    answer = api("bank_admin").post(f"staff/{officer.staff_id}/transfer", {"branch_id": river.pk, **REASON})

    person = answer.json()
    assert person["branch"]["name"] == "河东支行"
    assert [p["valid_to"] for p in person["posts"]] == ["2026-03-01"]
    assert person["changes"][0]["kind"] == "TRANSFERRED"
    assert person["changes"][0]["from_value"] == "城关支行(b00101)"
    assert person["changes"][0]["on"] == "2026-03-02"
    assert [(h["kind"], h["count"]) for h in person["portfolio"]] == [("customers", 1)]
    assert api("officer").get("customers").status_code == 403
    customer.refresh_from_db()
    assert (customer.owner_id, customer.branch_id) == (officer.staff_id, town.pk)


def test_a_post_over_the_whole_bank_outlives_a_transfer(api, actor_for, river):
    reviewer = actor_for("reviewer")

    answer = api("bank_admin").post(f"staff/{reviewer.staff_id}/transfer", {"branch_id": river.pk, **REASON})

    assert [p["valid_to"] for p in answer.json()["posts"]] == [None]
    assert api("reviewer").get("tasks").status_code == 200


def test_nobody_transfers_to_where_he_is_nor_deals_with_himself(api, manager, town, river, actor_for):
    admin, reviewer = api("bank_admin"), actor_for("reviewer")

    def code(pk: int, verb: str, **body: object) -> str:
        return admin.post(f"staff/{pk}/{verb}", {**REASON, **body}).json()["code"]

    assert code(reviewer.staff_id, "transfer", branch_id=town.pk) == "organisation.move_nowhere"
    assert code(manager.staff_id, "transfer", branch_id=river.pk) == "organisation.own_record"
    assert code(manager.staff_id, "leave") == "organisation.own_record"
    assert code(reviewer.staff_id, "return", branch_id=town.pk) == "organisation.still_active"


def test_leaving_waits_until_everything_is_handed_over(api, actor_for, manager, town):
    officer = actor_for("officer")
    make_customer(officer)
    make_customer(officer)
    make_grid(manager, town, officer.staff_id)

    answer = api("bank_admin").post(f"staff/{officer.staff_id}/leave", REASON)

    assert (answer.status_code, answer.json()["code"]) == (409, "organisation.staff_still_owns")
    assert answer.json()["params"]["what"] == "网格 1、客户 2"
    assert Staff.objects.get(pk=officer.staff_id).is_active
    assert api("officer").get("customers").status_code == 200


def test_who_leaves_loses_posts_authority_account_and_sessions_but_not_his_history(api, actor_for):
    approver = actor_for("approver")
    theirs = api("approver")
    assert theirs.get("tasks").status_code == 200

    proposed = api("bank_admin").post(f"staff/{approver.staff_id}/leave", {"reason": "辞职"}).json()
    assert [(d["label"], d["before"], d["after"]) for d in proposed["difference"]] == [
        ("状态", "在岗", "离职"), ("任职", "贵阳农村商业银行总行审批岗", ""), ("审批授权", "300,000.00", ""), ("登录账号", "启用", "停用")
    ]  # fmt: skip
    assert theirs.get("tasks").status_code == 200
    assert checked(api("security_admin"), proposed["id"]).status_code == 200

    person = api("bank_admin").get(f"staff/{approver.staff_id}").json()
    assert (person["is_active"], person["left_on"]) == (False, "2026-03-02")
    assert person["allowed_actions"] == ["return"]
    assert [(c["kind"], c["reason"]) for c in person["changes"]] == [("LEFT", "辞职"), ("CREATED", "")]
    assert set(PostHolding.objects.filter(staff_id=approver.staff_id).values_list("valid_to", flat=True)) == {
        YESTERDAY
    }
    assert set(Authority.objects.filter(staff_id=approver.staff_id).values_list("valid_to", flat=True)) == {
        YESTERDAY
    }
    assert not Account.objects.get(pk=approver.account_id).is_active
    assert not Session.objects.filter(account_id=approver.account_id).exists()
    assert theirs.get("tasks").status_code == 401
    again = api("bank_admin").post(f"staff/{approver.staff_id}/leave", REASON)
    assert again.json()["code"] == "organisation.not_active"


def test_nobody_lets_a_person_leave_alone_nor_checks_that_he_leaves_himself(api, actor_for, manager, town):
    """Whoever leaves is concerned; the maker does not check; what he owns by then keeps him."""
    security = actor_for("security_admin")
    leaving = api("bank_admin").post(f"staff/{security.staff_id}/leave", REASON).json()["id"]
    person = make_staff(manager, town, role="officer")
    his = api("bank_admin").post(f"staff/{person.pk}/leave", REASON).json()["id"]

    assert checked(api("security_admin"), leaving).json()["code"] == "changes.interested"
    assert checked(api("bank_admin"), his).json()["code"] == "changes.self_check"
    make_grid(manager, town, person.pk)
    assert checked(api("security_admin2"), his).json()["code"] == "organisation.staff_still_owns"
    assert Staff.objects.get(pk=person.pk).is_active
    assert checked(api("security_admin2"), leaving).status_code == 200
    assert not Staff.objects.get(pk=security.staff_id).is_active


def test_a_post_that_was_still_to_begin_never_does(api, actor_for, manager, town):
    from backend.platform.permissions import Scope
    from tenants.organisation.models import Role

    person = make_staff(manager, town)
    services.post_assign(
        actor=manager, staff=person, role=Role.objects.get(code="teller"), branch=town, scope=Scope.BRANCH,
        on=date(2026, 4, 1),
    )  # fmt: skip

    by_two(api, f"staff/{person.pk}/leave", REASON)

    assert not PostHolding.objects.filter(staff=person).exists()


def test_who_left_returns_under_his_number_without_posts_or_account(api, manager, river, actor_for):
    approver = actor_for("approver")
    services.staff_leave(actor=manager, pk=approver.staff_id, reason="辞职")

    answer = api("bank_admin").post(
        f"staff/{approver.staff_id}/return", {"branch_id": river.pk, "reason": "返聘"}
    )

    person = answer.json()
    assert (person["is_active"], person["left_on"], person["username"]) == (True, None, "")
    assert person["branch"]["name"] == "河东支行"
    assert [c["kind"] for c in person["changes"]] == ["RETURNED", "LEFT", "CREATED"]
    assert {p["valid_to"] for p in person["posts"]} == {"2026-03-01"}
    assert not Account.objects.get(pk=approver.account_id).is_active


def test_staff_are_searched_by_branch_state_and_department(api, manager, town):
    department = make_department(manager, town)
    person = make_staff(manager, town, department_id=department.pk, name="吴晓燕")
    services.staff_leave(actor=manager, pk=make_staff(manager, town, name="老吴").pk, reason="退休")
    admin, head = api("bank_admin"), Branch.objects.get(parent=None)

    def names(**query: object) -> list[str]:
        return [row["name"] for row in admin.get("staff", **query).json()["results"]]

    assert names(q="吴", is_active="true") == ["吴晓燕"]
    assert names(q="吴", is_active="false") == ["老吴"]
    assert names(department_id=department.pk) == [person.name]
    assert names(branch_id=head.pk) == []
    assert len(names(branch_id=head.pk, below="true")) == 2 * len(ROLES) + 2
    assert names(branch_id=town.pk, q="审批") == ["审批岗"]


def test_a_page_of_staff_costs_a_fixed_number_of_queries(api, manager, town, django_assert_max_num_queries):
    for _ in range(12):
        make_staff(manager, town, role="teller")
    admin = api("bank_admin")

    with django_assert_max_num_queries(14):
        assert admin.get("staff").json()["count"] == 2 * len(ROLES) + 12
