"""Writes of the business date."""

from datetime import date

from ..models import BusinessDate


def business_date_open(on: date) -> BusinessDate:
    """Give a new bank its first business date; does nothing when it has one."""
    row, _ = BusinessDate.objects.get_or_create(id=1, defaults={"current_on": on})
    return row
