"""Business parameters: declared in code by the app that reads them, like actions and errors.

    LAPSE_DAYS = declare_parameter(
        "applications.lapse_days", zh="批复失效天数", en="Days until an approval lapses", group=GROUP,
        kind=Kind.INTEGER, default=90, unit="天", minimum=30, maximum=180)

The declaration fixes the type, the default and the outermost bounds. The province gives its own value and
narrower bounds, a bank its value within those: dated, versioned rows, read by the organisation's
`parameter_value`. Here a value is checked and turned into its one canonical text and back; nothing is stored.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from .errors import DomainError, declare

NOT_OF_KIND = declare("parameters.not_of_kind", 422, zh="应填写{expected}", en="This must be {expected_en}")
OUT_OF_BOUNDS = declare(
    "parameters.out_of_bounds",
    422,
    zh="应在 {minimum} 至 {maximum} 之间",
    en="This must lie between {minimum} and {maximum}",
)
NOT_A_CHOICE = declare("parameters.not_a_choice", 422, zh="不是可选的值", en="This is not one of the choices")
IN_THE_PAST = declare(
    "parameters.in_the_past",
    422,
    zh="生效日不能早于 {today}",
    en="It cannot begin before {today}",
)
LOCKED = declare(
    "parameters.locked",
    409,
    zh="该参数由省联社统一规定,行社不得自定",
    en="The province sets this parameter for all banks",
)
BOUNDS_WITHOUT_ORDER = declare(
    "parameters.bounds_not_for_this",
    422,
    zh="这类参数没有上下限",
    en="A parameter of this kind has no bounds",
)
BOUNDS_REVERSED = declare(
    "parameters.bounds_reversed", 422, zh="上限不能低于下限", en="The upper bound lies below the lower one"
)


class Kind(StrEnum):
    """What a parameter's value is, and with that its text and its input."""

    INTEGER = "INTEGER"
    MONEY = "MONEY"
    RATE = "RATE"
    BOOLEAN = "BOOLEAN"
    CHOICE = "CHOICE"
    DATE = "DATE"
    TEXT = "TEXT"


ORDERED = (Kind.INTEGER, Kind.MONEY, Kind.RATE, Kind.DATE)
"""The kinds that bounds make sense for."""
EXPECTED = {
    Kind.INTEGER: ("整数", "a whole number"),
    Kind.MONEY: ("不多于两位小数的金额(元)", "an amount in yuan with at most two places"),
    Kind.RATE: ("不多于六位小数的比率", "a rate with at most six places"),
    Kind.BOOLEAN: ("是或否", "true or false"),
    Kind.DATE: ("日期(年-月-日)", "a date (YYYY-MM-DD)"),
    Kind.TEXT: ("不多于 200 字的文字", "a text of at most 200 characters"),
}
MOST_CHARACTERS = 200
WHOLE = re.compile(r"-?\d{1,9}\Z", re.ASCII)
DECIMALS = re.compile(r"-?\d{1,12}(\.\d{1,6})?\Z", re.ASCII)
DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z", re.ASCII)
PLACES = {Kind.MONEY: Decimal("0.01"), Kind.RATE: Decimal("0.000001")}


@dataclass(frozen=True)
class Group:
    """Where a parameter stands on the page."""

    zh: str
    en: str


@dataclass(frozen=True)
class Choice:
    """One value of a CHOICE."""

    code: str
    zh: str
    en: str


@dataclass(frozen=True)
class Parameter:
    """A declared parameter. `default`, `minimum` and `maximum` are typed values; `choices` of a CHOICE."""

    code: str
    zh: str
    en: str
    group: Group
    kind: Kind
    default: Any
    unit: str = ""
    unit_en: str = ""
    minimum: Any = None
    maximum: Any = None
    choices: tuple[Choice, ...] = ()
    bank_may_change: bool = True
    help_zh: str = ""
    help_en: str = ""

    def text(self, value: Any) -> str:
        """The canonical text of a typed value: two places of yuan, six of a rate, `true`, an ISO date."""
        if self.kind is Kind.BOOLEAN:
            return "true" if value else "false"
        if self.kind is Kind.DATE:
            return value.isoformat()
        if self.kind in PLACES:
            return f"{Decimal(value).quantize(PLACES[self.kind]):f}"
        return str(value)

    def value(self, text: str) -> Any:
        """The typed value of a canonical text: int, Decimal, bool, date or str."""
        return self.checked(text, minimum=None, maximum=None, at="value")

    def checked(self, text: str, *, minimum: Any, maximum: Any, at: str) -> Any:
        """The typed value of what somebody wrote, refused at the field `at` outside its type or bounds.

        Raises `parameters.not_of_kind`, `parameters.not_a_choice`, `parameters.out_of_bounds` (422).
        """
        value = self._typed(text, at)
        if self.kind is Kind.CHOICE and value not in {choice.code for choice in self.choices}:
            raise NOT_A_CHOICE.at(field=at)
        below = minimum is not None and value < minimum
        if below or (maximum is not None and value > maximum):
            raise self.out_of_bounds(minimum, maximum, at)
        return value

    def out_of_bounds(self, minimum: Any, maximum: Any, at: str) -> DomainError:
        shown = [
            "-∞" if minimum is None else self.text(minimum),
            "∞" if maximum is None else self.text(maximum),
        ]
        return OUT_OF_BOUNDS.at(field=at, minimum=shown[0], maximum=shown[1])

    def _typed(self, text: str, at: str) -> Any:
        try:
            if self.kind is Kind.INTEGER and WHOLE.match(text):
                return int(text)
            if self.kind in PLACES and DECIMALS.match(text):
                value = Decimal(text)
                if value == value.quantize(PLACES[self.kind]):
                    return value.quantize(PLACES[self.kind])
            if self.kind is Kind.BOOLEAN and text in ("true", "false"):
                return text == "true"
            if self.kind is Kind.DATE and DAY.match(text):
                return date.fromisoformat(text)
        except (ValueError, InvalidOperation):
            pass
        if self.kind is Kind.CHOICE or (self.kind is Kind.TEXT and 0 < len(text.strip()) <= MOST_CHARACTERS):
            return text
        zh, en = EXPECTED[self.kind]
        raise NOT_OF_KIND.at(field=at, expected=zh, expected_en=en)


