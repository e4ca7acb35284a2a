"""A customer as other apps see him."""

from dataclasses import dataclass
from datetime import date

from . import errors


@dataclass(frozen=True)
class CustomerBrief:
    """Who the customer is, without sensitive values. `kind` is a CustomerKind of the catalogue."""

    id: int
    customer_no: str
    name: str
    gender: str
    birth_on: date
    kind: str
    status: str
    branch_id: int
    owner_id: int


REFUSALS = (errors.UNKNOWN, errors.NOT_ACTIVE)
"""What naming a customer for new business may be refused with; other apps' operations declare it."""
