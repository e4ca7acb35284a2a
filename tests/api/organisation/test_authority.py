"""Delegated authority: given, revoked and passed on by two persons; what is passed on ends with its source."""

from datetime import date
from decimal import Decimal

import pytest

from shared.identity.models import Account
from tenants.organisation import selectors
from tenants.organisation.models import Authority, Staff
from tests import world
from tests.factories.changes import checked


@pytest.fixture
def source(actor_for):
    """The authority of the approver: 300,000 yuan, any product."""
    return Authority.objects.get(staff_id=actor_for("approver").staff_id)


def limit(actor, product="FARMER_MICRO", guarantee="CREDIT", on=world.BUSINESS_DATE):
    return selectors.authority_limit(
        staff_id=actor.staff_id, product_code=product, guarantee_mode=guarantee, on=on
    )


def terms(actor, **body):
    wanted = {"staff_id": actor.staff_id, "max_amount": "100000.00", "valid_from": "2026-03-01"}
    return {**wanted, "valid_to": "2026-06-30", **body}


def faults(answer):
    return {(e["field"], e["code"]) for e in answer.json()["errors"]}


def test_authority_is_given_by_two_and_counts_within_its_bounds(api, actor_for):
    risk = actor_for("risk")
    body = terms(risk, product_code="FARMER_MICRO", guarantee_mode="CREDIT", max_amount="50000.00")
    change = api("security_admin").post("authorities", body)
    assert limit(risk) == 0
    checked(api("bank_admin"), change.json()["id"])

    assert limit(risk) == Decimal("50000.00")
    assert limit(risk, product="PERSONAL_GENERAL") == 0
    assert limit(risk, guarantee="MORTGAGE") == 0
    assert limit(risk, on=date(2026, 7, 1)) == 0


def test_what_is_wrong_with_authority_is_told_at_its_field(api, actor_for):
    security, risk = api("security_admin"), actor_for("risk")

    assert faults(security.post("authorities", terms(risk, product_code="NONE"))) == {
        ("product_code", "organisation.unknown_choice")
    }
    assert faults(security.post("authorities", terms(risk, valid_to="2025-01-01"))) == {
        ("valid_to", "organisation.ends_before_start")
    }
    assert faults(security.post("authorities", {**terms(risk), "staff_id": 999999})) == {
        ("staff_id", "organisation.unknown_choice")
    }
    Staff.objects.filter(pk=risk.staff_id).update(is_active=False)
    assert faults(security.post("authorities", terms(risk))) == {("staff_id", "organisation.staff_left")}


def test_part_of_an_authority_is_passed_on_and_ends_with_its_source(api, actor_for, source):
    risk = actor_for("risk")
    change = api("approver").post(f"authorities/{source.pk}/delegate", terms(risk))
    assert change.status_code == 202, change.json()
    assert limit(risk) == 0
    assert checked(api("approver"), change.json()["id"]).status_code == 403
    checked(api("security_admin"), change.json()["id"])
    assert limit(risk) == Decimal("100000.00")
    own = api("approver").get("authorities/own").json()["results"]
    assert [([link["name"] for link in a["chain"]], a["counts"]) for a in own] == [
        (["审批岗"], True),
        (["审批岗", "风险管理岗"], True),
    ]

    revoked = api("security_admin").post(f"authorities/{source.pk}/revoke").json()
    assert [x["after"] for x in revoked["difference"]] == ["撤销", "随之失效"]
    checked(api("bank_admin"), revoked["id"])

    assert limit(risk) == 0
    assert limit(actor_for("approver")) == 0
    listed = api("auditor").get("authorities", staff_id=risk.staff_id).json()["results"]
    assert [(a["counts"], a["revoked_at"]) for a in listed] == [(False, None)]
    again = api("security_admin").post(f"authorities/{source.pk}/revoke")
    assert again.json()["code"] == "organisation.authority_revoked"


def test_what_was_passed_on_ends_when_the_source_ends(api, actor_for, source):
    risk = actor_for("risk")
    change = api("approver").post(f"authorities/{source.pk}/delegate", terms(risk)).json()
    checked(api("security_admin"), change["id"])
    Authority.objects.filter(pk=source.pk).update(valid_to="2026-03-31")

    assert limit(risk, on=date(2026, 3, 31)) == Decimal("100000.00")
    assert limit(risk, on=date(2026, 4, 1)) == 0


