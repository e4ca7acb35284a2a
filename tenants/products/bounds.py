"""Whether values lie within a frame: a product within its parent, a request within a product."""

from collections.abc import Mapping, Sequence
from typing import Any

from backend.platform.errors import DomainError
from shared.catalog.types import LevelOneFacts

from . import errors
from .types import DAY_COUNTS

RANGES = (("amount_min", "amount_max"), ("term_months_min", "term_months_max"), ("bp_min", "bp_max"))
SETS = ("methods", "guarantee_modes", "customer_kinds")


def outside_parent(product: Any, parent: LevelOneFacts) -> list[DomainError]:
    """Every value of the product that its parent does not allow, each at its field.

    `product` has the attributes of a LevelTwoProduct. Members of a list are named by their place in
    the order in which the product keeps them, as `methods[1]`.
    """
    found = []
    for low, high in RANGES:
        least, most = getattr(parent, low), getattr(parent, high)
        for name in (low, high):
            if not least <= getattr(product, name) <= most:
                found.append(errors.OUTSIDE_PARENT.at(field=name, low=least, high=most))
    for name, offered in (("lpr_tenor", parent.lpr_tenors), ("reprice", parent.reprices)):
        if getattr(product, name) not in offered:
            found.append(errors.NOT_IN_PARENT.at(field=name, allowed=_listed(offered)))
    for name in SETS:
        allowed = getattr(parent, name)
        for place, code in enumerate(getattr(product, name)):
            if code not in allowed:
                found.append(errors.NOT_IN_PARENT.at(field=f"{name}[{place}]", allowed=_listed(allowed)))
    return found


def contradictions(product: Any) -> list[DomainError]:
    """Every value of the product that contradicts another one of its own."""
    found = [
        errors.RANGE_REVERSED.at(field=high, low=getattr(product, low))
        for low, high in RANGES
        if getattr(product, high) < getattr(product, low)
    ]
    for method, day_count in product.day_count_by_method.items():
        field = f"day_count_by_method.{method}"
        if method not in product.methods:
            found.append(errors.METHOD_NOT_OFFERED.at(field=field))
        elif day_count not in DAY_COUNTS[method]:
            found.append(errors.DAY_COUNT_NOT_ALLOWED.at(field=field, allowed=_listed(DAY_COUNTS[method])))
    return found


def day_counts_for(methods: Sequence[str], chosen: Mapping[str, str]) -> dict[str, str]:
    """The day count of each method: the chosen one, else the method's default."""
    return {**{method: DAY_COUNTS[method][0] for method in methods}, **chosen}


def _listed(codes: Sequence[str]) -> str:
    return ", ".join(codes)
