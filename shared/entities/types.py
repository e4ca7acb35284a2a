"""Questions that the onboarding asks of the bank's apps."""

from backend.platform.ports import Port

bank_seed: "Port[..., None]" = Port("entities.bank_seed")
"""(entity_code, bank_name) -> None: give a fresh schema its head office, roles and business date.

Called inside the new bank's schema; must do nothing where it was called before. Provided by organisation.
"""
