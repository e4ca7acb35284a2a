"""How sensitive a value is, and how it looks to somebody who may not see it in full.

The tiers are those of JR/T 0171: C3 opens accounts (passwords, second factors), C2 tells who somebody is
or how he stands, C1 is for use inside. A field that is not classified is C1.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

F = TypeVar("F")
Mask = Callable[[str | None], str]


class Tier(StrEnum):
    C1 = "C1"
    C2 = "C2"
    C3 = "C3"


@dataclass(frozen=True)
class Classification:
    """A field's tier, and the mask of its values; C3 has none, for it is never shown."""

    tier: Tier
    mask: Mask | None = None


def classified(field: F, tier: Tier, mask: Mask | None = None) -> F:
    """Say of a model field what tier its values are: `name = classified(models.CharField(...), Tier.C2, mask_name)`."""
    field.classification = Classification(tier, mask)  # type: ignore[attr-defined]
    return field


def classification_of(field: Any) -> Classification:
    found: Classification = getattr(field, "classification", Classification(Tier.C1))
    return found


def masked(instance: Any, name: str) -> str:
    """The value of a classified field of the row, masked as the field says."""
    mask = classification_of(instance._meta.get_field(name)).mask
    if mask is None:
        raise ValueError(f"{instance._meta.label}.{name} has no mask and is not shown")
    return mask(getattr(instance, name))


def mask_id_no(value: str | None) -> str:
    """First six and last four of an identity number: 520111********1234."""
    return (
        f"{value[:6]}{'*' * (len(value) - 10)}{value[-4:]}"
        if value and len(value) > 10
        else "*" * len(value or "")
    )


def mask_phone(value: str | None) -> str:
    """138****5678."""
    return f"{value[:3]}****{value[-4:]}" if value and len(value) >= 11 else "*" * len(value or "")


def mask_account(value: str | None) -> str:
    """Last four of an account number: **** **** 1234."""
    return f"**** {value[-4:]}" if value and len(value) > 4 else "*" * len(value or "")


def mask_address(value: str | None) -> str:
    """The region part of an address; the rest is starred."""
    return f"{value[:6]}****" if value and len(value) > 6 else "****" if value else ""


def mask_name(value: str | None) -> str:
    """The family name's first character: 罗**."""
    return f"{value[:1]}{'*' * (len(value) - 1)}" if value else ""


def mask_all(value: object) -> str:
    """Nothing of an amount or a date."""
    return "" if value is None else "****"
