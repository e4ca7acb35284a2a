"""The parts of an explanation add up to the amount, for every bucket of every row, whatever happened."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from backend.kernel.loanmath import (
    DayCount,
    LoanTerms,
    Method,
    PartKind,
    RateChange,
    Receipt,
    ReceiptKind,
    RowTerms,
    Rule,
    ServicedRow,
    ServicingTerms,
    build_schedule,
    cents,
    explain_row,
    serve,
)

D = Decimal
START = date(2025, 1, 31)


def life(
    method=Method.EQUAL_INSTALMENT, day_count=DayCount.THIRTY_360, receipts=(), on=START, changes=(), **terms
):
    given = {"principal": D("12000.00"), "annual_rate": D("0.06"), "maturity_on": date(2025, 7, 31), **terms}
    agreed = LoanTerms.of(method=method, day_count=day_count, start_on=START, period_months=1, **given)
    rows = [ServicedRow.planned(no, row) for no, row in enumerate(build_schedule(agreed).rows, start=1)]
    rate = given["annual_rate"]
    servicing = ServicingTerms(method, day_count, rate, D("1.5"), rate_changes=tuple(changes))
    served = serve(rows, receipts, servicing, on=on, agreed=agreed)
    return served, RowTerms(method, day_count, rate, 1, given["principal"], len(rows), tuple(changes))


def told(parts):
    return [(part.kind, cents(part.amount)) for part in parts]


def test_interest_and_principal_of_a_level_instalment():
    served, terms = life()

    principal, interest, penalty, compound = explain_row(served, 2, terms)

    row = served.rows[1]
    assert interest.rule is Rule.BY_MONTH
    (time, *_) = interest.parts
    # from the last of February to the last of March is one month, however many days it has
    assert (time.base, time.annual_rate, time.days, time.year_days) == (row.opening, D("0.060000"), 30, 360)
    assert principal.rule is Rule.LEVEL_INSTALMENT
    assert told(principal.parts) == [
        (PartKind.PAYMENT, row.principal + row.interest),
        (PartKind.LESS_INTEREST, -row.interest),
    ]
    assert (penalty.parts, compound.parts) == ((), ())


def test_interest_by_days_and_principal_at_maturity():
    served, terms = life(Method.INTEREST_ONLY, DayCount.ACT_360, annual_rate=D("0.0535"))

    explained = explain_row(served, 6, terms)

    assert [item.rule for item in explained[:2]] == [Rule.AT_MATURITY, Rule.BY_DAY]
    time, rounding = explained[1].parts
    assert (time.days, rounding.kind) == (31, PartKind.ROUNDING)
    assert explained[0].amount == D("12000.00")


def test_a_row_of_which_the_rate_changed_inside_and_one_that_was_prepaid():
    due, changed, prepaid = date(2025, 2, 28), date(2025, 3, 10), date(2025, 3, 20)
    first = life()[0].rows[0]
    receipts = [
        Receipt(due, first.principal + first.interest),
        Receipt(prepaid, D("2006.33"), ReceiptKind.PREPAY_PART, "HK2", D("2000.00")),
    ]
    served, terms = life(on=prepaid, receipts=receipts, changes=[RateChange(changed, D("0.0540"))])

    prepayment, running = explain_row(served, 2, terms), explain_row(served, 3, terms)

    assert [item.rule for item in prepayment[:2]] == [Rule.PREPAYMENT, Rule.PREPAYMENT]
    assert told(prepayment[1].parts) == [
        (PartKind.TIME, D("3.33")), (PartKind.TIME, D("3.00")), (PartKind.ROUNDING, D("0.00")),
        (PartKind.PAID, D("-6.33")),
    ]  # fmt: skip
    assert running[1].rule is Rule.BY_DAY
    assert [(p.annual_rate, p.days) for p in running[1].parts if p.kind is PartKind.TIME] == [
        (D("0.06"), 10),
        (D("0.0540"), 21),
    ]


def test_penalty_that_was_paid_in_part_and_grew_again():
    due = date(2025, 2, 28)
    receipts = [
        Receipt(due + timedelta(days=31), D("5.00"), reference="HK1"),
        Receipt(due + timedelta(days=40), D("30.00"), reference="HK2"),
    ]
    served, terms = life(receipts=receipts, on=due + timedelta(days=50))

    _, _, penalty, _ = explain_row(served, 1, terms)

    assert [part.kind for part in penalty.parts] == [
        PartKind.TIME, PartKind.ROUNDING, PartKind.PAID,
        PartKind.TIME, PartKind.ROUNDING, PartKind.PAID,
        PartKind.TIME, PartKind.ROUNDING,
    ]  # fmt: skip
    assert [part.days for part in penalty.parts if part.kind is PartKind.TIME] == [31, 9, 10]
    assert [part.reference for part in penalty.parts if part.kind is PartKind.PAID] == ["HK1", "HK2"]
    assert penalty.amount == served.rows[0].unpaid.penalty


@given(
    method=st.sampled_from(
        [
            Method.EQUAL_INSTALMENT, Method.EQUAL_PRINCIPAL, Method.INTEREST_ONLY, Method.BULLET,
            Method.EQUAL_PRINCIPAL_FLAT_INTEREST,
        ]
    ),
    day_count=st.sampled_from(list(DayCount)),
    principal=st.decimals(D("0.01"), D("99999"), places=2),
    rate=st.decimals(D(0), D("0.24"), places=6),
    receipts=st.lists(st.tuples(st.integers(0, 300), st.decimals(D("0.01"), D("9999"), places=2)), max_size=6),
    on=st.integers(0, 300),
)  # fmt: skip
def test_the_parts_add_up_to_what_is_owed(method, day_count, principal, rate, receipts, on):
    if method is Method.EQUAL_PRINCIPAL_FLAT_INTEREST:
        day_count = DayCount.THIRTY_360
    given = [Receipt(START + timedelta(days=n), amount) for n, amount in receipts if n <= on]
    served, terms = life(
        method, day_count, given, START + timedelta(days=on), principal=principal, annual_rate=rate
    )

    for row in served.rows:
        for explained in explain_row(served, row.no, terms):
            owed = getattr(row.unpaid, explained.bucket)
            assert explained.amount == owed, (row.no, explained)
            assert sum((part.amount for part in explained.parts), D(0)) == owed
            assert all(part.kind is not PartKind.AGREED for part in explained.parts)
