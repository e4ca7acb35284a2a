"""Customers and households, made through the services."""

from datetime import date
from itertools import count
from typing import Any

from backend.platform.identity_number import check_character
from backend.platform.permissions import Actor
from tenants.customers import services
from tenants.customers.models import Customer, Household

_numbers = count(1)


def id_number(
    *, birth_on: date = date(1985, 6, 15), sequence: int | None = None, region: str = "520111"
) -> str:
    """A sound identity number; without `sequence` one that no other call got on that birthday."""
    place = next(_numbers) if sequence is None else sequence
    seventeen = f"{region}{birth_on:%Y%m%d}{place % 1000:03d}"
    return seventeen + check_character(seventeen)


def customer_values(**overrides: Any) -> dict[str, Any]:
    """What `make_customer` gives to the service."""
    number = next(_numbers)
    return {
        "name": f"测试客户{number}",
        "id_no": id_number(sequence=number),
        "phone": f"138{number:08d}",
        "address": "贵阳市花溪区青岩镇龙井村 1 组 12 号",
        **overrides,
    }


def make_customer(actor: Actor, **overrides: Any) -> Customer:
    """A customer at the actor's branch, owned by the actor."""
    return services.customer_register(actor=actor, **customer_values(**overrides))


def make_household(actor: Actor, **overrides: Any) -> Household:
    """A household at the actor's branch, without members."""
    values = {"name": "测试农户", "region_code": "520111102203", "address": "青岩镇龙井村 1 组", **overrides}
    return services.household_create(actor=actor, **values)
