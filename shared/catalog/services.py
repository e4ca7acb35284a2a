"""Writes of the catalogue: drafting, editing and publishing level-1 products."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max

from backend.platform import clock
from backend.platform.constraints import refusing
from backend.platform.edits import edited
from backend.platform.errors import NOT_FOUND, WRONG_STATE, FieldErrors
from backend.platform.permissions import Actor
from backend.platform.records import audit, outbox

from . import errors, events
from .models import TRANSITIONS, LevelOneProduct
from .types import Reprice

RANGES = (("amount_min", "amount_max"), ("term_months_min", "term_months_max"), ("bp_min", "bp_max"))
Status = LevelOneProduct.Status


@transaction.atomic
def level_one_create(
    *,
    actor: Actor,
    code: str,
    name: str,
    category: str,
    amount_min: Decimal,
    amount_max: Decimal,
    term_months_min: int,
    term_months_max: int,
    bp_min: int,
    bp_max: int,
    lpr_tenors: Sequence[str],
    methods: Sequence[str],
    guarantee_modes: Sequence[str],
    customer_kinds: Sequence[str],
    reprices: Sequence[str] = (Reprice.FIXED.value,),
) -> LevelOneProduct:
    """Draft a product, or the next edition of one whose code exists.

    Raises `catalog.draft_exists` (409) while the code has a draft, and FieldErrors with
    `catalog.range_reversed` for bounds that cross.
    """
    latest = LevelOneProduct.objects.filter(code=code).aggregate(Max("edition"))["edition__max"] or 0
    row = LevelOneProduct(
        code=code,
        edition=latest + 1,
        name=name,
        category=category,
        amount_min=amount_min,
        amount_max=amount_max,
        term_months_min=term_months_min,
        term_months_max=term_months_max,
        bp_min=bp_min,
        bp_max=bp_max,
        lpr_tenors=list(lpr_tenors),
        reprices=list(reprices),
        methods=list(methods),
        guarantee_modes=list(guarantee_modes),
        customer_kinds=list(customer_kinds),
        created_by=actor.account_id,
    )
    _check_ranges(row)

    def refusal() -> Any:
        return errors.DRAFT_EXISTS.at(field="code", code=code)

    with refusing(level_one_draft_once=refusal, level_one_edition_once=refusal):
        row.save(force_insert=True)
    audit.record(actor, "catalog.level_one_create", row, to_state=row.status)
    return row


@transaction.atomic
def level_one_edit(*, actor: Actor, pk: int, version: int, changes: Mapping[str, Any]) -> LevelOneProduct:
    """Change a draft. Raises `platform.stale_edit` (412), `platform.wrong_state` (409) once published."""
    row: LevelOneProduct = edited(LevelOneProduct.objects.all(), pk, version)
    if row.status != Status.DRAFT:
        raise WRONG_STATE.at(state=row.status)
    different = {
        name: [getattr(row, name), new] for name, new in changes.items() if getattr(row, name) != new
    }
    if not different:
        return row
    for name, (_, new) in different.items():
        setattr(row, name, new)
    _check_ranges(row)
    row.version += 1
    row.save()
    audit.record(actor, "catalog.level_one_edit", row, changes=_readable(different))
    return row


@transaction.atomic
def level_one_publish(*, actor: Actor, pk: int) -> LevelOneProduct:
    """Put a draft on sale in the whole province; the edition that was on sale is suspended."""
    row = LevelOneProduct.objects.select_for_update().filter(pk=pk).first()
    if row is None:
        raise NOT_FOUND.at()
    if Status.ON_SALE not in TRANSITIONS[row.status]:
        raise WRONG_STATE.at(state=row.status)
    former = LevelOneProduct.objects.select_for_update().filter(code=row.code, status=Status.ON_SALE).first()
    if former is not None:
        _move(actor, former, Status.SUSPENDED, comment=f"由 {row.number} 取代")
    row.published_at = clock.now()
    _move(actor, row, Status.ON_SALE)
    outbox.emit(
        events.PUBLISHED,
        aggregate=f"catalog.level_one:{row.code}",
        payload={"product_id": row.pk, "code": row.code, "edition": row.edition},
    )
    return row


def _move(actor: Actor, row: LevelOneProduct, to: str, *, comment: str = "") -> None:
    before, row.status = row.status, to
    row.version += 1
    row.save(update_fields=["status", "published_at", "version"])
    action = "catalog.level_one_publish" if to == Status.ON_SALE else "catalog.level_one_suspend"
    audit.record(actor, action, row, from_state=before, to_state=to, comment=comment)


def _check_ranges(row: LevelOneProduct) -> None:
    found = [
        errors.RANGE_REVERSED.at(field=high, low=getattr(row, low))
        for low, high in RANGES
        if getattr(row, high) < getattr(row, low)
    ]
    if found:
        raise FieldErrors(found)


def _readable(changes: Mapping[str, list[Any]]) -> dict[str, list[Any]]:
    return {
        name: [str(value) if isinstance(value, Decimal) else value for value in pair]
        for name, pair in changes.items()
    }
