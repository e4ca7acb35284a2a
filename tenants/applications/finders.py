"""How applications are found: by number and by the customer's name."""

from django.db.models import QuerySet

from backend.platform.desk.finding import Finder, Found, declare_finder
from backend.platform.permissions import Actor, scoped
from tenants.customers import selectors as customers

from . import permissions, selectors
from .models import LoanApplication


def _rows(actor: Actor) -> QuerySet[LoanApplication]:
    rows = LoanApplication.objects.select_related("customer", "product")
    return scoped(rows, actor, permissions.VIEW, owner=selectors.OWNER)


def _shown(row: LoanApplication) -> Found:
    detail = (row.product.name, f"{row.amount:,.2f}")
    return Found(row.pk, row.app_no, row.customer.name, detail, row.state)


declare_finder(
    Finder(
        kind="applications.application",
        name_zh="业务申请",
        name_en="Applications",
        action=permissions.VIEW,
        path="/applications/{id}",
        rank=40,
        rows=_rows,
        match=customers.business_meant("app_no", "SQ"),
        shown=_shown,
    )
)
