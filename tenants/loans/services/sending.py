"""Paying a drawdown out through core banking, exactly once.

The intent commits first (state SENT under a fixed request number), core banking is called outside any
transaction, its answer is booked in a second transaction. A worker may die at any point between: the
next one finds the row SENT or UNKNOWN and inquires before anything else. Only when core banking says
that it never saw the number is the payment sent again, under the same number.
"""

import logging
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from backend.integrations.core_banking.client import CoreBanking, Outcome, OutcomeStatus, outcome_of
from backend.kernel.loanmath import RepriceRule, repricing_after
from backend.platform import clock, jobs
from backend.platform.errors import NOT_FOUND
from backend.platform.permissions import Actor
from backend.platform.records import audit, interfaces, numbers
from backend.platform.tenancy import require_bank
from tenants.contracts import selectors as contracts
from tenants.contracts.locks import contract_hold
from tenants.contracts.services import contract_mark_in_use
from tenants.contracts.types import ContractTerms, DefaultTerms
from tenants.ledger import services as ledger
from tenants.ledger.types import Source, VoucherDraft, VoucherKind
from tenants.organisation.locks import business_date_hold

from .. import events, locks, notices, postings, selectors, terms
from ..models import Disbursement, Instalment, LoanAccount
from .disbursement import move

logger = logging.getLogger(__name__)
State = Disbursement.State
ON_ITS_WAY = (State.SENT, State.UNKNOWN)
# A worker holds a row for the two calls it may make, and some time to book the answer.
LEASE_MARGIN = timedelta(seconds=30)
# An approved row that no worker took within this time had its message lost.
RING_AGAIN_AFTER = timedelta(seconds=20)
# Inquiries get rarer, but never stop: an unknown outcome is money that may have left.
INQUIRE_FIRST_AFTER = timedelta(seconds=15)
INQUIRE_AT_LEAST_EVERY = timedelta(minutes=10)
PORT = "core_banking"
ANSWERED = ["state", "core_reference", "failure_reason", "lease_until", "inquire_at"]


@dataclass(frozen=True)
class Errand:
    """What to ask core banking, as committed: nothing of it is read again during the call."""

    disbursement_id: int
    contract_id: int
    request_no: str
    entity: str
    account_no: str
    amount: Decimal
    inquire_first: bool
    attempt: int


def disbursement_send(*, disbursement_id: int, core: CoreBanking | None = None) -> None:
    """Bring a drawdown one step nearer its end: pay it, or find out what became of the payment.

    Does nothing when it has ended or when another worker is at it. Never raises for an answer of core
    banking; call it outside a transaction.
    """
    actor = system_actor()
    core = core or CoreBanking.from_settings()
    errand = _take(actor, disbursement_id)
    if errand is None:
        return
    if errand.inquire_first:
        outcome = _inquire(core, errand)
        if outcome.status is OutcomeStatus.NOT_FOUND:
            if not _date_anew(actor, disbursement_id):
                return
            outcome = _pay(core, errand)
    else:
        outcome = _pay(core, errand)
    disbursement_settle(
        actor=actor, disbursement_id=disbursement_id, outcome=outcome, contract_id=errand.contract_id
    )


def system_actor() -> Actor:
    return Actor.system(require_bank().code)


def _pay(core: CoreBanking, errand: Errand) -> Outcome:
    asked = {"account_no": errand.account_no, "amount": errand.amount}
    with _logged(errand, "pay", asked) as call:
        outcome = core.pay(
            request_no=errand.request_no,
            entity=errand.entity,
            account_no=errand.account_no,
            amount=errand.amount,
            callback_url=settings.CORE_BANKING_CALLBACK_URL.format(entity=errand.entity),
        )
        _note_answer(call, outcome)
    return outcome


def _inquire(core: CoreBanking, errand: Errand) -> Outcome:
    with _logged(errand, "inquire", {"amount": errand.amount}) as call:
        outcome = core.inquire(request_no=errand.request_no, amount=errand.amount)
        _note_answer(call, outcome)
    return outcome


def _logged(errand: Errand, operation: str, asked: dict[str, Any]) -> AbstractContextManager[interfaces.Call]:
    return interfaces.call(
        PORT, operation, business_no=errand.request_no, attempt=errand.attempt, request=asked
    )


def _note_answer(call: interfaces.Call, outcome: Outcome) -> None:
    said = {"status": outcome.status, "reference": outcome.reference}
    call.answered(outcome.status, detail=outcome.reason, response=said)


