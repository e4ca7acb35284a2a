"""Contracts at each stage, made through the services."""

from collections.abc import Callable
from typing import Any

from backend.platform.permissions import Actor
from tenants.contracts import services
from tenants.contracts.models import LoanContract

from .applications import make_approved

ACCOUNT_NO = "6217009876543210123"


def make_printed_contract(actor_for: Callable[[str], Actor], **values: Any) -> LoanContract:
    """The contract of an approved application, printed and signed by nobody."""
    application = make_approved(actor_for, **values)
    return services.contract_create(
        actor=actor_for("officer"), application_id=application.pk, account_no=ACCOUNT_NO
    )


def make_signed_contract(actor_for: Callable[[str], Actor], **values: Any) -> LoanContract:
    """The contract of an approved application, signed by both parties."""
    row = make_printed_contract(actor_for, **values)
    services.contract_sign(actor=actor_for("officer"), pk=row.pk, party="BORROWER")
    return services.contract_sign(actor=actor_for("disburser"), pk=row.pk, party="BANK")
