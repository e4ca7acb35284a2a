"""A night begins by itself when its time has come, once for each date, and not while it is held."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from backend.platform import clock
from tenants.endofday import services, timetable
from tenants.endofday.models import BatchRun
from tenants.organisation import selectors as organisation
from tests import world

TODAY = world.BUSINESS_DATE  # Monday, 2026-03-02


@pytest.fixture
def settings_of(monkeypatch):
    """Lets the parameters be what the test says."""
    values = {"endofday.start_days": "EVERY_DAY", "endofday.start_hour": 22, "endofday.start_minute": 30, "endofday.start_held": False}  # fmt: skip
    monkeypatch.setattr(timetable, "parameter_value", values.__getitem__)

    def say(**given):
        values.update({f"endofday.start_{name}": value for name, value in given.items()})

    return say


def at(text):
    return clock.frozen(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Asia/Shanghai")))


def begin():
    run = timetable.night_begin()
    return run and (run.business_on, run.catch_up_through)


def test_nothing_begins_by_itself_unless_a_bank_says_so():
    with at("2026-03-02T23:59"):
        assert begin() is None
    assert timetable.timetable().next_at is None


def test_the_night_begins_at_its_minute_and_only_once(settings_of):
    with at("2026-03-02T22:29:59"):
        assert begin() is None
    with at("2026-03-02T22:30"):
        assert begin() == (TODAY, None)
        assert begin() is None  # open
        run = BatchRun.objects.get()
        assert run.started_by == "自动日终"
        assert services.night_run(run.pk).state == "DONE"
        assert begin() is None  # tomorrow's time has not come
    assert organisation.business_date() == date(2026, 3, 3)


def test_a_failed_or_stopped_night_is_not_begun_anew(settings_of):
    with at("2026-03-02T22:30"):
        begin()
        BatchRun.objects.update(state="FAILED")
        assert begin() is None
    assert BatchRun.objects.count() == 1


def test_an_hour_after_midnight_is_that_of_the_next_day(settings_of):
    settings_of(hour=1)
    with at("2026-03-02T23:59"):
        assert begin() is None
    with at("2026-03-03T01:30"):
        assert begin() == (TODAY, None)


def test_missed_dates_are_closed_with_the_one_whose_time_has_come(settings_of):
    with at("2026-03-05T22:00"):
        assert begin() == (TODAY, date(2026, 3, 4))


def test_days_off_follow_with_the_next_working_day(settings_of):
    settings_of(days="WORKING_DAYS")
    from tests.factories.loans import set_business_date

    set_business_date(date(2026, 3, 7))  # a Saturday
    with at("2026-03-07T22:30"):
        assert begin() is None
        assert timetable.timetable().next_at.isoformat() == "2026-03-09T22:30:00+08:00"
    with at("2026-03-09T22:30"):
        assert begin() == (date(2026, 3, 7), date(2026, 3, 9))


def test_the_province_holds_them_all(settings_of):
    settings_of(held=True)
    with at("2026-03-02T23:00"):
        assert begin() is None
    settings_of(held=False)
    with at("2026-03-02T23:00"):
        assert begin() == (TODAY, None)