@transaction.atomic(durable=True)
def _take(actor: Actor, disbursement_id: int) -> Errand | None:
    """Take the row's lease and commit what is about to be asked; None when there is nothing to ask."""
    held = business_date_hold()
    row = locks.disbursement_lock(disbursement_id)
    now = clock.now()
    if row.state not in (State.APPROVED_TO_PAY, *ON_ITS_WAY) or (row.lease_until and row.lease_until > now):
        return None
    entity = require_bank().code
    inquire_first = row.state in ON_ITS_WAY
    if not inquire_first:
        if not _date(row, held.current_on):
            _fail(actor, row, "合同已到期,未发送核心")
            return None
        # core banking serves all banks, and the numbers of two banks are alike
        row.core_request_no = f"{entity}-{row.req_no}"
        move(actor, row, State.SENT, "loans.disbursement_send")
    row.attempts += 1
    row.lease_until = now + LEASE_MARGIN + timedelta(seconds=4 * settings.CORE_BANKING_TIMEOUT_SECONDS)
    row.save(update_fields=["state", "core_request_no", "attempts", "lease_until", "value_on", "maturity_on"])
    assert row.core_request_no is not None
    return Errand(
        row.pk,
        row.contract_id,
        row.core_request_no,
        entity,
        row.payee_account_no,
        row.amount,
        inquire_first,
        row.attempts,
    )


@transaction.atomic(durable=True)
def _date_anew(actor: Actor, disbursement_id: int) -> bool:
    """Core banking never saw the number: date the payment by today before it goes out again."""
    held = business_date_hold()
    row = locks.disbursement_lock(disbursement_id)
    if row.state not in ON_ITS_WAY:
        return False
    if not _date(row, held.current_on):
        _fail(actor, row, "合同已到期,核心未受理")
        return False
    row.save(update_fields=["value_on", "maturity_on"])
    return True


def _date(row: Disbursement, on: Any) -> bool:
    """Let interest start on the day the money goes; False when the contract has ended by then."""
    if row.value_on == on:
        return True
    contract = contracts.contract_terms(row.contract_id)
    if on >= contract.end_on:
        return False
    maturity_on = terms.maturity_of(
        value_on=on,
        term_months=row.term_months,
        contract_term_months=contract.term_months,
        end_on=contract.end_on,
    )
    row.value_on, row.maturity_on = on, min(maturity_on, contract.end_on)
    return True


@transaction.atomic
def disbursement_settle(
    *, actor: Actor, disbursement_id: int, outcome: Outcome, contract_id: int | None = None
) -> Disbursement:
    """Book what core banking said, once: a late or repeated answer changes nothing.

    Who knows the drawdown's contract says it, for it is locked first.
    """
    held = business_date_hold()
    found = contract_id or _contract_of(disbursement_id)
    contract, _ = contract_hold(found)
    row = locks.disbursement_lock(disbursement_id)
    if row.state not in ON_ITS_WAY:
        _note_contradiction(actor, row, outcome)
        return row
    if outcome.status is OutcomeStatus.SUCCESS:
        row.core_reference = outcome.reference
        _book(actor, row, contract, held.current_on)
    elif outcome.status is OutcomeStatus.FAILURE:
        _fail(actor, row, outcome.reason)
    else:
        _stay_unknown(actor, row, outcome)
    return row


def _note_contradiction(actor: Actor, row: Disbursement, outcome: Outcome) -> None:
    """An ended drawdown stays as it is, but a person must hear that core banking now says otherwise."""
    posted = row.state == State.POSTED
    agrees = {
        OutcomeStatus.SUCCESS: posted and outcome.reference == row.core_reference,
        OutcomeStatus.FAILURE: not posted,
    }.get(outcome.status, True)
    if not agrees:
        said = f"{outcome.status} {outcome.reference or outcome.reason}"
        logger.error("drawdown %s is %s, core banking says %s", row.req_no, row.state, said)
        audit.record(
            actor,
            "loans.core_answer_contradicts",
            row,
            from_state=row.state,
            to_state=row.state,
            comment=said,
        )


def _fail(actor: Actor, row: Disbursement, reason: str) -> None:
    row.failure_reason = reason[:200]
    row.lease_until = row.inquire_at = None
    move(actor, row, State.FAILED, "loans.disbursement_fail", comment=row.failure_reason)
    row.save(update_fields=ANSWERED)
    notices.disbursement_tell(notices.FAILED, row)


def _stay_unknown(actor: Actor, row: Disbursement, outcome: Outcome) -> None:
    wait = min(INQUIRE_FIRST_AFTER * 2 ** min(row.attempts - 1, 10), INQUIRE_AT_LEAST_EVERY)
    row.failure_reason = outcome.reason[:200]
    row.inquire_at = clock.now() + wait
    row.lease_until = None
    if row.state == State.SENT:
        move(actor, row, State.UNKNOWN, "loans.disbursement_unknown", comment=row.failure_reason)
        notices.disbursement_tell(notices.UNKNOWN, row)
    row.save(update_fields=ANSWERED)


def _contract_of(disbursement_id: int) -> int:
    found = Disbursement.objects.filter(pk=disbursement_id).values_list("contract_id", flat=True).first()
    if found is None:
        raise NOT_FOUND.at()
    return found


