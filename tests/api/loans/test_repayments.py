"""Money coming back: what is due, the oldest first; or the whole loan at exactly its quote."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from backend.platform.records.models import OutboxEvent
from tenants.ledger.selectors import subject_balances
from tenants.ledger.services import post
from tenants.ledger.types import Line, Side, Source, VoucherKind
from tenants.loans import eod, reconciliation
from tenants.loans.models import Instalment, Repayment
from tests import world
from tests.factories.loans import make_contract, make_disbursement, make_loan, pass_nights, set_business_date

TODAY = world.BUSINESS_DATE  # 2026-03-02
FIRST_DUE = date(2026, 4, 2)
FIRST_PAYMENT = Decimal("8530.99")  # 100000.00 at 4.35 % over twelve months
FIRST_INTEREST = Decimal("362.50")


@pytest.fixture
def officer(actor_for):
    return actor_for("officer")


@pytest.fixture
def disburser(actor_for):
    return actor_for("disburser")


@pytest.fixture
def loan(officer, disburser):
    return make_loan(officer, disburser)


def repay(client, loan, amount, kind="DUE"):
    return client.post(
        f"loans/{loan.pk}/repayments", {"kind": kind, "amount": str(amount), "source": "COUNTER"}
    )


def quote(client, loan, kind):
    return client.get(f"loans/{loan.pk}/repayment-quote", kind=kind).json()


def sums(*codes):
    rows = subject_balances(codes)
    return {
        code: sum((v for (_, subject), v in rows.items() if subject == code), Decimal(0)) for code in codes
    }


def test_a_due_row_is_paid_interest_first(api, loan):
    pass_nights(FIRST_DUE)
    client = api("teller")
    assert quote(client, loan, "DUE") == {
        "kind": "DUE",
        "value_on": "2026-04-02",
        "principal": "8168.49",
        "interest": "362.50",
        "penalty": "0.00",
        "compound": "0.00",
        "fee": "0.00",
        "total": "8530.99",
        "effect": None,
    }

    part = repay(client, loan, "1000.00")
    assert part.status_code == 201
    body = part.json()
    assert (body["principal"], body["interest"], body["unapplied"]) == ("637.50", "362.50", "0.00")
    assert body["voucher_no"]
    rest = repay(client, loan, "7530.99").json()
    assert (rest["principal"], rest["interest"]) == ("7530.99", "0.00")

    rows = client.get(f"loans/{loan.pk}/schedule").json()["rows"]
    assert (rows[0]["state"], rows[0]["paid_on"]) == ("PAID", "2026-04-02")
    assert rows[1]["state"] == "PENDING"
    page = client.get(f"loans/{loan.pk}").json()
    assert (page["principal_outstanding"], page["principal_due"], page["interest_due"]) == (
        "91831.51",
        "0.00",
        "0.00",
    )
    assert client.get(f"loans/{loan.pk}/repayments").json()["count"] == 2
    assert reconciliation.differences() == []


def test_the_same_key_takes_the_money_once(api, loan):
    pass_nights(FIRST_DUE)
    client = api("teller")
    body = {"kind": "DUE", "amount": "100.00", "source": "COUNTER"}

    first = client.post(f"loans/{loan.pk}/repayments", body, key="one-key-of-a-teller")
    again = client.post(f"loans/{loan.pk}/repayments", body, key="one-key-of-a-teller")

    assert again.json() == first.json()
    assert Repayment.objects.filter(loan=loan).count() == 1


def test_money_beyond_what_is_due_is_not_taken(api, loan):
    pass_nights(FIRST_DUE)

    body = repay(api("teller"), loan, "10000.00").json()

    assert (body["amount"], body["unapplied"]) == ("8530.99", "1469.01")
    loan.refresh_from_db()
    assert loan.principal_outstanding == Decimal("91831.51")
    assert sums("1011")["1011"] == Decimal("8530.99") - Decimal("100000.00")


def test_the_oldest_arrears_are_paid_first_and_the_loan_is_normal_again(api, loan):
    pass_nights(date(2026, 5, 3))
    client = api("teller")
    page = client.get(f"loans/{loan.pk}").json()
    assert (page["status"], page["overdue_days"], page["overdue_since"]) == ("OVERDUE", 31, "2026-04-02")
    assert page["overdue_principal"] == page["principal_due"] == "16366.59"
    assert sums("1303")["1303"] == Decimal("16366.59")

    # 31 days of 8168.49 and of 362.50 at 4.35 % times 1.5
    repay(client, loan, FIRST_PAYMENT + Decimal("45.90") + Decimal("2.04"))
    page = client.get(f"loans/{loan.pk}").json()
    assert (page["status"], page["overdue_days"], page["overdue_since"]) == ("OVERDUE", 1, "2026-05-02")
    assert [row["state"] for row in client.get(f"loans/{loan.pk}/schedule").json()["rows"][:3]] == [
        "PAID",
        "OVERDUE",
        "PENDING",
    ]

    repay(client, loan, quote(client, loan, "DUE")["total"])
    page = client.get(f"loans/{loan.pk}").json()
    assert (page["status"], page["overdue_days"], page["overdue_since"]) == ("ACTIVE", 0, None)
    assert page["history"][-1]["from_state"] == "OVERDUE"
    assert sums("1303")["1303"] == 0
    assert reconciliation.differences() == []


def test_nothing_due_takes_nothing(api, loan):
    client = api("teller")

    response = repay(client, loan, "100.00")

    assert (response.status_code, response.json()["code"]) == (409, "loans.nothing_due")
    assert quote(client, loan, "DUE")["total"] == "0.00"
    assert not Repayment.objects.filter(loan=loan).exists()


def test_a_settlement_takes_exactly_its_quote(api, loan):
    pass_nights(date(2026, 3, 20))
    client = api("teller")
    wanted = quote(client, loan, "PREPAY_FULL")
    # 18 days at 4.35 % of 100000.00 over 360
    assert (wanted["principal"], wanted["interest"], wanted["total"]) == ("100000.00", "217.50", "100217.50")

    for amount in ("100217.49", "100217.51"):
        refused = repay(client, loan, amount, "PREPAY_FULL")
        assert (refused.status_code, refused.json()["code"]) == (409, "loans.settlement_amount_differs")
        assert refused.json()["params"]["total"] == "100217.50"
        assert refused.json()["errors"][0]["field"] == "amount"

    settled = repay(client, loan, wanted["total"], "PREPAY_FULL")
    assert settled.status_code == 201
    page = client.get(f"loans/{loan.pk}").json()
    assert (page["status"], page["settled_on"], page["principal_outstanding"]) == (
        "SETTLED",
        "2026-03-20",
        "0.00",
    )
    assert page["allowed_actions"] == ["receipt"]
    schedule = client.get(f"loans/{loan.pk}/schedule").json()
    assert schedule["version"] == 2
    assert [
        (row["no"], row["due_on"], row["days"], row["payment"], row["state"]) for row in schedule["rows"]
    ] == [(1, "2026-03-20", 18, "100217.50", "PAID")]
    assert Instalment.objects.filter(loan=loan, replaced_in=2).count() == 12
    assert OutboxEvent.objects.filter(name="loans.settled.v1", aggregate=f"loans.loan:{loan.pk}").count() == 1
    loan.contract.refresh_from_db()
    assert loan.contract.state == "SETTLED"

    # 30/360 accrued 18/31 of 362.50; what the borrower paid beyond is earned by the settlement itself
    loan.refresh_from_db()
    assert (loan.accrued_total, loan.accrued_interest) == (Decimal("217.500000"), 0)
    assert sums("1132", "6011", "1301") == {"1132": 0, "6011": Decimal("-217.50"), "1301": 0}
    assert reconciliation.differences() == []

    again = repay(client, loan, "1.00", "PREPAY_FULL")
    assert (again.status_code, again.json()["code"]) == (409, "loans.loan_settled")
    assert client.get(f"loans/{loan.pk}/repayment-quote", kind="DUE").json()["code"] == "loans.loan_settled"


def test_a_settlement_on_the_first_day_bears_no_interest(api, loan):
    client = api("teller")
    assert quote(client, loan, "PREPAY_FULL")["total"] == "100000.00"

    assert repay(client, loan, "100000.00", "PREPAY_FULL").status_code == 201

    pass_nights(TODAY + timedelta(days=1))
    assert reconciliation.differences() == []


def test_a_settlement_pays_arrears_too(api, loan):
    pass_nights(date(2026, 4, 12))
    client = api("teller")
    wanted = quote(client, loan, "PREPAY_FULL")
    # the row of 2 April, and ten days of 91831.51
    assert wanted["interest"] == str(FIRST_INTEREST + Decimal("110.96"))

    assert repay(client, loan, wanted["total"], "PREPAY_FULL").status_code == 201

    assert sums("1132", "1301", "1303") == {"1132": 0, "1301": 0, "1303": 0}
    pass_nights(date(2026, 4, 13))
    assert reconciliation.differences() == []


def test_the_last_instalment_settles_the_loan_and_its_contract(api, officer, disburser):
    contract = make_contract(officer, method="BULLET", day_count="ACT/360", term_months=1)
    loan = make_loan(officer, disburser, contract)
    pass_nights(FIRST_DUE)
    client = api("teller")

    body = repay(client, loan, quote(client, loan, "DUE")["total"]).json()

    assert (body["principal"], body["interest"]) == ("100000.00", "374.58")
    loan.refresh_from_db()
    assert (loan.status, loan.settled_on) == ("SETTLED", FIRST_DUE)
    contract.refresh_from_db()
    assert contract.state == "SETTLED"
    assert reconciliation.differences() == []


@pytest.mark.parametrize("rest", ["undrawn", "on its way", "another loan"])
def test_a_contract_that_is_still_used_stays_in_use(api, officer, disburser, rest):
    contract = make_contract(officer)
    loan = make_loan(officer, disburser, contract, amount=Decimal("60000.00"))
    if rest == "on its way":
        make_disbursement(officer, contract, amount=Decimal("40000.00"))
    if rest == "another loan":
        make_loan(officer, disburser, contract, amount=Decimal("40000.00"))

    assert repay(api("teller"), loan, "60000.00", "PREPAY_FULL").status_code == 201

    contract.refresh_from_db()
    assert contract.state == "IN_USE"


def test_a_loan_waits_for_its_night(api, loan):
    """While the night of a date runs, a loan is busy until its interest of that date is there."""
    pass_nights(FIRST_DUE)
    set_business_date(FIRST_DUE + timedelta(days=1), closing_on=FIRST_DUE)
    client = api("teller")

    busy = repay(client, loan, "100.00")
    assert (busy.status_code, busy.json()["code"]) == (409, "platform.busy")
    assert busy["Retry-After"] == "2"
    assert not Repayment.objects.filter(loan=loan).exists()

    eod.eod_accrue(FIRST_DUE)
    paid = repay(client, loan, "100.00")
    assert paid.status_code == 201
    assert paid.json()["value_on"] == "2026-04-03"


def test_who_may_take_money_for_which_loans(api, loan):
    pass_nights(FIRST_DUE)

    assert repay(api("officer"), loan, "1.00").status_code == 403
    assert repay(api("teller2"), loan, "1.00").status_code == 404  # a teller of another branch
    assert not Repayment.objects.filter(loan=loan).exists()
    assert api("officer2").get(f"loans/{loan.pk}").status_code == 404
    assert api("officer2").get(f"loans/{loan.pk}/schedule").status_code == 404
    assert api("officer2").get("loans").json()["count"] == 0
    assert api("officer").get("loans", q=loan.loan_no).json()["count"] == 1


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"kind": "DUE", "amount": "0.00"}, "amount"),
        ({"kind": "DUE", "amount": "1e2"}, None),
        ({"kind": "PART", "amount": "1.00"}, "kind"),
        ({"kind": "DUE", "amount": "1.00", "source": "AUTO_DEBIT"}, "source"),
    ],
)
def test_a_wrong_repayment_is_refused_at_its_field(api, loan, body, field):
    response = api("teller").post(f"loans/{loan.pk}/repayments", body)

    if field:
        assert [error["field"] for error in response.json()["errors"]] == [field]
        assert response.status_code == 422
    assert not Repayment.objects.filter(loan=loan).exists()


def test_the_reconciliation_sees_what_is_wrong(loan, officer):
    """A balance that moved without an entry, a loan without its events, a subject without its loans."""
    from tenants.ledger.models import SubjectBalance
    from tenants.loans.models import LoanAccount

    assert reconciliation.differences() == []
    SubjectBalance.objects.filter(subject_code="1301").update(debit_total=Decimal("100000.01"))
    LoanAccount.objects.filter(pk=loan.pk).update(interest_paid=Decimal("5.00"))
    post(
        actor=officer,
        on=TODAY,
        branch_id=loan.branch_id,
        kind=VoucherKind.ACCRUAL,
        summary="错账",
        source=Source("test", 1),
        lines=[Line("1132", Side.DEBIT, Decimal("7.00")), Line("6011", Side.CREDIT, Decimal("7.00"))],
    )

    found = "\n".join(map(str, reconciliation.differences()))

    for piece in (
        "subject 1301 正常贷款: debits: kept 100000.01, recomputed 100000.00",
        f"loan {loan.loan_no}: interest paid: kept 5.00, recomputed 0",
        "subject 1132 应收利息: balance against loans: kept 7.00, recomputed -5.00",
        "subject 6011 利息收入",
    ):
        assert piece in found
