"""What a loan was agreed to be: `LoanTerms`, checked as a whole, in one place.

A `LoanTerms` that exists is valid: every schedule can be built from it. Every refusal is a
`LoanMathError` with a stable code and the path of the field at fault (`plan[0].principal`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final, TypeVar

from .dates import (
    PERIODS,
    FirstDue,
    Period,
    add_months,
    due_periods,
    to_date,
)
from .daycount import DayCount
from .errors import LoanMathError
from .money import ZERO, to_amount, to_rate
from .rates import RateChange, RateHistory
from .reading import choice, items, known, to_int

MAX_TERM_MONTHS: Final = 600

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)


class Method(StrEnum):
    """How a loan is repaid (还款方式)."""

    EQUAL_INSTALMENT = "EQUAL_INSTALMENT"  # 等额本息
    EQUAL_PRINCIPAL = "EQUAL_PRINCIPAL"  # 等额本金
    INTEREST_ONLY = "INTEREST_ONLY"  # 先息后本
    BULLET = "BULLET"  # 利随本清
    EQUAL_PRINCIPAL_FLAT_INTEREST = "EQUAL_PRINCIPAL_FLAT_INTEREST"  # 等本等息
    SCHEDULED = "SCHEDULED"  # 按计划还本
    BALLOON = "BALLOON"  # 气球贷
    GRACE_EQUAL_INSTALMENT = "GRACE_EQUAL_INSTALMENT"  # 宽限期后等额本息
    REVOLVING = "REVOLVING"  # 随借随还


#: Methods with a principal share in every row; their fixed day never falls in the month of drawdown.
INSTALMENT_METHODS: Final = frozenset(
    {
        Method.EQUAL_INSTALMENT,
        Method.EQUAL_PRINCIPAL,
        Method.EQUAL_PRINCIPAL_FLAT_INTEREST,
        Method.BALLOON,
        Method.GRACE_EQUAL_INSTALMENT,
    }
)
_BY_DAY: Final = frozenset({DayCount.ACT_360, DayCount.ACT_365})
#: A flat rate knows no days; daily balances know no months. Everything else takes any day count.
_DAY_COUNTS: Final[dict[Method, frozenset[DayCount]]] = {
    Method.EQUAL_PRINCIPAL_FLAT_INTEREST: frozenset({DayCount.THIRTY_360}),
    Method.SCHEDULED: _BY_DAY,
    Method.REVOLVING: _BY_DAY,
}


class EventType(StrEnum):
    DRAW = "draw"
    REPAY = "repay"


class PrepaymentMode(StrEnum):
    """What a prepayment changes: 减少月供 lowers the instalment, 缩短期限 brings the end nearer."""

    REDUCE_INSTALMENT = "reduce_instalment"
    SHORTEN_TERM = "shorten_term"


@dataclass(frozen=True, slots=True)
class PlannedPrincipal:
    on: date
    principal: Decimal


@dataclass(frozen=True, slots=True)
class LoanEvent:
    on: date
    type: EventType
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Prepayment:
    on: date
    amount: Decimal
    mode: PrepaymentMode


@dataclass(frozen=True, slots=True)
class LoanTerms:
    """The terms of one loan. Build it with `LoanTerms.of` or `LoanTerms.from_mapping`.

    `principal` is the amount lent, for REVOLVING the limit of the line. `maturity_on` is the last due
    date; `term_months` is kept where it was given. The day count is 30/360 by default for instalment
    methods and ACT/360 for the others; `first_due` is `next_month` and `first_after` likewise.
    """

    principal: Decimal
    annual_rate: Decimal
    method: Method
    start_on: date
    maturity_on: date
    term_months: int | None
    interest_day: int | None
    day_count: DayCount
    period_months: int
    first_due: FirstDue
    amort_term_months: int | None = None
    grace_periods: int | None = None
    plan: tuple[PlannedPrincipal, ...] = ()
    events: tuple[LoanEvent, ...] = ()
    rate_changes: tuple[RateChange, ...] = ()
    prepayments: tuple[Prepayment, ...] = ()

    def __post_init__(self) -> None:
        """Check every field, bring numbers to their places and dated lists into order."""
        put = object.__setattr__
        put(self, "principal", to_amount(self.principal, "principal"))
        put(self, "annual_rate", to_rate(self.annual_rate, "annual_rate"))
        put(self, "method", _to_method(self.method))
        put(self, "start_on", to_date(self.start_on, "start_date"))
        put(self, "maturity_on", to_date(self.maturity_on, "maturity_date"))
        put(self, "day_count", _to_day_count(self.day_count))
        put(self, "first_due", _to_first_due(self.first_due))
        self._check_term()
        self._check_rhythm()
        put(self, "rate_changes", self._checked_rate_changes())
        put(self, "plan", self._checked_plan())
        put(self, "events", self._checked_events())
        put(self, "prepayments", self._checked_prepayments())
        self._check_amortisation()

    @classmethod
    def of(
        cls,
        *,
        principal: Decimal,
        annual_rate: Decimal,
        method: Method,
        start_on: date,
        maturity_on: date | None = None,
        term_months: int | None = None,
        interest_day: int | None = None,
        day_count: DayCount | None = None,
        period_months: int = 1,
        first_due: FirstDue | None = None,
        amort_term_months: int | None = None,
        grace_periods: int | None = None,
        plan: Sequence[PlannedPrincipal] = (),
        events: Sequence[LoanEvent] = (),
        rate_changes: Sequence[RateChange] = (),
        prepayments: Sequence[Prepayment] = (),
    ) -> LoanTerms:
        """The checked terms with defaults filled in. Give the maturity, the term, or both in agreement."""
        method = _to_method(method)
        start_on = to_date(start_on, "start_date")
        if term_months is not None:
            term_months = to_int(term_months, "term_months", 1, MAX_TERM_MONTHS, "loanmath.term_out_of_range")
        if maturity_on is None:
            if term_months is None:
                raise LoanMathError(
                    "loanmath.maturity_missing", "give maturity_date or term_months", "maturity_date"
                )
            maturity_on = add_months(start_on, term_months)
        in_rows = method in INSTALMENT_METHODS
        return cls(
            principal=principal,
            annual_rate=annual_rate,
            method=method,
            start_on=start_on,
            maturity_on=maturity_on,
            term_months=term_months,
            interest_day=interest_day,
            day_count=day_count or (DayCount.THIRTY_360 if in_rows else DayCount.ACT_360),
            period_months=period_months,
            first_due=first_due or (FirstDue.NEXT_MONTH if in_rows else FirstDue.FIRST_AFTER),
            amort_term_months=amort_term_months,
            grace_periods=grace_periods,
            plan=tuple(plan),
            events=tuple(events),
            rate_changes=tuple(rate_changes),
            prepayments=tuple(prepayments),
        )

    @classmethod
    def from_mapping(cls, mapping: Mapping[str, object]) -> LoanTerms:
        """The terms in the exchange format: a mapping with money and rates as strings, dates as ISO.

        Keys: principal, annual_rate, method, start_date, maturity_date | term_months, interest_day,
        day_count, period_months, first_due, amort_term_months, grace_periods, plan [{date, principal}],
        events [{date, type: draw | repay, amount}], rate_changes [{date, annual_rate}],
        prepayments [{date, amount, mode: reduce_instalment | shorten_term}]. A key that begins with
        `note` is a remark; any other key is refused. A null counts as absent.
        """
        given = known(mapping, _KEYS, "")
        for key in ("principal", "annual_rate", "method", "start_date"):
            if key not in given:
                raise LoanMathError("loanmath.field_missing", "is required", key)
        values: dict[str, Any] = {_KEYS[key]: value for key, value in given.items()}
        values["plan"] = items(given, "plan", ("date", "principal"), PlannedPrincipal)
        values["events"] = items(given, "events", ("date", "type", "amount"), LoanEvent)
        values["rate_changes"] = items(given, "rate_changes", ("date", "annual_rate"), RateChange)
        values["prepayments"] = items(given, "prepayments", ("date", "amount", "mode"), Prepayment)
        if "maturity_on" in values:
            values["maturity_on"] = to_date(values["maturity_on"], "maturity_date")
        return cls.of(**values)

    def periods(self) -> list[Period]:
        """The interest intervals; a bullet loan has one."""
        if self.method is Method.BULLET:
            return [Period(self.start_on, self.maturity_on, None)]
        return due_periods(
            start_on=self.start_on,
            maturity_on=self.maturity_on,
            interest_day=self.interest_day,
            period_months=self.period_months,
            first_due=self.first_due,
        )

    def rates(self) -> RateHistory:
        return RateHistory(self.annual_rate, self.rate_changes)

    def with_rate_changes(self, changes: Sequence[RateChange]) -> LoanTerms:
        """The same loan after repricing; the changes replace those known before."""
        return replace(self, rate_changes=tuple(changes))

    # -- checks ------------------------------------------------------------------------------------

    def _check_term(self) -> None:
        if self.maturity_on <= self.start_on:
            raise LoanMathError(
                "loanmath.maturity_not_after_start", "must lie after start_date", "maturity_date"
            )
        if self.term_months is None:
            if self.maturity_on > add_months(self.start_on, MAX_TERM_MONTHS):
                raise LoanMathError(
                    "loanmath.term_out_of_range", f"at most {MAX_TERM_MONTHS} months", "maturity_date"
                )
            return
        to_int(self.term_months, "term_months", 1, MAX_TERM_MONTHS, "loanmath.term_out_of_range")
        if add_months(self.start_on, self.term_months) != self.maturity_on:
            raise LoanMathError(
                "loanmath.maturity_mismatch", "does not agree with start_date + term_months", "maturity_date"
            )

    def _check_rhythm(self) -> None:
        if self.interest_day is not None:
            to_int(self.interest_day, "interest_day", 1, 31, "loanmath.interest_day_out_of_range")
        code = "loanmath.period_months_not_allowed"
        if to_int(self.period_months, "period_months", 1, 12, code) not in PERIODS:
            raise LoanMathError(code, "must be one of 1, 3, 6, 12", "period_months")
        if self.day_count not in _DAY_COUNTS.get(self.method, frozenset(DayCount)):
            raise LoanMathError(
                "loanmath.day_count_not_for_method",
                f"{self.method} is not counted by {self.day_count}",
                "day_count",
            )

    def _checked_rate_changes(self) -> tuple[RateChange, ...]:
        """A change takes effect after the start and before maturity. 等本等息 is never repriced."""
        self._only_for(
            bool(self.rate_changes), "rate_changes", set(Method) - {Method.EQUAL_PRINCIPAL_FLAT_INTEREST}
        )
        checked = [
            RateChange(
                self._day_inside(change.on, f"rate_changes[{i}].date"),
                to_rate(change.annual_rate, f"rate_changes[{i}].annual_rate"),
            )
            for i, change in enumerate(self.rate_changes)
        ]
        return tuple(_in_order(checked, lambda change: change.on, "rate_changes"))

    def _checked_plan(self) -> tuple[PlannedPrincipal, ...]:
        """Planned principal is due after the start, at most the amount lent; the rest is due at maturity."""
        self._only_for(bool(self.plan), "plan", {Method.SCHEDULED})
        if self.method is Method.SCHEDULED and not self.plan:
            raise LoanMathError("loanmath.field_missing", "SCHEDULED needs a plan", "plan")
        checked = []
        total = ZERO
        for i, item in enumerate(self.plan):
            day = self._day_inside(item.on, f"plan[{i}].date", maturity_allowed=True)
            principal = to_amount(item.principal, f"plan[{i}].principal")
            total += principal
            if total > self.principal:
                raise LoanMathError(
                    "loanmath.plan_exceeds_principal",
                    f"the plan exceeds {self.principal}",
                    f"plan[{i}].principal",
                )
            checked.append(PlannedPrincipal(day, principal))
        ordered = _in_order(checked, lambda item: item.on, "plan")
        if ordered and ordered[-1].on == self.maturity_on and total != self.principal:
            raise LoanMathError(
                "loanmath.plan_total_mismatch", f"a plan up to maturity must sum to {self.principal}", "plan"
            )
        return tuple(ordered)

    def _checked_events(self) -> tuple[LoanEvent, ...]:
        """Events are taken day by day, within a day in the order given; 0 <= balance <= limit after each."""
        self._only_for(bool(self.events), "events", {Method.REVOLVING})
        if self.method is Method.REVOLVING and not self.events:
            raise LoanMathError("loanmath.field_missing", "REVOLVING needs events", "events")
        checked = []
        for i, event in enumerate(self.events):
            kind = choice(EventType, event.type, f"events[{i}].type", "loanmath.unknown_event_type")
            day = self._day_inside(
                event.on, f"events[{i}].date", start_allowed=True, maturity_allowed=kind is EventType.REPAY
            )
            checked.append((i, LoanEvent(day, kind, to_amount(event.amount, f"events[{i}].amount"))))
        checked.sort(key=lambda pair: pair[1].on)
        balance = ZERO
        for i, event in checked:
            balance += event.amount if event.type is EventType.DRAW else -event.amount
            if balance > self.principal:
                raise LoanMathError(
                    "loanmath.draw_exceeds_limit",
                    f"the balance would exceed {self.principal}",
                    f"events[{i}].amount",
                )
            if balance < 0:
                raise LoanMathError(
                    "loanmath.repay_exceeds_balance", "repays more than was owed", f"events[{i}].amount"
                )
        return tuple(event for _, event in checked)

    def _checked_prepayments(self) -> tuple[Prepayment, ...]:
        """One a day, from the start on and before maturity. A revolving line has repayments instead, and
        for 等本等息 only settlement in full is defined."""
        self._only_for(
            bool(self.prepayments),
            "prepayments",
            set(Method) - {Method.EQUAL_PRINCIPAL_FLAT_INTEREST, Method.REVOLVING},
        )
        checked = [
            Prepayment(
                self._day_inside(item.on, f"prepayments[{i}].date", start_allowed=True),
                to_amount(item.amount, f"prepayments[{i}].amount"),
                choice(
                    PrepaymentMode, item.mode, f"prepayments[{i}].mode", "loanmath.unknown_prepayment_mode"
                ),
            )
            for i, item in enumerate(self.prepayments)
        ]
        return tuple(_in_order(checked, lambda item: item.on, "prepayments"))

    def _check_amortisation(self) -> None:
        self._only_for(self.amort_term_months is not None, "amort_term_months", {Method.BALLOON})
        self._only_for(self.grace_periods is not None, "grace_periods", {Method.GRACE_EQUAL_INSTALMENT})
        if self.method is Method.BALLOON:
            field, code = "amort_term_months", "loanmath.term_out_of_range"
            months = to_int(self.amort_term_months, field, 1, MAX_TERM_MONTHS, code)
            if months % self.period_months:
                raise LoanMathError(code, "must be a multiple of period_months", field)
            if add_months(self.start_on, months) < self.maturity_on:
                raise LoanMathError("loanmath.amort_term_too_short", "is shorter than the loan", field)
        if self.method is Method.GRACE_EQUAL_INSTALMENT:
            field, code = "grace_periods", "loanmath.grace_out_of_range"
            to_int(self.grace_periods, field, 0, len(self.periods()) - 1, code)

    def _only_for(self, given: bool, field: str, methods: set[Method]) -> None:
        if given and self.method not in methods:
            raise LoanMathError("loanmath.field_not_for_method", f"{self.method} does not use it", field)

    def _day_inside(
        self, day: date, field: str, *, start_allowed: bool = False, maturity_allowed: bool = False
    ) -> date:
        day = to_date(day, field)
        after_start = day >= self.start_on if start_allowed else day > self.start_on
        before_end = day <= self.maturity_on if maturity_allowed else day < self.maturity_on
        if not (after_start and before_end):
            raise LoanMathError(
                "loanmath.date_outside_term",
                f"{day} does not lie within {self.start_on} to {self.maturity_on}",
                field,
            )
        return day


# -- reading the exchange format ---------------------------------------------------------------------

#: Key of the exchange format to field of `LoanTerms`.
_KEYS: Final = {
    "principal": "principal",
    "annual_rate": "annual_rate",
    "method": "method",
    "start_date": "start_on",
    "maturity_date": "maturity_on",
    "term_months": "term_months",
    "interest_day": "interest_day",
    "day_count": "day_count",
    "period_months": "period_months",
    "first_due": "first_due",
    "amort_term_months": "amort_term_months",
    "grace_periods": "grace_periods",
    "plan": "plan",
    "events": "events",
    "rate_changes": "rate_changes",
    "prepayments": "prepayments",
}


def _in_order(items: list[T], day_of: Callable[[T], date], field: str) -> list[T]:
    """Sorted by date; two entries on one day are refused."""
    seen: set[date] = set()
    for i, item in enumerate(items):
        if day_of(item) in seen:
            raise LoanMathError(
                "loanmath.duplicate_date", f"{day_of(item)} stands twice", f"{field}[{i}].date"
            )
        seen.add(day_of(item))
    return sorted(items, key=day_of)


def _to_method(value: object) -> Method:
    return choice(Method, value, "method", "loanmath.unknown_method")


def _to_day_count(value: object) -> DayCount:
    return choice(DayCount, value, "day_count", "loanmath.unknown_day_count")


def _to_first_due(value: object) -> FirstDue:
    return choice(FirstDue, value, "first_due", "loanmath.unknown_first_due")
