"""The loan prime rate: published dates, the rate on a day, and the refusal of a stale list."""

from datetime import date
from decimal import Decimal

import pytest

from backend.platform.errors import DomainError
from shared.reference.models import LprConfirmation
from shared.reference.selectors import is_working_day, lpr_at


@pytest.mark.parametrize(
    ("on", "tenor", "rate", "published"),
    [
        (date(2025, 5, 20), "ONE_YEAR", "0.030000", date(2025, 5, 20)),
        (date(2025, 5, 19), "ONE_YEAR", "0.031000", date(2024, 10, 21)),
        (date(2026, 3, 2), "FIVE_YEAR", "0.035000", date(2025, 5, 20)),
        (date(2019, 8, 20), "ONE_YEAR", "0.042500", date(2019, 8, 20)),
    ],
)
def test_the_rate_is_the_last_one_published_on_or_before_the_day(on, tenor, rate, published):
    found = lpr_at(tenor=tenor, on=on)
    assert (found.rate, found.published_on) == (Decimal(rate), published)


def test_a_day_beyond_the_confirmed_list_is_refused_as_stale():
    with pytest.raises(DomainError) as refused:
        lpr_at(tenor="ONE_YEAR", on=date(2031, 1, 1))
    assert refused.value.code == "reference.lpr_stale"


def test_a_day_before_the_first_quote_is_refused():
    with pytest.raises(DomainError) as refused:
        lpr_at(tenor="ONE_YEAR", on=date(2019, 8, 19))
    assert refused.value.code == "reference.lpr_unknown"


def test_rules_enters_and_confirms_and_others_may_not(api):
    rules = api("province:rules")
    quote = {"published_on": "2026-02-20", "one_year_rate": "0.0295", "five_year_rate": "0.0345"}

    entered = rules.post("lpr", quote)

    assert (entered.status_code, entered.json()["one_year_rate"]) == (201, "0.029500")
    assert lpr_at(tenor="ONE_YEAR", on=date(2026, 3, 2)).rate == Decimal("0.029500")
    assert rules.post("lpr", quote).json()["code"] == "reference.lpr_exists"
    assert api("province:catalogue").post("lpr", quote).status_code == 403
    assert rules.post("lpr/confirm", {"through_on": "2031-01-31"}).json() == {"through_on": "2031-01-31"}
    assert rules.post("lpr/confirm", {"through_on": "2020-01-31"}).status_code == 422
    assert LprConfirmation.objects.filter(confirmed_by="省规则管理岗").count() == 1


@pytest.mark.parametrize("rate", ["0", "-0.03", "1.5", "abc", "1e30", "0.00000001"])
def test_an_impossible_rate_is_refused_at_its_field(api, rate):
    body = {"published_on": "2026-02-20", "one_year_rate": rate, "five_year_rate": "0.0345"}
    refused = api("province:rules").post("lpr", body)
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "one_year_rate")


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (date(2026, 10, 1), False),
        (date(2025, 10, 1), False),
        (date(2025, 9, 28), True),
        (date(2025, 11, 22), False),
        (date(2025, 11, 24), True),
    ],
)
def test_working_days_follow_the_calendar(day, working):
    assert is_working_day(day) is working