PARAMETERS: dict[str, Parameter] = {}
"""Every declared parameter by its code."""


def declare_parameter(
    code: str,
    *,
    zh: str,
    en: str,
    group: Group,
    kind: Kind,
    default: Any,
    unit: str = "",
    unit_en: str = "",
    minimum: Any = None,
    maximum: Any = None,
    choices: Sequence[Choice] = (),
    bank_may_change: bool = True,
    help_zh: str = "",
    help_en: str = "",
) -> Parameter:
    """Register a parameter. A code is declared once, and its default lies within its own bounds.

    `bank_may_change=False`: the value is the province's alone.
    """
    parameter = Parameter(
        code=code, zh=zh, en=en, group=group, kind=kind, default=default, unit=unit, unit_en=unit_en,
        minimum=minimum, maximum=maximum, choices=tuple(choices), bank_may_change=bank_may_change,
        help_zh=help_zh, help_en=help_en,
    )  # fmt: skip
    if PARAMETERS.setdefault(code, parameter) != parameter:
        raise ValueError(f"parameter {code} is declared twice")
    if kind not in ORDERED and (minimum is not None or maximum is not None):
        raise ValueError(f"parameter {code}: bounds of a {kind}")
    parameter.checked(parameter.text(default), minimum=minimum, maximum=maximum, at="default")
    return parameter


def parameter_of(code: str) -> Parameter | None:
    """The declared parameter of that code."""
    return PARAMETERS.get(code)


class Level(StrEnum):
    """Who says what a parameter stands at."""

    DEFAULT = "DEFAULT"
    PROVINCE = "PROVINCE"
    BANK = "BANK"


@dataclass(frozen=True)
class Setting:
    """A stored row: a value as its text (None: as the level above says), and for the province its bounds."""

    code: str
    level: Level
    version: int
    value: str | None
    valid_from: date
    proposed_by: str
    approved_by: str
    approved_at: datetime
    minimum: str = ""
    maximum: str = ""
    is_locked: bool = False
    comment: str = ""
    replaced_at: datetime | None = None


@dataclass(frozen=True)
class Resolved:
    """What holds, and why: the level that decided, its row, the bounds for the bank, and who was overruled."""

    parameter: Parameter
    value: Any
    level: Level
    setting: Setting | None
    minimum: Any
    maximum: Any
    bank_may_change: bool
    overruled: Setting | None = None
    """The bank's row that does not count: the province locked the parameter or drew the bounds closer."""

    @property
    def text(self) -> str:
        return self.parameter.text(self.value)

    @property
    def version(self) -> int | None:
        return self.setting.version if self.setting else None

    @property
    def valid_from(self) -> date | None:
        return self.setting.valid_from if self.setting else None

    @property
    def proposed_by(self) -> str:
        return self.setting.proposed_by if self.setting else ""

    @property
    def approved_by(self) -> str:
        return self.setting.approved_by if self.setting else ""

    @property
    def approved_at(self) -> datetime | None:
        return self.setting.approved_at if self.setting else None

    @property
    def overruled_value(self) -> str | None:
        return self.overruled.value if self.overruled else None


def resolve(parameter: Parameter, province: Setting | None, bank: Setting | None) -> Resolved:
    """The value that follows from the rows in force: the bank's within the province's bounds, else the
    province's, else the default. Never a value outside the declaration, whatever is stored."""
    minimum, maximum = parameter.minimum, parameter.maximum
    value, level, setting = parameter.default, Level.DEFAULT, None
    may_change = parameter.bank_may_change
    if province is not None:
        found = _usable(parameter, province.value, minimum, maximum)
        if found is not None:
            value, level, setting = found, Level.PROVINCE, province
        low = _usable(parameter, province.minimum or None, minimum, maximum)
        high = _usable(parameter, province.maximum or None, minimum, maximum)
        minimum, maximum = (minimum if low is None else low), (maximum if high is None else high)
        may_change = may_change and not province.is_locked
    overruled = None
    if bank is not None and bank.value is not None:
        own = _usable(parameter, bank.value, minimum, maximum) if may_change else None
        if own is None:
            overruled = bank
        else:
            value, level, setting = own, Level.BANK, bank
    return Resolved(parameter, value, level, setting, minimum, maximum, may_change, overruled)


def _usable(parameter: Parameter, text: str | None, minimum: Any, maximum: Any) -> Any:
    """The typed value, or None when there is none or it lies outside."""
    if text is None:
        return None
    try:
        return parameter.checked(text, minimum=minimum, maximum=maximum, at="value")
    except DomainError:
        return None
