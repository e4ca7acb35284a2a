"""Intakes, made through the services."""

from decimal import Decimal
from typing import Any

from backend.platform.permissions import Actor
from tenants.intake import services
from tenants.intake.models import Intake

from .customers import make_customer
from .products import make_product


def intake_values(actor: Actor, **overrides: Any) -> dict[str, Any]:
    """What `make_intake` gives to the service; makes customer and product unless they are given."""
    values: dict[str, Any] = {
        "channel": "COUNTER",
        "amount": Decimal("50000.00"),
        "term_months": 12,
        "purpose": "AGRICULTURE",
        "purpose_text": "购买种猪和饲料",
        **overrides,
    }
    if "customer_id" not in values:
        values["customer_id"] = make_customer(actor).pk
    if "product_id" not in values:
        values["product_id"] = make_product().pk
    return values


def make_intake(actor: Actor, *, accept: bool = False, **overrides: Any) -> Intake:
    """A submitted intake of the actor, or an accepted one."""
    row = services.intake_create(actor=actor, **intake_values(actor, **overrides))
    return services.intake_accept(actor=actor, pk=row.pk) if accept else row
