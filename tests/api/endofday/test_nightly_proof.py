"""What the night proves: the day it closes, whatever came before; what is altered today is found today."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from backend.platform.permissions import Actor
from tenants.endofday import services
from tenants.ledger.models import SubjectBalance
from tenants.loans import nightly_proof, reconciliation
from tenants.loans.models import AccrualPosting, DailyAccrual, Instalment, LoanAccount, Repayment
from tenants.loans.services import repayment_receive
from tests import world
from tests.factories.loans import make_loan, make_repaid, pass_nights

D = Decimal
LATE = date(2026, 4, 12)  # ten days after the first row fell due


def night():
    """Close the business date; the run."""
    run = services.night_start(actor=Actor.system(world.BANK_A), ring=False)
    return services.night_run(run.pk)


@pytest.fixture
def loan(actor_for):
    """A loan in arrears through many nights, two of them real ones, paid on in part before and after the last."""
    loan, other = (make_loan(actor_for("officer"), actor_for("disburser")) for _ in range(2))
    pass_nights(LATE)
    for amount in (D("900.00"), D("50.00")):
        repayment_receive(actor=actor_for("teller"), loan_id=loan.pk, kind="DUE", amount=amount)
        if amount == D("900.00"):
            make_repaid(actor_for("teller"), other)
            assert night().state == "DONE"
    return LoanAccount.objects.get(pk=loan.pk)


def test_nights_one_after_the_other_find_nothing(loan):
    assert night().state == "DONE"
    assert night().state == "DONE"
    assert reconciliation.differences() == []
    kept = AccrualPosting.objects.get(branch=loan.branch)
    assert (kept.kept_on, kept.kept) == (date(2026, 4, 14), kept.accrued)


def todays(loan):
    return Repayment.objects.filter(loan=loan).latest("id")


ALTERED = {
    "interest accrued": lambda loan: LoanAccount.objects.filter(pk=loan.pk).update(
        accrued_total=loan.accrued_total + D("0.000001"),
        accrued_interest=loan.accrued_interest + D("0.000001"),
    ),
    "interest due": lambda loan: LoanAccount.objects.filter(pk=loan.pk).update(
        interest_due=loan.interest_due + D("0.01")
    ),
    "penalty due": lambda loan: LoanAccount.objects.filter(pk=loan.pk).update(
        penalty_due=loan.penalty_due + D("0.01")
    ),
    "interest paid on the schedule": lambda loan: Instalment.objects.filter(loan=loan, no=1).update(
        interest_paid=D("1.00"), state="OVERDUE", paid_on=None
    ),
    "principal outstanding": lambda loan: Repayment.objects.filter(pk=todays(loan).pk).update(
        principal=todays(loan).principal + 1, amount=todays(loan).amount + 1
    ),
    "subject 6012 罚息收入": lambda loan: Repayment.objects.filter(pk=todays(loan).pk).update(
        penalty=todays(loan).penalty + 1, amount=todays(loan).amount + 1
    ),
    "interest that the days accrued": lambda loan: DailyAccrual.objects.create(
        loan=loan, accrued_on=date(2026, 4, 20), amount=D("0.01")
    ),
    "interest that its loans accrued": lambda loan: AccrualPosting.objects.filter(branch=loan.branch).update(
        accrued=D("1.00")
    ),
    "subject 1301 正常贷款: debits": lambda loan: SubjectBalance.objects.filter(
        branch=loan.branch, subject_code="1301"
    ).update(debit_total=D("1.00")),
}


def test_what_was_altered_today_is_found_and_stops_the_night(loan):
    on = date(2026, 4, 13)
    for what, alter in ALTERED.items():
        with transaction.atomic():
            alter(loan)
            assert what in "\n".join(map(str, nightly_proof.night_differences(on))), what
            transaction.set_rollback(True)
    assert nightly_proof.night_differences(on) == []

    ALTERED["interest accrued"](loan)
    run = night()
    step = run.steps.get(name="check_ledger")
    assert (run.state, step.error_code) == ("FAILED", "endofday.ledger_differs")
    assert step.loan_nos == [loan.loan_no]


def test_what_was_proven_by_an_earlier_night_is_not_added_up_again(loan):
    """Altered years later, it is the thorough check that finds it: the night's work does not grow with the past."""
    old = Repayment.objects.filter(loan=loan).earliest("id")
    DailyAccrual.objects.create(loan=loan, accrued_on=date(2026, 2, 1), amount=D("0.01"))
    assert night().state == "DONE"
    night()
    Repayment.objects.filter(pk=old.pk).update(penalty=old.penalty + 1, amount=old.amount + 1)

    assert night().state == "DONE"

    found = "\n".join(map(str, reconciliation.differences()))
    assert "interest accrued" in found
    assert f"penalty of {old.repay_no}, as booked" in found


def test_a_posting_between_two_statements_is_no_difference(loan, actor_for, monkeypatch):
    """Business goes on while the night proves: what it finds then, it looks at again while nobody posts."""
    real, calls = nightly_proof.ledger_against_loans, []

    def meanwhile(*given):
        if not calls:
            calls.append(1)
            repayment_receive(actor=actor_for("teller"), loan_id=loan.pk, kind="DUE", amount=D("1.00"))
        return real(*given)

    monkeypatch.setattr(nightly_proof, "ledger_against_loans", meanwhile)

    assert night().state == "DONE"
    assert calls


def test_the_proof_takes_as_many_statements_whatever_there_is(loan):
    with CaptureQueriesContext(connection) as asked:
        nightly_proof.night_differences(date(2026, 4, 13))

    assert len(asked) <= 14
