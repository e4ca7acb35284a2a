"""The trial schedule, by the same code as a loan's own, its yearly cost and its workbook."""

import io
import xml.etree.ElementTree as ET
import zipfile
from decimal import Decimal

import pytest
from xlsxwriter import Workbook

from backend.kernel.loanmath import DayCount, EventType, FirstDue, Method, PrepaymentMode
from backend.platform.records.models import AuditRecord
from tenants.loans.models import Instalment
from tenants.loans.quote_book import WORDS, Sheet
from tests.factories.loans import make_contract, make_loan
from tests.factories.products import make_product

TERMS = {
    "principal": "100000.00",
    "annual_rate": "0.043500",
    "method": "EQUAL_INSTALMENT",
    "day_count": "30/360",
    "start_date": "2026-03-02",
    "term_months": 12,
    "interest_day": None,
    "period_months": 1,
}


def test_a_quote_is_the_schedule_that_the_loan_gets(api, actor_for):
    quoted = api("officer").post("loans/quote", TERMS).json()
    officer = actor_for("officer")
    loan = make_loan(officer, actor_for("disburser"), make_contract(officer))

    actual = api("officer").get(f"loans/{loan.pk}/schedule").json()

    assert (quoted["version"], actual["version"]) == (0, 1)
    assert {row["type"] for row in quoted["rows"]} == {"due"}
    assert quoted["rows"] == actual["rows"]
    assert quoted["totals"] == actual["totals"]
    assert quoted["totals"]["payment"] == "102371.90"


def test_a_quote_needs_no_key_and_leaves_nothing(api):
    response = api("reviewer").post("loans/quote", TERMS, HTTP_IDEMPOTENCY_KEY="")

    assert response.status_code == 200
    assert not Instalment.objects.exists()


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"term_months": None}, "loanmath.maturity_missing", "maturity_date"),
        ({"maturity_date": "2027-03-01"}, "loanmath.maturity_mismatch", "maturity_date"),
        (
            {"term_months": None, "maturity_date": "2026-03-02"},
            "loanmath.maturity_not_after_start",
            "maturity_date",
        ),
        ({"period_months": 2}, "loanmath.period_months_not_allowed", "period_months"),
        ({"principal": "0.00"}, "platform.invalid", "principal"),
        ({"annual_rate": "1.5"}, "platform.invalid", "annual_rate"),
        ({"method": "WHENEVER"}, "platform.invalid", "method"),
        ({"first_due": "someday"}, "platform.invalid", "first_due"),
        ({"memo": "x"}, "platform.invalid", "memo"),
        ({"method": "BALLOON"}, "loanmath.field_missing", "amort_term_months"),
        ({"method": "BALLOON", "amort_term_months": 6}, "loanmath.amort_term_too_short", "amort_term_months"),
        (
            {"method": "GRACE_EQUAL_INSTALMENT", "grace_periods": 12},
            "loanmath.grace_out_of_range",
            "grace_periods",
        ),
        ({"grace_periods": 1}, "loanmath.field_not_for_method", "grace_periods"),
        ({"method": "SCHEDULED", "day_count": None}, "loanmath.field_missing", "plan"),
        (
            {
                "method": "SCHEDULED",
                "day_count": None,
                "plan": [
                    {"date": "2026-06-02", "principal": "60000.00"},
                    {"date": "2026-09-02", "principal": "60000.00"},
                ],
            },
            "loanmath.plan_exceeds_principal",
            "plan[1].principal",
        ),
        (
            {"prepayments": [{"date": "2028-01-01", "amount": "100.00", "mode": "shorten_term"}]},
            "loanmath.date_outside_term",
            "prepayments[0].date",
        ),
        (
            {"prepayments": [{"date": "2026-05-01", "amount": "0.00", "mode": "shorten_term"}]},
            "platform.invalid",
            "prepayments[0].amount",
        ),
        (
            {
                "method": "REVOLVING",
                "day_count": None,
                "events": [{"date": "2026-03-02", "type": "draw", "amount": "100000.01"}],
            },
            "loanmath.draw_exceeds_limit",
            "events[0].amount",
        ),
        (
            {"rate_changes": [{"date": "2026-03-02", "annual_rate": "0.04"}]},
            "loanmath.date_outside_term",
            "rate_changes[0].date",
        ),
        (
            {"fees": [{"amount": "10.00"}, {"date": "2026-01-01", "amount": "10.00"}]},
            "loanmath.date_outside_term",
            "fees[1].date",
        ),
        ({"fees": [{"date": "2026-05-01"}]}, "platform.invalid", "fees[0].amount"),
    ],
)
def test_terms_that_make_no_loan_are_refused_at_their_field(api, change, code, field):
    response = api("officer").post("loans/quote", {**TERMS, **change})

    assert response.status_code == 422
    assert response.json()["code"] == code
    assert [error["field"] for error in response.json()["errors"]] == [field]


