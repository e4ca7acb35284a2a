"""How people of the bank are found: by name and staff number."""

from django.db.models import Q, QuerySet

from backend.platform.desk.finding import Finder, Found, declare_finder
from backend.platform.desk.words import Words
from backend.platform.permissions import Actor

from . import permissions
from .models import Staff


def _staff(actor: Actor) -> QuerySet[Staff]:
    """Whoever may look at people sees all of the bank's, as in their list."""
    return Staff.objects.select_related("branch", "department")


def _meant(words: Words) -> Q | None:
    if words.number:
        return Q(staff_no__iendswith=words.text) | Q(staff_no__istartswith=words.text)
    return words.named("name")


def _person(row: Staff) -> Found:
    detail = (row.branch.name, row.department.name if row.department else "")
    return Found(row.pk, row.staff_no, row.name, detail, "" if row.is_active else "LEFT")


declare_finder(
    Finder(
        kind="organisation.staff",
        name_zh="人员",
        name_en="Staff",
        action=permissions.VIEW,
        path="/organisation/staff/{id}",
        rank=90,
        rows=_staff,
        match=_meant,
        shown=_person,
    )
)
