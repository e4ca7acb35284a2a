"""The opening book at a small scale: its sums, its mix, the proof of the ledger, and the same book for the same seed."""

from datetime import date
from decimal import Decimal

import pytest
from cryptography.exceptions import InvalidTag
from django.core.management import call_command
from django.db import connection

from backend.platform.permissions import Actor
from backend.platform.tenancy import in_entity
from tenants.customers.models import Customer
from tenants.endofday import services as endofday
from tenants.loans.models import AccrualPosting, DailyAccrual, Instalment, LoanAccount, Repayment
from tests.load import nights
from tests.load.banks import book_totals, differences_of, load_bank
from tests.load.loans import opening_loans
from tests.load.plan import KINDS, RATES, book_plan, divided, volumes
from tests.support import databases

SCALE, SEED = Decimal("0.0001"), 7
BANKS = ["b003", "b004"]


@pytest.fixture(scope="module")
def book_database(django_db_setup, django_db_blocker):
    """A database of its own with the book in two new banks; the other tests go on in theirs."""
    before = str(connection.settings_dict["NAME"])
    with django_db_blocker.unblock():
        name = databases.clone(f"{before}_book")
        databases.use_database(name)
        call_command("onboard_entities", only=",".join(BANKS), workers=1, verbosity=0)
        book = book_plan(SCALE, BANKS, SEED)
        for code in BANKS:
            assert load_bank(book, code, SEED, lambda count: None)
        databases.use_database(before)
    return name


@pytest.fixture
def in_book(book_database, django_db_blocker):
    before = str(connection.settings_dict["NAME"])
    with django_db_blocker.unblock():
        databases.use_database(book_database)
        try:
            yield
        finally:
            databases.use_database(before)


def test_a_total_is_divided_by_largest_remainder():
    assert divided(10, [1, 1, 1]) == [4, 3, 3]
    assert divided(7, [3, 2, 2]) == [3, 2, 2]
    assert sum(divided(100_003, range(1, 96))) == 100_003


def test_every_scale_has_the_mix_and_the_sums_of_the_whole():
    given = volumes()["opening_book"]
    for scale in ("0.001", "0.0025"):
        plan = book_plan(Decimal(scale), [f"b{n:03d}" for n in range(1, 96)], SEED)
        loans = [loan for bank in plan.banks for loan in bank.loans]
        assert len(loans) == given["open_loans"] * Decimal(scale)
        assert sum(bank.outstanding_cents for bank in plan.banks) == 100 * Decimal(
            given["outstanding_cny"]
        ) * Decimal(scale)
        assert sum(loan.overdue for loan in loans) == Decimal(str(given["overdue_share"])) * len(loans)
        for kind in KINDS:
            share = Decimal(str(given["mix"][kind.label])) * len(loans)
            assert sum(loan.kind is kind for loan in loans) == share
    assert sum(RATES) / len(RATES) == Decimal(given["average_rate"])


def test_the_loaded_book_is_the_planned_one_to_the_cent(in_book):
    totals = book_totals(BANKS)
    assert totals["loans"] == 320
    assert totals["outstanding"] == Decimal("38000000.00")
    assert totals["overdue"] == 6
    assert totals["by_method"] == {
        "INTEREST_ONLY": 144, "EQUAL_INSTALMENT": 80, "BULLET": 64, "EQUAL_PRINCIPAL": 16, "SCHEDULED": 16,
    }  # fmt: skip
    assert abs(totals["average_rate"] - Decimal("0.065")) < Decimal("0.002")


def test_the_nightly_proof_holds_on_the_opening_day_and_notices_a_cent(in_book):
    assert differences_of(BANKS) == []
    with in_entity("b003"):
        assert AccrualPosting.objects.exists()
        loan = LoanAccount.objects.filter(interest_paid__gt=0).first()
        LoanAccount.objects.filter(pk=loan.pk).update(interest_paid=loan.interest_paid + Decimal("0.01"))
        assert any(loan.loan_no in line for line in differences_of(["b003"]))
        LoanAccount.objects.filter(pk=loan.pk).update(interest_paid=loan.interest_paid)
    assert differences_of(BANKS) == []


def test_schedules_lie_around_the_opening_day(in_book):
    as_of = date(2021, 7, 11)
    for code in BANKS:
        with in_entity(code):
            assert not LoanAccount.objects.exclude(accrued_through=as_of).exists()
            assert not Instalment.objects.filter(state="PENDING", due_on__lte=as_of).exists()
            assert not Instalment.objects.filter(state__in=["PAID", "OVERDUE"], due_on__gt=as_of).exists()
            assert Repayment.objects.filter(principal__gt=0).exists()


def test_what_is_personal_is_sealed_under_its_row(in_book):
    with in_entity("b004"):
        first, second = Customer.objects.order_by("id")[:2]
        assert first.id_no.startswith("520")
        Customer.objects.filter(pk=second.pk).update(address=Customer.objects.values_list("address")[:1])
        with pytest.raises(InvalidTag):
            _ = Customer.objects.get(pk=second.pk).address


def test_a_bank_that_has_loans_is_left_as_it_is(in_book):
    before = book_totals(BANKS)
    assert not load_bank(book_plan(SCALE, BANKS, SEED), "b003", SEED, lambda count: None)
    assert book_totals(BANKS) == before


def test_the_same_seed_makes_the_same_book(in_book):
    first, again, other = _drawn(SEED), _drawn(SEED), _drawn(SEED + 1)
    assert first == again
    assert first != other
    with in_entity("b003"):
        stored = LoanAccount.objects.order_by("id").values_list("drawn", "start_on", "accrued_total")
        assert list(stored) == first


def _drawn(seed):
    plan = book_plan(SCALE, BANKS, seed)
    loans = opening_loans(plan.banks[0], plan.as_of, seed)
    return [(loan.terms.principal, loan.terms.start_on, loan.accrued) for loan in loans]


def test_a_night_over_the_book_closes_and_its_proof_holds(in_book):
    for code in BANKS:
        with in_entity(code):
            run = endofday.night_start(actor=Actor.system(code), ring=False)
            assert endofday.night_run(run.pk).state == "DONE"
            assert not LoanAccount.objects.exclude(accrued_through=date(2021, 7, 12)).exists()
    assert differences_of(BANKS) == []


def test_the_floor_touches_every_loan_and_leaves_nothing_behind(in_book):
    def kept():
        with in_entity("b003"):
            return sorted(LoanAccount.objects.values_list("id", "accrued_total", "accrued_through"))

    before = kept()
    assert nights.floor(["b003"], 1) > 0
    nights.take_back(["b003"])
    assert kept() == before
    with in_entity("b003"):
        assert not DailyAccrual.objects.filter(accrued_on=nights.FLOOR_ON).exists()
