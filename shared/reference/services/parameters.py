"""Writes of the province's parameters: checked when they are proposed, and again when they take effect."""

from datetime import date

from django.db import transaction
from django.db.models import Max

from backend.platform import clock
from backend.platform.constraints import refusing
from backend.platform.dated import DatedValue
from backend.platform.errors import BUSY
from backend.platform.parameters import BOUNDS_REVERSED, BOUNDS_WITHOUT_ORDER, IN_THE_PAST, ORDERED
from backend.platform.permissions import Actor
from backend.platform.records import audit

from ..models import ProvinceParameter
from ..selectors import parameter_declared, province_today


def province_parameter_check(
    *, code: str, value: str | None, minimum: str, maximum: str, is_locked: bool, valid_from: date
) -> None:
    """Raise what forbids this row: 404 for the code, else a 422 at its field."""
    parameter = parameter_declared(code)
    begins_from(valid_from, province_today())
    for at, text in (("minimum", minimum), ("maximum", maximum)):
        if text and parameter.kind not in ORDERED:
            raise BOUNDS_WITHOUT_ORDER.at(field=at)
    bound = {"minimum": parameter.minimum, "maximum": parameter.maximum}
    low = parameter.checked(minimum, **bound, at="minimum") if minimum else parameter.minimum
    high = parameter.checked(maximum, **bound, at="maximum") if maximum else parameter.maximum
    if low is not None and high is not None and high < low:
        raise BOUNDS_REVERSED.at(field="maximum")
    if value is not None:
        parameter.checked(value, minimum=low, maximum=high, at="value")


@transaction.atomic
def province_parameter_set(
    *,
    actor: Actor,
    code: str,
    value: str | None,
    valid_from: date,
    minimum: str = "",
    maximum: str = "",
    is_locked: bool = False,
    proposed_by: str = "",
    comment: str = "",
) -> ProvinceParameter:
    """Let the province's value and bounds hold from that date; `actor` is the one who checked it.

    Raises as `province_parameter_check`.
    """
    province_parameter_check(
        code=code, value=value, minimum=minimum, maximum=maximum, is_locked=is_locked, valid_from=valid_from
    )
    row = ProvinceParameter(
        code=code, value=value, valid_from=valid_from, minimum=minimum, maximum=maximum, is_locked=is_locked
    )
    dated_value_save(row, actor=actor, proposed_by=proposed_by, comment=comment)
    audit.record(
        actor,
        "reference.parameter_set",
        row,
        changes={"value": [None, value], "valid_from": [None, valid_from], "locked": [None, is_locked]},
        comment=comment,
    )
    return row


def begins_from(valid_from: date, today: date) -> None:
    """Raise `parameters.in_the_past` (422) for a date before today's."""
    if valid_from < today:
        raise IN_THE_PAST.at(field="valid_from", today=today.isoformat())


def dated_value_save(row: DatedValue, *, actor: Actor, proposed_by: str, comment: str) -> None:
    """Save a value as the next version of its code; one for the same date counts no longer."""
    rows = type(row)._default_manager.filter(code=row.code)
    now = clock.now()
    row.version = (rows.aggregate(Max("version"))["version__max"] or 0) + 1
    row.proposed_by, row.approved_by = proposed_by or actor.name, actor.name
    row.comment, row.created_at = comment, now
    name = type(row)._meta.model_name
    with refusing(**{f"{name}_version_once": BUSY.at, f"{name}_no_overlap": BUSY.at}):
        rows.filter(valid_from=row.valid_from, replaced_at=None).update(replaced_at=now)
        row.save(force_insert=True)
