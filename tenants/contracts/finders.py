"""How contracts are found: by number and by the customer's name."""

from django.db.models import Q, QuerySet

from backend.platform.desk.finding import Finder, Found, declare_finder
from backend.platform.desk.words import Words
from backend.platform.permissions import Actor, scoped
from tenants.customers import selectors as customers

from . import permissions, selectors
from .models import LoanContract


def _rows(actor: Actor) -> QuerySet[LoanContract]:
    rows = LoanContract.objects.select_related("customer", "product")
    return scoped(rows, actor, permissions.VIEW, owner=selectors.OWNER)


def _meant(words: Words) -> Q | None:
    if words.name:
        return Q(customer_id__in=customers.customers_meant(words))
    return words.numbered("contract_no", "HT")


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
        match=_meant,
        shown=_shown,
    )
)
