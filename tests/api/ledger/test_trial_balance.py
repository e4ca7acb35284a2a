"""The trial balance and the detail of a subject: of any day, from kept days and the entries since."""

from datetime import date
from decimal import Decimal

import pytest

from tenants.ledger import selectors, services
from tenants.ledger.eod import eod_keep_balances
from tenants.ledger.models import DailyBalance
from tenants.ledger.types import Line, Side, Source, VoucherKind
from tests import world
from tests.factories.loans import set_business_date

TODAY = world.BUSINESS_DATE  # 2026-03-02
TOMORROW = date(2026, 3, 3)
AFTER = date(2026, 3, 4)


def post(actor, amount, *, on=TODAY, source_id=1, debit="1301", credit="1011"):
    return services.post(
        actor=actor, on=on, branch_id=actor.branch_id, kind=VoucherKind.ACCRUAL, summary="测试传票",
        source=Source("test.case", source_id, "CS2026"),
        lines=[Line(debit, Side.DEBIT, Decimal(amount)), Line(credit, Side.CREDIT, Decimal(amount))],
    )  # fmt: skip


@pytest.fixture
def teller(actor_for):
    return actor_for("teller")


@pytest.fixture
def three_days(teller):
    """100 and 7 on the first day, 40 and the reversal of 7 on the second, an accrual of 5 on the third."""
    post(teller, "100.00")
    wrong = post(teller, "7.00", source_id=2)
    post(teller, "40.00", on=TOMORROW, source_id=3)
    services.reverse(actor=teller, voucher_id=wrong.pk, on=TOMORROW)
    post(teller, "5.00", on=AFTER, source_id=4, debit="1132", credit="6011")


def rows(client, **query):
    answer = client.get("trial-balance", **query)
    assert answer.status_code == 200, answer.json()
    return {
        row["subject_code"]: tuple(row[name] for name in ("opening", "debit", "credit", "closing"))
        for row in answer.json()["rows"]
    }


def kept(*days):
    for day in days:
        eod_keep_balances(day)


@pytest.mark.parametrize(
    "nights", [[], [TODAY], [TODAY, TOMORROW], [TODAY, TOMORROW, AFTER], [TOMORROW], [AFTER]]
)
def test_a_day_opens_with_the_closing_of_the_day_before_whatever_was_kept(api, three_days, nights):
    kept(*nights)
    client = api("teller")

    assert rows(client, on="2026-03-01") == {}
    assert rows(client, on="2026-03-02") == {
        "1011": ("0.00", "0.00", "107.00", "107.00"),
        "1301": ("0.00", "107.00", "0.00", "107.00"),
    }
    assert rows(client, on="2026-03-03") == {
        "1011": ("107.00", "7.00", "40.00", "140.00"),
        "1301": ("107.00", "40.00", "7.00", "140.00"),
    }
    assert rows(client, on="2026-03-04") == {
        "1011": ("140.00", "0.00", "0.00", "140.00"),
        "1132": ("0.00", "5.00", "0.00", "5.00"),
        "1301": ("140.00", "0.00", "0.00", "140.00"),
        "6011": ("0.00", "0.00", "5.00", "5.00"),
    }
    assert rows(client, since="2026-03-03", on="2026-03-04")["1301"] == ("107.00", "40.00", "7.00", "140.00")
    assert selectors.balance_differences() == []


def test_both_sides_are_equal_and_the_business_date_is_the_day(api, three_days):
    set_business_date(AFTER)
    page = api("teller").get("trial-balance").json()

    assert (page["since"], page["on"]) == ("2026-03-04", "2026-03-04")
    assert page["totals"] == {
        "opening_debit": "140.00",
        "opening_credit": "140.00",
        "debit": "5.00",
        "credit": "5.00",
        "closing_debit": "145.00",
        "closing_credit": "145.00",
        "balanced": True,
    }
    receivable = next(row for row in page["rows"] if row["subject_code"] == "1132")
    assert (receivable["subject_name"], receivable["kind"], receivable["normal_side"]) == (
        "应收利息",
        "ASSET",
        "DEBIT",
    )
    assert receivable["subject_name_en"] == "Interest receivable"


def test_a_balance_against_its_normal_side_is_negative_and_both_sides_stay_equal(api, teller):
    post(teller, "9.00", debit="6011", credit="1132")
    post(teller, "4.00", source_id=2, debit="9101", credit="9199")

    page = api("teller").get("trial-balance", on="2026-03-02").json()
    assert {row["subject_code"]: (row["normal_side"], row["closing"]) for row in page["rows"]} == {
        "1132": ("DEBIT", "-9.00"),
        "6011": ("CREDIT", "-9.00"),
        "9101": ("DEBIT", "4.00"),
        "9199": ("CREDIT", "4.00"),
    }
    totals = page["totals"]
    assert (totals["closing_debit"], totals["closing_credit"], totals["balanced"]) == ("-5.00", "-5.00", True)


