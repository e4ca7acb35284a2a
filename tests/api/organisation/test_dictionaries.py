"""Dictionaries at a bank and at the province: kept by two persons, ended but never deleted, cheap to read."""

from datetime import timedelta

import pytest

from backend.platform.errors import DomainError
from shared.reference.models import DictionaryEntry
from shared.reference.selectors import province_today
from tenants.organisation.models import BankDictionaryEntry, BusinessDate
from tenants.organisation.selectors import dictionary_entry
from tests.world import BANK_B, BUSINESS_DATE

OCCUPATION = "customers.occupation"
BEE = {"code": "L_BEES", "name": "养蜂", "name_en": "Bee keeping", "valid_from": BUSINESS_DATE}


def approve(api, change, who="risk"):
    checker = api(who)
    seen = checker.get(f"changes/{change['id']}").json()
    return checker.post(f"changes/{change['id']}/approve", {"content_hash": seen["content_hash"]})


def codes(api, who="officer", *, active=True):
    entries = api(who).get(f"dictionaries/{OCCUPATION}").json()["entries"]
    return [entry["code"] for entry in entries if entry["is_active"] or not active]


def test_a_bank_adds_an_entry_of_its_own_by_two_persons(api):
    change = api("bank_admin").post(f"dictionaries/{OCCUPATION}/entries", BEE)
    assert change.status_code == 201
    assert [line["after"] for line in change.json()["difference"]][:2] == ["L_BEES", "养蜂"]
    assert "L_BEES" not in codes(api)
    assert approve(api, change.json(), "bank_admin2").status_code in (403, 404)

    assert approve(api, change.json()).status_code == 200

    assert "L_BEES" in codes(api)
    assert "L_BEES" not in codes(api, f"{BANK_B}:officer")
    row = BankDictionaryEntry.objects.get(code="L_BEES")
    assert (row.proposed_by, row.approved_by) == ("行社管理员", "风险管理岗")


def test_an_entry_is_ended_from_a_day_on_and_stays_readable(api):
    approve(api, api("bank_admin").post(f"dictionaries/{OCCUPATION}/entries", BEE).json())
    until = BUSINESS_DATE + timedelta(days=5)
    end = api("bank_admin").post(f"dictionaries/{OCCUPATION}/end", {"code": "L_BEES", "ended_on": until})
    assert end.status_code == 201
    assert approve(api, end.json()).status_code == 200

    assert dictionary_entry(OCCUPATION, "L_BEES", field="occupation").zh == "养蜂"
    BusinessDate.objects.update(current_on=until)
    assert "L_BEES" not in codes(api)
    assert "L_BEES" in codes(api, active=False)
    with pytest.raises(DomainError) as refused:
        dictionary_entry(OCCUPATION, "L_BEES", field="occupation")
    assert (refused.value.code, refused.value.field) == ("dictionaries.entry_not_in_use", "occupation")
    again = api("bank_admin").post(f"dictionaries/{OCCUPATION}/end", {"code": "L_BEES", "ended_on": until})
    assert again.json()["errors"][0]["code"] == "dictionaries.entry_not_in_use"


@pytest.mark.parametrize(
    ("dictionary", "change", "status", "code"),
    [
        (OCCUPATION, {"code": "BEES"}, 422, "dictionaries.code_form"),
        (OCCUPATION, {"code": "L_bees"}, 422, "dictionaries.code_form"),
        (OCCUPATION, {"valid_from": BUSINESS_DATE - timedelta(days=1)}, 422, "parameters.in_the_past"),
        ("intake.purpose", {}, 409, "dictionaries.not_yours_to_change"),
        ("no.such", {}, 404, "platform.not_found"),
    ],
)
def test_an_impossible_entry_is_refused(api, dictionary, change, status, code):
    refused = api("bank_admin").post(f"dictionaries/{dictionary}/entries", BEE | change)
    assert refused.status_code == status
    faults = refused.json()["errors"]
    assert (faults[0]["code"] if status == 422 else refused.json()["code"]) == code
    assert not BankDictionaryEntry.objects.exists()


def test_a_code_is_added_once_and_by_who_may(api):
    admin = api("bank_admin")
    approve(api, admin.post(f"dictionaries/{OCCUPATION}/entries", BEE).json())
    again = admin.post(f"dictionaries/{OCCUPATION}/entries", BEE | {"name": "蜂农"})
    assert again.json()["code"] == "dictionaries.entry_exists"
    assert api("officer").post(f"dictionaries/{OCCUPATION}/entries", BEE).status_code == 403
    ends = admin.post(f"dictionaries/{OCCUPATION}/end", {"code": "TEACHER", "ended_on": BUSINESS_DATE})
    assert ends.status_code == 404, "the province's entries are not the bank's to end"


def test_the_province_adds_and_ends_for_every_bank(api):
    operations, today = api("province:operations"), province_today()
    BusinessDate.objects.update(current_on=today)
    entry = {"code": "FISHERY", "name": "渔业", "name_en": "Fishery", "position": 25, "valid_from": today}
    local = operations.post(f"dictionaries/{OCCUPATION}/entries", entry | {"code": "L_FISH"})
    assert local.json()["errors"][0]["code"] == "dictionaries.code_form"
    added = operations.post(f"dictionaries/{OCCUPATION}/entries", entry)
    assert approve(api, added.json(), "province:rules").status_code == 200
    assert codes(api).index("FISHERY") == codes(api).index("LIVESTOCK") + 1

    ended = operations.post(f"dictionaries/{OCCUPATION}/end", {"code": "TEA", "ended_on": today})
    assert approve(api, ended.json(), "province:rules").status_code == 200
    assert "TEA" not in codes(api)
    assert DictionaryEntry.objects.filter(dictionary=OCCUPATION, code="TEA").exists()


def test_a_reader_who_has_the_list_gets_304_until_it_changes(api):
    officer = api("officer")
    first = officer.get(f"dictionaries/{OCCUPATION}")
    tag = first.headers["ETag"]
    path = f"/api/v1/dictionaries/{OCCUPATION}"
    same = officer.raw("get", path, HTTP_IF_NONE_MATCH=tag)
    assert (same.status_code, same.content) == (304, b"")
    approve(api, api("bank_admin").post(f"dictionaries/{OCCUPATION}/entries", BEE).json())
    changed = officer.raw("get", path, HTTP_IF_NONE_MATCH=tag)
    assert changed.status_code == 200
    assert changed.headers["ETag"] != tag


def test_the_lists_say_who_keeps_them(api):
    found = {row["code"]: row for row in api("officer").get("dictionaries").json()}
    assert (found["intake.purpose"]["keeper"], found["intake.purpose"]["active"]) == ("FIXED", 7)
    assert (found[OCCUPATION]["keeper"], found[OCCUPATION]["active"]) == ("BANK", 17)
    purposes = api("officer").get("dictionaries/intake.purpose").json()["entries"]
    assert (purposes[0]["code"], purposes[0]["name"], purposes[0]["level"]) == (
        "AGRICULTURE",
        "种养殖",
        "DEFAULT",
    )
    assert api("officer").get("dictionaries/no.such").status_code == 404
