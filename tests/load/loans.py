"""The loans of one bank's part of the book as the opening day finds them, computed loan by loan by the kernel."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from backend.kernel.loanmath import (
    DayCount,
    LoanTerms,
    Method,
    PlannedPrincipal,
    RateHistory,
    ScheduleRow,
    accrued_through,
    add_months,
    build_schedule,
    penal_due,
    penal_growth,
)

from .plan import BankPlan, Wanted, divided

ZERO = Decimal("0.00")
HUNDRED = 10_000
"""Principal that stays until maturity comes in whole hundreds, counted in cents."""
PENALTY_MULTIPLIER = Decimal("1.50")
LATE_MOST = 180
"""A loan that is repaid in one sum has been due for so many days at most."""


class BookTooSmallError(ValueError):
    """A bank's part has too few loans to make its sum of money."""


@dataclass(frozen=True)
class OpeningLoan:
    """A loan with its schedule: `paid` rows are paid, `unpaid` rows after them are overdue, the rest lie ahead."""

    wanted: Wanted
    terms: LoanTerms
    rows: tuple[ScheduleRow, ...]
    paid: int
    unpaid: int
    accrued: Decimal
    next_on: date

    @property
    def overdue_rows(self) -> tuple[ScheduleRow, ...]:
        return self.rows[self.paid : self.paid + self.unpaid]

    @property
    def principal_paid(self) -> Decimal:
        return sum((row.principal for row in self.rows[: self.paid]), ZERO)

    @property
    def interest_paid(self) -> Decimal:
        return sum((row.interest for row in self.rows[: self.paid]), ZERO)

    @property
    def outstanding(self) -> Decimal:
        return self.terms.principal - self.principal_paid

    @property
    def fallen_due(self) -> Decimal:
        """The interest of all rows whose day is over."""
        return sum((row.interest for row in self.rows[: self.paid + self.unpaid]), ZERO)

    def grown(self, row: ScheduleRow, amount: Decimal) -> Decimal:
        """What an unpaid amount of an overdue row has grown by until the opening date, not divided."""
        rates = RateHistory(self.wanted.annual_rate, ())
        return penal_growth(amount, rates, PENALTY_MULTIPLIER, row.due_on, self.next_on)

    @property
    def penalty_due(self) -> Decimal:
        return sum((penal_due(ZERO, self.grown(row, row.principal)) for row in self.overdue_rows), ZERO)

    @property
    def compound_due(self) -> Decimal:
        return sum((penal_due(ZERO, self.grown(row, row.interest)) for row in self.overdue_rows), ZERO)


def opening_loans(plan: BankPlan, as_of: date, seed: int) -> Iterator[OpeningLoan]:
    """The loans of the bank one after another; their outstanding principal sums to the plan's, to the cent.

    Loans that pay principal back on their way come from a distribution. Those that keep it until maturity share what
    is left of the bank's sum, in hundreds of yuan; the last one takes the odd cents.
    """
    random = Random(f"{seed}:{plan.code}")
    made: dict[int, OpeningLoan] = {}
    for number, wanted in enumerate(plan.loans):
        if not wanted.kind.principal_stays:
            principal = Decimal(min(500, max(5, round(random.lognormvariate(4.7, 0.7))))) * 1000
            made[number] = _loan(wanted, principal, as_of, random)
    left = plan.outstanding_cents - sum(int(loan.outstanding * 100) for loan in made.values())
    staying = [number for number, wanted in enumerate(plan.loans) if wanted.kind.principal_stays]
    shares = dict(zip(staying, _shared(left, len(staying), random, plan.code), strict=True))
    for number, wanted in enumerate(plan.loans):
        if number in made:
            yield made.pop(number)
        else:
            yield _loan(wanted, Decimal(shares[number]) / 100, as_of, random)


def _shared(cents: int, count: int, random: Random, code: str) -> list[int]:
    """So many cents in `count` parts of very different size, none of nought."""
    hundreds, odd = divmod(cents, HUNDRED)
    if not count or hundreds < 10 * count:
        raise BookTooSmallError(f"{code}: {count} loans cannot hold {cents} cents; take a larger scale")
    weights = [min(20, max(1, round(random.lognormvariate(1.5, 0.7)))) for _ in range(count)]
    parts = [HUNDRED * (10 + part) for part in divided(hundreds - 10 * count, weights)]
    parts[-1] += odd
    return parts


def _loan(wanted: Wanted, principal: Decimal, as_of: date, random: Random) -> OpeningLoan:
    """A loan of the kind that is open on the day, begun on a day of chance."""
    kind = wanted.kind
    months = random.choice(kind.terms)
    start_on = _start(wanted, months, as_of, random)
    maturity_on = add_months(start_on, months)
    plan = (
        tuple(_halves(principal, add_months(start_on, months // 2), maturity_on))
        if kind.method == "SCHEDULED"
        else ()
    )
    terms = LoanTerms.of(
        principal=principal,
        annual_rate=wanted.annual_rate,
        method=Method(kind.method),
        start_on=start_on,
        maturity_on=maturity_on,
        day_count=DayCount(kind.day_count),
        period_months=kind.period_months,
        plan=plan,
    )
    rows = build_schedule(terms).rows
    fallen = sum(1 for row in rows if row.due_on <= as_of)
    unpaid = random.randint(1, min(3, fallen)) if wanted.overdue else 0
    next_on = as_of + timedelta(days=1)
    accrued = sum((accrued_through(row, next_on) for row in rows), ZERO)
    return OpeningLoan(wanted, terms, rows, fallen - unpaid, unpaid, accrued, next_on)


def _halves(principal: Decimal, half_way: date, maturity_on: date) -> Sequence[PlannedPrincipal]:
    half = (principal / 2).quantize(ZERO)
    return [PlannedPrincipal(half_way, half), PlannedPrincipal(maturity_on, principal - half)]


def _start(wanted: Wanted, months: int, as_of: date, random: Random) -> date:
    """A day on which the loan may have begun: not matured yet, and for one in arrears with a row that fell due."""
    if not wanted.overdue:
        return as_of - timedelta(days=random.randrange((as_of - add_months(as_of, -months)).days - 3))
    if wanted.kind.method == "BULLET":
        return add_months(as_of, -months) - timedelta(days=random.randrange(LATE_MOST))
    fallen = random.randint(1, months // wanted.kind.period_months)
    return add_months(as_of, -fallen * wanted.kind.period_months) - timedelta(days=random.randrange(28))
