"""Months of a small bank at random: every night and every repayment leave the books reconciled."""

import random
from datetime import timedelta
from decimal import Decimal

import pytest

from tenants.ledger.models import Voucher
from tenants.loans import reconciliation, services
from tenants.loans.models import LoanAccount
from tenants.loans.selectors import repayment_quote
from tests import world
from tests.factories.loans import make_contract, make_loan, pass_nights

METHODS = ["EQUAL_INSTALMENT", "EQUAL_PRINCIPAL", "INTEREST_ONLY", "BULLET"]


@pytest.mark.parametrize("seed", [11, 12])
def test_the_books_agree_whatever_the_borrowers_do(actor_for, seed):
    rng = random.Random(seed)
    officer, disburser, teller = (actor_for(name) for name in ("officer", "disburser", "teller"))
    on = world.BUSINESS_DATE
    for _ in range(30):
        if rng.random() < 0.4 or not LoanAccount.objects.exists():
            contract = make_contract(
                officer,
                amount=Decimal(rng.randrange(100_000, 20_000_000)) / 100,
                annual_rate=Decimal(rng.randrange(30_000, 120_000)) / 1_000_000,
                method=rng.choice(METHODS),
                day_count=rng.choice(["30/360", "ACT/360", "ACT/365"]),
                interest_day=rng.choice([None, 10, 21]),
                term_months=rng.choice([1, 3, 6, 12]),
            )
            make_loan(officer, disburser, contract)
        for loan in LoanAccount.objects.exclude(status="SETTLED"):
            kind = rng.choice(["DUE", "DUE", "DUE", "PREPAY_FULL", None, None])
            if kind is None or (kind == "PREPAY_FULL" and rng.random() < 0.7):
                continue
            quote = repayment_quote(actor=teller, loan_id=loan.pk, kind=kind)
            amount = quote.total
            if kind == "DUE":
                amount = (amount * Decimal(rng.choice(["0.37", "1", "1.2"]))).quantize(Decimal("0.01"))
            if amount and quote.total:
                received = services.repayment_receive(actor=teller, loan_id=loan.pk, kind=kind, amount=amount)
                if kind == "PREPAY_FULL" or amount == quote.total:
                    assert (received.principal, received.interest) == (quote.principal, quote.interest)
        assert reconciliation.differences() == []
        on += timedelta(days=rng.randrange(1, 12))
        pass_nights(on)
        assert reconciliation.differences() == []

    assert LoanAccount.objects.filter(status="SETTLED").exists()
    kinds = set(Voucher.objects.values_list("kind", flat=True))
    assert kinds == {"DISBURSEMENT", "REPAYMENT", "ACCRUAL", "OVERDUE"}
