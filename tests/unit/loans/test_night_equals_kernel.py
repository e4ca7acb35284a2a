"""The night's set-based SQL gives what the kernel gives, to the last of six places, for loans of all kinds."""

import random
from datetime import date, timedelta
from decimal import Decimal

import pytest

from backend.kernel.loanmath import (
    ArrearsTerms,
    Bill,
    DayCount,
    LoanTerms,
    Method,
    Payment,
    accrued_through,
    add_months,
    build_schedule,
    daily_accrual,
    settle_arrears,
)
from backend.platform.errors import DomainError
from tenants.ledger.models import Entry, Voucher
from tenants.loans import eod, reconciliation, terms
from tenants.loans.models import DailyAccrual, Disbursement, Instalment, LoanAccount
from tenants.loans.services import repayment_receive
from tests.factories.loans import make_contract, set_business_date

ONE_DAY = timedelta(days=1)
FIRST = date(2024, 1, 28)  # the leap day lies in the window
METHODS = [Method.EQUAL_INSTALMENT, Method.EQUAL_PRINCIPAL, Method.INTEREST_ONLY, Method.BULLET]


def random_terms(rng: random.Random, *, short: bool = False) -> LoanTerms:
    """Amounts from one cent to millions, rates with six places, stubs, fixed days, every rhythm."""
    start_on = FIRST + timedelta(days=rng.randrange(40))
    principal = rng.choice(
        [
            Decimal(rng.randrange(1, 500)) / 100,
            Decimal(rng.randrange(1, 30_000_000)) / 100,
            Decimal(rng.randrange(1, 50)) * 10_000,
        ]
    )
    months = rng.choice([1, 2, 3]) if short else rng.choice([1, 2, 3, 6, 11, 12, 24, 36])
    return LoanTerms.of(
        principal=principal.quantize(Decimal("0.01")),
        annual_rate=rng.choice(
            [Decimal("0"), Decimal("0.0435"), Decimal(rng.randrange(1, 240_000)) / 1_000_000]
        ),
        method=rng.choice(METHODS),
        start_on=start_on,
        maturity_on=add_months(start_on, months) + timedelta(days=rng.choice([0, 0, 0, 5, 17])),
        interest_day=rng.choice([None, None, 1, 20, 21, 31]),
        day_count=rng.choice(list(DayCount)),
        period_months=rng.choice([1, 1, 1, 3, 6, 12]),
    )


def make_loans(actor, all_terms):
    """Loans as the booking leaves them, each with the kernel's schedule beside it."""
    contract = make_contract(actor, start_on=FIRST, term_months=60)
    found = []
    for agreed in all_terms:
        schedule = build_schedule(agreed)
        drawdown = Disbursement.objects.create(
            req_no=f"T{len(found)}",
            contract=contract,
            customer_id=contract.customer_id,
            branch_id=contract.branch_id,
            officer_id=contract.officer_id,
            amount=agreed.principal,
            annual_rate=agreed.annual_rate,
            pay_mode="SELF",
            payee_account_no="62170000",
            value_on=agreed.start_on,
            maturity_on=agreed.maturity_on,
            state="POSTED",
            core_request_no=f"T{len(found)}",
        )
        loan = LoanAccount.objects.create(
            loan_no=f"T{len(found)}",
            disbursement=drawdown,
            contract=contract,
            customer_id=contract.customer_id,
            product_id=contract.product_id,
            branch_id=contract.branch_id,
            officer_id=contract.officer_id,
            drawn=agreed.principal,
            principal_outstanding=agreed.principal,
            accrued_through=agreed.start_on - ONE_DAY,
            start_on=agreed.start_on,
            maturity_on=agreed.maturity_on,
            annual_rate=agreed.annual_rate,
            method=agreed.method,
            day_count=agreed.day_count,
            period_months=agreed.period_months,
        )
        Instalment.objects.bulk_create(terms.instalments_of(loan, schedule))
        found.append((loan, schedule))
    return found


