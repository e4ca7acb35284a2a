"""Readings of the bank's products. Products belong to the whole bank, so no data scope narrows them."""

from django.db.models import Q, QuerySet

from backend.platform.errors import NOT_FOUND
from backend.platform.permissions import Actor
from shared.catalog import selectors as catalog

from . import errors, permissions
from .bounds import outside_parent
from .models import LevelTwoProduct
from .types import ProductTerms

Status = LevelTwoProduct.Status


def product_list(*, q: str = "", status: str = "", parent_code: str = "") -> QuerySet[LevelTwoProduct]:
    """Every edition of every product of the bank, drafts included."""
    rows = LevelTwoProduct.objects.all()
    if q:
        rows = rows.filter(Q(code__istartswith=q) | Q(name__icontains=q))
    if status:
        rows = rows.filter(status=status)
    return rows.filter(parent_code=parent_code) if parent_code else rows


def product_detail(*, actor: Actor, pk: int) -> LevelTwoProduct:
    """One edition, with the bounds that govern it now (`parent`) and the actor's possible actions."""
    row = LevelTwoProduct.objects.filter(pk=pk).first()
    if row is None:
        raise NOT_FOUND.at()
    possible = (
        {"edit": permissions.MANAGE, "publish": permissions.PUBLISH} if row.status == Status.DRAFT else {}
    )
    row.allowed_actions = [name for name, action in possible.items() if actor.can(action)]
    row.parent = catalog.level_one_find(row.parent_code)
    return row


def product_reach(actor: Actor, pk: int) -> None:
    """404 unless the actor may see products and there is this edition."""
    if not actor.can(permissions.VIEW) or not LevelTwoProduct.objects.filter(pk=pk).exists():
        raise NOT_FOUND.at()


def product_terms(product_id: int, *, field: str | None = None) -> ProductTerms:
    """What the edition allows, whatever its status; `products.unknown` (422) at `field` if there is none."""
    return terms_of(_row(product_id, field))


def product_on_sale(product_id: int, *, field: str | None = None) -> ProductTerms:
    """What the edition allows, for new business.

    Raises `products.unknown` (422), `products.not_on_sale` (409) when the edition or its parent is
    off sale, and `products.parent_narrowed` (409) when the parent's newest edition no longer covers it.
    """
    row = _row(product_id, field)
    parent = catalog.level_one_find(row.parent_code)
    if row.status != Status.ON_SALE or parent is None:
        raise errors.NOT_ON_SALE.at(field=field, code=row.code)
    if parent.edition != row.parent_edition and outside_parent(row, parent):
        raise errors.PARENT_NARROWED.at(field=field, code=row.code, parent_code=row.parent_code)
    return terms_of(row)


def terms_of(row: LevelTwoProduct) -> ProductTerms:
    return ProductTerms(
        id=row.pk,
        code=row.code,
        version=row.edition,
        name=row.name,
        parent_code=row.parent_code,
        amount_min=row.amount_min,
        amount_max=row.amount_max,
        term_months_min=row.term_months_min,
        term_months_max=row.term_months_max,
        bp_min=row.bp_min,
        bp_max=row.bp_max,
        lpr_tenor=row.lpr_tenor,
        reprice=row.reprice,
        methods=tuple(row.methods),
        guarantee_modes=tuple(row.guarantee_modes),
        customer_kinds=tuple(row.customer_kinds),
        interest_day=row.interest_day,
        period_months=row.period_months,
        day_counts=dict(row.day_count_by_method),
        status=row.status,
    )


def _row(product_id: int, field: str | None) -> LevelTwoProduct:
    row = LevelTwoProduct.objects.filter(pk=product_id).first()
    if row is None:
        raise errors.UNKNOWN.at(field=field)
    return row
