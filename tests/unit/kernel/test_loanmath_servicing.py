"""A loan's life from scratch: rows, receipts, and the stretches in which unpaid money grew."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.kernel.loanmath import (
    AccrualBasis,
    ArrearsTerms,
    Bill,
    DayCount,
    LoanMathError,
    LoanTerms,
    Method,
    Payment,
    Prepayment,
    PrepaymentMode,
    RateChange,
    Receipt,
    ReceiptKind,
    RowState,
    RowType,
    ServicedRow,
    ServicingTerms,
    accrued_through,
    build_schedule,
    cents,
    replanned,
    serve,
    settle_arrears,
)

D = Decimal
START = date(2025, 1, 15)
RATE = D("0.06")
TERMS = ServicingTerms(Method.EQUAL_INSTALMENT, DayCount.THIRTY_360, RATE, D("1.5"))


def rows_of(**changed: object) -> list[ServicedRow]:
    given = {
        "principal": D("12000.00"),
        "annual_rate": RATE,
        "method": Method.EQUAL_INSTALMENT,
        "start_on": START,
        "maturity_on": date(2026, 1, 15),
        "day_count": DayCount.THIRTY_360,
    }
    schedule = build_schedule(LoanTerms.of(**{**given, **changed}))
    return [
        ServicedRow(row.no, row.starts_on, row.due_on, row.opening, row.principal, row.interest, row.balance)
        for row in schedule.rows
    ]


def test_money_on_the_due_date_pays_the_row_and_nothing_has_grown():
    first = rows_of()[0]

    served = serve(
        rows_of(), [Receipt(first.due_on, first.principal + first.interest)], TERMS, on=first.due_on
    )

    assert served.rows[0].state is RowState.PAID
    assert served.rows[0].paid_on == first.due_on
    assert served.growths == ()
    assert {row.state for row in served.rows[1:]} == {RowState.PENDING}


def test_within_the_grace_nothing_grows_and_after_it_all_days_count_from_the_due_date():
    first = rows_of()[0]
    graced = ServicingTerms(TERMS.method, TERMS.day_count, RATE, TERMS.penalty_multiplier, grace_days=3)

    within = serve(rows_of(), [], graced, on=first.due_on + timedelta(days=3))
    after = serve(rows_of(), [], graced, on=first.due_on + timedelta(days=4))

    assert within.rows[0].state is RowState.DUE
    assert within.growths == ()
    assert after.rows[0].state is RowState.OVERDUE
    assert [(g.bucket, g.days) for g in after.growths] == [("penalty", 4), ("compound", 4)]
    assert after.rows[0].unpaid.penalty == cents(first.principal * D("0.09") * 4 / 360)


def test_settlement_in_full_ends_the_schedule_with_one_row():
    rows = rows_of()
    on = START + timedelta(days=40)
    total = D("12000.00") - rows[0].principal
    to_date = cents(total * RATE * 9 / 360)
    paid = Receipt(rows[0].due_on, rows[0].principal + rows[0].interest)

    served = serve(rows_of(), [paid, Receipt(on, total + to_date, ReceiptKind.PREPAY_FULL)], TERMS, on=on)

    assert served.settled
    assert [(row.no, row.due_on, row.principal, row.interest) for row in served.rows] == [
        (1, rows[0].due_on, rows[0].principal, rows[0].interest),
        (2, on, total, to_date),
    ]


def test_settlement_with_too_little_money_is_refused():
    with pytest.raises(LoanMathError) as refused:
        serve(rows_of(), [Receipt(START, D("11999.99"), ReceiptKind.PREPAY_FULL)], TERMS, on=START)

    assert refused.value.code == "loanmath.settlement_short"


money = st.decimals(D("0.01"), D("20000"), places=2)
moments = st.integers(0, 500).map(lambda n: START + timedelta(days=n))


@given(
    receipts=st.lists(st.tuples(moments, money), max_size=8),
    grace=st.integers(0, 5),
    multiplier=st.decimals(D("1.3"), D("2"), places=2),
    principal_first=st.booleans(),
    changes=st.dictionaries(moments, st.decimals(D(0), D("0.24"), places=6), max_size=2),
)
def test_receipts_settle_what_the_arrears_of_the_same_bills_say(
    receipts, grace, multiplier, principal_first, changes
):
    changed = tuple(RateChange(on, rate) for on, rate in changes.items())
    terms = ServicingTerms(TERMS.method, TERMS.day_count, RATE, multiplier, principal_first, grace, changed)
    given = sorted((Receipt(on, amount) for on, amount in receipts), key=lambda receipt: receipt.on)
    # money that finds nothing due is not received
    given = [receipt for receipt in given if receipt.on >= rows_of()[0].due_on]
    expected = settle_arrears(
        ArrearsTerms(
            annual_rate=RATE,
            bills=tuple(Bill(row.due_on, row.principal, row.interest) for row in rows_of()),
            payments=tuple(Payment(receipt.on, receipt.amount) for receipt in given),
            penalty_multiplier=multiplier,
            grace_days=grace,
            principal_first=principal_first,
            rate_changes=changed,
        )
    )

    served = serve(rows_of(), given, terms, on=START + timedelta(days=500))

    assert [(done.overdue_days, done.order, done.allocation.taken, done.allocation.unapplied)
            for done in served.receipts] == [
        (row.overdue_days, row.order, row.allocated, row.unapplied) for row in expected
    ]  # fmt: skip


@given(receipts=st.lists(st.tuples(moments, money), max_size=6), last=moments)
def test_what_grew_is_what_is_owed_and_was_paid(receipts, last):
    given = [Receipt(on, amount) for on, amount in receipts if rows_of()[0].due_on <= on <= last]

    served = serve(rows_of(), given, TERMS, on=last)

    for row in served.rows:
        for bucket in ("penalty", "compound"):
            grown = sum((g.amount for g in served.growths if (g.no, g.bucket) == (row.no, bucket)), D(0))
            settled_on = getattr(row, f"{bucket}_paid") + getattr(row.unpaid, bucket)
            # each time that money settles on it, half a cent at most is rounded away
            assert abs(settled_on - grown) <= D("0.005") * (len(given) + 1)
        assert all(D(amount) >= 0 for amount in row.unpaid.as_mapping().values())
        assert (row.state is RowState.PAID) == (not row.unpaid.total)


changes = st.lists(
    st.tuples(st.integers(1, 360), st.sampled_from(["0.03", "0.0515", "0.0725"])),
    max_size=4,
    unique_by=lambda change: change[0],
)
prepaid = st.lists(
    st.tuples(
        st.integers(0, 360), st.decimals(D("100"), D("3000"), places=2), st.sampled_from(PrepaymentMode)
    ),
    max_size=3,
    unique_by=lambda prepayment: prepayment[0],
)


@given(
    method=st.sampled_from(
        [Method.EQUAL_INSTALMENT, Method.EQUAL_PRINCIPAL, Method.INTEREST_ONLY, Method.BULLET]
    ),
    day_count=st.sampled_from(DayCount),
    rate_changes=changes,
    prepayments=prepaid,
)
def test_lived_step_by_step_a_loan_has_the_schedule_of_all_its_changes(
    method, day_count, rate_changes, prepayments
):
    """Each row is paid on its day; rates and prepayments come as they come. At the end the rows are those of
    the terms with all changes, and what was due before a change was not touched by it."""
    agreed = LoanTerms.of(
        principal=D("12000.00"), annual_rate=RATE, method=method, start_on=START,
        maturity_on=date(2026, 1, 15), day_count=day_count,
    )  # fmt: skip
    given_changes = tuple(RateChange(START + timedelta(days=n), D(rate)) for n, rate in rate_changes)
    given_prepayments = [Prepayment(START + timedelta(days=n), a, m) for n, a, m in prepayments]
    whole = build_schedule(replace(agreed, rate_changes=given_changes, prepayments=given_prepayments)).rows
    receipts = [
        Receipt(row.due_on, row.payment)
        if row.type is RowType.DUE
        else Receipt(row.due_on, row.payment, ReceiptKind.PREPAY_PART, "", row.principal, by_day[row.due_on])
        for by_day in [{item.on: item.mode for item in given_prepayments}]
        for row in whole
        if row.payment
    ]
    first = [ServicedRow.planned(no, row) for no, row in enumerate(build_schedule(agreed).rows, start=1)]
    terms = ServicingTerms(method, day_count, RATE, D("1.5"), rate_changes=given_changes)

    served = serve(first, receipts, terms, on=whole[-1].due_on, agreed=agreed)

    assert [(r.no, r.type, r.due_on, r.principal, r.interest, r.balance) for r in served.rows] == [
        (no, r.type, r.due_on, r.principal, r.interest, r.balance) for no, r in enumerate(whole, start=1)
    ]
    assert served.settled
    assert served.growths == ()
    for row, planned in zip(served.rows, whole, strict=True):
        assert (row.carried_to, row.carried_growth) == planned.carried


def test_a_stored_row_accrues_from_its_last_change_of_rate_as_the_planned_one_does():
    agreed = LoanTerms.of(
        principal=D("12000.00"), annual_rate=RATE, method=Method.BULLET, start_on=START,
        maturity_on=date(2026, 1, 15), day_count=DayCount.ACT_365,
        rate_changes=[RateChange(date(2025, 4, 1), D("0.05")), RateChange(date(2025, 8, 3), D("0.0475"))],
    )  # fmt: skip
    (row,) = build_schedule(agreed).rows
    carried_to, growth = row.carried
    stored = AccrualBasis(
        row.starts_on, row.due_on, row.interest, row.opening, D("0.0475"), DayCount.ACT_365,
        carried_to=carried_to, carried_growth=growth,
    )  # fmt: skip
    for days in range(200, 366):
        day = START + timedelta(days=days)
        if day > carried_to:
            assert accrued_through(stored, day) == accrued_through(row, day)


def test_a_prepayment_needs_what_was_agreed_first():
    with pytest.raises(LoanMathError) as refused:
        serve(rows_of(), [Receipt(START, D("100.00"), ReceiptKind.PREPAY_PART)], TERMS, on=START)
    assert refused.value.code == "loanmath.field_missing"


def test_rows_that_are_not_what_was_agreed_are_not_planned_anew():
    rows = rows_of(principal=D("11000.00"))
    rows[0].state = RowState.PAID
    with pytest.raises(LoanMathError) as refused:
        replanned(LoanTerms.of(principal=D("12000.00"), annual_rate=RATE, method=Method.EQUAL_INSTALMENT,
                               start_on=START, maturity_on=date(2026, 1, 15)), rows)  # fmt: skip
    assert refused.value.code == "loanmath.schedule_differs"
