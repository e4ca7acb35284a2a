"""Loans that are repaid row by row: everything but planned repayment and revolving lines.

A row has two independent halves. Its principal follows the theory of the method; its interest follows
the real interval. So in the stub before the first fixed day, and in the one that maturity cuts short,
the payment differs from the level instalment.
"""

from __future__ import annotations

from decimal import Decimal
from math import gcd
from typing import Final

from .dates import Period
from .daycount import DayCount, interest_days
from .money import ZERO, cents, cents_of_ratio, to_amount, to_rate
from .rates import RateHistory
from .rows import RowType, ScheduleRow, Span, span_interest
from .terms import LoanTerms, Method, Prepayment, PrepaymentMode

_LEVEL: Final = frozenset({Method.EQUAL_INSTALMENT, Method.BALLOON, Method.GRACE_EQUAL_INSTALMENT})
_EQUAL_SHARES: Final = frozenset({Method.EQUAL_PRINCIPAL, Method.EQUAL_PRINCIPAL_FLAT_INTEREST})


def level_instalment(*, balance: Decimal, annual_rate: Decimal, period_months: int, periods: int) -> Decimal:
    """The level instalment A = r(B*i*(1+i)^n / ((1+i)^n - 1)); with a rate of zero A = r(B/n).

    The quotient is formed in whole numbers, so an exact half cent is recognised as one: with i = x/d,
    A = B * x * (d+x)^n / (d * ((d+x)^n - d^n)).
    """
    balance_cents = int(to_amount(balance, "balance", zero_allowed=True) * 100)
    x = int(to_rate(annual_rate, "annual_rate") * 1_000_000) * period_months
    if x == 0:
        return cents_of_ratio(balance_cents, periods)
    d = 12_000_000
    common = gcd(x, d)
    x, d = x // common, d // common
    grown = (d + x) ** periods
    return cents_of_ratio(balance_cents * x * grown, d * (grown - d**periods))


class PrincipalRule:
    """How much principal a row takes, and what a repricing or a prepayment does to that.

    - EQUAL_INSTALMENT 等额本息: `principal = A - r(B*i)` with A over n rows.
    - BALLOON 气球贷: the same with A over `amort_term_months / p` periods; the last row takes the rest.
    - GRACE_EQUAL_INSTALMENT: nothing in the first g rows, then A over n - g.
    - EQUAL_PRINCIPAL 等额本金 and 等本等息: the share r(P/n).
    - INTEREST_ONLY 先息后本 and BULLET 利随本清: nothing before maturity.

    Repricing recomputes A with the balance and the remaining periods (BALLOON: of the amortisation);
    equal shares stay. Every change that is listed counts, also one to the same rate. A prepayment
    recomputes A or the share over the remaining rows (`reduce_instalment`), or leaves them as they are
    and ends the loan earlier (`shorten_term`).
    """

    def __init__(self, terms: LoanTerms, n: int) -> None:
        self.rows = n
        self._method = terms.method
        self._p = terms.period_months
        self._grace = terms.grace_periods or 0
        #: number of the row in which the theory reaches zero; past the last row for a balloon
        self._theory_end = n if terms.amort_term_months is None else terms.amort_term_months // self._p
        self._level = self._share = ZERO
        self._recompute(terms.principal, terms.annual_rate, 0)

    def principal(self, k: int, balance: Decimal, rate: Decimal) -> Decimal:
        """The principal of row k, which starts with `balance` at `rate`."""
        if k == self.rows:
            return balance
        return self._theory(k, balance, rate)

    def reprice(self, k: int, balance: Decimal, rate: Decimal) -> None:
        """A new rate from row k + 1 on."""
        if self._method in _LEVEL:
            self._recompute(balance, rate, k)

    def prepaid(self, k: int, balance: Decimal, rate: Decimal, mode: PrepaymentMode) -> None:
        """After row k the balance was brought down to `balance` (not zero)."""
        if mode is PrepaymentMode.REDUCE_INSTALMENT:
            self._recompute(balance, rate, k)
        elif self._method in _LEVEL or self._method in _EQUAL_SHARES:
            while balance > 0 and k < self._theory_end:
                k += 1
                balance -= self._theory(k, balance, rate)
            self._theory_end = k
            self.rows = min(self.rows, k)

    def _theory(self, k: int, balance: Decimal, rate: Decimal) -> Decimal:
        if self._method in _LEVEL:
            if k <= self._grace:
                return ZERO
            return min(self._level - cents(balance * rate * self._p / 12), balance)
        return min(self._share, balance)

    def _recompute(self, balance: Decimal, rate: Decimal, k: int) -> None:
        left = max(self._theory_end - max(k, self._grace), 1)
        if self._method in _LEVEL:
            self._level = level_instalment(
                balance=balance, annual_rate=rate, period_months=self._p, periods=left
            )
        elif self._method in _EQUAL_SHARES:
            self._share = cents(balance / left)


