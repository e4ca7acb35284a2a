"""Roles of the province: defined, assigned and ended by two persons; three powers in different hands."""

from datetime import date

import pytest

from backend.platform.errors import FieldErrors
from backend.platform.permissions import Actor
from backend.platform.records.models import AuditRecord
from backend.platform.tenancy import in_entity
from shared.identity import services
from shared.identity.models import Account, ProvinceRole, ProvinceRoleHolding
from tests.factories.changes import checked


def role(code):
    return ProvinceRole.objects.get(code=code)


def account(username):
    return Account.objects.get(entity_code="province", username=username)


def assign(api, username, code, **body):
    wanted = {"account_id": account(username).pk, "role_id": role(code).pk, "valid_from": "2020-01-01"}
    return api("province:security").post("province-role-holdings", {**wanted, **body})


def test_a_role_changes_at_the_next_request_and_is_logged(api):
    rules = api("province:rules")
    assert rules.get("entities").status_code == 403
    shown = api("province:security").get(f"province-roles/{role('rules').pk}").json()
    assert [h["username"] for h in shown["held"]] == ["rules"]
    actions = [a["code"] for a in shown["actions"]]

    change = api("province:security").post(
        f"province-roles/{shown['id']}/define",
        {"name": shown["name"], "actions": [*actions, "entities.view"], "version": shown["version"]},
    )
    assert [(x["label"], x["before"], x["after"]) for x in change.json()["difference"]] == [
        ("权限 · 法人行社", "", "查看法人行社")
    ]
    assert rules.get("entities").status_code == 403
    assert checked(api("province:operations"), change.json()["id"]).status_code == 200

    assert rules.get("entities").status_code == 200
    with in_entity("province"):
        logged = AuditRecord.objects.filter(action="identity.role_define", object_no="rules").last()
    assert "entities.view" in logged.changes["actions"][1]


def test_a_role_of_the_province_holds_no_action_of_a_bank(api):
    body = {"code": "curious", "name": "好奇岗", "actions": ["loans.repay"]}
    answer = api("province:security").post("province-roles", body)

    assert [(e["field"], e["code"]) for e in answer.json()["errors"]] == [
        ("actions", "identity.unknown_action")
    ]
    offered = {a["code"] for a in api("province:security").get("province-roles/actions").json()}
    assert "loans.repay" not in offered
    assert "catalog.publish" in offered


def test_a_new_role_is_made_assigned_and_ended(api):
    made = api("province:security").post(
        "province-roles", {"code": "reader", "name": "查询岗", "actions": ["entities.view"]}
    )
    checked(api("province:operations"), made.json()["id"])
    rules = api("province:rules")

    held = assign(api, "rules", "reader")
    checked(api("province:operations"), held.json()["id"])
    assert rules.get("entities").status_code == 200

    holding = ProvinceRoleHolding.objects.get(role__code="reader")
    ended = api("province:security").post(f"province-role-holdings/{holding.pk}/end", {"on": "2020-02-01"})
    checked(api("province:operations"), ended.json()["id"])
    assert rules.get("entities").status_code == 403
    twice = api("province:security").post(f"province-role-holdings/{holding.pk}/end", {"on": "2020-02-01"})
    assert twice.json()["code"] == "identity.holding_ended"


@pytest.mark.parametrize(
    ("holder", "wanted"), [("auditor", "security"), ("security", "operations"), ("operations", "auditor")]
)
def test_the_three_powers_are_held_by_different_persons(api, holder, wanted):
    answer = assign(api, holder, wanted)

    assert [(e["field"], e["code"]) for e in answer.json()["errors"]] == [
        ("role_id", "identity.powers_separate")
    ]


def test_the_three_powers_are_separate_over_two_accounts_of_one_person(api):
    Account.objects.filter(pk__in=[account("auditor").pk, account("rules").pk]).update(person_hash=b"x" * 16)

    assert assign(api, "rules", "security").json()["errors"][0]["code"] == "identity.powers_separate"
    assert assign(api, "catalogue", "security").status_code == 202


def test_one_power_follows_the_other_in_time(api):
    actor = Actor.system("province")
    with in_entity("province"):
        held = ProvinceRoleHolding.objects.get(account=account("auditor"))
        services.province_role_end(actor=actor, holding=held, on=date(2021, 12, 31))

    assert assign(api, "auditor", "security", valid_from="2021-12-31").status_code == 422
    assert assign(api, "auditor", "security", valid_from="2022-01-01").status_code == 202


def test_assigning_twice_is_refused_by_the_service(bank):
    with in_entity("province"), pytest.raises(FieldErrors) as refused:
        services.province_role_assign(
            actor=Actor.system("province"),
            account=account("rules"),
            role=role("rules"),
            on=date(2026, 1, 1),
        )
    assert [e.code for e in refused.value.errors] == ["identity.role_held"]


def test_an_editor_who_saw_an_older_role_is_told(api):
    ProvinceRole.objects.filter(code="rules").update(version=7)
    answer = api("province:security").post(
        f"province-roles/{role('rules').pk}/define", {"name": "x", "actions": [], "version": 6}
    )
    assert (answer.status_code, answer.json()["code"]) == (412, "platform.stale_edit")
