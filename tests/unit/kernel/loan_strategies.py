"""Random but valid loans, for the property tests of the loan mathematics."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from backend.kernel.loanmath import (
    DayCount,
    EventType,
    FirstDue,
    LoanEvent,
    LoanTerms,
    Method,
    PlannedPrincipal,
    Prepayment,
    PrepaymentMode,
    RateChange,
)

amounts = st.one_of(
    st.integers(1, 2_000),
    st.integers(100_000, 99_999_999),
    st.integers(1, 99_999_999_999_999),
).map(lambda cents: Decimal(cents).scaleb(-2))
rates = st.one_of(
    st.just(Decimal("0.000000")),
    st.integers(1, 240_000).map(lambda millionths: Decimal(millionths).scaleb(-6)),
)
days = st.dates(date(2019, 1, 1), date(2032, 12, 31))

_BY_DAY = (DayCount.ACT_360, DayCount.ACT_365)
_DAY_COUNTS = {
    Method.EQUAL_PRINCIPAL_FLAT_INTEREST: (DayCount.THIRTY_360,),
    Method.SCHEDULED: _BY_DAY,
    Method.REVOLVING: _BY_DAY,
}
_NOT_PREPAID = (Method.EQUAL_PRINCIPAL_FLAT_INTEREST, Method.REVOLVING)


@st.composite
def loan_terms(
    draw: st.DrawFn,
    *,
    methods: tuple[Method, ...] = tuple(Method),
    repriced: bool = True,
    prepaid: bool = True,
) -> LoanTerms:
    """Terms of any method, with stubs, clipped days, repricing and prepayments where they are allowed."""
    method = draw(st.sampled_from(methods))
    start_on = draw(days)
    principal = draw(amounts)
    period_months = draw(st.sampled_from((1, 1, 1, 3, 6, 12)))
    term: dict[str, Any] = {"term_months": draw(st.integers(1, 60))}
    if draw(st.booleans()):
        term = {"maturity_on": start_on + timedelta(days=draw(st.integers(1, 1_500)))}
    base = LoanTerms.of(
        principal=principal,
        annual_rate=draw(rates),
        method=Method.INTEREST_ONLY,
        start_on=start_on,
        interest_day=draw(st.one_of(st.none(), st.integers(1, 31))),
        period_months=period_months,
        first_due=draw(st.sampled_from(FirstDue)),
        **term,
    )
    length = (base.maturity_on - start_on).days

    def inside(low: int = 1, high: int = 0) -> st.SearchStrategy[date]:
        return st.integers(low, length - 1 + high).map(lambda n: start_on + timedelta(days=n))

    extra: dict[str, Any] = {}
    if method is Method.BALLOON:
        extra["amort_term_months"] = 60 + 12 * draw(st.integers(0, 10))
    if method is Method.GRACE_EQUAL_INSTALMENT:
        extra["grace_periods"] = draw(st.integers(0, len(base.periods()) - 1))
    if method is Method.SCHEDULED:
        parts = draw(st.integers(1, 4))
        share = (principal / (parts + 1)).quantize(Decimal("0.01"), "ROUND_DOWN")
        if share == 0 or length < 2:
            extra["plan"] = [PlannedPrincipal(base.maturity_on, principal)]
        else:
            on = draw(st.lists(inside(), min_size=1, max_size=parts, unique=True))
            extra["plan"] = [PlannedPrincipal(day, share) for day in on]
    if method is Method.REVOLVING:
        extra["events"] = draw(_events(base))
    if repriced and length > 2 and method is not Method.EQUAL_PRINCIPAL_FLAT_INTEREST:
        on = draw(st.lists(inside(), max_size=2, unique=True))
        extra["rate_changes"] = [RateChange(day, draw(rates)) for day in on]
    if prepaid and length > 2 and method not in _NOT_PREPAID:
        on = draw(st.lists(inside(low=0), max_size=2, unique=True))
        extra["prepayments"] = [
            Prepayment(day, draw(amounts), draw(st.sampled_from(PrepaymentMode))) for day in on
        ]
    return LoanTerms.of(
        principal=principal,
        annual_rate=base.annual_rate,
        method=method,
        start_on=start_on,
        maturity_on=base.maturity_on,
        interest_day=base.interest_day,
        day_count=draw(st.sampled_from(_DAY_COUNTS.get(method, tuple(DayCount)))),
        period_months=period_months,
        first_due=base.first_due,
        **extra,
    )


@st.composite
def _events(draw: st.DrawFn, line: LoanTerms) -> list[LoanEvent]:
    """Drawdowns and repayments that keep the balance between zero and the limit."""
    length = (line.maturity_on - line.start_on).days
    offsets = sorted(draw(st.lists(st.integers(0, length - 1), min_size=1, max_size=8)))
    balance, limit = Decimal("0.00"), line.principal
    events = []
    for offset in offsets:
        kind = draw(st.sampled_from(EventType))
        room = limit - balance if kind is EventType.DRAW else balance
        if room == 0:
            kind = EventType.REPAY if kind is EventType.DRAW else EventType.DRAW
            room = limit - room - balance if kind is EventType.DRAW else balance
        if room == 0:
            continue
        amount = Decimal(draw(st.integers(1, int(room * 100)))).scaleb(-2)
        balance += amount if kind is EventType.DRAW else -amount
        events.append(LoanEvent(line.start_on + timedelta(days=offset), kind, amount))
    return events
