"""Effective contracts, drawdowns and loans for tests of what comes after the signing.

The way to a contract is tested elsewhere: here its application and its text are rows written as the
services leave them.
"""

import hashlib
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from backend.integrations.core_banking.client import Outcome, OutcomeStatus
from backend.kernel.loanmath import add_months
from backend.platform import clock
from backend.platform.permissions import Actor
from backend.platform.records import numbers
from tenants.applications import services as applications
from tenants.applications.models import LoanApplication
from tenants.contracts.models import LoanContract
from tenants.evidence.models import StoredFile
from tenants.loans import selectors, services
from tenants.loans.models import Disbursement, LoanAccount, Repayment
from tenants.loans.services import sending
from tenants.organisation import selectors as organisation

from .intake import make_intake

ACCOUNT_NO = "6217000012345600"
PAYEE_ACCOUNT_NO = "6228480099887700"


def make_contract(officer: Actor, **overrides: Any) -> LoanContract:
    """An effective contract of the officer: 100000.00 at 4.35 % over twelve months by level instalments."""
    on = overrides.pop("start_on", None) or organisation.business_date()
    term_months = overrides.setdefault("term_months", 12)
    intake = make_intake(officer, accept=True)
    application = applications.application_open_from_intake(actor=officer, intake_id=intake.pk)
    LoanApplication.objects.filter(pk=application.pk).update(
        state=LoanApplication.State.CONTRACTED,
        approved_amount=application.amount,
        approved_term_months=application.term_months,
        decided_on=on,
        lapses_on=on + timedelta(days=90),
    )
    text, _ = StoredFile.objects.get_or_create(
        sha256=hashlib.sha256(b"contract").hexdigest(),
        defaults={
            "size": 8,
            "media_type": "application/pdf",
            "original_name": "c.pdf",
            "created_at": clock.now(),
        },
    )
    values: dict[str, Any] = {
        "application": application,
        "customer_id": application.customer_id,
        "product_id": application.product_id,
        "product_code": intake.product_code,
        "amount": Decimal("100000.00"),
        "annual_rate": Decimal("0.043500"),
        "lpr_tenor": application.lpr_tenor,
        "lpr_rate": application.lpr_rate,
        "lpr_published_on": application.lpr_published_on,
        "bp": application.bp,
        "method": "EQUAL_INSTALMENT",
        "day_count": "30/360",
        "interest_day": None,
        "period_months": 1,
        "guarantee_mode": "CREDIT",
        "purpose": application.purpose,
        "start_on": on,
        "end_on": add_months(on, term_months),
        "account_no": ACCOUNT_NO,
        "state": LoanContract.State.EFFECTIVE,
        "effective_on": on,
        "file": text,
        "file_hash": text.sha256,
        "branch_id": application.branch_id,
        "officer_id": application.officer_id,
        "created_by": officer.staff_id,
        **overrides,
    }
    contract = numbers.assign(LoanContract(**values), "contract_no", "HT", on=on)
    contract.save(force_insert=True)
    return contract


def make_disbursement(officer: Actor, contract: LoanContract | None = None, **overrides: Any) -> Disbursement:
    """A drawdown that waits to be checked; of the whole contract unless an amount is given."""
    contract = contract or make_contract(officer)
    values = {"amount": contract.amount, "pay_mode": "SELF", **overrides}
    return services.disbursement_create(actor=officer, contract_id=contract.pk, **values)


def make_sent(
    officer: Actor, disburser: Actor, contract: LoanContract | None = None, **overrides: Any
) -> Disbursement:
    """A drawdown on its way: what a worker commits before it calls core banking."""
    row = make_disbursement(officer, contract, **overrides)
    services.disbursement_approve(actor=disburser, disbursement_id=row.pk)
    sending._take(sending.system_actor(), row.pk)
    row.refresh_from_db()
    return row


def make_loan(
    officer: Actor, disburser: Actor, contract: LoanContract | None = None, **overrides: Any
) -> LoanAccount:
    """A loan whose money has arrived, without a core banking system."""
    row = make_sent(officer, disburser, contract, **overrides)
    services.disbursement_settle(
        actor=sending.system_actor(),
        disbursement_id=row.pk,
        outcome=Outcome(OutcomeStatus.SUCCESS, reference=f"CB{row.pk}"),
    )
    return LoanAccount.objects.get(disbursement=row)


def make_repaid(teller: Actor, loan: LoanAccount) -> Repayment:
    """A loan settled in full today."""
    quote = selectors.repayment_quote(actor=teller, loan_id=loan.pk, kind="PREPAY_FULL")
    return services.repayment_receive(actor=teller, loan_id=loan.pk, kind="PREPAY_FULL", amount=quote.total)


def set_business_date(on: date, *, closing_on: date | None = None) -> None:
    """Move the bank to another business date, without a night."""
    from tenants.organisation.models import BusinessDate

    BusinessDate.objects.update(current_on=on, closing_on=closing_on)


def pass_nights(until: date) -> None:
    """Close one business date after the other, by the loans' and the ledger's steps of the night, until `until`."""
    from datetime import timedelta

    from tenants.ledger.eod import eod_keep_balances
    from tenants.loans import eod, repricing

    on = organisation.business_date()
    while on < until:
        next_on = on + timedelta(days=1)
        set_business_date(next_on, closing_on=on)
        eod.eod_mark_due(on)
        eod.eod_mark_overdue(next_on)
        eod.eod_accrue(on)
        eod.eod_accrue_penalties(next_on)
        repricing.eod_reprice(next_on)
        eod.eod_post_accruals(on)
        eod_keep_balances(on)
        set_business_date(next_on)
        on = next_on
