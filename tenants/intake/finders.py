"""How intakes are found: by number and by the customer's name."""

from django.db.models import QuerySet

from backend.platform.desk.finding import Finder, Found, declare_finder
from backend.platform.permissions import Actor, scoped
from tenants.customers import selectors as customers

from . import permissions, selectors
from .models import Intake


def _rows(actor: Actor) -> QuerySet[Intake]:
    rows = Intake.objects.select_related("customer", "product")
    return scoped(rows, actor, permissions.VIEW, owner=selectors.OWNER)


def _shown(row: Intake) -> Found:
    detail = (row.product.name, f"{row.amount:,.2f}")
    return Found(row.pk, row.intake_no, row.customer.name, detail, row.state)


declare_finder(
    Finder(
        kind="intake.intake",
        name_zh="进件",
        name_en="Intakes",
        action=permissions.VIEW,
        path="/intakes/{id}",
        rank=30,
        rows=_rows,
        match=customers.business_meant("intake_no", "IN"),
        shown=_shown,
    )
)
