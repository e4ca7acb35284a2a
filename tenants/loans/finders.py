"""How loans and drawdowns are found: by number and by the customer's name."""

from django.db.models import QuerySet

from backend.platform.desk.finding import Finder, Found, declare_finder
from backend.platform.permissions import Actor, scoped
from tenants.customers import selectors as customers

from . import selectors
from .models import Disbursement, LoanAccount


def _loans(actor: Actor) -> QuerySet[LoanAccount]:
    rows = LoanAccount.objects.select_related("customer", "product")
    return scoped(rows, actor, selectors.VIEW, owner=selectors.OWNER)


def _loan(row: LoanAccount) -> Found:
    detail = (row.product.name, f"{row.principal_outstanding:,.2f}")
    return Found(row.pk, row.loan_no, row.customer.name, detail, row.status)


declare_finder(
    Finder(
        kind="loans.loan",
        name_zh="借据",
        name_en="Loans",
        action=selectors.VIEW,
        path="/loans/{id}",
        rank=60,
        rows=_loans,
        match=customers.business_meant("loan_no", "JJ"),
        shown=_loan,
    )
)


def _disbursements(actor: Actor) -> QuerySet[Disbursement]:
    rows = Disbursement.objects.select_related("customer").defer("payee_account_no")
    return scoped(rows, actor, selectors.VIEW, owner=selectors.OWNER)


def _disbursement(row: Disbursement) -> Found:
    return Found(row.pk, row.req_no, row.customer.name, (f"{row.amount:,.2f}",), row.state)


declare_finder(
    Finder(
        kind="loans.disbursement",
        name_zh="出账",
        name_en="Drawdowns",
        action=selectors.VIEW,
        path="/disbursements/{id}",
        rank=70,
        rows=_disbursements,
        match=customers.business_meant("req_no", "CZ"),
        shown=_disbursement,
    )
)
