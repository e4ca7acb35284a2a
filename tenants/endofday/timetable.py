"""The timetable of a bank's nights: begun by the sweep when their time has come, each date once.

A date's time comes on its own day, or after midnight for an hour before noon. Dates that were missed are closed
first, one after the other, by the same night that the time has come for.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import connection, transaction
from django.utils import timezone

from backend.platform import clock
from backend.platform.permissions import Actor
from backend.platform.tenancy import current_entity
from shared.reference.selectors import is_working_day
from tenants.organisation.selectors import business_date, parameter_value

from . import parameters, services
from .models import BatchRun

ONE_DAY = timedelta(days=1)
NOON = 12
STARTER = "自动日终"


@dataclass(frozen=True)
class Timetable:
    """What holds at the bank today. `next_at` is when the night of the business date begins; None: not by itself."""

    days: str
    hour: int
    minute: int
    is_held: bool
    next_at: datetime | None


def timetable() -> Timetable:
    """The bank's timetable as of now: a person may still start the night earlier."""
    days = parameter_value(parameters.START_DAYS)
    hour, minute = parameter_value(parameters.START_HOUR), parameter_value(parameters.START_MINUTE)
    is_held = parameter_value(parameters.HELD)
    next_at = None
    if days != parameters.NEVER and not is_held:
        on = business_date()
        while days == parameters.WORKING_DAYS and not is_working_day(on):
            on += ONE_DAY
        next_at = _due_at(on, hour, minute)
    return Timetable(days, hour, minute, is_held, next_at)


def _due_at(on: date, hour: int, minute: int) -> datetime:
    day = on + ONE_DAY if hour < NOON else on
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


@transaction.atomic
def night_begin() -> BatchRun | None:
    """The sweep: begin the night of the business date when its time has come; the run, or None.

    Never while another one is open, whatever became of it. Two sweeps at once begin one night: the second finds
    the lock taken, or the night open.
    """
    if parameter_value(parameters.START_DAYS) == parameters.NEVER:
        return None
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))",
            [f"endofday.timetable/{current_entity().code}"],
        )
        if not cursor.fetchone()[0]:
            return None
    held, on, now = timetable(), business_date(), clock.now()
    if held.next_at is None or held.next_at > now or BatchRun.objects.filter(is_open=True).exists():
        return None
    last = _last_due(held, now, on)
    return services.night_start(
        actor=Actor.system(current_entity().code, STARTER), through=last if last > on else None
    )


def _last_due(held: Timetable, now: datetime, on: date) -> date:
    """The last date whose time has come: the one that the night closes, with all before it."""
    last = min(timezone.localdate(now), on + timedelta(days=services.MOST_DAYS))
    while last > on and (
        _due_at(last, held.hour, held.minute) > now
        or (held.days == parameters.WORKING_DAYS and not is_working_day(last))
    ):
        last -= ONE_DAY
    return last
