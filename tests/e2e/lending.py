"""Loans that browser tests work on: in bank B, whose dates no other browser test closes."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any

import pytest

from backend.platform.permissions import Actor
from backend.platform.tenancy import in_entity
from shared.identity.models import Account
from tenants.loans.models import LoanAccount
from tenants.loans.selectors import repayment_quote
from tenants.loans.services import repayment_receive
from tenants.organisation import selectors as organisation
from tests import world
from tests.factories import customers
from tests.factories.loans import make_contract, make_loan, pass_nights, set_business_date

CUSTOMERS = count(600)
"""The look-alikes of bank B have the first ones."""


def actor(username: str) -> Actor:
    return organisation.bank_actor(Account.objects.get(entity_code=world.BANK_B, username=username))


def pay(loan: LoanAccount, kind: str, amount: Decimal | None = None) -> None:
    """Money at the counter: what the quote says, if no amount is named."""
    teller = actor("teller")
    amount = amount or repayment_quote(actor=teller, loan_id=loan.pk, kind=kind).total
    repayment_receive(actor=teller, loan_id=loan.pk, kind=kind, amount=amount)


@contextmanager
def lent(
    monkeypatch: pytest.MonkeyPatch, amounts: Sequence[str], until: date, **terms: Any
) -> Iterator[list]:
    """Loans of bank B through all nights before `until`.

    Other tests lend and close their dates in bank A, whose loans must not come from the future. After it the
    bank's loans are settled and the business date is put back.
    """
    monkeypatch.setattr(customers, "_numbers", CUSTOMERS)
    with in_entity(world.BANK_B):
        before = organisation.business_date()
        officer, disburser = actor("officer"), actor("disburser")
        loans = [
            make_loan(officer, disburser, make_contract(officer, amount=Decimal(amount), **terms))
            for amount in amounts
        ]
        pass_nights(until)
        yield [LoanAccount.objects.get(pk=loan.pk) for loan in loans]
        # its look-alikes too: they would be overdue from days that have not come yet
        for loan in LoanAccount.objects.filter(settled_on=None):
            pay(loan, "PREPAY_FULL")
        set_business_date(before)
