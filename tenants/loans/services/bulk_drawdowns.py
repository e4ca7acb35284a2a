"""Drawdowns of a channel for many contracts at once: those that core banking has paid already become loans.

What a request, its check and the worker do one after another for a single drawdown is done here for all of them in a
number of statements that stays the same. The terms, the schedule and the voucher come from the same functions; a test
holds both ways equal.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import Count, Q, Sum

from backend.platform.errors import NOT_FOUND, DomainError
from backend.platform.permissions import Actor
from backend.platform.records import audit, numbers
from tenants.contracts import selectors as contracts
from tenants.contracts.locks import contracts_lock
from tenants.contracts.services import contracts_mark_in_use
from tenants.contracts.types import ContractTerms, DefaultTerms
from tenants.ledger import services as ledger
from tenants.organisation import selectors as organisation
from tenants.organisation.locks import business_date_hold

from .. import errors, events, terms
from ..models import Disbursement, Instalment, LoanAccount
from ..parameters import DRAWDOWNS_PER_DAY
from ..types import Opened, PaidDrawdown
from .disbursement import DRAWABLE
from .sending import loan_of, voucher_of

ZERO = Decimal("0.00")
State = Disbursement.State


@dataclass
class _Room:
    """A contract that is held: its terms, its account, what may still be drawn, and how often today."""

    terms: ContractTerms
    account_no: str
    available: Decimal
    today: int


@transaction.atomic
def drawdowns_post(*, actor: Actor, drawdowns: Sequence[PaidDrawdown]) -> dict[int, Opened | DomainError]:
    """Book drawdowns that are paid, dated by the business date; what became of each, by its key.

    One that was booked before is answered again and not booked. One is refused by itself, as `disbursement_create`
    would refuse it: `platform.not_found`, `loans.contract_not_effective`, `loans.contract_amount_exceeded`,
    `loans.contract_ended`, `loans.beyond_contract_end`, `loans.too_many_drawdowns_today`, and what the kernel cannot
    schedule. Its money has left all the same, so the caller must see to it.
    """
    on = business_date_hold().current_on
    contracts_lock(item.contract_id for item in drawdowns)
    answers: dict[int, Opened | DomainError] = {}
    known = _known(drawdowns)
    twice: list[PaidDrawdown] = []
    asked: dict[str, int] = {}
    rooms = _rooms(drawdowns, on)
    most = organisation.parameter_value(DRAWDOWNS_PER_DAY, on=on)
    late: dict[date, DefaultTerms] = {}
    opened: list[tuple[PaidDrawdown, Disbursement, LoanAccount, list[Instalment]]] = []
    for item in drawdowns:
        if item.core_request_no in known:
            answers[item.key] = known[item.core_request_no]
            continue
        if item.core_request_no in asked:
            twice.append(item)
            continue
        asked[item.core_request_no] = item.key
        try:
            room = rooms.get(item.contract_id)
            if room is None:
                raise NOT_FOUND.at()
            row = _drawn(item, room, on, most)
            schedule = terms.schedule_of(row, room.terms)
        except DomainError as refusal:
            answers[item.key] = refusal
            continue
        room.available -= item.amount
        room.today += 1
        begun = room.terms.start_on
        if begun not in late:
            late[begun] = contracts.default_terms_on(begun)
        loan = loan_of(row, room.terms, late[begun])
        opened.append((item, row, loan, terms.instalments_of(loan, schedule)))
    _book(actor, on, [(row, loan, rows) for _, row, loan, rows in opened])
    for item, row, loan, _ in opened:
        answers[item.key] = Opened(row.pk, loan.pk, loan.loan_no, loan.start_on)
    return answers | {item.key: answers[asked[item.core_request_no]] for item in twice}


def _known(drawdowns: Sequence[PaidDrawdown]) -> dict[str, Opened]:
    """Those that were booked before, by their request numbers."""
    asked = [item.core_request_no for item in drawdowns]
    rows = LoanAccount.objects.filter(disbursement__core_request_no__in=asked)
    found = rows.values_list("disbursement__core_request_no", "disbursement_id", "pk", "loan_no", "start_on")
    return {
        number: Opened(disbursement_id, pk, loan_no, start_on)
        for number, disbursement_id, pk, loan_no, start_on in found
        if number is not None
    }


def _rooms(drawdowns: Sequence[PaidDrawdown], on: date) -> dict[int, _Room]:
    ids = {item.contract_id for item in drawdowns}
    used = {
        contract_id: (taken or ZERO, today)
        for contract_id, taken, today in Disbursement.objects.filter(contract_id__in=ids)
        .order_by()
        .values("contract_id")
        .annotate(
            taken=Sum("amount", filter=Q(state__in=(*Disbursement.RESERVING, State.POSTED))),
            today=Count("pk", filter=Q(value_on=on) & ~Q(state=State.RETURNED)),
        )
        .values_list("contract_id", "taken", "today")
    }
    rooms = {}
    for contract_id, (agreed, account_no) in contracts.contracts_agreed(ids).items():
        taken, today = used.get(contract_id, (ZERO, 0))
        rooms[contract_id] = _Room(agreed, account_no, agreed.amount - taken, today)
    return rooms


def _drawn(item: PaidDrawdown, room: _Room, on: date, most: int) -> Disbursement:
    """The drawdown as it stands once it is paid; not saved. Raises what `disbursement_create` raises."""
    agreed = room.terms
    if agreed.state not in DRAWABLE:
        raise errors.CONTRACT_NOT_EFFECTIVE.at(state=agreed.state)
    if room.today >= most:
        raise errors.TOO_MANY_DRAWDOWNS.at(most=most)
    if item.amount > room.available:
        raise errors.CONTRACT_AMOUNT_EXCEEDED.at(field="amount", available=room.available)
    if on >= agreed.end_on:
        raise errors.CONTRACT_ENDED.at(end_on=agreed.end_on)
    maturity_on = terms.maturity_of(
        value_on=on,
        term_months=item.term_months,
        contract_term_months=agreed.term_months,
        end_on=agreed.end_on,
    )
    if maturity_on > agreed.end_on:
        raise errors.BEYOND_CONTRACT_END.at(
            field="term_months", maturity_on=maturity_on, end_on=agreed.end_on
        )
    return Disbursement(
        channel=item.channel,
        contract_id=agreed.id,
        customer_id=agreed.customer_id,
        branch_id=agreed.branch_id,
        officer_id=agreed.officer_id,
        amount=item.amount,
        term_months=item.term_months,
        annual_rate=agreed.annual_rate,
        pay_mode=Disbursement.PayMode.SELF,
        payee_account_no=room.account_no,
        value_on=on,
        maturity_on=maturity_on,
        state=State.POSTED,
        core_request_no=item.core_request_no,
        core_reference=item.core_reference,
        attempts=1,
    )


def _book(
    actor: Actor, on: date, opened: Sequence[tuple[Disbursement, LoanAccount, list[Instalment]]]
) -> None:
    """Write everything that was opened: drawdowns, loans, schedules, contracts in use, audit, events, vouchers."""
    if not opened:
        return
    rows = [row for row, _, _ in opened]
    loans = [loan for _, loan, _ in opened]
    numbers.assign_many(rows, "req_no", "CZ", on=on)
    Disbursement.objects.bulk_create(rows)
    for row, loan, _ in opened:
        loan.disbursement = row
    numbers.assign_many(loans, "loan_no", "JJ", on=on)
    LoanAccount.objects.bulk_create(loans)
    for _, loan, instalments in opened:
        for instalment in instalments:
            instalment.loan = loan
    Instalment.objects.bulk_create([one for _, _, instalments in opened for one in instalments])
    audit.record_many(
        actor,
        "loans.disbursement_post",
        [audit.Told(row, "", State.POSTED, row.core_reference) for row in rows],
    )
    contracts_mark_in_use(actor=actor, contract_ids={row.contract_id for row in rows})
    audit.record_many(actor, "loans.loan_open", [audit.Told(loan, "", loan.status) for loan in loans])
    events.disbursed(*((loan, row) for row, loan, _ in opened))
    ledger.post_many(actor=actor, drafts=[voucher_of(loan, row, on) for row, loan, _ in opened])
