"""A receipt that a channel took earlier counts from its day: what followed is worked out anew, nothing rewritten."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from backend.platform.records.models import OutboxEvent
from tenants.ledger.models import Entry, Voucher
from tenants.loans import lives, reconciliation
from tenants.loans.models import Instalment, LoanAccount, Repayment, RepaymentAdjustment
from tests.factories.changes import checked
from tests.factories.loans import make_loan, pass_nights

D = Decimal
FIRST_DUE = date(2026, 4, 2)
"""A Thursday; five working days later is the ninth, since Monday the sixth is a holiday."""
LATE = FIRST_DUE + timedelta(days=4)
PAYMENT = "8530.99"
PENALTY_OF_FOUR_DAYS = D("5.92")


@pytest.fixture
def loan(actor_for):
    return make_loan(actor_for("officer"), actor_for("disburser"))


@pytest.fixture
def client(api):
    return api("teller")


def receipt(loan, client, **given):
    wanted = {
        "kind": "DUE", "amount": PAYMENT, "value_on": FIRST_DUE.isoformat(), "source": "CHANNEL",
        "received_as": "QD20260402001", **given,
    }  # fmt: skip
    return client.post(f"loans/{loan.pk}/receipts", wanted)


def booked(loan, client, **given):
    answer = receipt(loan, client, **given)
    assert answer.status_code == 201, answer.json()
    return answer.json()


def paid(loan, client, amount, kind="DUE"):
    answer = client.post(f"loans/{loan.pk}/repayments", {"kind": kind, "amount": amount})
    assert answer.status_code == 201, answer.json()
    return answer.json()


def quote(loan, client, kind="DUE"):
    return client.get(f"loans/{loan.pk}/repayment-quote", kind=kind).json()


def image(loan):
    row = LoanAccount.objects.filter(pk=loan.pk).values().get()
    rows = Instalment.objects.filter(loan=loan, replaced_in=None).order_by("no").values()
    drop = {"id", "version", "schedule_version"}
    return [{k: v for k, v in values.items() if k not in drop} for values in (row, *rows)]


def is_what_its_events_make_it(loan, on):
    loan = LoanAccount.objects.get(pk=loan.pk)
    assert lives.differences(loan, lives.rows_in_force(loan), on) == []
    assert reconciliation.differences() == []


def net_of(voucher_no):
    entries = Entry.objects.filter(voucher__voucher_no=voucher_no)
    return {e.subject_code: e.amount if e.side == "DEBIT" else -e.amount for e in entries}


def test_paid_on_its_day_through_a_channel_nothing_was_ever_overdue(loan, client):
    pass_nights(LATE)
    assert D(quote(loan, client)["penalty"]) > 0

    repayment = booked(loan, client)

    assert (repayment["value_on"], repayment["booked_on"]) == (FIRST_DUE.isoformat(), LATE.isoformat())
    assert (repayment["amount"], repayment["penalty"], repayment["compound"]) == (PAYMENT, "0.00", "0.00")
    loan.refresh_from_db()
    assert (loan.status, loan.overdue_days, loan.penalty_due) == ("ACTIVE", 0, 0)
    row = Instalment.objects.get(loan=loan, no=1, replaced_in=None)
    assert (row.state, row.paid_on, row.penalty_growth) == ("PAID", FIRST_DUE, 0)
    assert net_of(repayment["voucher_no"]) == {
        "1011": D(PAYMENT), "1303": D("-8168.49"), "1132": D("-362.50"),
    }  # fmt: skip
    is_what_its_events_make_it(loan, LATE)


def test_a_later_repayment_is_divided_otherwise_and_its_row_stays_as_it_was(loan, client):
    """The counter took the arrears with penalty on the sixth; the channel had taken them on the second."""
    pass_nights(LATE)
    arrears = quote(loan, client)
    counter = paid(loan, client, arrears["total"])
    assert D(arrears["penalty"]) > 0
    asked = client.get(
        f"loans/{loan.pk}/receipts/quote", kind="DUE", amount=PAYMENT, value_on=FIRST_DUE.isoformat()
    ).json()

    repayment = booked(loan, client)

    assert asked["needs_approval"] is False
    assert asked["excess"] == arrears["total"]
    assert [(a["repay_no"], a["total"]) for a in asked["adjusted"]] == [
        (counter["repay_no"], f"-{arrears['total']}")
    ]
    kept = Repayment.objects.get(repay_no=counter["repay_no"])
    assert (str(kept.amount), str(kept.penalty)) == (counter["amount"], counter["penalty"])
    change = RepaymentAdjustment.objects.get(repayment=kept)
    assert change.cause.repay_no == repayment["repay_no"]
    assert change.principal == -kept.principal
    # what is posted today is the difference: the counter's money is the borrower's but for the instalment
    lines = net_of(repayment["voucher_no"])
    assert lines["1011"] == D(PAYMENT) - kept.amount
    assert lines["6012"] == kept.penalty
    event = OutboxEvent.objects.get(name="loans.receipt_booked.v1")
    assert event.payload["excess"] == str(kept.amount)
    told = client.get(f"loans/{loan.pk}/repayments/{kept.pk}/explanation").json()
    assert [a["cause"] for a in told["adjustments"]] == [repayment["repay_no"]]
    is_what_its_events_make_it(loan, LATE)


def test_the_nights_and_repayments_after_it_go_on_to_the_end(loan, client):
    pass_nights(LATE)
    paid(loan, client, "1000.00")
    booked(loan, client, amount="5000.00")
    pass_nights(date(2026, 5, 10))
    is_what_its_events_make_it(loan, date(2026, 5, 10))
    total = quote(loan, client, "PREPAY_FULL")["total"]
    paid(loan, client, total, "PREPAY_FULL")
    pass_nights(date(2026, 5, 11))
    is_what_its_events_make_it(loan, date(2026, 5, 11))


def test_a_loan_that_was_settled_earlier_than_we_knew_earned_nothing_since(loan, client):
    pass_nights(FIRST_DUE)
    paid(loan, client, PAYMENT)
    total = quote(loan, client, "PREPAY_FULL")["total"]
    pass_nights(LATE)

    repayment = booked(loan, client, kind="PREPAY_FULL", amount=total)

    assert repayment["amount"] == total
    loan.refresh_from_db()
    assert (loan.status, loan.accrued_total) == ("SETTLED", loan.interest_paid)
    is_what_its_events_make_it(loan, LATE)
    assert quote(loan, client)["code"] == "loans.loan_settled"


def test_taken_back_on_the_same_day_everything_is_as_before_it(api, loan, client):
    pass_nights(LATE)
    paid(loan, client, quote(loan, client)["total"])
    before, vouchers = image(loan), Voucher.objects.count()
    repayment = booked(loan, client)
    assert image(loan) != before

    proposed = client.post(f"loans/{loan.pk}/repayments/{repayment['id']}/reversal", {"reason": "流水号记错"})
    checked(api("branch_head"), proposed.json()["id"])

    assert image(loan) == before
    assert Voucher.objects.count() == vouchers + 2
    assert reconciliation.differences() == []


def test_an_old_receipt_needs_a_second_person(api, loan, client):
    pass_nights(date(2026, 4, 14))
    refused = receipt(loan, client)
    assert (refused.status_code, refused.json()["code"]) == (409, "loans.receipt_needs_approval")

    proposed = client.post(
        f"loans/{loan.pk}/receipts/proposal",
        {
            "kind": "DUE", "amount": PAYMENT, "value_on": FIRST_DUE.isoformat(), "source": "CORE",
            "received_as": "HX1", "reason": "核心对账差异",
        },
    )  # fmt: skip
    assert proposed.status_code == 202, proposed.json()
    assert not Repayment.objects.exists()
    checked(api("branch_head"), proposed.json()["id"])

    assert Repayment.objects.get().value_on == FIRST_DUE
    is_what_its_events_make_it(loan, date(2026, 4, 14))


def test_what_was_proposed_is_not_done_once_another_repayment_came_between(api, loan, client):
    pass_nights(date(2026, 4, 14))
    proposed = client.post(
        f"loans/{loan.pk}/receipts/proposal",
        {
            "kind": "DUE", "amount": PAYMENT, "value_on": FIRST_DUE.isoformat(), "source": "CORE",
            "received_as": "HX1", "reason": "核心对账差异",
        },
    ).json()  # fmt: skip
    paid(loan, client, "100.00")

    change = api("branch_head").get(f"changes/{proposed['id']}").json()
    answer = api("branch_head").post(
        f"changes/{proposed['id']}/approve", {"content_hash": change["content_hash"]}
    )

    assert answer.status_code == 409
    assert Repayment.objects.count() == 1


@pytest.mark.parametrize(
    ("given", "status", "code"),
    [
        ({"value_on": "2026-03-01"}, 422, "loans.receipt_day"),
        ({"value_on": LATE.isoformat()}, 422, "loans.receipt_day"),
        ({"value_on": "2026-03-31"}, 409, "loans.nothing_due"),
        ({"kind": "PREPAY_FULL"}, 422, "loanmath.settlement_short"),
        ({"kind": "PREPAY_PART"}, 422, "platform.invalid"),
        ({"source": "COUNTER"}, 422, "platform.invalid"),
        ({"received_as": ""}, 422, "platform.invalid"),
    ],
)
def test_what_is_refused_changes_nothing(loan, client, given, status, code):
    pass_nights(LATE)
    before = image(loan)

    answer = receipt(loan, client, **given)

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert image(loan) == before
    assert not Repayment.objects.exists()


def test_each_number_is_booked_once(loan, client):
    pass_nights(LATE)
    first = booked(loan, client, amount="100.00")
    again = receipt(loan, client, amount="200.00")
    assert (again.status_code, again.json()["code"]) == (409, "loans.receipt_known")
    assert again.json()["params"]["repay_no"] == first["repay_no"]
