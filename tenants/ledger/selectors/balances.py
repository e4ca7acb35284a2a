"""Balances: of now, and of any business day, from what the nights kept and the entries since."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Q, QuerySet, Sum

from backend.platform.permissions import Actor, scoped
from shared.reference.selectors import subjects
from shared.reference.types import SubjectInfo
from tenants.organisation import selectors as organisation

from ..models import DailyBalance, Entry, SubjectBalance
from ..permissions import VIEW
from ..types import Side

ZERO = Decimal("0.00")
ONE_DAY = timedelta(days=1)
DEBIT_SUM = Sum("amount", filter=Q(side=Side.DEBIT), default=ZERO)
CREDIT_SUM = Sum("amount", filter=Q(side=Side.CREDIT), default=ZERO)


@dataclass(frozen=True)
class TrialBalanceRow:
    """A subject over the days asked for. Balances stand on its normal side; one against it is negative."""

    subject_code: str
    subject_name: str
    subject_name_en: str
    kind: str
    normal_side: Side
    opening: Decimal
    debit: Decimal
    credit: Decimal
    closing: Decimal


@dataclass(frozen=True)
class Totals:
    """Both sides of a trial balance: the balances by the normal side of their subjects, and the turnover."""

    opening_debit: Decimal
    opening_credit: Decimal
    debit: Decimal
    credit: Decimal
    closing_debit: Decimal
    closing_credit: Decimal

    @property
    def balanced(self) -> bool:
        """Each pair is equal."""
        return (self.opening_debit, self.debit, self.closing_debit) == (
            self.opening_credit,
            self.credit,
            self.closing_credit,
        )


@dataclass(frozen=True)
class TrialBalance:
    """The subjects that have a balance or moved, by code. Memorandum subjects balance among themselves."""

    since: date
    on: date
    rows: list[TrialBalanceRow]

    @property
    def totals(self) -> Totals:
        def of(name: str, side: Side) -> Decimal:
            return sum((getattr(row, name) for row in self.rows if row.normal_side == side), ZERO)

        return Totals(
            of("opening", Side.DEBIT),
            of("opening", Side.CREDIT),
            sum((row.debit for row in self.rows), ZERO),
            sum((row.credit for row in self.rows), ZERO),
            of("closing", Side.DEBIT),
            of("closing", Side.CREDIT),
        )


def trial_balance(
    *, actor: Actor, on: date | None = None, since: date | None = None, branch_id: int | None = None
) -> TrialBalance:
    """The subjects over the business days from `since` through `on`, at the branches in reach or at one of them.

    `on` is the current business date unless given, and `since` the same day as `on`.
    """
    on = on or organisation.business_date()
    since = since or on
    before = _totals_through(actor, since - ONE_DAY, branch_id)
    after = _totals_through(actor, on, branch_id)
    rows = []
    chart = subjects()
    for code in sorted({*before, *after}):
        subject = chart[code]
        (debit_before, credit_before), (debit, credit) = before[code], after[code]
        if not debit and not credit:
            continue
        rows.append(
            TrialBalanceRow(
                subject_code=code,
                subject_name=subject.name,
                subject_name_en=subject.name_en,
                kind=subject.kind,
                normal_side=Side(subject.normal_side),
                opening=_on_normal_side(subject, debit_before, credit_before),
                debit=debit - debit_before,
                credit=credit - credit_before,
                closing=_on_normal_side(subject, debit, credit),
            )
        )
    return TrialBalance(since, on, [row for row in rows if row.opening or row.debit or row.credit])


def balance_before(*, actor: Actor, subject: SubjectInfo, day: date, branch_id: int | None = None) -> Decimal:
    """The balance of a subject at the beginning of a business day, on its normal side."""
    return _on_normal_side(subject, *_totals_through(actor, day - ONE_DAY, branch_id)[subject.code])


def _on_normal_side(subject: SubjectInfo, debit: Decimal, credit: Decimal) -> Decimal:
    return debit - credit if subject.normal_side == Side.DEBIT else credit - debit


def _totals_through(actor: Actor, on: date, branch_id: int | None) -> dict[str, tuple[Decimal, Decimal]]:
    """All debits and credits by subject through a day: the last night's by then, and the entries after it."""
    kept_on = (
        DailyBalance.objects.filter(business_on__lte=on)
        .order_by("-business_on")
        .values_list("business_on", flat=True)
        .first()
    )
    kept = DailyBalance.objects.none()
    entries = Entry.objects.filter(voucher__business_on__lte=on)
    if kept_on:
        kept = scoped(DailyBalance.objects.filter(business_on=kept_on), actor, VIEW)
        entries = entries.filter(voucher__business_on__gt=kept_on)
    entries = scoped(entries, actor, VIEW, branch="voucher__branch")
    if branch_id:
        kept, entries = kept.filter(branch_id=branch_id), entries.filter(voucher__branch_id=branch_id)
    found: dict[str, tuple[Decimal, Decimal]] = defaultdict(lambda: (ZERO, ZERO))
    for rows in (
        _summed(kept, Sum("debit_total"), Sum("credit_total")),
        _summed(entries, DEBIT_SUM, CREDIT_SUM),
    ):
        for code, debit, credit in rows:
            found[code] = (found[code][0] + debit, found[code][1] + credit)
    return found


def _summed(rows: QuerySet, debit: Sum, credit: Sum) -> Iterable[tuple[str, Decimal, Decimal]]:
    summed = rows.order_by().values("subject_code").annotate(debits=debit, credits=credit)
    return summed.values_list("subject_code", "debits", "credits")


def subject_balances(subject_codes: Iterable[str]) -> dict[tuple[int, str], Decimal]:
    """Debits less credits by (branch id, subject)."""
    rows = SubjectBalance.objects.filter(subject_code__in=list(subject_codes))
    return {(row.branch_id, row.subject_code): row.debit_total - row.credit_total for row in rows}


def kept_before(on: date) -> date | None:
    """The last day before `on` whose balances a night kept; None where none was."""
    kept = DailyBalance.objects.filter(business_on__lt=on)
    return kept.order_by("-business_on").values_list("business_on", flat=True).first()


def kept_balances(kept_on: date | None, subject_codes: Iterable[str]) -> dict[tuple[int, str], Decimal]:
    """Debits less credits by (branch id, subject) as that night kept them; nothing without a day."""
    if kept_on is None:
        return {}
    rows = DailyBalance.objects.filter(business_on=kept_on, subject_code__in=list(subject_codes))
    return {(row.branch_id, row.subject_code): row.debit_total - row.credit_total for row in rows}


def balance_count() -> int:
    """How many balances there are."""
    return SubjectBalance.objects.count()
