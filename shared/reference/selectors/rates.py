"""Readings of the reference data; callable from every schema, since the tables lie in public."""

from datetime import date, timedelta

from django.db.models import QuerySet

from .. import errors
from ..models import Holiday, LprConfirmation, LprQuote
from ..types import LprRate, LprTenor

WEEKEND = 5


def lpr_confirmed_through() -> date | None:
    """The date through which the list of quotes is confirmed complete."""
    return LprConfirmation.objects.order_by("-through_on").values_list("through_on", flat=True).first()


def lpr_at(*, tenor: str, on: date) -> LprRate:
    """The rate of the tenor on the date.

    Raises `reference.lpr_stale` (409) when nobody has confirmed the list through that date: a price
    is never derived from a list that may be old.
    """
    confirmed = lpr_confirmed_through()
    if confirmed is None or on > confirmed:
        raise errors.LPR_STALE.at(
            on=on.isoformat(), confirmed_through=confirmed.isoformat() if confirmed else "-"
        )
    quote = LprQuote.objects.filter(published_on__lte=on).order_by("-published_on").first()
    if quote is None:
        raise errors.LPR_UNKNOWN.at(on=on.isoformat())
    wanted = LprTenor(tenor)
    rate = quote.one_year_rate if wanted is LprTenor.ONE_YEAR else quote.five_year_rate
    return LprRate(wanted, quote.published_on, rate)


def lpr_list() -> QuerySet[LprQuote]:
    return LprQuote.objects.order_by("-published_on")


def calendar_exceptions(*, since: date, until: date) -> QuerySet[Holiday]:
    """The days from `since` to `until`, both counted, that differ from their weekday, in their order."""
    return Holiday.objects.filter(day__range=(since, until)).order_by("day")


def is_working_day(day: date) -> bool:
    """Whether banks work on the day: the calendar's exceptions first, then the weekday."""
    exception = Holiday.objects.filter(day=day).values_list("is_working", flat=True).first()
    return exception if exception is not None else day.weekday() < WEEKEND


def working_days_between(since: date, until: date) -> int:
    """How many working days lie after `since`, through `until`."""
    days = {since + timedelta(days=n) for n in range(1, (until - since).days + 1)}
    exceptions = dict(calendar_exceptions(since=since, until=until).values_list("day", "is_working"))
    return sum(exceptions.get(day, day.weekday() < WEEKEND) for day in days)