def earned(schedule, day: date) -> Decimal:
    """All that the loan has earned by the beginning of `day`, by the kernel."""
    return sum((accrued_through(row, day) for row in schedule.rows), Decimal(0))


@pytest.mark.parametrize("seed", [1, 2])
def test_each_night_accrues_what_the_kernel_says(actor_for, seed):
    rng = random.Random(seed)
    loans = make_loans(actor_for("officer"), [random_terms(rng) for _ in range(40)])
    by_id = {loan.pk: schedule for loan, schedule in loans}

    for n in range(150):
        on = FIRST + n * ONE_DAY
        eod.eod_mark_due(on)
        eod.eod_accrue(on)
        got = dict(DailyAccrual.objects.filter(accrued_on=on).values_list("loan_id", "amount"))
        wanted = {pk: sum(daily_accrual(row, on) for row in schedule.rows) for pk, schedule in by_id.items()}
        assert got == {pk: amount for pk, amount in wanted.items() if amount}

    after = FIRST + 150 * ONE_DAY
    for loan, schedule in loans:
        loan.refresh_from_db()
        fallen = [row for row in schedule.rows if row.due_on < after]
        assert loan.accrued_total == earned(schedule, after)
        assert loan.interest_due == sum((row.interest for row in fallen), Decimal(0))
        assert loan.principal_due == sum((row.principal for row in fallen), Decimal(0))
        assert loan.accrued_interest == loan.accrued_total - loan.interest_due


@pytest.mark.parametrize("seed", [3, 4, 5])
def test_nights_that_were_missed_are_caught_up_and_repeated_ones_add_nothing(actor_for, seed):
    rng = random.Random(seed)
    loans = make_loans(actor_for("officer"), [random_terms(rng) for _ in range(40)])

    on = FIRST
    while on < FIRST + timedelta(days=420):
        on += timedelta(days=rng.choice([1, 1, 2, 9, 40]))
        for _ in range(rng.choice([1, 2])):  # a step that is run again
            eod.eod_mark_due(on)
            eod.eod_mark_overdue(on + ONE_DAY)
            eod.eod_accrue(on)
            eod.eod_post_accruals(on)
        assert eod.eod_accrue(on) == 0
        assert eod.eod_mark_due(on) == 0
        assert eod.eod_post_accruals(on) == 0

    for loan, schedule in loans:
        loan.refresh_from_db()
        assert loan.accrued_total == earned(schedule, on + ONE_DAY)


def test_a_row_earns_its_scheduled_interest_to_the_cent(actor_for):
    rng = random.Random(6)
    loans = make_loans(actor_for("officer"), [random_terms(rng, short=True) for _ in range(30)])
    for n in range(160):
        eod.eod_accrue(FIRST + n * ONE_DAY)

    for loan, schedule in loans:
        for row in schedule.rows:
            days = DailyAccrual.objects.filter(
                loan=loan, accrued_on__gte=row.starts_on, accrued_on__lt=row.due_on
            )
            assert sum((day.amount for day in days), Decimal(0)) == row.interest


def test_the_ledger_never_drifts_from_the_accrual(actor_for):
    """Forty loans that earn fractions of a cent: every night the receivable is their rounded sum."""
    rng = random.Random(7)
    loans = make_loans(actor_for("officer"), [random_terms(rng) for _ in range(40)])
    for n in range(90):
        on = FIRST + n * ONE_DAY
        eod.eod_accrue(on)
        eod.eod_post_accruals(on)
        total = sum((earned(schedule, on + ONE_DAY) for _, schedule in loans), Decimal(0))
        posted = Decimal(0)
        for side, amount in Entry.objects.filter(subject_code="1132").values_list("side", "amount"):
            posted += amount if side == "DEBIT" else -amount
        assert abs(posted - total) <= Decimal("0.005")
    vouchers = Voucher.objects.filter(kind="ACCRUAL")
    assert vouchers.count() <= 90  # one a night for the one branch
    # the loans of this test were never booked, but what the night wrote agrees with itself
    assert not [
        found
        for found in reconciliation.differences()
        if found.subject.startswith(("1132", "6011")) or found.loan.startswith("T")
    ]


