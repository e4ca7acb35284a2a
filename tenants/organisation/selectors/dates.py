"""Readings of the business date."""

from datetime import date

from django.db import connections

from ..models import BusinessDate


def business_date(using: str = "default") -> date:
    """The business date for display and checks; postings take it by `locks.business_date_hold`.

    Asked many times in every command, so it is one plain statement.
    """
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT current_on FROM organisation_businessdate WHERE id = 1")
        row = cursor.fetchone()
    if row is None:
        raise BusinessDate.DoesNotExist
    return row[0]
