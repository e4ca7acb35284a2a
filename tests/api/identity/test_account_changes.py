"""Accounts are opened, disabled and reset by two persons; the first password is told once."""

import json

import pytest

from backend.platform.permissions import Actor
from backend.platform.records.models import AuditRecord, IdempotencyRecord, PendingChange
from backend.platform.tenancy import in_entity
from shared.identity import services
from shared.identity.models import Account, Session
from tenants.organisation.models import PostHolding, Staff
from tests import world
from tests.factories.access import ID_NO, make_staff
from tests.factories.changes import checked
from tests.support.api import Api


@pytest.fixture
def newcomer():
    return make_staff(world.BANK_A)


def account(username, entity=world.BANK_A):
    return Account.objects.get(entity_code=entity, username=username)


def opened(api, newcomer, **body):
    wanted = {"staff_id": newcomer.pk, "username": "xiewen", "id_no": ID_NO, **body}
    return api("security_admin").post("accounts", wanted)


def sign_in(username, password):
    client = Api(world.BANK_A)
    return client.post("session", {"username": username, "password": password})


def test_an_account_is_opened_by_two_and_its_first_password_is_told_once(api, newcomer):
    proposed = opened(api, newcomer)
    assert proposed.status_code == 202
    assert {line["label"]: line["after"] for line in proposed.json()["difference"]} == {
        "所属机构": "贵阳农村商业银行",
        "用户名": "xiewen",
        "姓名": "谢文",
        "工号": "b0019001",
    }
    assert not Account.objects.filter(username="xiewen").exists()

    assert checked(api("bank_admin"), proposed.json()["id"]).status_code == 200
    row = account("xiewen")
    assert Staff.objects.get(pk=newcomer.pk).account_id == row.pk
    assert not row.has_usable_password()

    maker = api("security_admin")
    told = maker.post(f"accounts/{row.pk}/first-password")
    assert (told.status_code, told["Cache-Control"]) == (200, "no-store")
    password = told.json()["password"]
    again = maker.post(f"accounts/{row.pk}/first-password")
    assert (again.status_code, again.json()["code"]) == (409, "identity.no_first_password")

    session = sign_in("xiewen", password)
    assert session.json()["must_change_password"] is True
    stored = [
        *AuditRecord.objects.values_list("changes", "comment"),
        *IdempotencyRecord.objects.values_list("body"),
        *PendingChange.objects.values_list("payload", "difference"),
        *Account.objects.values_list("password"),
    ]
    text = json.dumps(stored, ensure_ascii=False, default=str)
    assert password not in text
    assert ID_NO not in text


@pytest.mark.parametrize(
    ("body", "field", "code"),
    [
        ({"username": "Xie Wen"}, "username", "identity.username_form"),
        ({"username": "officer"}, "username", "identity.username_taken"),
        ({"id_no": "520102199003073321"}, "id_no", "identity.id_no_invalid"),
        ({"staff_id": 999999}, "staff_id", "identity.unknown_choice"),
    ],
)
def test_what_is_wrong_with_an_account_is_told_at_its_field(api, newcomer, body, field, code):
    answer = opened(api, newcomer, **body)

    assert answer.status_code == 422
    assert [(e["field"], e["code"]) for e in answer.json()["errors"]] == [(field, code)]


def test_a_person_of_the_bank_gets_one_account(api, actor_for):
    staff = Staff.objects.get(pk=actor_for("teller").staff_id)
    answer = opened(api, staff)

    assert answer.json()["errors"][0]["code"] == "identity.person_has_account"


def test_a_name_taken_meanwhile_is_found_when_the_change_takes_effect(api, newcomer):
    proposed = opened(api, newcomer).json()
    services.account_create(
        actor=Actor.system(world.BANK_A),
        entity_code=world.BANK_A,
        username="xiewen",
        name="别人",
        password="Paddy-terrace-7",
    )

    answer = checked(api("bank_admin"), proposed["id"])

    assert (answer.status_code, answer.json()["code"]) == (409, "identity.username_taken")
    assert api("bank_admin").get(f"changes/{proposed['id']}").json()["state"] == "PENDING"


def test_a_disabled_account_is_out_at_once_and_comes_back(api):
    teller = api("teller")
    assert teller.get("loans").status_code == 200
    change = api("security_admin").post(f"accounts/{account('teller').pk}/disable", {"comment": "离岗"})
    assert teller.get("loans").status_code == 200

    checked(api("bank_admin"), change.json()["id"])

    assert teller.get("loans").status_code == 401
    assert Session.objects.filter(account_id=account("teller").pk).count() == 0
    twice = api("security_admin").post(f"accounts/{account('teller').pk}/disable")
    assert twice.json()["code"] == "identity.already_disabled"
    back = api("security_admin").post(f"accounts/{account('teller').pk}/enable")
    checked(api("bank_admin"), back.json()["id"])
    assert sign_in("teller", world.PASSWORD).status_code == 200


