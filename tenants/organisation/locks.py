"""The business date's lock. First in the order of all locks: date, customer, contract, loan, balances."""

from dataclasses import dataclass
from datetime import date

from django.db import connection

from .models import BusinessDate


@dataclass(frozen=True)
class HeldDate:
    """The date that postings carry, and the date whose night is running, if one is."""

    current_on: date
    closing_on: date | None


def business_date_hold() -> HeldDate:
    """Hold the business date shared until the transaction ends: nobody cuts over meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_on, closing_on FROM organisation_businessdate WHERE id = 1 FOR SHARE")
        current_on, closing_on = cursor.fetchone()
    return HeldDate(current_on, closing_on)


def business_date_lock() -> BusinessDate:
    """Take the business date exclusively: the cut-over waits for postings under way and stops new ones."""
    return BusinessDate.objects.select_for_update().get(id=1)