def test_a_day_is_kept_again_with_the_same_result_and_missed_nights_are_caught_up(three_days):
    kept(AFTER)
    first = list(DailyBalance.objects.values_list("subject_code", "debit_total", "credit_total"))
    kept(AFTER)
    assert list(DailyBalance.objects.values_list("subject_code", "debit_total", "credit_total")) == first
    assert eod_keep_balances(AFTER) == len(first) == 4
    assert selectors.balance_differences() == []


def test_people_see_the_balances_of_their_branch(api, teller, actor_for):
    post(teller, "100.00")
    other = actor_for("teller2")
    post(other, "33.00", source_id=2)
    kept(TODAY)
    post(other, "1.00", source_id=3, on=TOMORROW)

    assert rows(api("teller"), on="2026-03-03")["1301"][3] == "100.00"
    assert rows(api("auditor"), on="2026-03-03")["1301"][3] == "134.00"
    assert rows(api("auditor"), on="2026-03-03", branch_id=other.branch_id)["1301"][3] == "34.00"
    assert rows(api("teller"), on="2026-03-03", branch_id=other.branch_id) == {}
    for path in ("trial-balance", "trial-balance/rows"):
        assert api("officer").get(path).status_code == 403


@pytest.mark.parametrize(
    "query",
    [
        {"since": "2026-03-02"},
        {"since": "2026-03-03", "on": "2026-03-02"},
        {"since": "2024-01-01", "on": "2026-03-02"},
    ],
)
def test_days_out_of_order_or_too_many_are_refused(api, query):
    refused = api("teller").get("trial-balance", **query)
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["field"] == "on"


def test_the_rows_are_a_list_of_their_own_for_files(api, three_days):
    page = api("auditor").get("trial-balance/rows", on="2026-03-04").json()
    assert [row["subject_code"] for row in page["results"]] == ["1011", "1132", "1301", "6011"]
    asked = api("auditor").post(
        "exports",
        {
            "resource": "trial-balance/rows",
            "query": {"on": "2026-03-04"},
            "columns": [{"key": "subject_code", "title": "科目号"}, {"key": "closing", "title": "期末余额"}],
            "format": "XLSX",
        },
    )
    assert asked.status_code == 201, asked.json()


def entries(client, **query):
    answer = client.get("subject-entries", **{"since": "2026-03-01", "until": "2026-03-31", **query})
    assert answer.status_code == 200, answer.json()
    return [
        (row["business_on"], row["debit"], row["credit"], row["balance"]) for row in answer.json()["results"]
    ]


def test_the_detail_of_a_subject_runs_on_from_its_opening(api, three_days):
    client = api("teller")

    assert entries(client, subject_code="1301") == [
        ("2026-03-02", "100.00", None, "100.00"),
        ("2026-03-02", "7.00", None, "107.00"),
        ("2026-03-03", "40.00", None, "147.00"),
        ("2026-03-03", None, "7.00", "140.00"),
    ]
    assert entries(client, subject_code="6011") == [("2026-03-04", None, "5.00", "5.00")]
    assert entries(client, subject_code="1301", since="2026-03-03")[0] == (
        "2026-03-03",
        "40.00",
        None,
        "147.00",
    )
    second = entries(client, subject_code="1301", page=2, page_size=3)
    assert second == [("2026-03-03", None, "7.00", "140.00")]
    assert client.get("subject-entries", subject_code="1301").status_code == 422
    unknown = client.get("subject-entries", subject_code="4711", since="2026-03-01", until="2026-03-02")
    assert unknown.status_code == 404


def test_the_detail_is_that_of_the_branches_in_reach(api, teller, actor_for):
    post(teller, "100.00")
    other = actor_for("teller2")
    post(other, "33.00", source_id=2)

    assert [row[3] for row in entries(api("teller"), subject_code="1301")] == ["100.00"]
    assert [row[3] for row in entries(api("auditor"), subject_code="1301")] == ["100.00", "133.00"]
    assert [row[3] for row in entries(api("auditor"), subject_code="1301", branch_id=other.branch_id)] == [
        "33.00"
    ]
    assert api("officer").get("subject-entries", subject_code="1301").status_code == 403


def test_readings_cost_few_queries_however_many_rows_there_are(api, teller, django_assert_max_num_queries):
    client = api("teller")
    rows(client)
    kept(TODAY)
    for n in range(30):
        post(teller, "1.00", source_id=n + 1, on=TOMORROW)
    with django_assert_max_num_queries(16):
        rows(client, on="2026-03-03")
    with django_assert_max_num_queries(18):
        assert len(entries(client, subject_code="1301")) == 30
