"""A drawdown at the desk: requested by one person, checked by another (出账申请, 放款审核)."""

from datetime import date
from decimal import Decimal

from django.db import transaction

from backend.platform import clock, jobs
from backend.platform.errors import NOT_FOUND, WRONG_STATE
from backend.platform.permissions import Actor, scoped
from backend.platform.records import audit, numbers
from tenants.contracts import selectors as contracts
from tenants.contracts.locks import contract_hold
from tenants.organisation import selectors as organisation
from tenants.organisation.locks import business_date_hold

from .. import errors, locks, selectors, terms
from ..models import Disbursement
from ..parameters import DRAWDOWNS_PER_DAY

State = Disbursement.State
PayMode = Disbursement.PayMode
DRAWABLE = ("EFFECTIVE", "IN_USE")


@transaction.atomic
def disbursement_create(
    *,
    actor: Actor,
    contract_id: int,
    amount: Decimal,
    pay_mode: str,
    term_months: int | None = None,
    payee_account_no: str = "",
) -> Disbursement:
    """Request a drawdown; its amount is reserved under the contract from now on.

    Money goes to the borrower's account named in the contract, or with ENTRUSTED to `payee_account_no`.
    The rate is the contract's; the loan matures after `term_months`, else with the contract. Raises
    `loans.contract_not_effective`, `loans.contract_amount_exceeded`, `loans.beyond_contract_end`,
    `loans.contract_ended`, `loans.too_many_drawdowns_today` (409), `loans.payee_required`, `loans.payee_not_for_self_payment` (422).
    """
    held = business_date_hold()
    contract, account_no = contract_hold(contract_id)
    if not contracts.contract_reachable(
        actor=actor, contract_id=contract_id, action="loans.disburse_request"
    ):
        raise NOT_FOUND.at()
    if contract.state not in DRAWABLE:
        raise errors.CONTRACT_NOT_EFFECTIVE.at(state=contract.state)
    _within_the_day(contract_id, held.current_on)
    usage = selectors.contract_usage(contract_id)
    available = contract.amount - usage.reserved - usage.drawn
    if amount > available:
        raise errors.CONTRACT_AMOUNT_EXCEEDED.at(field="amount", available=available)
    if held.current_on >= contract.end_on:
        raise errors.CONTRACT_ENDED.at(end_on=contract.end_on)
    maturity_on = terms.maturity_of(
        value_on=held.current_on,
        term_months=term_months,
        contract_term_months=contract.term_months,
        end_on=contract.end_on,
    )
    if maturity_on > contract.end_on:
        raise errors.BEYOND_CONTRACT_END.at(
            field="term_months", maturity_on=maturity_on, end_on=contract.end_on
        )
    disbursement = Disbursement(
        contract_id=contract_id,
        customer_id=contract.customer_id,
        branch_id=contract.branch_id,
        officer_id=contract.officer_id,
        amount=amount,
        term_months=term_months,
        annual_rate=contract.annual_rate,
        pay_mode=pay_mode,
        payee_account_no=_payee(pay_mode, payee_account_no, account_no),
        value_on=held.current_on,
        maturity_on=maturity_on,
        state=State.UNDER_CHECK,
        created_by=actor.staff_id,
    )
    # what cannot be scheduled is refused now, not when the money has left
    terms.schedule_of(disbursement, contract)
    numbers.assign(disbursement, "req_no", "CZ", on=held.current_on)
    disbursement.save(force_insert=True)
    audit.record(actor, "loans.disbursement_create", disbursement, to_state=disbursement.state)
    return disbursement


def _within_the_day(contract_id: int, on: date) -> None:
    """Raise `loans.too_many_drawdowns_today` (409); the caller holds the contract, so the count is true."""
    most = organisation.parameter_value(DRAWDOWNS_PER_DAY, on=on)
    asked = Disbursement.objects.filter(contract_id=contract_id, value_on=on).exclude(state=State.RETURNED)
    if asked.count() >= most:
        raise errors.TOO_MANY_DRAWDOWNS.at(most=most)


def _payee(pay_mode: str, payee_account_no: str, own: str) -> str:
    if pay_mode == PayMode.ENTRUSTED:
        if not payee_account_no:
            raise errors.PAYEE_REQUIRED.at(field="payee_account_no")
        return payee_account_no
    if payee_account_no not in ("", own):
        raise errors.PAYEE_NOT_FOR_SELF.at(field="payee_account_no")
    return own


@transaction.atomic
def disbursement_approve(*, actor: Actor, disbursement_id: int) -> Disbursement:
    """Let the money go: a worker sends it to core banking once this has committed.

    Raises `loans.same_person` (403) for the person who asked, and for the loan's officer.
    """
    from ..tasks import disbursement_send_task

    disbursement = _held(actor, "loans.disburse_check", disbursement_id)
    _refuse_same_person(actor, disbursement)
    disbursement.checked_by = actor.staff_id
    disbursement.checked_at = clock.now()
    move(actor, disbursement, State.APPROVED_TO_PAY, "loans.disbursement_approve")
    disbursement.save(update_fields=["state", "checked_by", "checked_at"])
    jobs.ring(disbursement_send_task, disbursement.pk)
    return disbursement


@transaction.atomic
def disbursement_return(*, actor: Actor, disbursement_id: int, reason: str) -> Disbursement:
    """Send the request back for good; its amount is free again. Same persons as for approving."""
    disbursement = _held(actor, "loans.disburse_check", disbursement_id)
    _refuse_same_person(actor, disbursement)
    disbursement.checked_by = actor.staff_id
    disbursement.checked_at = clock.now()
    move(actor, disbursement, State.RETURNED, "loans.disbursement_return", comment=reason)
    disbursement.save(update_fields=["state", "checked_by", "checked_at"])
    return disbursement


@transaction.atomic
def disbursement_inquire(*, actor: Actor, disbursement_id: int) -> Disbursement:
    """Ask core banking now what became of the payment, without waiting for the next regular inquiry."""
    from ..tasks import disbursement_send_task

    disbursement = _held(actor, "loans.disburse_inquire", disbursement_id)
    if disbursement.state not in (State.SENT, State.UNKNOWN):
        raise WRONG_STATE.at(state=disbursement.state)
    audit.record(actor, "loans.disbursement_inquire", disbursement)
    jobs.ring(disbursement_send_task, disbursement.pk)
    return disbursement


def _held(actor: Actor, action: str, disbursement_id: int) -> Disbursement:
    if not scoped(
        Disbursement.objects.filter(pk=disbursement_id), actor, action, owner="officer_id"
    ).exists():
        raise NOT_FOUND.at()
    return locks.disbursement_lock(disbursement_id)


def _refuse_same_person(actor: Actor, disbursement: Disbursement) -> None:
    if actor.staff_id is not None and actor.staff_id in (disbursement.created_by, disbursement.officer_id):
        raise errors.SAME_PERSON.at()


def move(
    actor: Actor, disbursement: Disbursement, to: "Disbursement.State", action: str, comment: str = ""
) -> None:
    """Change the state by the table of transitions and record it; the caller saves the row."""
    before = State(disbursement.state)
    if to not in Disbursement.TRANSITIONS[before]:
        raise WRONG_STATE.at(state=before.value)
    disbursement.state = to
    audit.record(actor, action, disbursement, from_state=before, to_state=to, comment=comment)
