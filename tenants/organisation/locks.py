"""Locks of the organisation, first in the order of all: tree of offices, staff, business date.

After them come customer, application, contract, loan, balances.
"""

from dataclasses import dataclass
from datetime import date

from django.db import connection

from .models import Branch, BusinessDate, Staff


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


def branch_tree_lock() -> None:
    """Hold the tree of offices until the transaction ends: whoever changes offices or where people belong.

    The row of the head office stands for the tree. Rows that refer to it are not stopped, and nobody else
    locks it, so the tree comes before all other locks.
    """
    Branch.objects.select_for_update(no_key=True).get(parent=None)


def staff_lock(*ids: int) -> dict[int, Staff]:
    """Hold people until the transaction ends, in one order for everybody."""
    rows = Staff.objects.select_for_update(of=("self",), no_key=True).select_related("branch", "department")
    return {row.pk: row for row in rows.filter(pk__in=ids).order_by("pk")}


def staff_leaving_lock(pk: int) -> Staff | None:
    """As `staff_lock`, but whoever writes a new row in the person's name waits as well.

    The holder of this lock may only count what the person owns, never lock it: others hold such rows and
    wait here.
    """
    rows = Staff.objects.select_for_update(of=("self",)).select_related("branch", "department")
    return rows.filter(pk=pk).first()


def staff_hold(pk: int) -> bool:
    """Whether the person is active, and that he does not leave until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT is_active FROM organisation_staff WHERE id = %s FOR KEY SHARE", [pk])
        row = cursor.fetchone()
    return bool(row and row[0])