def test_a_teller_may_ask_and_an_archivist_may_not(api):
    assert api("teller").post("loans/quote", TERMS).status_code == 200
    assert api("archivist").post("loans/quote", TERMS).status_code == 403


PLAN = [{"date": "2026-09-02", "principal": "40000.00"}]
EVENTS = [
    {"date": "2026-03-10", "type": "draw", "amount": "60000.00"},
    {"date": "2026-08-10", "type": "repay", "amount": "20000.00"},
]


@pytest.mark.parametrize(
    ("method", "extra", "rows"),
    [
        ("EQUAL_INSTALMENT", {}, 12),
        ("EQUAL_PRINCIPAL", {"first_due": "next_month", "interest_day": 20}, 12),
        ("INTEREST_ONLY", {"day_count": "ACT/360", "period_months": 3}, 4),
        ("BULLET", {}, 1),
        ("EQUAL_PRINCIPAL_FLAT_INTEREST", {}, 12),
        ("SCHEDULED", {"day_count": "ACT/365", "plan": PLAN}, 12),
        ("BALLOON", {"amort_term_months": 120}, 12),
        ("GRACE_EQUAL_INSTALMENT", {"grace_periods": 3}, 12),
        ("REVOLVING", {"day_count": "ACT/360", "events": EVENTS}, 13),
    ],
)
def test_every_method_of_the_kernel_has_a_schedule_and_a_cost(api, method, extra, rows):
    answer = api("officer").post("loans/quote", {**TERMS, "method": method, **extra})

    assert answer.status_code == 200, answer.json()
    quote = answer.json()
    lent = "60000.00" if method == "REVOLVING" else TERMS["principal"]
    assert (len(quote["rows"]), quote["totals"]["principal"]) == (rows, lent)
    assert quote["rows"][-1]["balance"] == "0.00"
    assert quote["totals"]["payment"] == str(sum(Decimal(row["payment"]) for row in quote["rows"]))
    assert quote["cost_reason"] is None
    assert quote["cost"]["net_received"] == lent
    assert Decimal("0.03") < Decimal(quote["cost"]["simple"]) < Decimal("0.09")


def test_a_repricing_and_a_prepayment_change_the_rows(api):
    quote = (
        api("officer")
        .post(
            "loans/quote",
            {
                **TERMS,
                "rate_changes": [{"date": "2026-07-02", "annual_rate": "0.040000"}],
                "prepayments": [{"date": "2026-06-15", "amount": "30000.00", "mode": "shorten_term"}],
            },
        )
        .json()
    )

    early = [row for row in quote["rows"] if row["type"] == "prepay"]
    assert [(row["no"], row["due_on"], row["principal"]) for row in early] == [(3, "2026-06-15", "30000.00")]
    assert len(quote["rows"]) < 13
    assert Decimal(quote["totals"]["interest"]) < Decimal("2371.90")


def test_terms_left_out_are_told_as_they_were_understood(api):
    terms = api("officer").post("loans/quote", {**TERMS, "day_count": None}).json()["terms"]

    assert (terms["day_count"], terms["first_due"]) == ("30/360", "next_month")
    assert terms["maturity_date"] == "2027-03-02"


def test_fees_raise_the_cost_and_not_the_schedule(api):
    plain = api("officer").post("loans/quote", TERMS).json()
    fees = [{"amount": "1000.00"}, {"date": "2026-09-02", "amount": "200.00"}]

    quote = api("officer").post("loans/quote", {**TERMS, "fees": fees}).json()

    assert quote["rows"] == plain["rows"]
    assert (quote["fees_total"], plain["fees_total"]) == ("1200.00", "0.00")
    assert quote["cost"]["net_received"] == "99000.00"
    assert quote["cost"]["total_paid"] == "102571.90"
    assert plain["cost"]["simple"] == "0.043500"
    assert quote["cost"]["simple"] > plain["cost"]["simple"]
    assert quote["cost"]["compound"] > quote["cost"]["simple"]


@pytest.mark.parametrize(
    ("fee", "reason"),
    [("100000.00", "loanmath.net_amount_not_positive"), ("99999.99", "loanmath.no_rate")],
)
def test_a_cost_that_cannot_be_computed_is_null_with_its_reason(api, fee, reason):
    quote = api("officer").post("loans/quote", {**TERMS, "fees": [{"amount": fee}]}).json()

    assert (quote["cost"], quote["cost_reason"]) == (None, reason)
    assert len(quote["rows"]) == 12


