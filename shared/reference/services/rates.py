"""Writes of the reference data, by the province's administrators."""

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

import chinese_calendar
from django.db import transaction

from backend.platform.permissions import Actor
from backend.platform.records import audit

from .. import errors
from ..models import Holiday, LprConfirmation, LprQuote
from ..selectors import lpr_confirmed_through
from .dictionaries import dictionaries_seed
from .subjects import subjects_seed

DATA = Path(__file__).parents[1] / "data"
FIRST_YEAR = 2020
LAST_PROVISIONAL_YEAR = 2035


@transaction.atomic
def lpr_enter(
    *, actor: Actor, published_on: date, one_year_rate: Decimal, five_year_rate: Decimal, note: str = ""
) -> LprQuote:
    """Enter a published quote; a date is entered once (409 `reference.lpr_exists`)."""
    if LprQuote.objects.filter(published_on=published_on).exists():
        raise errors.LPR_EXISTS.at(field="published_on", published_on=published_on.isoformat())
    quote = LprQuote.objects.create(
        published_on=published_on,
        one_year_rate=one_year_rate,
        five_year_rate=five_year_rate,
        note=note,
        entered_by=actor.name,
    )
    audit.record(actor, "reference.lpr_enter", quote, object_no=published_on.isoformat(), comment=note)
    return quote


@transaction.atomic
def lpr_confirm(*, actor: Actor, through_on: date, note: str = "") -> LprConfirmation:
    """State that the list of quotes is complete through the date; the date never goes back."""
    confirmed = lpr_confirmed_through()
    if confirmed and through_on < confirmed:
        raise errors.LPR_BACKWARDS.at(field="through_on", confirmed_through=confirmed.isoformat())
    row = LprConfirmation.objects.create(through_on=through_on, note=note, confirmed_by=actor.name)
    audit.record(actor, "reference.lpr_confirm", row, object_no=through_on.isoformat(), comment=note)
    return row


@transaction.atomic
def reference_seed() -> None:
    """Load what ships with the product: subjects, published quotes, the calendar. Does nothing twice."""
    subjects_seed()
    with (DATA / "lpr.csv").open(newline="") as lines:
        quotes = [
            LprQuote(
                published_on=date.fromisoformat(row["published_on"]),
                one_year_rate=Decimal(row["one_year_percent"]) / 100,
                five_year_rate=Decimal(row["five_year_percent"]) / 100,
                entered_by="初始数据",
            )
            for row in csv.DictReader(lines)
        ]
    LprQuote.objects.bulk_create(quotes, ignore_conflicts=True)
    if not LprConfirmation.objects.exists():
        LprConfirmation.objects.create(through_on=quotes[-1].published_on, confirmed_by="初始数据")
    dictionaries_seed()
    if not Holiday.objects.exists():
        Holiday.objects.bulk_create(_calendar(), ignore_conflicts=True)


def _calendar() -> list[Holiday]:
    """The exceptions of the years that chinesecalendar knows; the years after it are weekends only.

    Those years get one provisional marker on 1 January, so that a screen can say that they are not final.
    """
    found = []
    last_known = max(day.year for day in chinese_calendar.constants.holidays)
    for names, working in (
        (chinese_calendar.constants.holidays, False),
        (chinese_calendar.constants.workdays, True),
    ):
        for day, name in names.items():
            if day.year >= FIRST_YEAR and (day.weekday() < 5) != working:
                found.append(Holiday(day=day, is_working=working, name=str(name)[:40]))
    for year in range(last_known + 1, LAST_PROVISIONAL_YEAR + 1):
        found.append(Holiday(day=date(year, 1, 1), is_working=False, name="元旦", is_provisional=True))
    return found
