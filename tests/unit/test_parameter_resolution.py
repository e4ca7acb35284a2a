"""What a parameter stands at: pure, for any rows and any dates."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.platform import parameters
from backend.platform.errors import DomainError
from backend.platform.parameters import Choice, Group, Kind, Level, Parameter, Setting, resolve
from shared.reference.selectors import parameter_state, setting_on

GROUP = Group("测试", "Tests")
DAYS = Parameter("test.days", "天数", "Days", GROUP, Kind.INTEGER, 50, minimum=0, maximum=100)
START = date(2026, 1, 1)

days = st.integers(0, 400).map(lambda n: START + timedelta(days=n))
numbers = st.integers(-20, 120)


def setting(level: Level, valid_from: date, value: int | None, version: int = 1, **more: object) -> Setting:
    return Setting(
        code=DAYS.code,
        level=level,
        version=version,
        value=None if value is None else str(value),
        valid_from=valid_from,
        proposed_by="甲",
        approved_by="乙",
        approved_at=datetime(2026, 1, 1, tzinfo=UTC),
        **more,
    )


rows_of = st.dictionaries(days, st.one_of(st.none(), numbers), max_size=6)


@given(rows_of, rows_of, days)
def test_the_row_that_holds_is_the_last_one_that_began(province, bank, on):
    settings = [setting(Level.BANK, day, value) for day, value in bank.items()]
    upper = [setting(Level.PROVINCE, day, value) for day, value in province.items()]

    found = resolve(DAYS, setting_on(upper, on), setting_on(settings, on))

    def last(rows):
        begun = [day for day in rows if day <= on]
        return rows[max(begun)] if begun else None

    own, theirs = last(bank), last(province)
    usable = [value for value in (own, theirs) if value is not None and 0 <= value <= 100]
    assert found.value == (usable[0] if usable else 50)
    assert found.level == (
        Level.BANK
        if own is not None and 0 <= own <= 100
        else Level.PROVINCE
        if theirs is not None and 0 <= theirs <= 100
        else Level.DEFAULT
    )


@given(numbers, st.integers(0, 100), st.integers(0, 100), st.booleans())
def test_a_bank_never_stands_outside_the_provinces_bounds(own, low, high, locked):
    low, high = sorted((low, high))
    frame = setting(Level.PROVINCE, START, low, minimum=str(low), maximum=str(high), is_locked=locked)

    found = resolve(DAYS, frame, setting(Level.BANK, START, own))

    assert low <= found.value <= high
    allowed = low <= own <= high and not locked
    assert (found.level is Level.BANK) == allowed
    assert (found.overruled is None) == allowed


@given(rows_of, days)
def test_the_next_change_is_the_first_day_that_differs(bank, on):
    settings = [setting(Level.BANK, day, value, version=n) for n, (day, value) in enumerate(bank.items())]

    state = parameter_state(DAYS, on, [], settings)

    if state.next_on is None:
        later = on + timedelta(days=1000)
        assert resolve(DAYS, None, setting_on(settings, later)) == state.resolved
    else:
        day_before = state.next_on - timedelta(days=1)
        assert resolve(DAYS, None, setting_on(settings, day_before)).text == state.resolved.text
        assert resolve(DAYS, None, setting_on(settings, state.next_on)) == state.next


def test_a_row_that_was_replaced_counts_no_longer():
    old = setting(Level.BANK, START, 10, replaced_at=datetime(2026, 1, 2, tzinfo=UTC))
    new = setting(Level.BANK, START, 20, version=2)
    assert setting_on([old, new], START) == new


def test_a_parameter_that_banks_may_not_change_is_the_provinces_alone():
    mine = Parameter("test.mine", "我", "Mine", GROUP, Kind.INTEGER, 1, bank_may_change=False)
    found = resolve(mine, None, setting(Level.BANK, START, 9))
    assert (found.value, found.bank_may_change, found.overruled.value) == (1, False, "9")


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (Kind.INTEGER, "7", 7),
        (Kind.MONEY, "1000", Decimal("1000.00")),
        (Kind.RATE, "0.0435", Decimal("0.043500")),
        (Kind.BOOLEAN, "true", True),
        (Kind.BOOLEAN, "false", False),
        (Kind.DATE, "2026-02-28", date(2026, 2, 28)),
        (Kind.CHOICE, "A", "A"),
        (Kind.TEXT, "联系人 甲", "联系人 甲"),
    ],
)
def test_a_value_goes_through_its_text_and_back(kind, text, value):
    parameter = Parameter("t.t", "甲", "A", GROUP, kind, value, choices=(Choice("A", "甲", "A"),))
    assert parameter.value(text) == value
    assert type(parameter.value(text)) is type(value)
    assert parameter.value(parameter.text(value)) == value


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (Kind.INTEGER, "7.5"),
        (Kind.INTEGER, "١٢"),
        (Kind.INTEGER, "1e3"),
        (Kind.INTEGER, "12345678901"),
        (Kind.MONEY, "10.001"),
        (Kind.MONEY, "NaN"),
        (Kind.RATE, "Infinity"),
        (Kind.RATE, "0.0000001"),
        (Kind.BOOLEAN, "yes"),
        (Kind.DATE, "2026-02-30"),
        (Kind.DATE, "2026-2-3"),
        (Kind.CHOICE, "B"),
        (Kind.TEXT, "  "),
        (Kind.TEXT, "长" * 201),
    ],
)
def test_what_is_not_of_the_kind_is_refused(kind, text):
    parameter = Parameter("t.t", "甲", "A", GROUP, kind, None, choices=(Choice("A", "甲", "A"),))
    with pytest.raises(DomainError) as refused:
        parameter.checked(text, minimum=None, maximum=None, at="value")
    assert refused.value.code in ("parameters.not_of_kind", "parameters.not_a_choice")
    assert refused.value.field == "value"


def test_a_declaration_contradicts_neither_itself_nor_another(monkeypatch):
    monkeypatch.setattr(parameters, "PARAMETERS", {})
    common = {"zh": "甲", "en": "A", "group": GROUP}
    parameters.declare_parameter("t.a", kind=Kind.INTEGER, default=5, maximum=9, **common)
    with pytest.raises(ValueError, match="declared twice"):
        parameters.declare_parameter("t.a", kind=Kind.INTEGER, default=6, **common)
    with pytest.raises(DomainError, match="out_of_bounds"):
        parameters.declare_parameter("t.b", kind=Kind.INTEGER, default=10, maximum=9, **common)
    with pytest.raises(ValueError, match="bounds of a BOOLEAN"):
        parameters.declare_parameter("t.c", kind=Kind.BOOLEAN, default=True, maximum=True, **common)
