"""New loans by day: the reader's scope, every day of the range, from the standby."""

from decimal import Decimal

from tests.factories.loans import make_loan


def test_the_last_days_show_what_began_on_each_in_the_readers_scope(api, actor_for):
    make_loan(actor_for("officer"), actor_for("disburser"))
    make_loan(actor_for("officer2"), actor_for("disburser2"))

    everything = api("risk").get("reports/new-loans", days=3).json()
    branch = api("branch_head").get("reports/new-loans", days=3).json()

    assert everything["as_of"] == "2026-03-02"
    assert everything["rows"] == [
        {"on": "2026-02-28", "count": 0, "drawn": "0.00"},
        {"on": "2026-03-01", "count": 0, "drawn": "0.00"},
        {"on": "2026-03-02", "count": 2, "drawn": "200000.00"},
    ]
    assert branch["rows"][-1]["count"] == 1
    assert Decimal(branch["rows"][-1]["drawn"]) == 100_000


def test_a_month_is_shown_unless_asked_otherwise_and_no_more_than_a_quarter(api):
    assert len(api("risk").get("reports/new-loans").json()["rows"]) == 30
    refused = api("risk").get("reports/new-loans", days=93)
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["field"] == "days"
    assert api("officer").get("reports/new-loans").status_code == 403
