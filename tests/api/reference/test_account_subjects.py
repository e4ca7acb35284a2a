"""The chart of accounts: the same for every bank, read by everybody, written by nobody but the product."""

import pytest
from django.db import IntegrityError, transaction

from shared.reference.chart import chart
from shared.reference.models import AccountSubject
from shared.reference.services import reference_seed


@pytest.mark.parametrize("who", ["officer", "province:auditor"])
def test_everybody_reads_the_chart(api, who, django_assert_max_num_queries):
    client = api(who)
    client.get("account-subjects")
    with django_assert_max_num_queries(12):
        page = client.get("account-subjects", page_size=200).json()

    assert page["count"] == len(chart())
    rows = {row["code"]: row for row in page["results"]}
    assert list(rows) == sorted(rows)
    assert rows["1303"] == {
        "code": "1303",
        "name": "逾期贷款",
        "name_en": "Loans, overdue",
        "kind": "ASSET",
        "normal_side": "DEBIT",
        "parent": {"code": "1300", "name": "贷款", "name_en": "Loans"},
        "is_posted_to": True,
    }
    assert (rows["1300"]["parent"], rows["1300"]["is_posted_to"]) == (None, False)
    assert client.post("account-subjects", {}).status_code == 405


def test_subjects_are_found_by_code_name_kind_and_whether_they_are_posted_to(api):
    client = api("teller")

    def codes(**query):
        return [row["code"] for row in client.get("account-subjects", **query).json()["results"]]

    assert codes(q="601") == ["6010", "6011", "6012", "6013"]
    assert codes(q="核销") == ["6301", "9110", "9111", "9112"]
    assert codes(q="non-accrual") == ["1305"]
    assert codes(kind="EXPENSE") == ["6702"]
    assert "1300" not in codes(is_posted_to="true")
    assert codes(is_posted_to="false") == ["1300", "6010", "9100", "9110"]
    assert client.get("account-subjects", kind="NONE").status_code == 422


def test_the_seed_brings_the_table_to_the_chart_and_keeps_what_was_used(bank):
    AccountSubject.objects.filter(code="1301").update(name="旧名")
    AccountSubject.objects.create(code="1999", name="停用", name_en="Old", kind="ASSET", normal_side="DEBIT")

    reference_seed()

    assert AccountSubject.objects.get(code="1301").name == "正常贷款"
    assert AccountSubject.objects.filter(code="1999").exists()


@pytest.mark.parametrize(("code", "kind"), [("9900", "ASSET"), ("1999", "MEMORANDUM")])
def test_the_code_tells_whether_a_subject_is_off_the_balance_sheet(bank, code, kind):
    with pytest.raises(IntegrityError, match="subject_memorandum_code"), transaction.atomic():
        AccountSubject.objects.create(code=code, name="错", name_en="wrong", kind=kind, normal_side="DEBIT")
