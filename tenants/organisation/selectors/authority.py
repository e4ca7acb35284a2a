"""Readings of delegated authority."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet

from backend.platform.errors import NOT_FOUND

from .. import errors
from ..models import Authority
from .access import holdings_in_force
from .dates import business_date


def _in_force(on: date) -> Q:
    """Authority that counts on the date: it is in force, and so is everything that it was passed on from."""
    condition = Q(revoked_at=None) & holdings_in_force(on)
    path = ""
    for _ in range(Authority.MAX_LEVELS):
        path += "source__"
        above = {f"{path}revoked_at": None, f"{path}valid_from__lte": on}
        until = Q(**{f"{path}valid_to": None}) | Q(**{f"{path}valid_to__gte": on})
        condition &= Q(**{path.removesuffix("__"): None}) | (Q(**above) & until)
    return condition


def authority_counts(pk: int, *, on: date) -> bool:
    """Whether the authority, and everything above it, is in force on the date."""
    return Authority.objects.filter(_in_force(on), pk=pk).exists()


def authority_limit(*, staff_id: int, product_code: str, guarantee_mode: str, on: date) -> Decimal:
    """The highest amount that the person may approve for this product and guarantee mode on that date.

    Authority that was passed on to him ends when its source ends or is revoked.
    """
    limits = (
        Authority.objects.filter(_in_force(on), staff_id=staff_id)
        .filter(Q(product_code="") | Q(product_code=product_code))
        .filter(Q(guarantee_mode="") | Q(guarantee_mode=guarantee_mode))
        .values_list("max_amount", flat=True)
    )
    return max(limits, default=Decimal("0.00"))


def authority_require(
    *, staff_id: int, product_code: str, guarantee_mode: str, amount: Decimal, on: date
) -> None:
    """Raise `organisation.authority_insufficient` (403) unless the person may approve the amount."""
    limit = authority_limit(
        staff_id=staff_id, product_code=product_code, guarantee_mode=guarantee_mode, on=on
    )
    if amount > limit:
        raise errors.AUTHORITY_INSUFFICIENT.at(amount=amount, limit=limit)


def _rows() -> QuerySet[Authority]:
    return Authority.objects.select_related(
        "staff__branch", "source__staff", "source__source__staff", "source__source__source__staff"
    ).order_by("staff__staff_no", "product_code", "guarantee_mode", "id")


def _told(rows: Iterable[Authority]) -> list[Authority]:
    """The rows, each with whether it counts on the business date: one query for all."""
    found = list(rows)
    live = set(
        Authority.objects.filter(_in_force(business_date()), pk__in=[row.pk for row in found]).values_list(
            "pk", flat=True
        )
    )
    for row in found:
        row.counts = row.pk in live
    return found


def authority_list(*, q: str = "", staff_id: int | None = None, in_force: bool = False) -> list[Authority]:
    """All authority of the bank, or that in force."""
    rows = _rows()
    if q:
        rows = rows.filter(Q(staff__name__icontains=q) | Q(staff__staff_no__icontains=q))
    if staff_id:
        rows = rows.filter(staff_id=staff_id)
    return _told(rows.filter(_in_force(business_date())) if in_force else rows)


def own_authorities(*, staff_id: int | None) -> list[Authority]:
    """What the person has himself, and what he passed on."""
    return _told(_rows().filter(Q(staff_id=staff_id or 0) | Q(source__staff_id=staff_id or 0)))


def authority_get(pk: int) -> Authority:
    """One of them; `platform.not_found` (404)."""
    row = _rows().filter(pk=pk).first()
    if row is None:
        raise NOT_FOUND.at()
    return _told([row])[0]


def authority_version(pk: int | None) -> int | None:
    """1 while it stands, 2 once it is revoked, under its lock; None where there is none."""
    row = Authority.objects.select_for_update(of=("self",)).filter(pk=pk or 0).first()
    return None if row is None else 2 if row.revoked_at else 1
