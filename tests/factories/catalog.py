"""Level-1 products, made through the services of the catalogue."""

from decimal import Decimal
from itertools import count
from typing import Any

from backend.platform.permissions import Actor
from shared.catalog import services
from shared.catalog.models import LevelOneProduct

_codes = count(1)


def number_from(first: int) -> None:
    """Number the codes from here on: what is built into the template keeps clear of what tests make later."""
    global _codes
    _codes = count(first)


LEVEL_ONE: dict[str, Any] = {
    "name": "测试一级产品",
    "category": "PERSONAL_GENERAL",
    "amount_min": Decimal("1000.00"),
    "amount_max": Decimal("500000.00"),
    "term_months_min": 3,
    "term_months_max": 60,
    "bp_min": -20,
    "bp_max": 400,
    "lpr_tenors": ["ONE_YEAR", "FIVE_YEAR"],
    "methods": ["EQUAL_INSTALMENT", "EQUAL_PRINCIPAL", "INTEREST_ONLY", "BULLET"],
    "guarantee_modes": ["CREDIT", "GUARANTEE"],
    "customer_kinds": ["PERSON", "FARMER"],
}


def level_one_values(**overrides: Any) -> dict[str, Any]:
    """What `make_level_one` gives to the service; with a code that no other call got."""
    return {"code": f"L1_{next(_codes):04d}", **LEVEL_ONE, **overrides}


def make_level_one(*, publish: bool = True, **overrides: Any) -> LevelOneProduct:
    """A level-1 product, on sale unless `publish=False`."""
    actor = Actor.system("province")
    row = services.level_one_create(actor=actor, **level_one_values(**overrides))
    return services.level_one_publish(actor=actor, pk=row.pk) if publish else row
