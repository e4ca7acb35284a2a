"""A part of the principal is paid before it is due: what it takes, what it changes, what refuses it."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from backend.kernel.loanmath import LoanTerms, Method, Prepayment, PrepaymentMode, build_schedule
from tenants.ledger.models import Entry
from tenants.loans import lives, reconciliation
from tenants.loans.models import Instalment, LoanAccount
from tests.factories.changes import checked
from tests.factories.loans import make_contract, make_loan, pass_nights
from tests.factories.parameters import bank_sets

D = Decimal
FIRST_DUE = date(2026, 4, 2)
BETWEEN = date(2026, 4, 15)
MODES = [PrepaymentMode.REDUCE_INSTALMENT, PrepaymentMode.SHORTEN_TERM]


@pytest.fixture
def loan(actor_for):
    return make_loan(actor_for("officer"), actor_for("disburser"))


def pay(client, loan, **given):
    return client.post(f"loans/{loan.pk}/repayments", {"source": "COUNTER", **given})


def paid(client, loan, **given):
    answer = pay(client, loan, **given)
    assert answer.status_code == 201, answer.json()
    return answer.json()


def quote(client, loan, **given):
    answer = client.get(f"loans/{loan.pk}/repayment-quote", **given)
    assert answer.status_code == 200, answer.json()
    return answer.json()


def prepay(client, loan, principal="20000.00", mode="reduce_instalment"):
    named = {"kind": "PREPAY_PART", "principal": principal, "mode": mode}
    return paid(client, loan, amount=quote(client, loan, **named)["total"], **named)


def rows_of(loan):
    return list(Instalment.objects.filter(loan=loan, replaced_in=None).order_by("no"))


def image(loan):
    row = LoanAccount.objects.filter(pk=loan.pk).values().get()
    rows = Instalment.objects.filter(loan=loan, replaced_in=None).order_by("no").values()
    drop = {"id", "version", "schedule_version"}
    return [{k: v for k, v in values.items() if k not in drop} for values in (row, *rows)]


@pytest.mark.parametrize("mode", MODES)
def test_between_due_dates_it_takes_its_own_interest_and_plans_the_rows_to_come(api, loan, mode):
    """20000.00 at 4.35 % for 13 days of 360 bear 31.42; the rest is the schedule of the loan mathematics."""
    pass_nights(FIRST_DUE)
    client = api("teller")
    paid(client, loan, kind="DUE", amount="8530.99")
    pass_nights(BETWEEN)

    named = {"kind": "PREPAY_PART", "principal": "20000.00", "mode": mode.value}
    quoted = quote(client, loan, **named)
    repayment = paid(client, loan, amount=quoted["total"], **named)

    assert (repayment["principal"], repayment["interest"], repayment["fee"]) == ("20000.00", "31.42", "0.00")
    assert repayment["amount"] == quoted["total"] == "20031.42"
    wanted = build_schedule(
        LoanTerms.of(
            principal=D("100000.00"), annual_rate=D("0.0435"), method=Method.EQUAL_INSTALMENT,
            start_on=date(2026, 3, 2), maturity_on=date(2027, 3, 2),
            prepayments=[Prepayment(BETWEEN, D("20000.00"), mode)],
        )
    ).rows  # fmt: skip
    rows = rows_of(loan)
    assert [(r.type, r.due_on, r.principal, r.interest, r.balance) for r in rows] == [
        (r.type, r.due_on, r.principal, r.interest, r.balance) for r in wanted
    ]
    assert [row.no for row in rows] == list(range(1, len(wanted) + 1))
    loan.refresh_from_db()
    assert loan.principal_outstanding == D("100000.00") - rows[0].principal - D("20000.00")
    effect = quoted["effect"]
    assert effect["next_payment_after"] == str(rows[2].payment)
    assert effect["maturity_after"] == rows[-1].due_on.isoformat()
    assert D(effect["interest_saved"]) > 0
    assert (effect["maturity_after"] < effect["maturity_before"]) == (mode is PrepaymentMode.SHORTEN_TERM)
    assert reconciliation.differences() == []


def test_on_the_due_date_after_the_instalment_it_bears_no_interest(api, loan):
    pass_nights(FIRST_DUE)
    client = api("teller")
    paid(client, loan, kind="DUE", amount="8530.99")

    repayment = prepay(client, loan)

    assert (repayment["principal"], repayment["interest"]) == ("20000.00", "0.00")


def test_the_nights_go_on_by_the_new_plan_until_the_loan_is_settled(api, loan):
    pass_nights(BETWEEN - timedelta(days=9))
    client = api("teller")
    paid(client, loan, kind="DUE", amount=quote(client, loan, kind="DUE")["total"])
    prepay(client, loan, "50000.00", "shorten_term")
    pass_nights(date(2026, 5, 10))

    assert quote(client, loan, kind="DUE")["total"] != "0.00"
    assert reconciliation.differences() == []
    total = quote(client, loan, kind="PREPAY_FULL")["total"]
    assert paid(client, loan, kind="PREPAY_FULL", amount=total)["amount"] == total
    pass_nights(date(2026, 5, 11))
    assert reconciliation.differences() == []
    loan.refresh_from_db()
    assert (loan.status, loan.principal_outstanding) == ("SETTLED", 0)


def test_taken_back_the_loan_is_what_it_was(api, loan):
    pass_nights(date(2026, 3, 20))
    before = image(loan)
    repayment = prepay(api("teller"), loan)
    assert image(loan) != before

    proposed = api("teller").post(
        f"loans/{loan.pk}/repayments/{repayment['id']}/reversal", {"reason": "重复入账"}
    )
    checked(api("branch_head"), proposed.json()["id"])

    assert image(loan) == before
    assert reconciliation.differences() == []


def test_twice_in_a_year_and_from_scratch_the_rows_are_the_same(api, loan):
    pass_nights(date(2026, 3, 20))
    client = api("teller")
    prepay(client, loan, "10000.00", "shorten_term")
    pass_nights(FIRST_DUE)
    paid(client, loan, kind="DUE", amount=quote(client, loan, kind="DUE")["total"])
    prepay(client, loan, "30000.00")
    pass_nights(date(2026, 4, 3))

    loan = LoanAccount.objects.get(pk=loan.pk)
    assert lives.differences(loan, rows_of(loan), date(2026, 4, 3)) == []
    assert reconciliation.differences() == []


def test_the_fee_is_part_of_the_total_and_income_of_its_own(api, loan):
    bank_sets("loans.prepayment_fee_rate", "0.010000")
    pass_nights(date(2026, 3, 20))
    client = api("teller")

    part = prepay(client, loan)
    total = quote(client, loan, kind="PREPAY_FULL")
    full = paid(client, loan, kind="PREPAY_FULL", amount=total["total"])

    assert (part["fee"], full["fee"]) == ("200.00", "800.00")
    fees = Entry.objects.filter(subject_code="6021")
    assert sorted(entry.amount for entry in fees) == [D("200.00"), D("800.00")]
    assert reconciliation.differences() == []


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"principal": "999.99"}, "loans.prepayment_too_small"),
        ({"principal": "100000.00"}, "loans.prepayment_too_large"),
        ({"principal": None}, "loans.prepayment_unnamed"),
        ({"mode": None}, "loans.prepayment_unnamed"),
        ({"amount": "20000.01"}, "loans.settlement_amount_differs"),
        ({"kind": "DUE"}, "loans.prepayment_only"),
    ],
)
def test_what_is_refused_changes_nothing(api, loan, given, code):
    named = {
        "kind": "PREPAY_PART",
        "principal": "20000.00",
        "mode": "reduce_instalment",
        "amount": "20000.00",
    }
    before = image(loan)

    answer = pay(api("teller"), loan, **{k: v for k, v in {**named, **given}.items() if v is not None})

    assert answer.json()["code"] == code
    assert image(loan) == before


def test_arrears_are_paid_first(api, loan):
    pass_nights(FIRST_DUE)
    answer = pay(
        api("teller"), loan, kind="PREPAY_PART", amount="5000.00", principal="5000.00", mode="shorten_term"
    )
    assert answer.status_code == 409
    assert answer.json()["code"] == "loans.arrears_first"


def test_only_once_a_day_and_so_often_a_year(api, loan):
    bank_sets("loans.prepayments_per_year", "1")
    client = api("teller")
    prepay(client, loan)
    named = {"kind": "PREPAY_PART", "principal": "1000.00", "mode": "shorten_term", "amount": "1000.00"}
    assert pay(client, loan, **named).json()["code"] == "loans.prepaid_today"
    pass_nights(date(2026, 3, 10))
    assert pay(client, loan, **named).json()["code"] == "loans.too_many_prepayments"


def test_a_payoff_quote_for_a_later_day_is_what_is_taken_then(api, loan):
    """Over a due date that is not paid: with the penalty and compound that will have grown."""
    client, day = api("teller"), FIRST_DUE + timedelta(days=12)
    ahead = quote(client, loan, kind="PREPAY_FULL", on=day.isoformat())
    part = quote(client, loan, kind="DUE", on=day.isoformat())
    pass_nights(day)

    assert quote(client, loan, kind="PREPAY_FULL") == ahead
    assert quote(client, loan, kind="DUE") == part
    assert D(ahead["penalty"]) > 0
    assert paid(client, loan, kind="PREPAY_FULL", amount=ahead["total"])["amount"] == ahead["total"]


def test_a_quote_does_not_look_back(api, loan):
    answer = api("teller").get(f"loans/{loan.pk}/repayment-quote", kind="DUE", on="2026-02-01")
    assert (answer.status_code, answer.json()["code"]) == (422, "loans.quote_in_the_past")


def test_a_bullet_loan_is_prepaid_by_its_own_day_count(api, actor_for):
    officer, disburser = actor_for("officer"), actor_for("disburser")
    loan = make_loan(officer, disburser, make_contract(officer, method="BULLET", day_count="ACT/365"))
    pass_nights(date(2026, 3, 20))

    repayment = prepay(api("teller"), loan)

    assert repayment["interest"] == "42.90"
    assert reconciliation.differences() == []
