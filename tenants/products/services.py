"""Writes of the bank's products, and the check of a request against a product."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db import transaction

from backend.platform import clock
from backend.platform.constraints import refusing
from backend.platform.edits import edited
from backend.platform.errors import NOT_FOUND, WRONG_STATE, DomainError, FieldErrors
from backend.platform.permissions import Actor
from backend.platform.records import audit, outbox
from shared.catalog import selectors as catalog
from shared.catalog.types import LevelOneFacts, Reprice

from . import errors, events
from .bounds import contradictions, day_counts_for, outside_parent
from .models import TRANSITIONS, LevelTwoProduct
from .types import ProductTerms

Status = LevelTwoProduct.Status


@transaction.atomic
def product_create(
    *,
    actor: Actor,
    code: str,
    name: str,
    parent_code: str,
    amount_min: Decimal,
    amount_max: Decimal,
    term_months_min: int,
    term_months_max: int,
    bp_min: int,
    bp_max: int,
    lpr_tenor: str,
    methods: Sequence[str],
    guarantee_modes: Sequence[str],
    customer_kinds: Sequence[str] | None = None,
    day_count_by_method: Mapping[str, str] | None = None,
    interest_day: int | None = None,
    period_months: int = 1,
    reprice: str = Reprice.FIXED.value,
) -> LevelTwoProduct:
    """Draft a product under a level-1 product on sale, or the next edition of one whose code exists.

    Without `customer_kinds` it serves all that the parent serves; a method without a day count gets its
    default. Raises FieldErrors for what the parent does not allow, `products.draft_exists` (409).
    """
    parent = catalog.level_one_get(parent_code, field="parent_code")
    former = LevelTwoProduct.objects.filter(code=code).order_by("-edition").first()
    if former is not None and former.parent_code != parent_code:
        raise errors.PARENT_DIFFERS.at(field="parent_code", code=code, parent_code=former.parent_code)
    row = LevelTwoProduct(
        code=code,
        edition=former.edition + 1 if former else 1,
        name=name,
        amount_min=amount_min,
        amount_max=amount_max,
        term_months_min=term_months_min,
        term_months_max=term_months_max,
        bp_min=bp_min,
        bp_max=bp_max,
        lpr_tenor=lpr_tenor,
        reprice=reprice,
        methods=list(methods),
        guarantee_modes=list(guarantee_modes),
        customer_kinds=list(customer_kinds or parent.customer_kinds),
        day_count_by_method=day_counts_for(methods, day_count_by_method or {}),
        interest_day=interest_day,
        period_months=period_months,
        created_by=actor.staff_id,
    )
    _fit(row, parent)

    def refusal() -> DomainError:
        return errors.DRAFT_EXISTS.at(field="code", code=code)

    with refusing(product_draft_once=refusal, product_edition_once=refusal):
        row.save(force_insert=True)
    audit.record(actor, "products.create", row, to_state=row.status)
    return row


@transaction.atomic
def product_edit(*, actor: Actor, pk: int, version: int, changes: Mapping[str, Any]) -> LevelTwoProduct:
    """Change a draft. Raises `platform.stale_edit` (412), `platform.wrong_state` (409) once published."""
    row: LevelTwoProduct = edited(LevelTwoProduct.objects.all(), pk, version)
    if row.status != Status.DRAFT:
        raise WRONG_STATE.at(state=row.status)
    wanted = dict(changes)
    if "methods" in wanted or "day_count_by_method" in wanted:
        methods = wanted.get("methods", row.methods)
        kept = {method: count for method, count in row.day_count_by_method.items() if method in methods}
        chosen = wanted.get("day_count_by_method", kept)
        wanted["day_count_by_method"] = day_counts_for(methods, chosen)
    different = {name: [getattr(row, name), new] for name, new in wanted.items() if getattr(row, name) != new}
    if not different:
        return row
    for name, (_, new) in different.items():
        setattr(row, name, new)
    _fit(row, catalog.level_one_get(row.parent_code))
    row.version += 1
    row.save()
    audit.record(actor, "products.edit", row, changes=_readable(different))
    return row


@transaction.atomic
def product_publish(*, actor: Actor, pk: int) -> LevelTwoProduct:
    """Put a draft on sale, checked once more against the parent's edition on sale now.

    The edition that was on sale is suspended. Raises `platform.wrong_state` (409), `catalog.unknown`
    (422) when the parent went off sale, FieldErrors when it was narrowed meanwhile.
    """
    row = LevelTwoProduct.objects.select_for_update().filter(pk=pk).first()
    if row is None:
        raise NOT_FOUND.at()
    if Status.ON_SALE not in TRANSITIONS[row.status]:
        raise WRONG_STATE.at(state=row.status)
    _fit(row, catalog.level_one_get(row.parent_code))
    former = LevelTwoProduct.objects.select_for_update().filter(code=row.code, status=Status.ON_SALE).first()
    if former is not None:
        _move(actor, former, Status.SUSPENDED, comment=f"由 {row.number} 取代")
    row.published_at = clock.now()
    _move(actor, row, Status.ON_SALE)
    outbox.emit(
        events.PUBLISHED,
        aggregate=f"products.product:{row.code}",
        payload={
            "product_id": row.pk,
            "code": row.code,
            "edition": row.edition,
            "parent_code": row.parent_code,
        },
    )
    return row


def terms_check(
    product: ProductTerms,
    *,
    amount: Decimal | None = None,
    term_months: int | None = None,
    bp: int | None = None,
    method: str | None = None,
    guarantee_mode: str | None = None,
) -> None:
    """Raise FieldErrors for every given value that the product does not allow; null values pass."""
    found = []
    ranges = (
        ("amount", amount, product.amount_min, product.amount_max),
        ("term_months", term_months, product.term_months_min, product.term_months_max),
        ("bp", bp, product.bp_min, product.bp_max),
    )
    for field, value, low, high in ranges:
        if value is not None and not low <= value <= high:
            found.append(errors.OUTSIDE_TERMS.at(field=field, low=low, high=high))
    choices = (
        ("method", method, product.methods),
        ("guarantee_mode", guarantee_mode, product.guarantee_modes),
    )
    for field, code, offered in choices:
        if code is not None and code not in offered:
            found.append(errors.NOT_OFFERED.at(field=field, allowed=", ".join(offered)))
    if found:
        raise FieldErrors(found)


def _fit(row: LevelTwoProduct, parent: LevelOneFacts) -> None:
    """Bind the row to the parent's edition, if every value lies within it."""
    found = [*outside_parent(row, parent), *contradictions(row)]
    if found:
        raise FieldErrors(found)
    row.parent_code, row.parent_edition, row.parent_name = parent.code, parent.edition, parent.name


def _move(actor: Actor, row: LevelTwoProduct, to: str, *, comment: str = "") -> None:
    before, row.status = row.status, to
    row.version += 1
    row.save()
    action = "products.publish" if to == Status.ON_SALE else "products.suspend"
    audit.record(actor, action, row, from_state=before, to_state=to, comment=comment)


def _readable(changes: Mapping[str, list[Any]]) -> dict[str, list[Any]]:
    return {
        name: [str(value) if isinstance(value, Decimal) else value for value in pair]
        for name, pair in changes.items()
    }
