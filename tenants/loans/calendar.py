"""What falls due when: unpaid rows of the schedules in force, by day, in the reader's scope."""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum

from backend.platform.permissions import Actor, scoped
from tenants.organisation import selectors as organisation

from .models import Instalment
from .selectors import VIEW, ZERO

# as the two partial indexes over due dates have it
UNPAID = Q(state=Instalment.State.PENDING, replaced_in=None) | Q(
    state__in=[Instalment.State.DUE, Instalment.State.OVERDUE]
)


@dataclass(frozen=True)
class DueDay:
    """What is unpaid of the rows due on a day: `count` rows, yuan of principal and interest."""

    on: date
    count: int
    principal: Decimal
    interest: Decimal

    @property
    def total(self) -> Decimal:
        return self.principal + self.interest


@dataclass(frozen=True)
class DueMonth:
    """A month's days on which something is due, and what is unpaid of days before the month."""

    month: str
    business_date: date
    since: date
    until: date
    before: DueDay
    days: list[DueDay]

    @property
    def total(self) -> DueDay:
        return DueDay(
            self.until,
            sum(day.count for day in self.days),
            sum((day.principal for day in self.days), ZERO),
            sum((day.interest for day in self.days), ZERO),
        )


def _unpaid(actor: Actor) -> QuerySet[Instalment]:
    rows = Instalment.objects.filter(UNPAID, payment__gt=0)
    return scoped(rows, actor, VIEW, branch="loan__branch", owner="loan__officer_id")


SUMS: dict[str, Any] = {
    "count": Count("id"),
    "principal_left": Sum(F("principal") - F("principal_paid")),
    "interest_left": Sum(F("interest") - F("interest_paid")),
}


def due_month(*, actor: Actor, month: date | None = None) -> DueMonth:
    """The month that `month` lies in (None: the business date): two queries, however many loans there are. No penalty, which grows daily."""
    today = organisation.business_date()
    month = month or today
    since = month.replace(day=1)
    until = month.replace(day=monthrange(month.year, month.month)[1])
    rows = (
        _unpaid(actor)
        .filter(due_on__range=(since, until))
        .values("due_on")
        .annotate(**SUMS)
        .order_by("due_on")
    )
    before = _unpaid(actor).filter(due_on__lt=since).aggregate(**SUMS)
    return DueMonth(
        month=f"{since:%Y-%m}",
        business_date=today,
        since=since,
        until=until,
        before=_day(since, before),
        days=[_day(row["due_on"], row) for row in rows],
    )


def _day(on: date, row: Mapping[str, Any]) -> DueDay:
    return DueDay(on, row["count"], row["principal_left"] or ZERO, row["interest_left"] or ZERO)


def due_rows(
    *,
    actor: Actor,
    since: date | None = None,
    until: date | None = None,
    state: str = "",
    q: str = "",
) -> QuerySet[Instalment]:
    """The unpaid rows due from `since` to `until`, the oldest first; `q` is part of the customer's name or the
    start of a loan number."""
    rows = _unpaid(actor).select_related(
        "loan__contract", "loan__customer", "loan__product", "loan__branch", "loan__officer"
    )
    if q:
        rows = rows.filter(Q(loan__loan_no__startswith=q) | Q(loan__customer__name__icontains=q))
    given = {"due_on__gte": since, "due_on__lte": until, "state": state}
    return (
        rows.annotate(
            principal_left=F("principal") - F("principal_paid"),
            interest_left=F("interest") - F("interest_paid"),
        )
        .filter(**{name: value for name, value in given.items() if value})
        .order_by("due_on", "id")
    )
