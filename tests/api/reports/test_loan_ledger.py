"""The loan ledger: sums by branch, product and status; read from the replica and from nothing else."""

from tests.factories.loans import make_loan


def test_the_ledger_sums_the_loans_of_the_readers_scope(api, actor_for):
    make_loan(actor_for("officer"), actor_for("disburser"))
    make_loan(actor_for("officer2"), actor_for("disburser2"))

    everything = api("risk").get("reports/loan-ledger").json()
    branch = api("branch_head").get("reports/loan-ledger").json()

    assert [(r["branch"]["name"], r["count"], r["outstanding"]) for r in everything["rows"]] == [
        ("城关支行", 1, "100000.00"),
        ("河东支行", 1, "100000.00"),
    ]
    assert [r["branch"]["name"] for r in branch["rows"]] == ["城关支行"]
    assert everything["as_of"] == "2026-03-02"
    assert api("officer").get("reports/loan-ledger").status_code == 403