def instalment_rows(terms: LoanTerms) -> list[ScheduleRow]:
    """The due rows, and between them the prepayments.

    A prepayment of `a` on or after due date k and before the next pays `r(a*R*days/360)` from due date k
    with it (nothing on the due date itself); row k + 1 is then computed as if the balance had been lower
    from due date k. One that reaches the balance takes the balance and ends the loan.
    """
    periods = terms.periods()
    rates = terms.rates()
    rule = PrincipalRule(terms, len(periods))
    waiting = list(reversed(terms.prepayments))
    flat_interest = None
    if terms.method is Method.EQUAL_PRINCIPAL_FLAT_INTEREST:
        flat_interest = cents(terms.principal * terms.annual_rate * terms.period_months / 12)
    rows: list[ScheduleRow] = []
    balance, rate, repriced = terms.principal, terms.annual_rate, 0
    for k, period in enumerate(periods, start=1):
        if k > rule.rows:
            break
        if rates.changes_until(period.starts_on) > repriced:
            repriced = rates.changes_until(period.starts_on)
            rate = rates.on(period.starts_on)
            rule.reprice(k - 1, balance, rate)
        while waiting and waiting[-1].on < period.due_on:
            prepayment = waiting.pop()
            if balance == 0:
                continue
            row = _prepayment_row(terms, rates, period, k - 1, balance, prepayment)
            rows.append(row)
            balance = row.balance
            if balance == 0:
                return rows
            rule.prepaid(k - 1, balance, rate, prepayment.mode)
        row = _due_row(terms, rates, period, k, balance, rule.principal(k, balance, rate), flat_interest)
        rows.append(row)
        balance = row.balance
    return rows


def _due_row(
    terms: LoanTerms,
    rates: RateHistory,
    period: Period,
    k: int,
    balance: Decimal,
    principal: Decimal,
    flat_interest: Decimal | None,
) -> ScheduleRow:
    """Row k: the interest of the interval on the balance, by the day count.

    A rate that changes inside the interval makes a split row, counted by days:
    `r(B * (R_old*d1 + R_new*d2) / 360)`, d1 the days before the change, also for a 30/360 loan; its
    principal stays as planned. Flat interest (等本等息) is `r(P*i)` in every row.
    """
    rate = rates.on(period.starts_on)
    day_count = terms.day_count
    parts: tuple[Span, ...] = ()
    if flat_interest is not None:
        interest = flat_interest
    else:
        spans = rates.spans(period.starts_on, period.due_on) if terms.rate_changes else ()
        if len(spans) > 1:
            day_count = day_count.by_calendar_days
            parts = tuple(Span(since, until, balance, r) for since, until, r in spans)
            interest = cents(span_interest(parts, day_count.year_days))
        else:
            interest = cents(balance * rate * interest_days(period, day_count) / day_count.year_days)
    return ScheduleRow(
        no=k,
        due_on=period.due_on,
        days=period.days,
        principal=principal,
        interest=interest,
        payment=principal + interest,
        balance=balance - principal,
        type=RowType.DUE,
        starts_on=period.starts_on,
        opening=balance,
        annual_rate=rate,
        day_count=day_count,
        parts=parts,
    )


def _prepayment_row(
    terms: LoanTerms, rates: RateHistory, period: Period, k: int, balance: Decimal, prepayment: Prepayment
) -> ScheduleRow:
    """The prepaid part and its interest by the days really used since the last due date.

    Days over 360 for a 30/360 loan too; only a bullet loan, which has one interval, keeps to its own
    whole months and odd days.
    """
    amount = min(prepayment.amount, balance)
    used = Period(period.starts_on, prepayment.on, None)
    spans = rates.spans(used.starts_on, used.due_on)
    by_months = terms.method is Method.BULLET and len(spans) == 1
    day_count = terms.day_count if by_months else terms.day_count.by_calendar_days
    parts = tuple(Span(since, until, amount, r) for since, until, r in spans)
    if day_count is DayCount.THIRTY_360:
        interest = cents(amount * spans[0][2] * interest_days(used, day_count) / day_count.year_days)
    else:
        interest = cents(span_interest(parts, day_count.year_days))
    return ScheduleRow(
        no=k,
        due_on=prepayment.on,
        days=used.days,
        principal=amount,
        interest=interest,
        payment=amount + interest,
        balance=balance - amount,
        type=RowType.PREPAY,
        starts_on=period.starts_on,
        opening=amount,
        annual_rate=spans[0][2],
        day_count=day_count,
        parts=parts if len(parts) > 1 else (),
    )
