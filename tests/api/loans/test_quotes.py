"""The trial schedule, by the same code as a loan's own."""

import pytest

from tenants.loans.models import Instalment
from tests.factories.loans import make_contract, make_loan

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
        ({"method": "BALLOON"}, "platform.invalid", "method"),
        ({"first_due": "next_month"}, "platform.invalid", "first_due"),
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