def test_arrears_are_counted_from_the_oldest_row_and_go_with_the_payment(actor_for):
    rng = random.Random(8)
    loans = make_loans(actor_for("officer"), [random_terms(rng) for _ in range(30)])
    for n in range(0, 150, 10):
        on = FIRST + n * ONE_DAY
        next_on = on + ONE_DAY
        eod.eod_mark_due(on)
        counted = eod.eod_mark_overdue(next_on)
        assert eod.eod_mark_overdue(next_on) == counted

        late = 0
        for loan, schedule in loans:
            loan.refresh_from_db()
            unpaid = [row for row in schedule.rows if row.due_on < next_on and row.payment]
            late += bool(unpaid)
            assert loan.status == ("OVERDUE" if unpaid else "ACTIVE")
            assert loan.overdue_since == (unpaid[0].due_on if unpaid else None)
            assert loan.overdue_days == ((next_on - unpaid[0].due_on).days if unpaid else 0)
            assert loan.overdue_principal == sum((row.principal for row in unpaid), Decimal(0))
        assert counted == late

    overdue = sum((loan.overdue_principal for loan, _ in loans), Decimal(0))
    moved = Entry.objects.filter(voucher__kind="OVERDUE", subject_code="1303", side="DEBIT")
    assert sum((entry.amount for entry in moved), Decimal(0)) == overdue


@pytest.mark.parametrize("seed", [9, 10, 11])
def test_penalty_and_compound_are_settled_as_the_kernel_says(actor_for, seed):
    """Nights with gaps and payments of any size: each divides as the arrears of its bills do from scratch."""
    rng = random.Random(seed)
    loans = make_loans(actor_for("officer"), [random_terms(rng, short=True) for _ in range(20)])
    teller = actor_for("teller")
    paid = {loan.pk: [] for loan, _ in loans}
    got = {loan.pk: [] for loan, _ in loans}

    on = FIRST
    while on < FIRST + timedelta(days=260):
        on += timedelta(days=rng.choice([1, 3, 10, 35]))
        set_business_date(on)
        eod.eod_mark_due(on - ONE_DAY)
        eod.eod_mark_overdue(on)
        eod.eod_accrue(on - ONE_DAY)
        eod.eod_accrue_penalties(on)
        for loan, schedule in loans:
            if rng.random() < 0.5:
                continue
            most = max(1, int(schedule.total_payment * 60))
            amount = Decimal(rng.choice([1, 7, rng.randrange(1, most + 1)])) / 100
            try:
                repayment = repayment_receive(actor=teller, loan_id=loan.pk, kind="DUE", amount=amount)
            except DomainError as refused:
                if refused.code not in ("loans.nothing_due", "loans.loan_settled"):
                    raise
                continue
            paid[loan.pk].append(Payment(on, amount))
            got[loan.pk].append(repayment)

    late = 0
    for loan, schedule in loans:
        bills = tuple(Bill(row.due_on, row.principal, row.interest) for row in schedule.rows)
        arrears = ArrearsTerms(loan.annual_rate, bills, tuple(paid[loan.pk]), loan.penalty_multiplier)
        for row, repayment in zip(settle_arrears(arrears), got[loan.pk], strict=True):
            for part in ("penalty", "compound", "interest", "principal"):
                assert getattr(repayment, part) == getattr(row.allocated, part)
            assert repayment.unapplied == row.unapplied
            late += bool(repayment.penalty)
    assert late > 10
    assert not [
        found
        for found in reconciliation.differences()
        if found.what.startswith(("penalty", "compound")) or found.subject.startswith(("6012", "6013"))
    ]
