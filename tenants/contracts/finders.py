"""How contracts are found: by number and by the customer's name."""

from django.db.models import QuerySet

from backend.platform.desk.finding import Finder, Found, declare_finder
from backend.platform.permissions import Actor, scoped
from tenants.customers import selectors as customers

from . import permissions, selectors
from .models import LoanContract


def _rows(actor: Actor) -> QuerySet[LoanContract]:
    rows = LoanContract.objects.select_related("customer", "product")
    return scoped(rows, actor, permissions.VIEW, owner=selectors.OWNER)


def _shown(row: LoanContract) -> Found:
    detail = (row.product.name, f"{row.amount:,.2f}")
    return Found(row.pk, row.contract_no, row.customer.name, detail, row.state)


declare_finder(
    Finder(
        kind="contracts.contract",
        name_zh="合同",
        name_en="Contracts",
        action=permissions.VIEW,
        path="/contracts/{id}",
        rank=50,
        rows=_rows,
        match=customers.business_meant("contract_no", "HT"),
        shown=_shown,
    )
)