def test_nobody_passes_on_more_than_he_has(api, actor_for, source):
    Authority.objects.filter(pk=source.pk).update(
        product_code="FARMER_MICRO", guarantee_mode="CREDIT", valid_from="2026-03-01", valid_to="2026-06-30"
    )
    body = terms(actor_for("risk"), max_amount="300000.01", valid_from="2026-02-28", valid_to="2026-07-01")
    answer = api("approver").post(f"authorities/{source.pk}/delegate", body)

    assert faults(answer) == {
        ("max_amount", "organisation.delegation_above_amount"),
        ("product_code", "organisation.delegation_wider"),
        ("guarantee_mode", "organisation.delegation_wider"),
        ("valid_from", "organisation.delegation_longer"),
        ("valid_to", "organisation.delegation_longer"),
    }
    endless = terms(actor_for("risk"), product_code="FARMER_MICRO", guarantee_mode="CREDIT", valid_to=None)
    told = faults(api("approver").post(f"authorities/{source.pk}/delegate", endless))
    assert told == {("valid_to", "organisation.delegation_longer")}


def test_what_was_passed_on_once_is_not_passed_on_again_nor_back(api, actor_for, source):
    head = actor_for("branch_head")
    change = api("approver").post(f"authorities/{source.pk}/delegate", terms(head)).json()
    checked(api("security_admin"), change["id"])
    passed = Authority.objects.get(source=source)

    further = api("branch_head").post(f"authorities/{passed.pk}/delegate", terms(actor_for("risk")))
    assert (further.status_code, further.json()["code"]) == (409, "organisation.delegation_depth")

    Authority.objects.filter(pk=passed.pk).update(levels=1)
    back = api("branch_head").post(f"authorities/{passed.pk}/delegate", terms(actor_for("approver")))
    assert faults(back) == {("staff_id", "organisation.delegation_returns")}
    itself = api("approver").post(f"authorities/{source.pk}/delegate", terms(actor_for("approver")))
    assert faults(itself) == {("staff_id", "organisation.delegation_returns")}
    Account.objects.filter(
        pk__in=[actor_for("approver").account_id, actor_for("approver2").account_id]
    ).update(person_hash=b"p" * 16)
    other = api("branch_head").post(f"authorities/{passed.pk}/delegate", terms(actor_for("approver2")))
    assert faults(other) == {("staff_id", "organisation.delegation_returns")}
    assert (
        api("branch_head").post(f"authorities/{passed.pk}/delegate", terms(actor_for("risk"))).status_code
        == 202
    )


def test_a_chain_of_three_ends_with_its_first_link(actor_for, source):
    links = [source]
    for who in ("branch_head", "risk", "archivist"):
        links.append(
            Authority.objects.create(
                staff_id=actor_for(who).staff_id,
                source=links[-1],
                max_amount=Decimal("1000.00"),
                levels=0,
                valid_from=date(2026, 1, 1),
            )
        )
    assert limit(actor_for("archivist")) == Decimal("1000.00")
    Authority.objects.filter(pk=links[1].pk).update(revoked_at="2026-03-01T00:00:00Z")
    assert limit(actor_for("archivist")) == 0


def test_only_ones_own_authority_is_passed_on(api, actor_for, source):
    body = terms(actor_for("risk"))
    assert api("approver2").post(f"authorities/{source.pk}/delegate", body).status_code == 404
    assert api("officer").post(f"authorities/{source.pk}/delegate", body).status_code == 403
    assert api("approver2").get("authorities").status_code == 403


def test_a_source_revoked_meanwhile_stops_the_delegation(api, actor_for, source):
    change = api("approver").post(f"authorities/{source.pk}/delegate", terms(actor_for("risk"))).json()
    Authority.objects.filter(pk=source.pk).update(revoked_at="2026-03-01T00:00:00Z")

    assert checked(api("security_admin"), change["id"]).json()["code"] == "changes.subject_moved"
    Authority.objects.filter(pk=source.pk).update(revoked_at=None, valid_to="2026-03-01")
    assert checked(api("security_admin"), change["id"]).json()["code"] == "organisation.authority_revoked"
    assert Authority.objects.filter(source=source).count() == 0
