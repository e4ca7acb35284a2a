"""Roles and posts of a bank: changed by two persons, incompatible ones refused."""

import pytest

from backend.platform.records.models import AuditRecord
from shared.identity.models import Account
from tenants.organisation.models import Branch, IncompatibleRoles, PostHolding, Role, Staff
from tests.factories.changes import checked


def role(code):
    return Role.objects.get(code=code)


def staff_of(actor):
    return Staff.objects.get(pk=actor.staff_id)


def assignment(staff, code, **body):
    head = Branch.objects.get(kind="HEAD_OFFICE")
    wanted = {"staff_id": staff.pk, "role_id": role(code).pk, "branch_id": head.pk, "scope": "ENTITY"}
    return {**wanted, "valid_from": "2026-03-01", **body}


def define(client, code, actions, **body):
    row = role(code)
    return client.post(
        f"roles/{row.pk}/define", {"name": row.name, "actions": actions, "version": row.version, **body}
    )


def test_a_role_changes_at_the_next_request_and_is_logged(api):
    archivist = api("archivist")
    assert archivist.get("vouchers").status_code == 403

    change = define(api("security_admin"), "archivist", [*role("archivist").actions, "ledger.view"])
    assert change.status_code == 202
    assert change.json()["difference"] == [
        {"field": "actions.ledger", "label": "权限 · 账务", "before": "", "after": "查看传票与余额"}
    ]
    assert archivist.get("vouchers").status_code == 403
    assert checked(api("bank_admin"), change.json()["id"]).status_code == 200

    assert archivist.get("vouchers").status_code == 200
    logged = AuditRecord.objects.get(
        action="organisation.role_define", object_no="archivist", actor_name="行社管理员"
    )
    assert set(logged.changes["actions"][1]) - set(logged.changes["actions"][0]) == {"ledger.view"}


def test_the_administrators_check_each_other_and_not_themselves(api):
    admin, security = api("bank_admin"), api("security_admin")
    mine = define(admin, "teller", ["loans.view"]).json()

    assert checked(admin, mine["id"]).json()["code"] == "changes.self_check"
    assert checked(security, mine["id"]).status_code == 200
    assert api("risk").get(f"changes/{mine['id']}").status_code == 404


def test_a_role_that_changed_meanwhile_is_not_overwritten(api):
    first = define(api("security_admin"), "teller", ["loans.view"]).json()
    Role.objects.filter(code="teller").update(version=9)

    assert checked(api("bank_admin"), first["id"]).json()["code"] == "changes.subject_moved"
    stale = define(api("security_admin2"), "archivist", ["loans.view"], version=99)
    assert (stale.status_code, stale.json()["code"]) == (412, "platform.stale_edit")


def test_a_role_is_made_and_offers_only_actions_of_a_bank(api):
    security = api("security_admin")
    offered = {a["code"]: a["group_name"] for a in security.get("roles/actions").json()}
    assert offered["access.view"] == "角色与授权"
    assert "catalog.publish" not in offered
    assert "identity.check" in offered

    for body, field in (
        ({"code": "x", "name": "新岗", "actions": ["loans.view"]}, "code"),
        ({"code": "teller", "name": "新岗", "actions": ["loans.view"]}, "code"),
        ({"code": "reader", "name": "新岗", "actions": ["catalog.publish"]}, "actions"),
    ):
        answer = security.post("roles", body)
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, field)
    made = security.post("roles", {"code": "reader", "name": "查询岗", "actions": ["loans.view"]})
    checked(api("bank_admin"), made.json()["id"])
    assert role("reader").actions == ["loans.view"]


def test_a_role_shows_who_holds_it(api):
    shown = api("auditor").get(f"roles/{role('teller').pk}").json()

    assert shown["holders"] == 2
    assert [h["staff"]["name"] for h in shown["held"]] == ["柜员", "柜员2"]
    assert api("officer").get("roles").status_code == 403
    assert api("officer").get("branches").status_code == 200


