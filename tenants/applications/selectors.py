"""Readings of the applications, limited to the rows that the actor's data scope reaches."""

from django.db.models import Q, QuerySet

from backend.platform.errors import NOT_FOUND
from backend.platform.permissions import Actor, covers, scoped
from backend.platform.records import audit
from tenants.approvals import selectors as approvals
from tenants.organisation.types import counted

from . import errors, permissions
from .models import LoanApplication
from .types import BUSINESS_TYPE, ApprovedTerms, application_contract

OWNER = "officer_id"
POSSIBLE = {
    "edit": (permissions.EDIT, LoanApplication.EDITABLE),
    "submit": (permissions.SUBMIT, LoanApplication.SUBMITTABLE),
    "cancel": (permissions.CANCEL, LoanApplication.CANCELLABLE),
}


def application_list(
    *,
    actor: Actor,
    q: str = "",
    state: str = "",
    method: str = "",
    customer_id: int | None = None,
    product_id: int | None = None,
) -> QuerySet[LoanApplication]:
    """Applications in scope, newest first. `q` begins a number or is part of the customer's name."""
    rows = _in_scope(actor, permissions.VIEW).order_by("-id")
    if q:
        rows = rows.filter(Q(app_no__startswith=q.upper()) | Q(customer__name__icontains=q))
    given = {
        "state": state or None,
        "method": method or None,
        "customer_id": customer_id,
        "product_id": product_id,
    }
    return rows.filter(**{name: value for name, value in given.items() if value is not None})


def application_get(*, actor: Actor, pk: int) -> LoanApplication:
    """One application for its page; 404 when there is none in scope."""
    row = _in_scope(actor, permissions.VIEW).filter(pk=pk).first()
    if row is None:
        raise NOT_FOUND.at()
    return _for_page(actor, row)


def application_reach(actor: Actor, pk: int) -> None:
    """404 unless the actor may see the application."""
    if not application_reachable(actor=actor, application_id=pk, action=permissions.VIEW):
        raise NOT_FOUND.at()


def application_shown(actor: Actor, pk: int) -> LoanApplication:
    """The application as its page shows it, for the answer to a command that was already allowed."""
    return _for_page(actor, _rows().get(pk=pk))


def applications_in_work() -> QuerySet[LoanApplication]:
    """Applications on which somebody must still act, approvals that wait for their contract included."""
    return LoanApplication.objects.exclude(state__in=LoanApplication.FINISHED)


def applications_by_branch(staff_id: int) -> dict[int, int]:
    """Of how many applications in work the person is the officer, by branch."""
    return counted(applications_in_work().filter(officer_id=staff_id))


def applications_at_branch(branch_id: int) -> int:
    return applications_in_work().filter(branch_id=branch_id).count()


def application_reachable(*, actor: Actor, application_id: int, action: str) -> bool:
    """Whether the actor's grants for the action reach the application."""
    return _in_scope(actor, action).filter(pk=application_id).exists()


def approved_terms(application_id: int) -> ApprovedTerms:
    """What was approved, whatever the data scope, of an application approved or contracted.

    Raises `platform.not_found`, `applications.not_approved` (409).
    """
    row = _rows().filter(pk=application_id).first()
    if row is None:
        raise NOT_FOUND.at()
    return approved_terms_of(row)


def approved_terms_of(row: LoanApplication) -> ApprovedTerms:
    """Raises `applications.not_approved` (409) when nothing is approved or the approval has lapsed."""
    if row.state not in (LoanApplication.State.APPROVED, LoanApplication.State.CONTRACTED):
        raise errors.NOT_APPROVED.at(state=row.state)
    assert row.approved_amount is not None
    assert row.approved_term_months is not None
    assert row.decided_on is not None
    assert row.lapses_on is not None
    return ApprovedTerms(
        application_id=row.pk,
        app_no=row.app_no,
        customer_id=row.customer_id,
        product_id=row.product_id,
        product_code=row.product.code,
        amount=row.approved_amount,
        term_months=row.approved_term_months,
        annual_rate=row.annual_rate,
        lpr_tenor=row.lpr_tenor,
        lpr_rate=row.lpr_rate,
        lpr_published_on=row.lpr_published_on,
        bp=row.bp,
        reprice=row.reprice,
        method=row.method,
        day_count=row.day_count,
        interest_day=row.interest_day,
        period_months=row.period_months,
        guarantee_mode=row.guarantee_mode,
        purpose=row.purpose,
        purpose_text=row.purpose_text,
        branch_id=row.branch_id,
        officer_id=row.officer_id,
        state=row.state,
        decided_on=row.decided_on,
        lapses_on=row.lapses_on,
    )


def _rows() -> QuerySet[LoanApplication]:
    return LoanApplication.objects.select_related("intake", "customer", "product", "branch", "officer")


def _in_scope(actor: Actor, action: str) -> QuerySet[LoanApplication]:
    return scoped(_rows(), actor, action, owner=OWNER)


def _for_page(actor: Actor, row: LoanApplication) -> LoanApplication:
    """With its tasks, history, contract and what the actor may do."""
    row.tasks = approvals.business_tasks(business_type=BUSINESS_TYPE, business_id=row.pk)
    row.history = audit.history(row)
    row.contract = application_contract(application_id=row.pk)
    row.allowed_actions = [
        name
        for name, (action, states) in POSSIBLE.items()
        if row.state in states and _covers(actor, action, row)
    ]
    return row


def _covers(actor: Actor, action: str, row: LoanApplication) -> bool:
    return covers(
        actor, action, branch_id=row.branch_id, branch_path=row.branch.path, owner_id=row.officer_id
    )
