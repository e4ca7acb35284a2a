"""A loan whose rate follows the LPR: repriced by the night, whatever became of it before and after."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from backend.kernel.loanmath import LoanTerms, Method, RateChange, build_schedule
from backend.platform.errors import DomainError
from shared.reference.models import LprQuote
from tenants.contracts.document import contract_data
from tenants.endofday import services as nights
from tenants.loans import lives, reconciliation, repricing
from tenants.loans import models as loans
from tenants.loans.services import standing
from tests.factories.catalog import make_level_one
from tests.factories.changes import checked
from tests.factories.contracts import make_signed_contract
from tests.factories.loans import make_contract, make_loan, pass_nights, set_business_date
from tests.factories.parameters import bank_sets
from tests.factories.products import make_product
from tests.world import BUSINESS_DATE

D = Decimal
NEW_YEAR = date(2026, 1, 1)


def publish(on: date, one_year: str) -> None:
    LprQuote.objects.create(published_on=on, one_year_rate=D(one_year), five_year_rate=D("0.0350"))


def until(on: date) -> None:
    """To the morning of `on`: one night that catches up, and the last one."""
    set_business_date(on - timedelta(days=1))
    pass_nights(on)


def borrowed(actor_for, **terms):
    officer = actor_for("officer")
    return make_loan(officer, actor_for("disburser"), make_contract(officer, **terms))


def pay(client, loan, kind="DUE", **named):
    total = client.get(f"loans/{loan.pk}/repayment-quote", kind=kind, **named).json()["total"]
    answer = client.post(
        f"loans/{loan.pk}/repayments", {"kind": kind, "amount": total, "source": "COUNTER", **named}
    )
    assert answer.status_code == 201, answer.json()
    return answer.json()


def rows_of(loan):
    return list(loans.Instalment.objects.filter(loan=loan, replaced_in=None).order_by("no"))


def agrees(loan, on: date) -> None:
    """Books, rows and the loan mathematics from scratch say the same."""
    loan = loans.LoanAccount.objects.get(pk=loan.pk)
    rows = rows_of(loan)
    assert lives.differences(loan, rows, on) == []
    assert not loan.is_open or loan.accrued_total == standing.earned_by(loan, rows)
    assert reconciliation.differences() == []


def planned(loan, *changes, **terms):
    return build_schedule(
        LoanTerms.of(
            principal=loan.drawn, annual_rate=loan.disbursement.annual_rate, method=Method(loan.method),
            start_on=loan.start_on, maturity_on=loan.maturity_on, rate_changes=[RateChange(*c) for c in changes],
            **terms,
        )
    ).rows  # fmt: skip


def same_plan(rows, wanted) -> None:
    assert [(r.no, r.due_on, r.principal, r.interest, r.balance) for r in rows] == [
        (no, r.due_on, r.principal, r.interest, r.balance) for no, r in enumerate(wanted, start=1)
    ]


def test_on_new_years_day_inside_a_period_the_row_is_split_and_the_rest_planned_anew(api, actor_for):
    """120000.00 at 4.30 %, 4.00 % from 1 January on, the figures of the loan mathematics, and on to settlement."""
    set_business_date(date(2025, 8, 18))
    loan = borrowed(actor_for, amount=D("120000.00"), annual_rate=D("0.043"), bp=130, reprice="CALENDAR")
    teller = api("teller")
    publish(date(2025, 12, 22), "0.0270")
    assert teller.get(f"loans/{loan.pk}").json()["reprices_on"] == "2026-01-01"
    for no in range(1, 5):
        until(date(2025, 8 + no, 18))
        pay(teller, loan)
    until(NEW_YEAR - timedelta(days=1))
    accrued = loans.LoanAccount.objects.get(pk=loan.pk).accrued_total

    pass_nights(NEW_YEAR)

    rows = rows_of(loan)
    assert [(r.principal, r.interest, r.balance) for r in rows[4:]] == [
        (D("9945.73"), D("286.92"), D("70625.21")),
        (D("9988.87"), D("235.42"), D("60636.34")),
        (D("10022.17"), D("202.12"), D("50614.17")),
        (D("10055.58"), D("168.71"), D("40558.59")),
        (D("10089.09"), D("135.20"), D("30469.50")),
        (D("10122.72"), D("101.57"), D("20346.78")),
        (D("10156.47"), D("67.82"), D("10190.31")),
        (D("10190.31"), D("33.97"), D("0.00")),
    ]
    assert [row.version for row in rows] == [1] * 4 + [2] * 8
    assert (rows[4].carried_to, rows[4].carried_growth) == (NEW_YEAR, D("80570.94") * D("0.043") * 14)
    assert sum(row.interest for row in rows) == D("2740.43")
    (change,) = loans.RateChange.objects.all()
    loan.refresh_from_db()
    assert (loan.annual_rate, loan.schedule_version, loan.reprices_on) == (D("0.04"), 2, None)
    # thirteen of the row's 31 days were counted by the month: its days at the old rate bear 134.73 by 1 January
    earned = sum(row.interest for row in rows[:4]) + (D("80570.94") * D("0.043") * 14 / 360).quantize(
        D("0.000001")
    )
    assert loan.accrued_total == earned
    adjustment = loans.AccrualAdjustment.objects.get(rate_change=change)
    assert (
        adjustment.amount
        == earned
        - accrued
        - loans.DailyAccrual.objects.get(loan=loan, accrued_on=NEW_YEAR - timedelta(days=1)).amount
    )
    agrees(loan, NEW_YEAR)

    shown = teller.get(f"loans/{loan.pk}").json()
    assert (shown["reprice"], shown["bp"], shown["lpr_tenor"], shown["reprices_on"]) == (
        "CALENDAR", 130, "ONE_YEAR", None,
    )  # fmt: skip
    latest, first = teller.get(f"loans/{loan.pk}/rates").json()
    assert latest == {
        "effective_on": "2026-01-01", "annual_rate": "0.040000", "previous_rate": "0.043000",
        "lpr_rate": "0.027000", "lpr_published_on": "2025-12-22", "bp": 130, "schedule_version": 2,
    }  # fmt: skip
    assert (first["effective_on"], first["annual_rate"], first["previous_rate"]) == (
        "2025-08-18",
        "0.043000",
        None,
    )
    told = teller.get(f"loans/{loan.pk}/schedule/5/explanation").json()
    interest = next(item for item in told["amounts"] if item["bucket"] == "interest")
    assert [(p["annual_rate"], p["days"], p["until"]) for p in interest["parts"] if p["kind"] == "TIME"] == [
        ("0.043000", 14, "2026-01-01"), ("0.040000", 17, "2026-01-18"),
    ]  # fmt: skip
    assert interest["amount"] == "286.92"

    for month in range(1, 9):
        due_on = date(2026, month, 18)
        until(due_on)
        pay(teller, loan)
        agrees(loan, due_on)
    loan.refresh_from_db()
    assert (loan.status, loan.principal_outstanding, loan.interest_paid) == ("SETTLED", 0, D("2740.43"))


def test_on_a_due_date_no_row_is_split_and_the_due_one_stays(api, actor_for):
    loan = borrowed(actor_for, bp=135, reprice="EVERY_3_MONTHS")
    publish(date(2026, 5, 20), "0.0350")
    third = date(2026, 6, 2)
    for due_on in (date(2026, 4, 2), date(2026, 5, 2)):
        until(due_on)
        pay(api("teller"), loan)

    until(third)

    rows = rows_of(loan)
    same_plan(rows, planned(loan, (third, D("0.0485"))))
    assert [row.version for row in rows] == [1, 1, 1] + [2] * 9
    assert not any(row.carried_to for row in rows)
    assert not loans.AccrualAdjustment.objects.exists()
    agrees_after_falling_due = pay(api("teller"), loan)
    assert agrees_after_falling_due["amount"] == str(rows[2].payment)
    agrees(loan, third)
    loan.refresh_from_db()
    assert loan.reprices_on == date(2026, 9, 2)


def test_the_same_rate_is_a_change_too_and_running_the_step_again_changes_nothing(actor_for):
    loan = borrowed(actor_for, bp=135, reprice="EVERY_3_MONTHS", interest_day=20)
    on = date(2026, 6, 2)
    until(on)
    before = loans.LoanAccount.objects.filter(pk=loan.pk).values().get()

    assert repricing.eod_reprice(on) == 0
    assert repricing.eod_reprice(on + timedelta(days=1)) == 0

    assert loans.LoanAccount.objects.filter(pk=loan.pk).values().get() == before
    (change,) = loans.RateChange.objects.all()
    assert (change.old_rate, change.new_rate, change.schedule_version) == (D("0.0435"), D("0.0435"), 2)
    assert before["reprices_on"] == date(2026, 9, 2)
    agrees(loan, on)


def test_a_fixed_rate_stays(api, actor_for):
    loan = borrowed(actor_for)
    publish(BUSINESS_DATE, "0.0900")
    until(date(2027, 1, 2))
    loan.refresh_from_db()
    assert (loan.annual_rate, loan.schedule_version, loan.reprices_on) == (D("0.0435"), 1, None)
    assert len(api("teller").get(f"loans/{loan.pk}/rates").json()) == 1


def test_penalty_follows_the_rate_in_force_each_day(api, actor_for):
    loan = borrowed(actor_for, bp=135, reprice="EVERY_3_MONTHS")
    publish(date(2026, 5, 20), "0.0650")
    until(date(2026, 6, 2))
    until(date(2026, 7, 1))

    row = rows_of(loan)[0]
    days_before, days_after = (date(2026, 6, 2) - date(2026, 4, 2)).days, 29
    grown = row.principal * D("1.5") * (D("0.0435") * days_before + D("0.0785") * days_after)
    assert row.penalty_growth == grown
    agrees(loan, date(2026, 7, 1))
    told = api("teller").get(f"loans/{loan.pk}/schedule/1/explanation").json()
    penalty = next(item for item in told["amounts"] if item["bucket"] == "penalty")
    assert [p["annual_rate"] for p in penalty["parts"] if p["kind"] == "TIME"] == ["0.065250", "0.117750"]
    pay(api("teller"), loan)
    agrees(loan, date(2026, 7, 1))


def test_a_row_within_its_grace_bears_both_rates_once_it_is_overdue(actor_for):
    bank_sets("loans.overdue_grace_days", "3")
    loan = borrowed(actor_for, bp=135, reprice="EVERY_3_MONTHS", interest_day=31)
    publish(date(2026, 5, 20), "0.0650")
    until(date(2026, 6, 2))
    assert rows_of(loan)[1].state == "DUE"  # of 31 May

    until(date(2026, 6, 10))

    row = rows_of(loan)[1]
    assert row.penalty_growth == row.principal * D("1.5") * (D("0.0435") * 2 + D("0.0785") * 8)
    agrees(loan, date(2026, 6, 10))


@pytest.mark.parametrize("first", ["prepaid", "repriced"])
def test_prepaid_and_repriced_in_either_order_the_plan_is_that_of_both(api, actor_for, first):
    loan = borrowed(actor_for, bp=135, reprice="EVERY_3_MONTHS", interest_day=20)
    publish(date(2026, 5, 20), "0.0250")
    on = date(2026, 6, 2)
    teller = api("teller")
    until(date(2026, 5, 20))
    pay(teller, loan)
    for day in (date(2026, 5, 27), on, date(2026, 6, 8)):
        until(day)
        if day == (date(2026, 5, 27) if first == "prepaid" else date(2026, 6, 8)):
            pay(teller, loan, "PREPAY_PART", principal="30000.00", mode="shorten_term")
    until(date(2026, 6, 9))

    agrees(loan, date(2026, 6, 9))
    assert loans.RateChange.objects.get().effective_on == on
    for _ in range(2):
        running = next(row for row in rows_of(loan) if row.state == "PENDING")
        until(running.due_on)
        pay(teller, loan)
        agrees(loan, running.due_on)
    pay(teller, loan, "PREPAY_FULL")
    agrees(loan, running.due_on)


def test_a_repayment_after_a_repricing_is_taken_back(api, actor_for):
    loan = borrowed(actor_for, bp=135, reprice="EVERY_3_MONTHS", interest_day=20)
    publish(date(2026, 5, 20), "0.0250")
    on = date(2026, 6, 2)
    until(on)
    pay(api("teller"), loan)
    before = [row.__dict__ | {"_state": None} for row in rows_of(loan)]
    for named in (
        {"kind": "PREPAY_PART", "principal": "30000.00", "mode": "reduce_instalment"},
        {"kind": "PREPAY_FULL"},
    ):
        repayment = pay(api("teller"), loan, **named)
        answer = api("teller").post(
            f"loans/{loan.pk}/repayments/{repayment['id']}/reversal", {"reason": "重复"}
        )
        checked(api("branch_head"), answer.json()["id"])
        after = [row.__dict__ | {"_state": None} for row in rows_of(loan)]
        for old, new in zip(before, after, strict=True):
            assert {k: v for k, v in old.items() if k not in ("id", "version")} == {
                k: v for k, v in new.items() if k not in ("id", "version")
            }
        agrees(loan, on)
    until(date(2026, 6, 21))
    agrees(loan, date(2026, 6, 21))


def test_without_the_lpr_of_the_day_the_night_stops_and_says_so(api, actor_for):
    loan = borrowed(actor_for, bp=135, reprice="EVERY_3_MONTHS")
    loans.LoanAccount.objects.filter(pk=loan.pk).update(reprices_on=BUSINESS_DATE + timedelta(days=1))
    kept = list(LprQuote.objects.values("published_on", "one_year_rate", "five_year_rate"))
    LprQuote.objects.all().delete()

    run = nights.night_run(nights.night_start(actor=actor_for("bank_admin"), ring=False).pk)

    step = run.steps.get(name="reprice")
    assert (run.state, step.state, step.error_code) == ("FAILED", "FAILED", "reference.lpr_unknown")
    assert not loans.RateChange.objects.exists()
    refused = api("teller").post(
        f"loans/{loan.pk}/repayments", {"kind": "DUE", "amount": "1.00", "source": "COUNTER"}
    )
    assert refused.json()["code"] == "platform.busy"

    LprQuote.objects.bulk_create([LprQuote(**row) for row in kept])
    nights.night_retry(actor=actor_for("bank_admin"), run_id=run.pk)
    run = nights.night_run(run.pk)

    assert run.state == "DONE"
    agrees(loan, BUSINESS_DATE + timedelta(days=1))
    # and where the list is not confirmed through the day
    late = date(2031, 1, 1)
    loans.LoanAccount.objects.filter(pk=loan.pk).update(
        reprices_on=late, maturity_on=late + timedelta(days=1)
    )
    with pytest.raises(DomainError) as refusal:
        repricing.eod_reprice(late)
    assert refusal.value.code == "reference.lpr_stale"


def test_the_rule_of_the_product_is_printed_in_the_contract_and_kept_by_the_loan(api, actor_for):
    parent = make_level_one(reprices=["FIXED", "ANNIVERSARY"])
    product = make_product(parent_code=parent.code, reprice="ANNIVERSARY")
    contract = make_signed_contract(actor_for, product_id=product.pk, term_months=24)
    officer = api("officer")

    application = officer.get(f"applications/{contract.application_id}").json()
    assert (application["reprice"], officer.get(f"contracts/{contract.pk}").json()["reprice"]) == (
        "ANNIVERSARY", "ANNIVERSARY",
    )  # fmt: skip
    printed = contract_data(contract, "1")["rate"]["course"]
    assert "浮动利率" in printed
    assert "放款日后每满一年的对应日" in printed
    loan = make_loan(actor_for("officer"), actor_for("disburser"), contract)
    shown = officer.get(f"loans/{loan.pk}").json()
    assert (shown["reprice"], shown["lpr_tenor"], shown["bp"]) == ("ANNIVERSARY", "ONE_YEAR", contract.bp)
    assert shown["reprices_on"] == "2027-03-02"
    usual = make_signed_contract(actor_for)
    assert contract_data(usual, "1")["rate"]["course"] == "合同期内为固定利率。"


def test_the_rates_of_a_loan_out_of_reach_are_not_there(api, actor_for):
    loan = borrowed(actor_for)
    assert api("officer2").get(f"loans/{loan.pk}/rates").status_code == 404
    assert api("bank_admin").get(f"loans/{loan.pk}/rates").status_code == 403
