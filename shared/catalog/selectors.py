"""Readings of the catalogue. Its tables lie in public, so a bank's schema sees them too."""

from typing import Any

from django.db.models import Q, QuerySet

from backend.platform.errors import NOT_FOUND
from backend.platform.permissions import Actor

from . import errors, permissions
from .models import LevelOneProduct
from .types import LevelOneFacts

Status = LevelOneProduct.Status


def level_one_list(*, q: str = "", status: str = "", category: str = "") -> QuerySet[LevelOneProduct]:
    """Every edition of every level-1 product, drafts included: the province's view."""
    rows = LevelOneProduct.objects.all()
    if q:
        rows = rows.filter(Q(code__istartswith=q) | Q(name__icontains=q))
    if status:
        rows = rows.filter(status=status)
    return rows.filter(category=category) if category else rows


def level_one_detail(*, actor: Actor, pk: int) -> LevelOneProduct:
    """One edition with the actions that the actor may take on it now; 404 when there is none."""
    row = LevelOneProduct.objects.filter(pk=pk).first()
    if row is None:
        raise NOT_FOUND.at()
    possible = (
        {"edit": permissions.MANAGE, "publish": permissions.PUBLISH} if row.status == Status.DRAFT else {}
    )
    row.allowed_actions = [name for name, action in possible.items() if actor.can(action)]
    return row


def level_one_reach(actor: Actor, pk: int) -> None:
    """404 unless the actor may see the catalogue and there is this edition."""
    if not actor.can(permissions.VIEW) or not LevelOneProduct.objects.filter(pk=pk).exists():
        raise NOT_FOUND.at()


def level_one_on_sale_list(*, q: str = "", category: str = "") -> list[LevelOneFacts]:
    """The editions on sale, by code: what a bank may base a product on."""
    return [
        _facts(row) for row in level_one_list(q=q, category=category, status=Status.ON_SALE).order_by("code")
    ]


def level_one_find(code: str) -> LevelOneFacts | None:
    """The edition of the product that is on sale; None when there is none."""
    row = LevelOneProduct.objects.filter(code=code, status=Status.ON_SALE).first()
    return _facts(row) if row else None


def level_one_get(code: str, *, field: str | None = None) -> LevelOneFacts:
    """The edition on sale; raises `catalog.unknown` (422) at `field` when there is none."""
    found = level_one_find(code)
    if found is None:
        raise errors.UNKNOWN.at(field=field, code=code)
    return found


def _facts(row: LevelOneProduct) -> LevelOneFacts:
    values: dict[str, Any] = {name: getattr(row, name) for name in LevelOneFacts.__dataclass_fields__}
    for name in ("lpr_tenors", "reprices", "methods", "guarantee_modes", "customer_kinds"):
        values[name] = tuple(values[name])
    return LevelOneFacts(**values)