def test_a_person_gets_a_post_and_loses_it(api, actor_for):
    archivist, staff = api("archivist"), staff_of(actor_for("archivist"))
    assert archivist.get("tasks").status_code == 403

    change = api("security_admin").post("post-holdings", assignment(staff, "reviewer"))
    assert change.status_code == 202, change.json()
    checked(api("bank_admin"), change.json()["id"])
    assert archivist.get("tasks").status_code == 200

    holding = PostHolding.objects.get(staff=staff, post__role__code="reviewer")
    end = api("security_admin").post(f"post-holdings/{holding.pk}/end", {"on": "2026-03-01"})
    assert end.json()["difference"][0]["before"] == "长期"
    checked(api("bank_admin"), end.json()["id"])
    assert archivist.get("tasks").status_code == 403
    listed = api("auditor").get("post-holdings", staff_id=staff.pk, in_force=True).json()
    assert [r["post"]["role"]["name"] for r in listed["results"]] == ["档案岗"]


@pytest.mark.parametrize(
    ("holder", "wanted"),
    [
        ("officer", "approver"),
        ("disburser", "teller"),
        ("reviewer", "approver"),
        ("bank_admin", "auditor"),
        ("auditor", "officer"),
        ("security_admin", "bank_admin"),
    ],
)
def test_incompatible_roles_are_refused_at_the_field(api, actor_for, holder, wanted):
    answer = api("bank_admin2").post("post-holdings", assignment(staff_of(actor_for(holder)), wanted))

    assert answer.status_code == 422
    assert [(e["field"], e["code"]) for e in answer.json()["errors"]] == [
        ("role_id", "organisation.roles_incompatible")
    ]


def test_incompatible_roles_are_found_again_when_the_change_takes_effect(api, actor_for):
    staff = staff_of(actor_for("archivist"))
    change = api("security_admin").post("post-holdings", assignment(staff, "reviewer")).json()
    IncompatibleRoles.objects.create(first_code="archivist", second_code="reviewer", reason="测试")

    answer = checked(api("bank_admin"), change["id"])

    assert [e["code"] for e in answer.json()["errors"]] == ["organisation.roles_incompatible"]
    assert not PostHolding.objects.filter(staff=staff, post__role__code="reviewer").exists()


def test_two_staff_numbers_of_one_person_are_one_person(api, actor_for):
    officer, archivist = actor_for("officer"), actor_for("archivist")
    Account.objects.filter(pk__in=[officer.account_id, archivist.account_id]).update(person_hash=b"p" * 16)

    answer = api("bank_admin").post("post-holdings", assignment(staff_of(archivist), "approver"))
    assert answer.json()["errors"][0]["code"] == "organisation.roles_incompatible"


def test_roles_may_follow_one_another(api, actor_for):
    staff = staff_of(actor_for("officer"))
    PostHolding.objects.filter(staff=staff).update(valid_to="2026-02-28")

    assert api("bank_admin").post("post-holdings", assignment(staff, "reviewer")).status_code == 202
    past = assignment(staff, "reviewer", valid_from="2025-01-01", valid_to="2024-01-01")
    assert api("bank_admin2").post("post-holdings", past).json()["errors"][0]["field"] == "valid_to"


def test_what_is_held_against_the_rule_is_shown(api, actor_for):
    IncompatibleRoles.objects.create(first_code="archivist", second_code="custom", reason="测试")
    staff = staff_of(actor_for("archivist"))
    custom = Role.objects.create(code="custom", name="自定义岗", actions=[])
    post = PostHolding.objects.get(staff=staff).post
    post.pk, post.role = None, custom
    post.save()
    PostHolding.objects.create(staff=staff, post=post, valid_from="2020-01-01")

    rows = api("auditor").get("roles/incompatible", page_size=200).json()["results"]

    assert [r["held_by"] for r in rows if r["held_by"]] == [[f"{staff.staff_no} 档案岗"]]


def test_nobody_checks_the_assignment_of_himself(api, actor_for):
    staff = staff_of(actor_for("bank_admin2"))
    PostHolding.objects.filter(staff=staff).update(valid_from="2020-01-02")
    branch = Branch.objects.get(code="b00101")
    body = assignment(staff, "bank_admin", branch_id=branch.pk)
    change = api("security_admin").post("post-holdings", body).json()

    assert checked(api("bank_admin2"), change["id"]).json()["code"] == "changes.interested"
    assert checked(api("bank_admin"), change["id"]).status_code == 200


def test_the_lists_cost_a_fixed_number_of_queries(api, django_assert_max_num_queries):
    auditor = api("auditor")
    for path in ("roles", "post-holdings", "authorities", "roles/incompatible", "accounts"):
        with django_assert_max_num_queries(14):
            assert auditor.get(path).status_code == 200
