"""The repayment calendar: what is unpaid on each day, in one's own scope, in as many queries for any number."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.loans import make_loan, pass_nights

FIRST_DUE = date(2026, 4, 2)
PAYMENT = Decimal("8530.99")


@pytest.fixture
def lend(actor_for):
    return lambda officer="officer": make_loan(actor_for(officer), actor_for("disburser"))


def test_each_day_has_what_is_unpaid_of_its_rows(api, lend):
    loan, other = lend(), lend()
    month = api("officer").get("loans/calendar", month="2026-04").json()
    assert month["days"] == [
        {"on": "2026-04-02", "count": 2, "principal": "16336.98", "interest": "725.00", "total": "17061.98"}
    ]
    assert month["total"]["total"] == "17061.98"
    assert (month["before"]["count"], month["before"]["total"]) == (0, "0.00")

    pass_nights(FIRST_DUE)
    for row, amount in ((loan, PAYMENT), (other, Decimal("1000.00"))):
        paid = api("teller").post(
            f"loans/{row.pk}/repayments", {"kind": "DUE", "amount": str(amount), "source": "COUNTER"}
        )
        assert paid.status_code == 201
    [day] = api("officer").get("loans/calendar").json()["days"]
    assert (day["count"], day["total"]) == (1, str(PAYMENT - 1000))
    later = api("officer").get("loans/calendar", month="2026-05").json()
    assert (later["before"]["count"], later["before"]["total"]) == (1, str(PAYMENT - 1000))
    [listed] = api("officer").get("loans/rows-due", since="2026-04-02", until="2026-04-02").json()["results"]
    assert (listed["loan"]["loan_no"], listed["no"], listed["state"]) == (other.loan_no, 1, "DUE")
    assert Decimal(listed["principal_left"]) + Decimal(listed["interest_left"]) == PAYMENT - 1000
    assert api("officer").get("loans/rows-due", q=loan.loan_no, until="2026-04-30").json()["count"] == 0


def test_a_colleague_of_another_branch_sees_nothing_of_it(api, lend):
    lend()
    assert api("officer2").get("loans/calendar", month="2026-04").json()["days"] == []
    assert api("officer2").get("loans/rows-due").json()["count"] == 0
    assert api("security_admin").get("loans/calendar").status_code == 403


def test_the_queries_are_as_many_for_one_loan_as_for_three(api, lend):
    def counted(path, **query):
        client = api("officer")
        with CaptureQueriesContext(connection) as found:
            assert client.get(path, **query).status_code == 200
        return len(found)

    lend()
    once = counted("loans/calendar", month="2026-04"), counted("loans/rows-due")
    lend()
    lend()
    assert (counted("loans/calendar", month="2026-04"), counted("loans/rows-due")) == once


@pytest.mark.parametrize("month", ["2026-13", "2026-4", "1999-01", "x"])
def test_a_month_that_is_none_is_refused_at_its_field(api, month):
    answer = api("officer").get("loans/calendar", month=month)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "month"