def test_an_absurd_cost_is_still_an_answer(api):
    quote = api("officer").post("loans/quote", {**TERMS, "fees": [{"amount": "99900.00"}]}).json()

    assert Decimal(quote["cost"]["compound"]) > 10**9


def test_a_product_on_sale_bounds_and_prefills_a_quote(api):
    product = make_product(bp_min=50, bp_max=200)
    draft = make_product(publish=False)

    offered = {row["id"]: row for row in api("teller").get("loans/quote/products").json()}

    row = offered[product.pk]
    assert draft.pk not in offered
    assert row["methods"] == ["EQUAL_INSTALMENT", "INTEREST_ONLY", "BULLET"]
    assert Decimal(row["rate_min"]) == Decimal(row["lpr_rate"]) + Decimal("0.005")
    assert Decimal(row["rate_max"]) == Decimal(row["lpr_rate"]) + Decimal("0.02")
    assert api("archivist").get("loans/quote/products").status_code == 403


NAMES = {"s": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


def _cells(book: bytes, sheet: int) -> dict[str, tuple[str, str | Decimal]]:
    """Every filled cell as (type, value): "s" a text, "n" a number. Formulas fail the test."""
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        texts = [
            "".join(item.itertext())
            for item in ET.fromstring(parts.read("xl/sharedStrings.xml"))  # noqa: S314
        ]
        tree = ET.fromstring(parts.read(f"xl/worksheets/sheet{sheet}.xml"))  # noqa: S314
    assert tree.findall(".//s:f", NAMES) == []
    found = {}
    for cell in tree.findall(".//s:c", NAMES):
        value = cell.findtext("s:v", "", NAMES)
        is_text = cell.get("t", "n") == "s"
        found[cell.attrib["r"]] = ("s", texts[int(value)]) if is_text else ("n", Decimal(value or 0))
    return found


def test_the_workbook_holds_numbers_and_dates(api):
    body = {**TERMS, "fees": [{"amount": "1000.00"}]}

    response = api("officer").post("loans/quote/export", body, HTTP_IDEMPOTENCY_KEY="")

    assert response.status_code == 200
    assert response["Content-Disposition"] == 'attachment; filename="quote-equal_instalment-2026-03-02.xlsx"'
    summary = _cells(response.content, 1)
    lines = {text: summary[f"B{at[1:]}"] for at, (_, text) in summary.items() if f"B{at[1:]}" in summary}
    assert lines["年化利率"] == ("n", Decimal("0.0435"))
    assert lines["还款合计"] == ("n", Decimal("102371.90"))
    assert lines["还款方式"] == ("s", "等额本息")
    assert lines["年化综合融资成本(单利)"][1] > Decimal("0.0435")
    schedule = _cells(response.content, 2)
    assert schedule["A2"] == ("n", 1)
    assert schedule["B2"] == ("n", 46114)  # 2026-04-02 as days of the sheet's calendar
    assert schedule["F14"] == ("n", Decimal("102371.90"))
    taken = AuditRecord.objects.get(action="loans.quote_export")
    assert taken.changes["rows"] == [None, 12]
    assert taken.actor_name == "客户经理"


def test_the_workbook_speaks_english_when_asked(api):
    response = api("officer").post("loans/quote/export", TERMS, HTTP_ACCEPT_LANGUAGE="en")

    assert "Level instalment" in {value for _, value in _cells(response.content, 1).values()}


def test_a_client_that_accepts_only_workbooks_is_told_what_is_wrong(api):
    media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    refused = api("officer").post(
        "loans/quote/export", {**TERMS, "method": "BALLOON"}, HTTP_ACCEPT=media_type
    )

    assert (refused.status_code, refused.json()["code"]) == (422, "loanmath.field_missing")
    assert api("officer").post("loans/quote/export", TERMS, HTTP_ACCEPT=media_type).status_code == 200
    assert api("archivist").post("loans/quote/export", TERMS).status_code == 403


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "https://example.org", "12"])
def test_a_text_that_looks_like_a_formula_stays_a_text(text):
    target = io.BytesIO()
    with Workbook(target) as book:
        Sheet(book, "text", (10,)).put(0, 0, text)

    assert _cells(target.getvalue(), 1) == {"A1": ("s", text)}


@pytest.mark.parametrize("names", [Method, DayCount, FirstDue, EventType, PrepaymentMode])
def test_the_workbook_has_a_word_for_every_name_of_the_kernel(names):
    assert {name.value for name in names} <= set(WORDS)
