"""Readings of the province's parameters; callable from every schema, since the table lies in public."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.utils import timezone

from backend.platform import clock
from backend.platform.dated import DatedValue, in_force_sql
from backend.platform.errors import NOT_FOUND
from backend.platform.parameters import (
    PARAMETERS,
    Level,
    Parameter,
    Resolved,
    Setting,
    parameter_of,
    resolve,
)
from backend.platform.permissions import Actor
from backend.platform.records import changes

from ..models import ProvinceParameter
from ..types import PROPOSE_PARAMETER

OWN = ("code", "version", "value", "valid_from", "proposed_by", "approved_by", "created_at")
BOUNDS = ("minimum", "maximum", "is_locked")


@dataclass(frozen=True)
class ParameterState:
    """A parameter as lists show it: what holds today and why, and what is scheduled next."""

    resolved: Resolved
    next: Resolved | None
    next_on: date | None


def province_today() -> date:
    """The province has no business date: what it decides is dated by the calendar of its place."""
    return timezone.localdate(clock.now())


def parameter_declared(code: str) -> Parameter:
    """The declaration; 404 for a code that nobody declared."""
    found = parameter_of(code)
    if found is None:
        raise NOT_FOUND.at()
    return found


PROVINCE_IN_FORCE = in_force_sql(ProvinceParameter, Level.PROVINCE, *OWN, *BOUNDS)
"""The province's row that holds, as `setting_of` reads it; the organisation joins the bank's row to it."""


def province_value(code: str, *, on: date | None = None) -> Any:
    """The typed value that the province gives to a parameter, without any bank's: one query."""
    with connection.cursor() as cursor:
        row = cursor.execute(PROVINCE_IN_FORCE, [code, on or province_today()]).fetchone()
    return resolve(PARAMETERS[code], setting_of(Level.PROVINCE, row) if row else None, None).value


def setting_of(level: Level, row: tuple) -> Setting:
    """A row of `in_force_sql` as a setting: level, the columns of OWN, then those of BOUNDS."""
    _, code, version, value, valid_from, proposed_by, approved_by, created_at, low, high, locked = row
    return Setting(
        code=code,
        level=level,
        version=version,
        value=value,
        valid_from=valid_from,
        proposed_by=proposed_by,
        approved_by=approved_by,
        approved_at=created_at,
        minimum=low,
        maximum=high,
        is_locked=locked,
    )


def settings_of(level: Level, rows: Iterable[DatedValue]) -> list[Setting]:
    """Rows of either level as settings, with their comments and what replaced them."""
    return [
        Setting(
            code=row.code,
            level=level,
            version=row.version,
            value=row.value,
            valid_from=row.valid_from,
            proposed_by=row.proposed_by,
            approved_by=row.approved_by,
            approved_at=row.created_at,
            minimum=getattr(row, "minimum", ""),
            maximum=getattr(row, "maximum", ""),
            is_locked=getattr(row, "is_locked", False),
            comment=row.comment,
            replaced_at=row.replaced_at,
        )
        for row in rows
    ]


def province_settings(code: str = "") -> list[Setting]:
    """All rows of the province, or those of one code; the newest version first."""
    rows = ProvinceParameter.objects.order_by("code", "-version")
    return settings_of(Level.PROVINCE, rows.filter(code=code) if code else rows)


def parameter_states(
    on: date, province: Iterable[Setting], bank: Iterable[Setting] = ()
) -> list[ParameterState]:
    """Every declared parameter on the date, from rows that were read already."""
    of_province, of_bank = _by_code(province), _by_code(bank)
    return [
        parameter_state(parameter, on, of_province.get(code, ()), of_bank.get(code, ()))
        for code, parameter in sorted(PARAMETERS.items())
    ]


def parameter_state(
    parameter: Parameter, on: date, province: Iterable[Setting], bank: Iterable[Setting] = ()
) -> ParameterState:
    """One parameter on the date: what holds, and the next date on which a row says something else."""
    province, bank = list(province), list(bank)
    now = resolve(parameter, setting_on(province, on), setting_on(bank, on))
    for day in sorted({s.valid_from for s in (*province, *bank) if s.valid_from > on and not s.replaced_at}):
        later = resolve(parameter, setting_on(province, day), setting_on(bank, day))
        if later != now:
            return ParameterState(now, later, day)
    return ParameterState(now, None, None)


def setting_on(settings: Iterable[Setting], on: date) -> Setting | None:
    """The one of the settings that holds on the date."""
    held = [s for s in settings if s.replaced_at is None and s.valid_from <= on]
    return max(held, key=lambda s: s.valid_from, default=None)


@dataclass(frozen=True)
class ParameterPage:
    """A parameter with every row ever decided on it, the newest first, and what the actor may do."""

    state: ParameterState
    versions: list[Setting]
    today: date
    may_propose: bool
    pending_change_id: int | None

    @property
    def resolved(self) -> Resolved:
        return self.state.resolved

    @property
    def next(self) -> Resolved | None:
        return self.state.next

    @property
    def next_on(self) -> date | None:
        return self.state.next_on


def parameter_page(
    *, actor: Actor, kind: str, code: str, today: date, bank: Iterable[Setting] = (), of_bank: bool = False
) -> ParameterPage:
    """One parameter for its page; 404 for a code that nobody declared."""
    parameter = parameter_declared(code)
    bank, province = list(bank), province_settings(code)
    state = parameter_state(parameter, today, province, bank)
    waiting = changes.waiting(kind=kind, subject_no=code)
    open_to = not of_bank or state.resolved.bank_may_change
    return ParameterPage(
        state=state,
        versions=sorted([*bank, *province], key=lambda s: s.approved_at, reverse=True),
        today=today,
        may_propose=open_to and actor.can(PROPOSE_PARAMETER),
        pending_change_id=waiting.pk if waiting else None,
    )


def province_parameter_page(*, actor: Actor, code: str) -> ParameterPage:
    return parameter_page(actor=actor, kind="reference.parameter_set", code=code, today=province_today())


def province_parameter_list() -> list[ParameterState]:
    return parameter_states(province_today(), province_settings())


def _by_code(settings: Iterable[Setting]) -> Mapping[str, list[Setting]]:
    found: dict[str, list[Setting]] = {}
    for setting in settings:
        found.setdefault(setting.code, []).append(setting)
    return found
