"""Maker and checker: who proposes, who lets it take effect, and what stands in the way."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from backend.platform import clock, crypto
from backend.platform.errors import DomainError
from backend.platform.permissions import Actor
from backend.platform.records import changes
from backend.platform.records.models import AuditRecord, PendingChange
from shared.identity.models import Account
from tenants.organisation.models import Branch
from tests import world
from tests.factories import changes as factory
from tests.support.desk import counts


@pytest.fixture(autouse=True)
def _kind():
    with factory.registered():
        yield


@pytest.fixture
def change(actor_for):
    return factory.propose(actor_for("bank_admin"))


def account(username):
    return Account.objects.get(entity_code=world.BANK_A, username=username)


def name_now():
    return Branch.objects.get(code="b00101").name


def approve(client, change, **body):
    return client.post(f"changes/{change.pk}/approve", {"content_hash": change.content_hash, **body})


def test_a_change_takes_effect_when_a_second_person_has_checked_it(api, change):
    assert name_now() == "城关支行"
    risk = api("risk")
    seen = risk.get(f"changes/{change.pk}").json()
    assert seen["difference"] == [
        {"field": "name", "label": "机构名称", "before": "城关支行", "after": "城关中心支行"}
    ]
    assert (seen["state"], seen["title"]) == ("PENDING", "机构改名 b00101")
    assert seen["allowed_actions"] == ["approve", "reject"]

    answer = risk.post(
        f"changes/{change.pk}/approve", {"content_hash": seen["content_hash"], "comment": "已核对批复"}
    )

    assert (answer.status_code, answer.json()["state"]) == (200, "APPROVED")
    assert answer.json()["checker_name"] == "风险管理岗"
    assert name_now() == "城关中心支行"
    done = AuditRecord.objects.filter(object_type="records.pendingchange", object_id=change.pk)
    assert list(done.order_by("id").values_list("action", "actor_name")) == [
        ("changes.propose", "行社管理员"),
        ("changes.approve", "风险管理岗"),
        ("test.branch_rename", "风险管理岗"),
    ]
    assert done.order_by("id")[0].changes == {"机构名称": ["城关支行", "城关中心支行"]}


def test_the_same_approval_sent_twice_takes_effect_once(api, change):
    risk = api("risk")
    body = {"content_hash": change.content_hash}
    answers = [risk.post(f"changes/{change.pk}/approve", body, key="approve-once") for _ in range(2)]

    assert [a.json()["state"] for a in answers] == ["APPROVED", "APPROVED"]
    assert AuditRecord.objects.filter(action="test.branch_rename").count() == 1
    again = approve(risk, change)
    assert (again.status_code, again.json()["code"]) == (409, "platform.wrong_state")


def test_the_maker_may_not_check(api, change):
    admin = api("bank_admin")
    assert admin.get(f"changes/{change.pk}").json()["allowed_actions"] == ["withdraw"]
    assert approve(admin, change).json()["code"] == "platform.not_allowed"

    both = PendingChange.objects.get(pk=change.pk)
    PendingChange.objects.filter(pk=both.pk).update(maker_account_id=account("risk").pk)
    answer = approve(api("risk"), both)
    assert (answer.status_code, answer.json()["code"]) == (403, "changes.self_check")
    assert name_now() == "城关支行"


def test_the_database_refuses_a_maker_who_checks(change):
    with pytest.raises(IntegrityError, match="change_two_persons"), transaction.atomic():
        PendingChange.objects.filter(pk=change.pk).update(
            state="APPROVED", checker_account_id=change.maker_account_id, decided_at=clock.now()
        )


def test_the_makers_other_account_may_not_check(api, change):
    person = crypto.province_hash("id_no", "52010219900307332X")
    Account.objects.filter(pk__in=[account("bank_admin").pk, account("risk").pk]).update(person_hash=person)

    answer = approve(api("risk"), change)

    assert (answer.status_code, answer.json()["code"]) == (403, "changes.same_person")
    assert api("risk").get(f"changes/{change.pk}").json()["check_refusal"] == "changes.same_person"
    assert approve(api("risk2"), change).status_code == 200


def test_whoever_is_concerned_may_not_check_nor_may_his_other_account(api, actor_for):
    person = crypto.province_hash("id_no", "52010219900307332X")
    Account.objects.filter(pk__in=[account("officer").pk, account("risk2").pk]).update(person_hash=person)
    change = factory.propose(actor_for("bank_admin"), concerns=[account("risk").pk, account("officer").pk])

    codes = [approve(api(who), change).json()["code"] for who in ("risk", "risk2")]

    assert codes == ["changes.interested", "changes.interested"]
    assert counts(api("risk"))["changes"] == 0


def test_what_was_not_seen_is_not_approved(api, change):
    risk = api("risk")
    other = risk.post(f"changes/{change.pk}/approve", {"content_hash": "0" * 64})
    assert (other.status_code, other.json()["code"]) == (409, "changes.content_differs")
    assert risk.post(f"changes/{change.pk}/approve", {}).status_code == 422

    PendingChange.objects.filter(pk=change.pk).update(payload={"name": "偷换支行"})
    swapped = approve(risk, change)
    assert swapped.json()["code"] == "changes.content_differs"
    assert name_now() == "城关支行"


def test_a_subject_that_moved_since_is_not_overwritten(api, change):
    Branch.objects.filter(code="b00101").update(name="城关第一支行")

    answer = approve(api("risk"), change)

    assert (answer.status_code, answer.json()["code"]) == (409, "changes.subject_moved")
    assert name_now() == "城关第一支行"


def test_a_change_is_sent_back_with_a_reason(api, change):
    risk = api("risk")
    assert risk.post(f"changes/{change.pk}/reject", {}).status_code == 422

    answer = risk.post(f"changes/{change.pk}/reject", {"reason": "批复文号不符"})

    assert (answer.json()["state"], answer.json()["checker_comment"]) == ("REJECTED", "批复文号不符")
    assert name_now() == "城关支行"
    assert approve(risk, change).json()["code"] == "platform.wrong_state"


def test_only_the_maker_withdraws(api, change):
    assert api("risk").post(f"changes/{change.pk}/withdraw").json()["code"] == "changes.not_maker"
    assert api("officer").post(f"changes/{change.pk}/withdraw").status_code == 404

    assert api("bank_admin").post(f"changes/{change.pk}/withdraw").json()["state"] == "WITHDRAWN"


def test_one_change_of_a_kind_waits_for_a_subject(actor_for, change):
    with pytest.raises(DomainError) as refused:
        factory.propose(actor_for("bank_admin2"), name="城关新支行")
    assert refused.value.code == "changes.already_pending"
    assert refused.value.params == {"change_id": change.pk, "maker": "行社管理员"}

    changes.withdraw(actor=actor_for("bank_admin"), pk=change.pk)
    assert factory.propose(actor_for("bank_admin2"), name="城关新支行").state == "PENDING"


def test_what_changes_nothing_and_what_nobody_proposes_is_refused(actor_for):
    with pytest.raises(DomainError) as same:
        factory.propose(actor_for("bank_admin"), name="城关支行")
    with pytest.raises(DomainError) as unallowed:
        factory.propose(actor_for("officer"))
    with pytest.raises(DomainError) as nobody:
        factory.propose(Actor.system(world.BANK_A))
    assert [e.value.code for e in (same, unallowed, nobody)] == [
        "changes.nothing_changes",
        "platform.not_allowed",
        "changes.no_person",
    ]


def test_a_change_that_nobody_checks_lapses_and_makes_room(api, actor_for, change):
    later = clock.now() + changes.LIFETIME + timedelta(seconds=1)
    with clock.frozen(later):
        assert counts(api("risk"))["changes"] == 0
        assert approve(api("risk"), change).json()["code"] == "changes.expired"
        factory.propose(actor_for("bank_admin"))
        changes.lapsed_expire()

    change.refresh_from_db()
    assert (change.state, change.checker_account_id) == ("EXPIRED", None)
    assert AuditRecord.objects.filter(action="changes.expire", object_id=change.pk).count() == 1


def test_the_sweep_closes_what_lapsed(change):
    with clock.frozen(clock.now() + changes.LIFETIME):
        changes.lapsed_expire()
    assert PendingChange.objects.get(pk=change.pk).state == "EXPIRED"


def test_lists_show_what_one_makes_or_checks(api, actor_for, change):
    factory.propose(actor_for("bank_admin2"), code="b00102", name="河东中心支行")
    admin, risk, reviewer = api("bank_admin"), api("risk"), api("reviewer")

    assert reviewer.get("changes").json()["count"] == 0
    assert reviewer.get(f"changes/{change.pk}").status_code == 404
    assert "changes" not in counts(reviewer)
    assert reviewer.get("changes/kinds").json() == []
    assert admin.get("changes").json()["count"] == 2
    assert [r["id"] for r in admin.get("changes", whose="mine").json()["results"]] == [change.pk]
    assert risk.get("changes", whose="to_check", sort="made_at").json()["results"][0]["id"] == change.pk
    assert risk.get("changes", subject_no="b00102").json()["results"][0]["maker_name"] == "行社管理员2"
    assert risk.get("changes", subject_type="organisation.branch", subject_id=change.subject_id).json()[
        "count"
    ] == (1)
    assert risk.get("changes", state="APPROVED").json()["count"] == 0
    assert (counts(risk)["changes"], counts(admin)["changes"]) == (2, 0)
    assert {"code": factory.KIND, "name": "机构改名"} in risk.get("changes/kinds").json()


def test_the_list_costs_a_fixed_number_of_queries(api, actor_for, change, django_assert_max_num_queries):
    risk = api("risk")
    with django_assert_max_num_queries(11):
        risk.get("changes")


def test_a_kind_is_registered_once():
    with pytest.raises(ValueError, match="registered twice"):
        changes.register(
            changes.ChangeKind(
                code=factory.KIND, name="", make_action="", check_action="", apply=print, describe=print
            )
        )


def test_the_hash_of_a_person_is_the_same_at_every_entity(bank):
    from backend.platform.tenancy import in_entity

    here = crypto.province_hash("id_no", "52010219900307332X")
    with in_entity("province"):
        assert crypto.province_hash("id_no", "52010219900307332X") == here
        assert crypto.keyed_hash("id_no", "52010219900307332X") == here
    assert crypto.keyed_hash("id_no", "52010219900307332X") != here
