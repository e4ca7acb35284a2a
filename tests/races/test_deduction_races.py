"""Files of deductions beside the counter and the night, over committed rows."""

import threading
from contextlib import suppress
from datetime import date
from decimal import Decimal

import pytest
from django.db.models import Sum

from tenants.deductions import running
from tenants.deductions.models import DeductionRow
from tenants.loans import eod, services
from tenants.loans.nightly_proof import night_differences
from tenants.loans.services import bulk
from tests import world
from tests.factories.deductions import make_file, row_of, work_off
from tests.factories.loans import make_loan, pass_nights, set_business_date
from tests.races.test_disbursement_races import at_once, people

pytestmark = [pytest.mark.race, pytest.mark.usefixtures("committed_bank")]
FIRST_DUE = date(2026, 4, 2)
PAYMENT = Decimal("8530.99")


@pytest.fixture(autouse=True)
def _the_date_is_put_back(committed_bank):
    set_business_date(world.BUSINESS_DATE)
    yield
    set_business_date(world.BUSINESS_DATE)


@pytest.fixture
def due_loans(committed_bank):
    officer, disburser = people("officer", "disburser")
    loans = [make_loan(officer, disburser) for _ in range(4)]
    pass_nights(FIRST_DUE)
    eod.eod_mark_due(FIRST_DUE)
    return loans


def test_a_counter_and_a_file_take_the_same_instalment_and_it_is_paid_once(due_loans, monkeypatch):
    (teller,) = people("teller")
    file = make_file(teller, [row_of(loan, PAYMENT) for loan in due_loans])
    work_off_checked = running.file_slice
    gate = threading.Barrier(2, timeout=3)
    real = bulk.receiving.divide

    def slow(*given):
        result = real(*given)
        with suppress(threading.BrokenBarrierError):  # with the locks the other cannot come here
            gate.wait()
        return result

    monkeypatch.setattr(bulk.receiving, "divide", slow)

    def counter():
        services.repayment_receive(actor=teller, loan_id=due_loans[2].pk, kind="DUE", amount=PAYMENT)

    answers = at_once(lambda: work_off_checked(file.pk), counter)

    file.refresh_from_db()
    refused = list(file.rows.filter(state="REFUSED").values_list("reason", flat=True))
    assert (refused, answers.count("loans.nothing_due")) in ((["loans.nothing_due"], 0), ([], 1))
    for loan in due_loans:
        assert loan.repayments.aggregate(total=Sum("amount"))["total"] == PAYMENT
    assert night_differences(date.min) == []


def test_two_workers_and_two_files_with_the_same_references_take_each_once(due_loans):
    (teller,) = people("teller")
    files = [
        make_file(teller, [row_of(loan, 100 + n, f"{due_loans[0].pk}-{loan.pk}") for loan in order])
        for n, order in enumerate((due_loans, due_loans[::-1]))
    ]

    answers = at_once(*(lambda pk=file.pk: running.file_slice(pk) for file in files for _ in range(2)))

    assert not [answer for answer in answers if isinstance(answer, str)]
    for file in files:
        work_off(file)
        assert file.state == "DONE"
    taken = DeductionRow.objects.filter(file__in=files, state="TAKEN")
    assert taken.count() == len(due_loans)
    assert taken.values("row_key").distinct().count() == len(due_loans)
    assert night_differences(date.min) == []
