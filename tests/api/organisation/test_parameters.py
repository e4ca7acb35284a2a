"""Parameters at a bank: what holds, why, and how two persons change it."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from backend.platform.clock import frozen, now
from backend.platform.errors import DomainError
from backend.platform.permissions import Actor
from backend.platform.records.models import AuditRecord
from tenants.organisation import services
from tenants.organisation.models import BankParameter, BusinessDate
from tenants.organisation.selectors import parameter_explained, parameter_value
from tests.factories.parameters import bank_sets, province_sets
from tests.world import BANK_B, BUSINESS_DATE, OWN_PARAMETERS

LAPSE = "applications.lapse_days"
WAIT = "intake.rejected_wait_days"
LATER = BUSINESS_DATE + timedelta(days=30)


def approve(api, change, who="risk"):
    checker = api(who)
    seen = checker.get(f"changes/{change['id']}").json()
    return checker.post(f"changes/{change['id']}/approve", {"content_hash": seen["content_hash"]})


def propose(api, value, *, code=LAPSE, valid_from=BUSINESS_DATE, who="bank_admin", comment=""):
    body = {"value": value, "valid_from": valid_from, "comment": comment}
    return api(who).post(f"parameters/{code}/changes", body)


def test_the_default_holds_until_somebody_sets_it_whatever_another_bank_did(bank, api):
    assert [parameter_value(code) for code in sorted(OWN_PARAMETERS)] == [90, 0]
    assert parameter_explained(LAPSE).level == "DEFAULT"
    theirs = api(f"{BANK_B}:auditor").get(f"parameters/{LAPSE}").json()
    assert (theirs["current"]["value"], theirs["current"]["level"]) == ("7", "BANK")
    ours = api("auditor").get(f"parameters/{LAPSE}").json()
    assert (ours["current"]["value"], ours["current"]["level"], ours["versions"]) == ("90", "DEFAULT", [])


def test_a_value_is_proposed_by_one_person_and_holds_when_a_second_one_approves(api):
    change = propose(api, "60", comment="按年度授信政策")
    assert change.status_code == 201
    assert parameter_value(LAPSE) == 90
    lines = {line["field"]: (line["before"], line["after"]) for line in change.json()["difference"]}
    assert lines == {"value": ("按省联社取值", "60 天"), "valid_from": ("", BUSINESS_DATE.isoformat())}
    assert approve(api, change.json(), "bank_admin2").status_code in (403, 404)
    assert approve(api, change.json(), "bank_admin").status_code in (403, 404)

    assert approve(api, change.json()).status_code == 200

    assert parameter_value(LAPSE) == 60
    found = parameter_explained(LAPSE)
    assert (found.level, found.setting.version) == ("BANK", 1)
    assert (found.setting.proposed_by, found.setting.approved_by) == ("行社管理员", "风险管理岗")
    page = api("auditor").get(f"parameters/{LAPSE}").json()
    assert page["current"]["valid_from"] == BUSINESS_DATE.isoformat()
    assert [(v["version"], v["value"], v["comment"]) for v in page["versions"]] == [
        (1, "60", "按年度授信政策")
    ]
    assert (
        AuditRecord.objects.filter(action="organisation.parameter_set", object_no=f"{LAPSE}/1").count() == 1
    )


def test_a_scheduled_value_waits_for_its_date_and_the_history_stays(api):
    bank_sets(LAPSE, "60")
    bank_sets(LAPSE, "45", valid_from=LATER)

    row = next(r for r in api("risk").get("parameters").json()["results"] if r["code"] == LAPSE)
    assert (row["current"]["value"], row["next"]["value"], row["next_on"]) == ("60", "45", LATER.isoformat())
    assert parameter_value(LAPSE, on=LATER - timedelta(days=1)) == 60
    assert parameter_value(LAPSE, on=LATER) == 45

    BusinessDate.objects.update(current_on=LATER)

    assert parameter_value(LAPSE) == 45
    assert parameter_value(LAPSE, on=BUSINESS_DATE) == 60


def test_a_value_for_the_same_date_replaces_the_one_before_and_both_are_shown(api):
    first, second = bank_sets(LAPSE, "60"), bank_sets(LAPSE, "70")
    first.refresh_from_db()
    assert (first.replaced_at is not None, second.version, parameter_value(LAPSE)) == (True, 2, 70)
    versions = api("risk").get(f"parameters/{LAPSE}").json()["versions"]
    assert [(v["version"], v["replaced_at"] is not None) for v in versions] == [(2, False), (1, True)]


def test_two_rows_that_count_for_one_date_are_impossible(bank):
    bank_sets(LAPSE, "60")
    row = BankParameter.objects.get(code=LAPSE)
    row.pk, row.version = None, 9
    with pytest.raises(IntegrityError, match="bankparameter_no_overlap"), transaction.atomic():
        row.save(force_insert=True)


def test_the_province_stands_between_the_default_and_the_bank(api):
    province_sets(LAPSE, "120", minimum="60", maximum="180")
    assert parameter_value(LAPSE) == 120
    refused = propose(api, "59")
    assert (refused.status_code, refused.json()["code"]) == (422, "parameters.out_of_bounds")
    assert refused.json()["errors"][0]["field"] == "value"
    bank_sets(LAPSE, "60")
    assert parameter_value(LAPSE) == 60

    province_sets(LAPSE, "120", valid_from=LATER, minimum="90", maximum="180")

    assert parameter_value(LAPSE) == 60
    then = parameter_explained(LAPSE, on=LATER)
    assert (then.value, then.level, then.overruled.value) == (120, "PROVINCE", "60")


def test_what_the_province_locked_no_bank_changes(api):
    bank_sets(LAPSE, "60")
    province_sets(LAPSE, "100", is_locked=True)
    assert parameter_value(LAPSE) == 100
    refused = propose(api, "61")
    assert (refused.status_code, refused.json()["code"]) == (409, "parameters.locked")
    page = api("bank_admin").get(f"parameters/{LAPSE}").json()
    assert (page["may_propose"], page["current"]["overruled_value"]) == (False, "60")


def test_a_bank_gives_its_value_up_for_the_provinces(api):
    bank_sets(LAPSE, "60")
    approve(api, propose(api, None).json())
    assert (parameter_value(LAPSE), parameter_explained(LAPSE).level) == (90, "DEFAULT")


@pytest.mark.parametrize(
    ("value", "valid_from", "field", "code"),
    [
        ("abc", BUSINESS_DATE, "value", "parameters.not_of_kind"),
        ("60.5", BUSINESS_DATE, "value", "parameters.not_of_kind"),
        ("0", BUSINESS_DATE, "value", "parameters.out_of_bounds"),
        ("366", BUSINESS_DATE, "value", "parameters.out_of_bounds"),
        ("60", BUSINESS_DATE - timedelta(days=1), "valid_from", "parameters.in_the_past"),
        ("60", "31.12.2026", "valid_from", "platform.field_invalid"),
    ],
)
def test_a_wrong_value_is_refused_at_its_field_and_nothing_waits(api, value, valid_from, field, code):
    refused = propose(api, value, valid_from=valid_from)
    assert refused.status_code == 422
    assert [(e["field"], e["code"]) for e in refused.json()["errors"]] == [(field, code)]
    assert api("risk").get("changes").json()["count"] == 0


def test_what_changes_nothing_and_a_second_proposal_are_refused(api):
    bank_sets(LAPSE, "60")
    assert propose(api, "60").json()["code"] == "changes.nothing_changes"
    first = propose(api, "61")
    assert first.status_code == 201
    assert propose(api, "62", who="bank_admin2").json()["code"] == "changes.already_pending"
    assert propose(api, "5", code=WAIT).status_code == 201
    assert api("bank_admin").get(f"parameters/{LAPSE}").json()["pending_change_id"] == first.json()["id"]


def test_bounds_are_checked_again_when_the_change_takes_effect(api):
    change = propose(api, "60").json()
    province_sets(LAPSE, minimum="90", maximum="180")
    refused = approve(api, change)
    assert (refused.status_code, refused.json()["code"]) == (422, "parameters.out_of_bounds")
    assert parameter_value(LAPSE) == 90


def test_a_date_that_went_by_while_the_change_waited_is_refused(api):
    change = propose(api, "60").json()
    BusinessDate.objects.update(current_on=BUSINESS_DATE + timedelta(days=1))
    assert approve(api, change).json()["code"] == "parameters.in_the_past"
    assert not BankParameter.objects.exists()


def test_a_parameter_decided_again_meanwhile_is_not_overwritten(api):
    change = propose(api, "60").json()
    bank_sets(LAPSE, "75")
    assert approve(api, change).json()["code"] == "changes.subject_moved"
    assert parameter_value(LAPSE) == 75


def test_who_may_not_see_or_propose_is_refused(api):
    assert api("officer").get("parameters").status_code == 403
    assert propose(api, "60", who="risk").status_code == 403
    assert api("risk").get("parameters/no.such").status_code == 404
    assert propose(api, "60", code="no.such").status_code == 404


def test_reading_one_value_costs_one_query_and_all_of_them_three(api, django_assert_num_queries):
    bank_sets(LAPSE, "60")
    province_sets(LAPSE, "100")
    with django_assert_num_queries(1):
        assert parameter_value(LAPSE, on=BUSINESS_DATE) == 60
    with django_assert_num_queries(2):
        assert parameter_value(LAPSE) == 60
    from tenants.organisation.selectors import parameter_list

    with django_assert_num_queries(3):
        assert len(parameter_list()) >= 7


def test_the_province_is_dated_by_the_calendar(api):
    day = date(2026, 5, 4)
    with frozen(now().replace(year=2026, month=5, day=3, hour=17)):  # 01:00 on the 4th in the province
        page = api("province:rules").get(f"parameters/{LAPSE}").json()
    assert page["today"] == day.isoformat()


def test_a_service_called_for_the_past_refuses_too(bank):
    with pytest.raises(DomainError) as refused:
        services.bank_parameter_set(
            actor=Actor.system("b001"), code=LAPSE, value="60", valid_from=BUSINESS_DATE - timedelta(days=1)
        )
    assert refused.value.code == "parameters.in_the_past"