def _book(actor: Actor, row: Disbursement, contract: ContractTerms, on: date) -> None:
    """The money has arrived: the loan, its schedule and the voucher, all with the state POSTED."""
    loan = loan_of(row, contract, contracts.default_terms_on(contract.start_on))
    numbers.assign(loan, "loan_no", "JJ", on=on)
    loan.save(force_insert=True)
    Instalment.objects.bulk_create(terms.instalments_of(loan, terms.schedule_of(row, contract)))
    row.failure_reason = ""
    row.lease_until = row.inquire_at = None
    move(actor, row, State.POSTED, "loans.disbursement_post", comment=row.core_reference)
    row.save(update_fields=ANSWERED)
    if contract.state != "IN_USE":
        contract_mark_in_use(actor=actor, contract_id=row.contract_id)
    audit.record(actor, "loans.loan_open", loan, to_state=loan.status)
    events.disbursed((loan, row))
    ledger.post_many(actor=actor, drafts=[voucher_of(loan, row, on)])


def loan_of(row: Disbursement, contract: ContractTerms, late: DefaultTerms) -> LoanAccount:
    """The loan that a drawdown becomes on the day that it bears interest from, without its number; not saved."""
    return LoanAccount(
        disbursement=row,
        contract_id=row.contract_id,
        customer_id=row.customer_id,
        product_id=contract.product_id,
        branch_id=row.branch_id,
        officer_id=row.officer_id,
        drawn=row.amount,
        principal_outstanding=row.amount,
        accrued_through=row.value_on - timedelta(days=1),
        start_on=row.value_on,
        maturity_on=row.maturity_on,
        annual_rate=row.annual_rate,
        penalty_multiplier=late.overdue_multiplier,
        principal_first=late.principal_first,
        method=contract.method,
        day_count=contract.day_count,
        interest_day=contract.interest_day,
        period_months=contract.period_months,
        reprice=contract.reprice,
        lpr_tenor=contract.lpr_tenor,
        bp=contract.bp,
        reprices_on=repricing_after(
            RepriceRule(contract.reprice),
            start_on=row.value_on,
            after=row.value_on,
            maturity_on=row.maturity_on,
        ),
    )


def voucher_of(loan: LoanAccount, row: Disbursement, on: date) -> VoucherDraft:
    """The voucher of a drawdown whose loan has its number."""
    return VoucherDraft(
        on=on,
        branch_id=row.branch_id,
        kind=VoucherKind.DISBURSEMENT,
        summary=f"放款 {loan.loan_no}",
        source=Source(selectors.DISBURSEMENT, row.pk, row.req_no),
        lines=postings.disbursement(row.amount),
    )


def core_answer_receive(*, answer: Mapping[str, Any]) -> None:
    """Hear an answer that core banking sent by itself; its signature has been checked.

    Called outside a transaction, so that the interface log keeps a refused answer as well. Raises
    `platform.not_found` (404) for another bank's payment and for an unknown request number.
    """
    request_no = str(answer.get("request_no") or "")
    with interfaces.call(
        PORT, "answer", business_no=request_no, direction=interfaces.Direction.IN, request=answer
    ) as call:
        call.answered(interfaces.Outcome.REFUSED)
        entity = require_bank().code
        row = Disbursement.objects.filter(core_request_no=request_no).first()
        if row is None or answer.get("entity") != entity:
            raise NOT_FOUND.at()
        outcome = outcome_of(answer, request_no=request_no, amount=row.amount)
        if outcome.status in (OutcomeStatus.SUCCESS, OutcomeStatus.FAILURE):
            actor = Actor.system(entity, "核心系统")
            disbursement_settle(actor=actor, disbursement_id=row.pk, outcome=outcome)
        call.answered(outcome.status, detail=outcome.reason)


def core_answer_refuse(*, reason: str) -> None:
    """Log an answer that is not core banking's: nothing of it is believed, nor kept."""
    with interfaces.call(PORT, "answer", direction=interfaces.Direction.IN) as call:
        call.answered(interfaces.Outcome.REFUSED, detail=reason)


@jobs.sweeper
def disbursements_sweep() -> None:
    """Ring again for drawdowns whose message or worker was lost, and for inquiries that are due."""
    from ..tasks import disbursement_send_task

    now = clock.now()
    free = Q(lease_until=None) | Q(lease_until__lte=now)
    waiting = Q(state=State.APPROVED_TO_PAY, checked_at__lte=now - RING_AGAIN_AFTER)
    lost = Q(state=State.SENT)
    due = Q(state=State.UNKNOWN, inquire_at__lte=now)
    for pk in (
        Disbursement.objects.filter(free & (waiting | lost | due)).order_by("id").values_list("pk", flat=True)
    ):
        jobs.ring(disbursement_send_task, pk)
