"""The bank's products, made through the services."""

from decimal import Decimal
from itertools import count
from typing import Any

from backend.platform.permissions import Actor
from backend.platform.tenancy import current_entity
from tenants.products import services
from tenants.products.models import LevelTwoProduct

from .catalog import make_level_one

_codes = count(1)


def number_from(first: int) -> None:
    """Number the codes from here on, as the level-1 products do."""
    global _codes
    _codes = count(first)


LEVEL_TWO: dict[str, Any] = {
    "name": "测试产品",
    "amount_min": Decimal("5000.00"),
    "amount_max": Decimal("200000.00"),
    "term_months_min": 6,
    "term_months_max": 36,
    "bp_min": 0,
    "bp_max": 300,
    "lpr_tenor": "ONE_YEAR",
    "methods": ["EQUAL_INSTALMENT", "INTEREST_ONLY", "BULLET"],
    "guarantee_modes": ["CREDIT"],
}


def product_values(**overrides: Any) -> dict[str, Any]:
    """What `make_product` gives to the service; makes a parent on sale unless `parent_code` is given."""
    if "parent_code" not in overrides:
        overrides["parent_code"] = make_level_one().code
    return {"code": f"P_{next(_codes):04d}", **LEVEL_TWO, **overrides}


def make_product(*, publish: bool = True, **overrides: Any) -> LevelTwoProduct:
    """A product of the current bank, on sale unless `publish=False`."""
    actor = Actor.system(current_entity().code)
    row = services.product_create(actor=actor, **product_values(**overrides))
    return services.product_publish(actor=actor, pk=row.pk) if publish else row
