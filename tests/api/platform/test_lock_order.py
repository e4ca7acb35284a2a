"""Commands take their locks in one order; here the order of each is named, elsewhere every test is watched."""

from decimal import Decimal

import pytest
from django.db import transaction

from tenants.contracts.locks import contract_lock
from tenants.endofday import services as endofday
from tenants.loans.locks import loan_lock
from tenants.organisation.locks import business_date_hold
from tests.factories import applications
from tests.factories import contracts as contract_factory
from tests.factories.loans import make_contract, make_disbursement, make_loan
from tests.support.lock_order import locked_table

DATE, CUSTOMER, APPLICATION = (
    "organisation_businessdate",
    "customers_customer",
    "applications_loanapplication",
)
CONTRACT, DRAWDOWN, LOAN = "contracts_loancontract", "loans_disbursement", "loans_loanaccount"
BALANCE = "ledger_subjectbalance"


@pytest.mark.breaks_lock_order
def test_the_watcher_sees_a_transaction_that_leaves_the_order(actor_for, locks_taken):
    loan = make_loan(actor_for("officer"), actor_for("disburser"))
    before = len(locks_taken.violations)
    with transaction.atomic():
        loan_lock(loan.pk)
        contract_lock(loan.contract_id)
    assert len(locks_taken.violations) == before + 1
    assert locks_taken.taken[-1] == [LOAN, CONTRACT]

    with transaction.atomic():  # a new transaction holds nothing yet
        business_date_hold()
        contract_lock(loan.contract_id)
        loan_lock(loan.pk)
    assert len(locks_taken.violations) == before + 1


def test_statements_that_lock_are_told_from_those_that_read():
    assert locked_table('SELECT * FROM "loans_loanaccount" WHERE id = 1 FOR NO KEY UPDATE') == LOAN
    assert locked_table("SELECT current_on FROM organisation_businessdate WHERE id = 1 FOR SHARE") == DATE
    assert locked_table('UPDATE "contracts_loancontract" SET state = %s') == CONTRACT
    assert locked_table('SELECT * FROM "loans_loanaccount" WHERE id = 1') is None
    assert locked_table('INSERT INTO "loans_loanaccount" (id) VALUES (1)') is None


def test_a_repayment_takes_date_contract_loan_balances(api, actor_for, locks_taken):
    loan = make_loan(actor_for("officer"), actor_for("disburser"))
    teller = api("teller")
    total = teller.get(f"loans/{loan.pk}/repayment-quote", kind="PREPAY_FULL").json()["total"]
    locks_taken.taken.clear()

    answer = teller.post(f"loans/{loan.pk}/repayments", {"kind": "PREPAY_FULL", "amount": total})

    assert answer.status_code == 201
    (taken,) = [one for one in locks_taken.taken if LOAN in one]
    assert [name for name in taken if name in (DATE, CONTRACT, LOAN, BALANCE)] == [
        DATE,
        CONTRACT,
        LOAN,
        BALANCE,
    ]


def test_a_drawdown_and_its_booking_take_date_contract_drawdown(api, actor_for, locks_taken):
    officer = actor_for("officer")
    contract = make_contract(officer)
    locks_taken.taken.clear()
    row = make_disbursement(officer, contract, amount=Decimal("1000.00"))
    assert any(one[:2] == [DATE, CONTRACT] or one[:1] == [CONTRACT] for one in locks_taken.taken)
    locks_taken.taken.clear()

    assert api("disburser").post(f"disbursements/{row.pk}/approve").status_code == 200

    assert any(DRAWDOWN in one for one in locks_taken.taken)


def test_signing_and_deciding_take_application_before_contract(api, actor_for, locks_taken):
    contract = contract_factory.make_printed_contract(actor_for)
    assert api("officer").post(f"contracts/{contract.pk}/sign", {"party": "BORROWER"}).status_code == 200
    locks_taken.taken.clear()

    assert api("disburser").post(f"contracts/{contract.pk}/sign", {"party": "BANK"}).status_code == 200

    assert any(CONTRACT in one for one in locks_taken.taken)
    application = applications.make_application(actor_for("officer"), submit=True)
    locks_taken.taken.clear()
    applications.decide(actor_for("reviewer"), application)
    assert locks_taken.taken


def test_every_step_of_the_night_keeps_the_order(actor_for, locks_taken):
    make_loan(actor_for("officer"), actor_for("disburser"))
    locks_taken.taken.clear()
    night = endofday.night_start(actor=actor_for("bank_admin"), ring=False)

    assert endofday.night_run(night.pk).state == "DONE"

    assert any(one[0] == DATE for one in locks_taken.taken)
    assert any(LOAN in one for one in locks_taken.taken)
