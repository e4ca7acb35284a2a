"""Any amount of a row says how it came about, and the parts add up to what the counter takes."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from tests.factories.loans import make_contract, make_loan, pass_nights

D = Decimal
FIRST_DUE = date(2026, 4, 2)


@pytest.fixture
def loan(actor_for):
    return make_loan(actor_for("officer"), actor_for("disburser"))


def explain(client, loan, no=1):
    answer = client.get(f"loans/{loan.pk}/schedule/{no}/explanation")
    assert answer.status_code == 200, answer.json()
    return answer.json()


def repay(client, loan, amount, kind="DUE"):
    body = {"kind": kind, "amount": str(amount), "source": "COUNTER"}
    return client.post(f"loans/{loan.pk}/repayments", body).json()


def quote(client, loan, kind="DUE"):
    return client.get(f"loans/{loan.pk}/repayment-quote", kind=kind).json()


def added_up(amount):
    return sum((D(part["amount"]) for part in amount["parts"]), D(0))


def test_what_an_overdue_row_owes_is_explained_as_the_counter_takes_it(api, loan):
    pass_nights(FIRST_DUE + timedelta(days=20))
    client = api("teller")

    told = explain(client, loan)

    asked = quote(client, loan)
    assert told["total"] == asked["total"]
    amounts = {item["bucket"]: item for item in told["amounts"]}
    for bucket in ("principal", "interest", "penalty", "compound"):
        assert amounts[bucket]["amount"] == asked[bucket]
        assert added_up(amounts[bucket]) == D(asked[bucket])
    (stretch, rounding) = amounts["penalty"]["parts"]
    assert {**stretch, "amount": None} == {
        "kind": "TIME", "amount": None, "base": "8168.49", "annual_rate": "0.065250",
        "since": "2026-04-02", "until": "2026-04-22", "days": 20, "year_days": 360, "reference": "",
    }  # fmt: skip
    assert rounding["kind"] == "ROUNDING"
    assert amounts["penalty"]["rule"]["code"] == "PENALTY"
    assert "251" in amounts["penalty"]["rule"]["zh"]
    assert amounts["interest"]["rule"]["code"] == "BY_MONTH"


def test_a_repayment_tells_its_order_and_where_each_cent_went(api, loan):
    pass_nights(FIRST_DUE + timedelta(days=91))
    client = api("teller")
    paid = repay(client, loan, "9000.00")

    told = client.get(f"loans/{loan.pk}/repayments/{paid['id']}/explanation").json()

    assert (told["overdue_days"], told["order"]["code"]) == (91, "principal_first")
    assert told["taken"]["principal"] == paid["principal"] == "9000.00"
    assert sum(D(line["principal"]) for line in told["lines"]) == D("9000.00")
    assert [line["no"] for line in told["lines"]] == [1, 2]
    left = explain(client, loan, 2)["amounts"][0]
    assert [part["kind"] for part in left["parts"]] == ["PAYMENT", "LESS_INTEREST", "PAID"]
    assert left["parts"][-1]["reference"] == paid["repay_no"]


def test_the_row_of_a_settlement_says_how_many_days_of_interest_it_took(api, actor_for):
    contract = make_contract(actor_for("officer"), method="INTEREST_ONLY", day_count="ACT/360")
    loan = make_loan(actor_for("officer"), actor_for("disburser"), contract)
    pass_nights(FIRST_DUE + timedelta(days=10))
    client = api("teller")
    repay(client, loan, quote(client, loan, "PREPAY_FULL")["total"], "PREPAY_FULL")

    told = explain(client, loan, 2)

    assert told["total"] == "0.00"
    interest = told["amounts"][1]
    assert (interest["rule"]["code"], interest["parts"][0]["days"]) == ("SETTLEMENT", 10)
    assert added_up(interest) == 0


def test_what_is_not_there_or_out_of_reach_is_not_found(api, loan, actor_for):
    pass_nights(FIRST_DUE)
    paid = repay(api("teller"), loan, "100.00")
    other = make_loan(actor_for("officer"), actor_for("disburser"))

    assert api("teller").get(f"loans/{loan.pk}/schedule/13/explanation").status_code == 404
    assert api("teller").get(f"loans/{other.pk}/repayments/{paid['id']}/explanation").status_code == 404
    assert api("bank_admin").get(f"loans/{loan.pk}/schedule/1/explanation").status_code == 403