def test_a_reset_ends_sessions_and_the_old_password(api):
    teller = api("teller")
    change = api("bank_admin").post(f"accounts/{account('teller').pk}/reset")
    checked(api("security_admin"), change.json()["id"])

    assert teller.get("loans").status_code == 401
    assert sign_in("teller", world.PASSWORD).json()["code"] == "identity.wrong_credentials"
    told = api("bank_admin").post(f"accounts/{account('teller').pk}/first-password").json()
    assert sign_in("teller", told["password"]).json()["must_change_password"] is True


def test_nobody_checks_the_change_of_his_own_account(api):
    change = api("security_admin").post(f"accounts/{account('bank_admin').pk}/reset").json()

    assert checked(api("bank_admin"), change["id"]).json()["code"] == "changes.interested"
    assert checked(api("bank_admin2"), change["id"]).status_code == 200


def test_who_administers_nothing_sees_and_proposes_nothing(api):
    officer = api("officer")
    assert officer.get("accounts").status_code == 403
    assert officer.post(f"accounts/{account('teller').pk}/disable").status_code == 403
    assert api("auditor").get("accounts").status_code == 200
    assert api("auditor").post(f"accounts/{account('teller').pk}/disable").status_code == 403


def test_an_account_of_another_entity_is_not_there(api):
    other = account("teller", world.BANK_B)
    assert api("security_admin").post(f"accounts/{other.pk}/disable").status_code == 404
    assert api("province:security").post(f"accounts/{other.pk}/disable").status_code == 404


def test_the_province_appoints_an_administrator_of_a_bank(api):
    security = api("province:security")
    body = {
        "username": "luojun",
        "name": "罗军",
        "id_no": ID_NO,
        "entity_code": world.BANK_A,
        "role": "bank_admin",
    }
    proposed = security.post("accounts", body)
    assert proposed.json()["subject_no"] == "b001/luojun"
    assert checked(security, proposed.json()["id"]).json()["code"] == "changes.self_check"
    assert checked(api("province:operations"), proposed.json()["id"]).status_code == 200

    assert services.appointments_carry_out() == 1
    assert services.appointments_carry_out() == 0

    row = account("luojun")
    holding = PostHolding.objects.get(staff__account_id=row.pk)
    assert (holding.post.role.code, holding.staff.staff_no) == ("bank_admin", "luojun")
    assert row.appointed_at is not None
    listed = security.get("accounts", entity_code=world.BANK_A).json()["results"]
    assert [(r["username"], r["roles"]) for r in listed] == [("luojun", ["行社管理员"])]
    told = security.post(f"accounts/{row.pk}/first-password").json()
    assert sign_in("luojun", told["password"]).status_code == 200


def test_an_account_at_a_bank_needs_a_role_and_one_at_the_province_none(api):
    security = api("province:security")
    body = {"username": "luojun", "name": "罗军", "id_no": ID_NO}
    for wrong in ({"entity_code": world.BANK_A}, {"role": "bank_admin"}):
        answer = security.post("accounts", {**body, **wrong})
        assert [e["code"] for e in answer.json()["errors"]] == ["identity.role_for_banks"]
    unknown = security.post("accounts", {**body, "entity_code": "b077", "role": "bank_admin"})
    assert [e["field"] for e in unknown.json()["errors"]] == ["entity_code"]
    assert security.post("accounts", body).status_code == 202


def test_persons_with_two_accounts_are_listed_for_the_province(api):
    with in_entity("province"):
        for entity in (world.BANK_A, "province"):
            services.account_create(
                actor=Actor.system("province"),
                entity_code=entity,
                username="xiewen",
                name="谢文",
                password="Paddy-terrace-7",
                id_no=ID_NO.lower(),
            )
    page = api("province:security").get("accounts/same-persons").json()

    assert page["count"] == 1
    assert [a["entity_code"] for a in page["results"][0]["accounts"]] == [world.BANK_A, "province"]
    assert api("province:rules").get("accounts/same-persons").status_code == 403


def test_whoever_checks_sees_the_other_accounts_of_the_person(api, newcomer):
    with in_entity("province"):
        services.account_create(
            actor=Actor.system("province"),
            entity_code="province",
            username="xiewen",
            name="谢文",
            password="Paddy-terrace-7",
            id_no=ID_NO,
        )
    lines = {line["label"]: line["after"] for line in opened(api, newcomer).json()["difference"]}
    assert lines["此人已有账号"] == "province/xiewen 谢文"
