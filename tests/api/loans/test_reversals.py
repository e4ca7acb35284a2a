"""A repayment is taken back on the day it was booked: by two persons, the latest first, to the cent."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from backend.platform.records.models import OutboxEvent
from tenants.ledger.models import Voucher
from tenants.loans import reconciliation
from tenants.loans.models import AccrualAdjustment, Instalment, LoanAccount, Repayment
from tests.factories.changes import checked
from tests.factories.loans import make_loan, pass_nights, set_business_date

FIRST_DUE = date(2026, 4, 2)
FIRST_PAYMENT = Decimal("8530.99")
LATE = FIRST_DUE + timedelta(days=20)


@pytest.fixture
def loan(actor_for):
    return make_loan(actor_for("officer"), actor_for("disburser"))


def repay(client, loan, amount, kind="DUE"):
    answer = client.post(
        f"loans/{loan.pk}/repayments", {"kind": kind, "amount": str(amount), "source": "COUNTER"}
    )
    assert answer.status_code == 201, answer.json()
    return answer.json()


def propose(client, loan, repayment):
    return client.post(f"loans/{loan.pk}/repayments/{repayment['id']}/reversal", {"reason": "重复入账"})


def reverse(api, loan, repayment):
    proposed = propose(api("teller"), loan, repayment)
    assert proposed.status_code == 202, proposed.json()
    return checked(api("branch_head"), proposed.json()["id"])


def image(loan):
    """The loan and its rows in force, without their keys."""
    row = LoanAccount.objects.filter(pk=loan.pk).values().get()
    rows = Instalment.objects.filter(loan=loan, replaced_in=None).order_by("no").values()
    drop = {"id", "version", "schedule_version"}
    return [{k: v for k, v in values.items() if k not in drop} for values in (row, *rows)]


def total(client, loan, kind):
    return client.get(f"loans/{loan.pk}/repayment-quote", kind=kind).json()["total"]


def test_a_part_payment_of_an_overdue_row_is_taken_back_to_the_last_digit(api, loan):
    pass_nights(LATE)
    client = api("teller")
    before, owed = image(loan), total(client, loan, "DUE")
    paid = repay(client, loan, "20.00")
    assert image(loan) != before

    assert reverse(api, loan, paid).status_code == 200

    assert image(loan) == before
    assert total(client, loan, "DUE") == owed
    assert reconciliation.differences() == []
    shown = client.get(f"loans/{loan.pk}/repayments").json()["results"][0]
    assert (shown["state"], shown["reversed_on"]) == ("REVERSED", LATE.isoformat())
    mirrored = Voucher.objects.get(voucher_no=shown["reversal_voucher_no"])
    assert mirrored.reversal_of == Voucher.objects.get(voucher_no=shown["voucher_no"])
    event = OutboxEvent.objects.get(name="loans.repayment_reversed.v1")
    assert (event.payload["repay_no"], event.payload["was_settled"]) == (paid["repay_no"], False)


def test_a_settlement_in_full_is_taken_back_and_the_nights_go_on_as_if_it_had_not_been(api, loan):
    # nine days of a month of 31: what they bear by the day is not what the nights have accrued
    on = date(2026, 3, 11)
    pass_nights(on)
    client = api("teller")
    before = image(loan)
    paid = repay(client, loan, total(client, loan, "PREPAY_FULL"), "PREPAY_FULL")
    assert client.get(f"loans/{loan.pk}").json()["status"] == "SETTLED"

    assert reverse(api, loan, paid).status_code == 200

    assert image(loan) == before
    loan.refresh_from_db()
    assert loan.contract.state == "IN_USE"
    assert loan.schedule_version == 3
    assert sum(AccrualAdjustment.objects.values_list("amount", flat=True)) == 0
    assert reconciliation.differences() == []
    pass_nights(on + timedelta(days=30))
    assert reconciliation.differences() == []
    loan.refresh_from_db()
    first = loan.instalments.get(no=1, replaced_in=None)
    assert (first.state, loan.accrued_interest > 0) == ("OVERDUE", True)


def test_a_settlement_of_an_overdue_loan_is_taken_back(api, loan):
    pass_nights(LATE)
    client = api("teller")
    before = image(loan)
    paid = repay(client, loan, total(client, loan, "PREPAY_FULL"), "PREPAY_FULL")

    assert reverse(api, loan, paid).status_code == 200

    assert image(loan) == before
    assert reconciliation.differences() == []


def test_the_latest_is_taken_back_first(api, loan):
    pass_nights(FIRST_DUE + timedelta(days=1))
    client = api("teller")
    before = image(loan)
    first, second = repay(client, loan, "100.00"), repay(client, loan, "200.00")

    refused = propose(client, loan, first)
    assert (refused.status_code, refused.json()["code"]) == (409, "loans.later_repayment")
    assert second["repay_no"] in refused.json()["detail"]

    assert client.get(f"loans/{loan.pk}").json()["reversible_repayment_id"] == second["id"]
    assert reverse(api, loan, second).status_code == 200
    assert client.get(f"loans/{loan.pk}").json()["reversible_repayment_id"] == first["id"]
    assert reverse(api, loan, first).status_code == 200
    assert image(loan) == before
    assert client.get(f"loans/{loan.pk}").json()["reversible_repayment_id"] is None


def test_a_proposal_lapses_when_money_came_in_between(api, loan):
    pass_nights(FIRST_DUE)
    client = api("teller")
    proposed = propose(client, loan, repay(client, loan, "100.00")).json()
    repay(client, loan, "200.00")

    answer = checked(api("branch_head"), proposed["id"])

    assert (answer.status_code, answer.json()["code"]) == (409, "loans.later_repayment")
    assert Repayment.objects.filter(state="REVERSED").count() == 0


def test_only_on_the_day_it_was_booked(api, loan):
    pass_nights(FIRST_DUE)
    client = api("teller")
    paid = repay(client, loan, "100.00")
    proposed = propose(client, loan, paid).json()
    pass_nights(FIRST_DUE + timedelta(days=1))

    late = checked(api("branch_head"), proposed["id"])
    assert (late.status_code, late.json()["code"]) == (409, "loans.reversed_same_day_only")
    assert client.get(f"loans/{loan.pk}").json()["reversible_repayment_id"] is None
    again = propose(client, loan, paid)
    assert again.json()["code"] == "loans.reversed_same_day_only"


def test_once_only(api, loan):
    pass_nights(FIRST_DUE)
    paid = repay(api("teller"), loan, "100.00")
    reverse(api, loan, paid)

    again = propose(api("teller"), loan, paid)

    assert (again.status_code, again.json()["code"]) == (409, "platform.wrong_state")


def test_who_proposed_it_does_not_check_it_and_another_loan_is_not_there(api, loan, actor_for):
    pass_nights(FIRST_DUE)
    paid = repay(api("teller"), loan, "100.00")
    other = make_loan(actor_for("officer"), actor_for("disburser"))

    assert propose(api("teller"), other, paid).status_code == 404
    proposed = propose(api("teller"), loan, paid).json()
    assert checked(api("teller"), proposed["id"]).status_code == 403
    assert api("officer").post(
        f"loans/{loan.pk}/repayments/{paid['id']}/reversal", {"reason": "x"}
    ).status_code == 403  # fmt: skip


def test_rows_that_are_not_what_their_events_make_them_are_left_alone(api, loan):
    pass_nights(FIRST_DUE)
    paid = repay(api("teller"), loan, "8000.00")
    proposed = propose(api("teller"), loan, paid).json()
    Instalment.objects.filter(loan=loan, no=1).update(principal_paid="7000.00")

    answer = checked(api("branch_head"), proposed["id"])

    assert (answer.status_code, answer.json()["code"]) == (409, "loans.differs_from_events")
    assert Repayment.objects.get(pk=paid["id"]).state == "POSTED"


def test_the_night_that_has_not_reached_the_loan_is_waited_for(api, loan):
    pass_nights(FIRST_DUE)
    paid = repay(api("teller"), loan, "100.00")
    proposed = propose(api("teller"), loan, paid).json()
    LoanAccount.objects.filter(pk=loan.pk).update(accrued_through=FIRST_DUE - timedelta(days=2))
    set_business_date(FIRST_DUE, closing_on=FIRST_DUE - timedelta(days=1))

    answer = checked(api("branch_head"), proposed["id"])

    assert (answer.status_code, answer.json()["code"]) == (409, "platform.busy")
