"""Readings of the contracts, limited to the rows that the actor's data scope reaches."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet

from backend.platform.errors import NOT_FOUND
from backend.platform.permissions import Actor, covers, scoped
from backend.platform.records import audit
from tenants.applications.types import ApplicationContract
from tenants.evidence import selectors as evidence
from tenants.organisation import selectors as organisation
from tenants.organisation.types import counted

from . import permissions
from .models import ContractSignature, LoanContract
from .parameters import MISUSE_PERCENT, OVERDUE_PERCENT, PRINCIPAL_FIRST
from .types import ContractTerms, DefaultTerms, contract_usage

OWNER = "officer_id"
ZERO = Decimal("0.00")


def contract_list(
    *,
    actor: Actor,
    q: str = "",
    state: str = "",
    customer_id: int | None = None,
) -> QuerySet[LoanContract]:
    """Contracts in scope, newest first. `q` begins a number or is part of the customer's name."""
    rows = _in_scope(actor, permissions.VIEW).order_by("-id")
    if q:
        rows = rows.filter(Q(contract_no__startswith=q.upper()) | Q(customer__name__icontains=q))
    if customer_id is not None:
        rows = rows.filter(customer_id=customer_id)
    return rows.filter(state=state) if state else rows


def contracts_open() -> QuerySet[LoanContract]:
    """Contracts that are neither settled nor void."""
    return LoanContract.objects.exclude(state__in=[LoanContract.State.SETTLED, LoanContract.State.VOID])


def contracts_by_branch(staff_id: int) -> dict[int, int]:
    """Of how many open contracts the person is the officer, by branch."""
    return counted(contracts_open().filter(officer_id=staff_id))


def contracts_at_branch(branch_id: int) -> int:
    return contracts_open().filter(branch_id=branch_id).count()


def contract_get(*, actor: Actor, pk: int) -> LoanContract:
    """One contract for its page; 404 when there is none in scope."""
    row = _in_scope(actor, permissions.VIEW).filter(pk=pk).first()
    if row is None:
        raise NOT_FOUND.at()
    return _for_page(actor, row)


def contract_shown(actor: Actor, pk: int) -> LoanContract:
    """The contract as its page shows it, for the answer to a command that was already allowed."""
    return _for_page(actor, _rows().get(pk=pk))


def contract_file(*, actor: Actor, pk: int) -> tuple[str, bytes]:
    """Name and content of the printed text, proven unchanged."""
    row = _in_scope(actor, permissions.VIEW).select_related("file").filter(pk=pk).first()
    if row is None or row.file is None:
        raise NOT_FOUND.at()
    return f"{row.contract_no}.pdf", contract_document(row)


def contract_document(row: LoanContract) -> bytes:
    """The stored text of a contract; raises `evidence.tampered` when it is not the one that was printed."""
    assert row.file is not None
    return evidence.file_content(row.file, sha256=row.file_hash)


def contract_amounts(ids: Iterable[int]) -> dict[int, Decimal]:
    """The amounts that were agreed, by contract."""
    return dict(LoanContract.objects.filter(pk__in=set(ids)).values_list("pk", "amount"))


def contract_terms(contract_id: int) -> ContractTerms:
    """What was agreed, whatever the data scope, for business under the contract."""
    row = LoanContract.objects.filter(pk=contract_id).first()
    if row is None:
        raise NOT_FOUND.at()
    return terms_of(row)


def contracts_agreed(ids: Iterable[int]) -> dict[int, tuple[ContractTerms, str]]:
    """The same for many contracts, each with the borrower's account in full: where its money is paid to."""
    rows = LoanContract.objects.filter(pk__in=set(ids))
    return {row.pk: (terms_of(row), row.account_no) for row in rows}


def terms_of(row: LoanContract) -> ContractTerms:
    """What was agreed by a contract that was read."""
    return ContractTerms(
        id=row.pk,
        contract_no=row.contract_no,
        application_id=row.application_id,
        customer_id=row.customer_id,
        product_id=row.product_id,
        product_code=row.product_code,
        amount=row.amount,
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
        term_months=row.term_months,
        start_on=row.start_on,
        end_on=row.end_on,
        state=row.state,
        branch_id=row.branch_id,
        officer_id=row.officer_id,
        guarantee_mode=row.guarantee_mode,
    )


def default_terms_on(start_on: date) -> DefaultTerms:
    """What a contract that begins on the day says of late payment."""
    overdue, misuse, principal_first = organisation.parameter_values(
        OVERDUE_PERCENT, MISUSE_PERCENT, PRINCIPAL_FIRST, on=start_on
    )
    return DefaultTerms(
        overdue_multiplier=Decimal(overdue) / 100,
        misuse_multiplier=Decimal(misuse) / 100,
        principal_first=principal_first,
    )


def contract_reachable(*, actor: Actor, contract_id: int, action: str) -> bool:
    """Whether the actor's grants for the action reach the contract."""
    return _in_scope(actor, action).filter(pk=contract_id).exists()


def contract_of_application(application_id: int) -> ApplicationContract | None:
    """The contract of an application that is not void."""
    row = (
        LoanContract.objects.filter(application_id=application_id)
        .exclude(state=LoanContract.State.VOID)
        .first()
    )
    return ApplicationContract(row.pk, row.contract_no) if row else None


def _rows() -> QuerySet[LoanContract]:
    return LoanContract.objects.select_related("application", "customer", "product", "branch", "officer")


def _in_scope(actor: Actor, action: str) -> QuerySet[LoanContract]:
    return scoped(_rows(), actor, action, owner=OWNER)


def _for_page(actor: Actor, row: LoanContract) -> LoanContract:
    """With its use, signatures, history and what the actor may do."""
    usage = contract_usage(contract_id=row.pk)
    row.disbursements_so_far = usage.disbursements
    drawable = row.state in LoanContract.DRAWABLE
    row.available_amount = row.amount - usage.reserved - usage.drawn if drawable else ZERO
    row.history = audit.history(row)
    row.allowed_actions = _allowed(actor, row, is_used=bool(usage.reserved or usage.drawn))
    return row


def _allowed(actor: Actor, row: LoanContract, *, is_used: bool) -> list[str]:
    signed = {signature.party for signature in row.signatures.all()}
    signable = row.state in LoanContract.SIGNABLE
    borrower_signed = ContractSignature.Party.BORROWER in signed
    possible = {
        "sign_borrower": (permissions.SIGN_BORROWER, signable and not borrower_signed),
        "sign_bank": (permissions.SIGN_BANK, signable and borrower_signed),
        "void": (permissions.VOID, row.state in LoanContract.VOIDABLE and not is_used),
    }
    return [name for name, (action, fits) in possible.items() if fits and _covers(actor, action, row)]


def _covers(actor: Actor, action: str, row: LoanContract) -> bool:
    return covers(
        actor, action, branch_id=row.branch_id, branch_path=row.branch.path, owner_id=row.officer_id
    )
