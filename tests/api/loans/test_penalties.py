"""Overdue rows bear penalty and compound interest; money settles them in the order of allocation."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from tenants.ledger.models import Entry
from tenants.loans import eod, reconciliation
from tenants.loans.models import Instalment, LoanAccount
from tests.factories.loans import make_loan, pass_nights
from tests.factories.parameters import bank_sets

FIRST_DUE = date(2026, 4, 2)  # 8168.49 and 362.50 of interest, at 4.35 % times 1.5
ROWS = ("penalty", "compound", "interest", "principal", "unapplied")


@pytest.fixture
def loan(actor_for):
    return make_loan(actor_for("officer"), actor_for("disburser"))


def repay(client, loan, amount, kind="DUE"):
    body = {"kind": kind, "amount": str(amount), "source": "COUNTER"}
    answer = client.post(f"loans/{loan.pk}/repayments", body)
    assert answer.status_code == 201, answer.json()
    return {name: answer.json()[name] for name in ROWS}


def quote(client, loan, kind="DUE"):
    return client.get(f"loans/{loan.pk}/repayment-quote", kind=kind).json()


def test_a_late_row_owes_penalty_and_compound_and_the_quote_is_what_is_taken(api, loan):
    pass_nights(FIRST_DUE + timedelta(days=20))
    client = api("teller")

    page = client.get(f"loans/{loan.pk}").json()
    # 8168.49 x 6.525 % x 20 / 360 and 362.50 x 6.525 % x 20 / 360
    assert (page["penalty_due"], page["compound_due"], page["penalty_rate"]) == (
        "29.61",
        "1.31",
        "0.065250",
    )
    wanted = quote(client, loan)
    assert (wanted["penalty"], wanted["compound"], wanted["total"]) == ("29.61", "1.31", "8561.91")

    taken = repay(client, loan, wanted["total"])
    assert taken == {
        "penalty": "29.61", "compound": "1.31", "interest": "362.50", "principal": "8168.49", "unapplied": "0.00",
    }  # fmt: skip
    page = client.get(f"loans/{loan.pk}").json()
    assert (page["status"], page["penalty_due"], page["compound_due"]) == ("ACTIVE", "0.00", "0.00")
    booked = Entry.objects.filter(subject_code__in=["6012", "6013"]).order_by("subject_code")
    assert [(line.side, line.amount) for line in booked] == [
        ("CREDIT", Decimal("29.61")),
        ("CREDIT", Decimal("1.31")),
    ]
    assert reconciliation.differences() == []


def test_part_of_the_money_settles_compound_penalty_and_interest_before_principal(api, loan):
    pass_nights(FIRST_DUE + timedelta(days=20))
    client = api("teller")

    taken = repay(client, loan, "200.00")

    assert (taken["compound"], taken["penalty"], taken["interest"], taken["principal"]) == (
        "1.31",
        "29.61",
        "169.08",
        "0.00",
    )
    # what is left of the interest, 193.42, bears compound from today on; the penalty begins anew
    pass_nights(FIRST_DUE + timedelta(days=30))
    wanted = quote(client, loan)
    assert (wanted["penalty"], wanted["compound"]) == ("14.81", "0.35")
    assert reconciliation.differences() == []


def test_beyond_ninety_days_principal_is_settled_first(api, loan):
    pass_nights(FIRST_DUE + timedelta(days=91))
    client = api("teller")
    principal = Decimal(quote(client, loan)["principal"])

    taken = repay(client, loan, principal + Decimal("5.00"))

    assert (taken["principal"], taken["interest"], taken["penalty"]) == (str(principal), "5.00", "0.00")
    page = client.get(f"loans/{loan.pk}").json()
    assert (page["status"], page["overdue_days"], page["overdue_principal"]) == ("OVERDUE", 91, "0.00")
    states = Instalment.objects.filter(loan=loan, due_on__lt=FIRST_DUE + timedelta(days=91))
    assert set(states.values_list("state", flat=True)) == {"OVERDUE"}

    rest = quote(client, loan)
    assert repay(client, loan, rest["total"])["penalty"] == rest["penalty"] != "0.00"
    page = client.get(f"loans/{loan.pk}").json()
    assert (page["status"], page["penalty_due"]) == ("ACTIVE", "0.00")
    assert reconciliation.differences() == []


def test_a_contract_without_that_clause_is_settled_row_by_row_however_late(api, actor_for):
    bank_sets("contracts.principal_first", "false")
    loan = make_loan(actor_for("officer"), actor_for("disburser"))
    pass_nights(FIRST_DUE + timedelta(days=91))

    taken = repay(api("teller"), loan, "500.00")

    assert taken["principal"] == "0.00"
    assert taken["penalty"] != "0.00"


def test_settlement_in_full_takes_penalty_and_compound_too(api, loan):
    pass_nights(FIRST_DUE + timedelta(days=20))
    client = api("teller")
    wanted = quote(client, loan, "PREPAY_FULL")
    assert (wanted["penalty"], wanted["compound"], wanted["principal"]) == ("29.61", "1.31", "100000.00")

    taken = repay(client, loan, wanted["total"], "PREPAY_FULL")

    assert (taken["penalty"], taken["compound"]) == ("29.61", "1.31")
    page = client.get(f"loans/{loan.pk}").json()
    assert (page["status"], page["penalty_due"], page["compound_due"]) == ("SETTLED", "0.00", "0.00")
    assert reconciliation.differences() == []


def test_within_the_grace_nothing_is_borne_and_after_it_all_days_since_the_due_date(api, loan):
    bank_sets("loans.overdue_grace_days", "3")
    client = api("teller")
    pass_nights(FIRST_DUE + timedelta(days=3))
    assert quote(client, loan)["total"] == "8530.99"

    pass_nights(FIRST_DUE + timedelta(days=4))

    # four days
    assert (quote(client, loan)["penalty"], quote(client, loan)["compound"]) == ("5.92", "0.26")


def test_a_night_that_runs_again_adds_nothing_and_missed_days_are_caught_up(loan):
    pass_nights(FIRST_DUE + timedelta(days=10))
    loan.refresh_from_db()
    before = loan.penalty_due

    assert eod.eod_accrue_penalties(FIRST_DUE + timedelta(days=10)) == 0
    assert eod.eod_accrue_penalties(FIRST_DUE + timedelta(days=9)) == 0
    loan.refresh_from_db()
    assert loan.penalty_due == before == Decimal("14.81")

    assert eod.eod_accrue_penalties(FIRST_DUE + timedelta(days=20)) == 1
    assert LoanAccount.objects.get(pk=loan.pk).penalty_due == Decimal("29.61")


def test_a_penalty_that_was_changed_behind_the_loans_back_is_found(loan):
    pass_nights(FIRST_DUE + timedelta(days=10))
    assert reconciliation.differences() == []

    LoanAccount.objects.filter(pk=loan.pk).update(penalty_due=Decimal("14.82"))

    assert [found for found in reconciliation.differences() if found.what == "penalty due"]
