"""Writes of the contracts: print, sign, void, and what the loans do with one."""

import re
from collections.abc import Iterable
from typing import Any

from django.db import transaction

from backend.kernel.loanmath import add_months
from backend.platform import clock
from backend.platform.constraints import refusing
from backend.platform.errors import NOT_FOUND, WRONG_STATE, DomainError
from backend.platform.permissions import Actor, scoped
from backend.platform.records import audit, numbers, outbox
from backend.platform.records.batches import batch_change
from tenants.applications import selectors as applications
from tenants.applications import services as application_services
from tenants.applications.locks import application_lock
from tenants.applications.types import ApprovedTerms
from tenants.customers import selectors as customers
from tenants.evidence import services as evidence
from tenants.organisation import selectors as organisation

from . import errors, events, locks, notices, permissions, selectors
from .document import contract_data
from .models import ContractSignature, LoanContract
from .rendering import contract_pdf, template_version
from .types import contract_usage

State = LoanContract.State
Party = ContractSignature.Party
ACCOUNT_NO = re.compile(r"[0-9]{10,25}\Z")
APPROVED_TERMS = (
    "application_id", "customer_id", "product_id", "product_code", "amount", "term_months", "annual_rate",
    "lpr_tenor", "lpr_rate", "lpr_published_on", "bp", "reprice", "method", "day_count", "interest_day",
    "period_months", "guarantee_mode", "purpose", "purpose_text", "branch_id", "officer_id",
)  # fmt: skip
"""What a contract takes from the approval, to the letter."""


@transaction.atomic
def contract_create(*, actor: Actor, application_id: int, account_no: str) -> LoanContract:
    """Print the contract of an approved application; its text is fixed from here on.

    Raises `platform.not_found` out of scope, `applications.not_approved`, `applications.approval_lapsed`,
    `contracts.already_exists` (409), `customers.not_active`, `contracts.not_printable` (422).
    """
    if not ACCOUNT_NO.match(account_no):
        raise errors.ACCOUNT_INVALID.at(field="account_no")
    if not applications.application_reachable(
        actor=actor, application_id=application_id, action=permissions.CREATE
    ):
        raise NOT_FOUND.at()
    approved = application_services.approval_hold(application_id=application_id)
    customers.customer_active(approved.customer_id)
    today = organisation.business_date()
    row = LoanContract(
        **_terms_of(approved),
        start_on=today,
        end_on=add_months(today, approved.term_months),
        account_no=account_no,
        created_by=actor.staff_id,
    )
    numbers.assign(row, "contract_no", "HT", today)

    def refusal() -> DomainError:
        known = selectors.contract_of_application(application_id)
        return errors.ALREADY_EXISTS.at(contract_no=known.contract_no if known else "")

    with refusing(contract_once=refusal):
        row.save(force_insert=True)
    row.template_version = template_version()
    pdf = contract_pdf(contract_data(row, row.template_version), at=clock.now())
    row.file = evidence.file_store(
        actor=actor, content=pdf, media_type="application/pdf", name=f"{row.contract_no}.pdf"
    )
    row.file_hash = row.file.sha256
    _change_state(actor, row, State.GENERATED, "contracts.create")
    return row


@transaction.atomic
def contract_sign(*, actor: Actor, pk: int, party: str) -> LoanContract:
    """Record a party's signature under the stored text; the bank's, which comes last, makes it effective.

    The borrower signs in the presence of staff, who records it; the bank's seal is set by somebody who
    prepared nothing. Raises `contracts.already_signed`, `contracts.borrower_first` (409),
    `contracts.same_person` (403), `contracts.terms_differ` (409), `applications.approval_lapsed` (409),
    `evidence.tampered` (500) when the text is no longer the one that was printed.
    """
    bank = party == Party.BANK
    action = permissions.SIGN_BANK if bank else permissions.SIGN_BORROWER
    row = _locked_in_scope(actor, pk, action)
    signed = {signature.party: signature for signature in row.signatures.all()}
    if party in signed:
        raise errors.ALREADY_SIGNED.at()
    if row.state not in LoanContract.SIGNABLE:
        raise WRONG_STATE.at(state=row.state)
    if bank:
        if Party.BORROWER not in signed:
            raise errors.BORROWER_FIRST.at()
        if actor.staff_id in (row.created_by, signed[Party.BORROWER].recorded_by, row.officer_id):
            raise errors.SAME_PERSON.at()
    approved = application_services.approval_hold(application_id=row.application_id)
    _must_state(row, approved)
    selectors.contract_document(row)
    ContractSignature.objects.create(
        contract=row,
        party=party,
        name=actor.name if bank else row.customer.name,
        how=ContractSignature.How.SEAL if bank else ContractSignature.How.IN_PERSON,
        file_hash=row.file_hash,
        signed_on=organisation.business_date(),
        signed_at=clock.now(),
        recorded_by=actor.staff_id,
        ip=actor.ip,
    )
    if not bank:
        _change_state(actor, row, State.SIGNING, "contracts.sign_borrower")
        return row
    row.effective_on = organisation.business_date()
    _change_state(actor, row, State.EFFECTIVE, "contracts.sign_bank")
    application_services.application_mark_contracted(actor=actor, application_id=row.application_id)
    outbox.emit(
        events.EFFECTIVE,
        aggregate=f"contracts.contract:{row.pk}",
        payload={
            "contract_id": row.pk,
            "contract_no": row.contract_no,
            "application_id": row.application_id,
            "customer_id": row.customer_id,
            "amount": str(row.amount),
        },
    )
    notices.signed_tell(actor, row)
    return row


