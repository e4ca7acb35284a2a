"""Parameters at the province: its value, the bounds it leaves to the banks, and two persons for each change."""

from datetime import timedelta

import pytest

from backend.platform.tenancy import in_entity
from shared.reference.models import ProvinceParameter
from shared.reference.selectors import province_today, province_value
from tenants.organisation.models import BusinessDate
from tenants.organisation.selectors import parameter_value
from tests.world import BANK_B

LAPSE = "applications.lapse_days"


def propose(api, who="province:operations", **body):
    return api(who).post(
        f"parameters/{LAPSE}/changes", {"value": None, "valid_from": province_today(), **body}
    )


def approve(api, change, who="province:rules"):
    checker = api(who)
    seen = checker.get(f"changes/{change['id']}").json()
    return checker.post(f"changes/{change['id']}/approve", {"content_hash": seen["content_hash"]})


def test_what_the_province_decides_holds_at_every_bank_that_set_nothing(api):
    change = propose(api, value="120", minimum="60", maximum="180", comment="全省统一")
    assert change.status_code == 201
    lines = {line["field"]: (line["before"], line["after"]) for line in change.json()["difference"]}
    assert lines["value"] == ("按系统默认值", "120 天")
    assert (lines["minimum"], lines["maximum"]) == (("", "60"), ("", "180"))
    assert approve(api, change.json()).status_code == 200

    BusinessDate.objects.update(current_on=province_today())
    assert (parameter_value(LAPSE), province_value(LAPSE)) == (120, 120)
    page = api("province:auditor").get(f"parameters/{LAPSE}").json()
    current = page["current"]
    assert (current["level"], current["minimum"], current["maximum"]) == ("PROVINCE", "60", "180")
    assert (current["proposed_by"], current["approved_by"]) == ("省运行管理岗", "省规则管理岗")
    with in_entity(BANK_B):  # seven days stand outside the bounds now
        assert parameter_value(LAPSE, on=province_today()) == 120


def test_locking_and_unlocking_reaches_the_banks(api):
    approve(api, propose(api, value="100", is_locked=True).json())
    BusinessDate.objects.update(current_on=province_today())
    bank = {"value": "60", "valid_from": province_today()}
    assert api("bank_admin").post(f"parameters/{LAPSE}/changes", bank).json()["code"] == "parameters.locked"
    approve(api, propose(api, value="100", is_locked=False).json())
    assert api("bank_admin").post(f"parameters/{LAPSE}/changes", bank).status_code == 201


@pytest.mark.parametrize(
    ("body", "field", "code"),
    [
        ({"value": "0"}, "value", "parameters.out_of_bounds"),
        ({"value": "100", "minimum": "110"}, "value", "parameters.out_of_bounds"),
        ({"minimum": "0"}, "minimum", "parameters.out_of_bounds"),
        ({"maximum": "400"}, "maximum", "parameters.out_of_bounds"),
        ({"minimum": "90", "maximum": "60"}, "maximum", "parameters.bounds_reversed"),
        ({"minimum": "x"}, "minimum", "parameters.not_of_kind"),
        ({"value": "1", "colour": "red"}, "colour", "platform.unknown_field"),
    ],
)
def test_bounds_beyond_the_declaration_are_refused_at_their_field(api, body, field, code):
    refused = propose(api, **body)
    assert refused.status_code == 422
    assert [(e["field"], e["code"]) for e in refused.json()["errors"]] == [(field, code)]
    assert not ProvinceParameter.objects.exists()


def test_the_past_nothing_new_and_the_wrong_person_are_refused(api):
    past = propose(api, value="100", valid_from=province_today() - timedelta(days=1))
    assert past.json()["errors"][0]["code"] == "parameters.in_the_past"
    assert propose(api).json()["code"] == "changes.nothing_changes"
    assert propose(api, "province:catalogue", value="100").status_code == 403
    change = propose(api, value="100").json()
    assert approve(api, change, "province:operations").status_code in (403, 404)
    assert province_value(LAPSE) == 90


def test_the_list_names_every_parameter_with_its_group(api):
    found = api("province:rules").get("parameters", page_size=200).json()
    rows = {row["code"]: row for row in found["results"]}
    assert rows["contracts.overdue_percent"]["group"] == "合同"
    assert rows[LAPSE]["current"] | {"minimum": "1", "maximum": "365"} == rows[LAPSE]["current"]
    assert found["count"] == len(rows)