@transaction.atomic
def contract_void(*, actor: Actor, pk: int, reason: str = "") -> LoanContract:
    """Make a contract void before anything is drawn; its approval can then be contracted again.

    Raises `contracts.in_use` (409) when a drawdown is under way or done.
    """
    row = _locked_in_scope(actor, pk, permissions.VOID)
    if row.state not in LoanContract.VOIDABLE:
        raise errors.IN_USE.at() if row.state == State.IN_USE else WRONG_STATE.at(state=row.state)
    usage = contract_usage(contract_id=pk)
    if usage.reserved or usage.drawn:
        raise errors.IN_USE.at()
    was_effective = row.state == State.EFFECTIVE
    _change_state(actor, row, State.VOID, "contracts.void", comment=reason)
    if was_effective:
        application_services.application_release(
            actor=actor, application_id=row.application_id, reason=f"合同 {row.contract_no} 作废"
        )
    outbox.emit(
        events.VOIDED,
        aggregate=f"contracts.contract:{row.pk}",
        payload={"contract_id": row.pk, "contract_no": row.contract_no, "application_id": row.application_id},
    )
    return row


@transaction.atomic
def contract_mark_in_use(*, actor: Actor, contract_id: int) -> None:
    """The first drawdown was posted (later ones change nothing), or what settled the contract was reversed."""
    row = locks.contract_lock(contract_id)
    if row.state != State.IN_USE:
        _change_state(actor, row, State.IN_USE, "contracts.use")


@transaction.atomic
def contracts_mark_in_use(*, actor: Actor, contract_ids: Iterable[int]) -> None:
    """The same as `contract_mark_in_use` for many contracts that the caller holds."""
    fresh = LoanContract.objects.filter(pk__in=set(contract_ids), state=State.EFFECTIVE)
    rows = list(fresh.order_by("pk"))
    told = [audit.Told(row, row.state, State.IN_USE) for row in rows]
    LoanContract.objects.filter(pk__in=[row.pk for row in rows]).update(state=State.IN_USE)
    audit.record_many(actor, "contracts.use", told)


@transaction.atomic
def contract_mark_settled(*, actor: Actor, contract_id: int) -> None:
    """All that was drawn is repaid, and nothing more will be drawn."""
    row = locks.contract_lock(contract_id)
    _change_state(actor, row, State.SETTLED, "contracts.settle")


@transaction.atomic
def contracts_hand_over(*, actor: Actor, from_id: int, to_id: int, branch_id: int | None = None) -> list[int]:
    """Make another person the officer of one person's open contracts; answers their ids."""
    rows = selectors.contracts_open().filter(officer_id=from_id)
    return batch_change(actor, "contracts.hand_over", rows, {"officer_id": (from_id, to_id)})


def _terms_of(approved: ApprovedTerms) -> dict[str, Any]:
    return {name: getattr(approved, name) for name in APPROVED_TERMS}


def _must_state(row: LoanContract, approved: ApprovedTerms) -> None:
    """The contract in hand states what was approved, with no tolerance.

    The officer is no term: contract and application may be handed over one after the other.
    """
    terms = {name: value for name, value in _terms_of(approved).items() if name != "officer_id"}
    different = [name for name, value in terms.items() if getattr(row, name) != value]
    if different:
        raise errors.TERMS_DIFFER.at(differences=", ".join(different))


def _locked_in_scope(actor: Actor, pk: int, action: str) -> LoanContract:
    """The row locked, when the actor may do this to it; an actor without the action is refused (403).

    The application is locked first, as when a contract is made of it.
    """
    actor.require(action)
    rows = scoped(LoanContract.objects.filter(pk=pk), actor, action, owner=selectors.OWNER)
    application_id = rows.values_list("application_id", flat=True).first()
    if application_id is None:
        raise NOT_FOUND.at()
    application_lock(application_id)
    return locks.contract_lock(pk)


def _change_state(
    actor: Actor, row: LoanContract, to: LoanContract.State, action: str, *, comment: str = ""
) -> None:
    before = LoanContract.State(row.state)
    if to not in LoanContract.TRANSITIONS[before]:
        raise WRONG_STATE.at(state=row.state)
    row.state = to
    row.save()
    audit.record(actor, action, row, from_state=before, to_state=to, comment=comment)
