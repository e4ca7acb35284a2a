"""The 41 days at scale 0.01: whatever the product did in them adds up to the figures, and the ledger to its events."""

from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db import connection

from backend.platform.tenancy import in_entity
from tenants.loans.models import LoanAccount
from tests.load import replay as replaying
from tests.load.banks import differences_of, load_bank
from tests.load.plan import book_plan, volumes
from tests.load.replay import Replay, ReplayError, report
from tests.load.returning import Payable, chosen, in_parts
from tests.load.traffic import CHANNELS, traffic
from tests.support import databases

SCALE, SEED = Decimal("0.01"), 7
BANKS = ["b003", "b004"]


@pytest.mark.parametrize("scale", ["0.1", "0.01"])
def test_every_scale_has_the_counts_and_sums_of_each_channel(scale):
    given = volumes()["disbursed"]
    plan = traffic(Decimal(scale), ["b001", "b002", "b003"], SEED)
    made = {name: [0, 0] for name in CHANNELS}
    for days in plan.wishes.values():
        assert len(days) == 41
        for wish in (wish for day in days for wish in day):
            assert wish.cents > 0
            name = next(name for name, ours in CHANNELS.items() if wish.channel in ours)
            made[name][0] += 1
            made[name][1] += wish.cents
    for name, facts in given["by_channel"].items():
        assert made[name][1] == Decimal(facts["amount_cny"]) * 100 * Decimal(scale)
        assert abs(made[name][0] - facts["count"] * Decimal(scale)) < 2
    assert sum(count for count, _ in made.values()) == round(given["count"] * Decimal(scale))
    assert plan.returned_by(40) == plan.returned
    assert plan.returned.principal == Decimal(volumes()["repayments"]["principal_cny"]) * 100 * Decimal(scale)


def test_who_pays_is_chosen_to_the_cent():
    loans = [
        Payable(1, "EQUAL_INSTALMENT", 0, 50, 400),
        Payable(2, "BULLET", 7, 100, 1000),
        Payable(3, "INTEREST_ONLY", 0, 300, 0),
    ]
    paying = chosen(loans, 390, 900)
    assert [(one.loan_id, one.extra, one.interest, one.principal) for one in paying] == [
        (1, 0, 50, 400), (2, 7, 100, 500), (3, 0, 240, 0),
    ]  # fmt: skip
    assert [one.principal for one in chosen(loans, 100, 900)] == [400, 0]
    late = Payable(4, "EQUAL_INSTALMENT", 9, 60, 500, in_part=False)
    assert [one.loan_id for one in chosen([late, *loans], 59, 900)] == [1, 2]
    assert [one.cents for one in chosen([late, *loans], 60, 500)] == [569]
    parts = in_parts(paying, 8)
    assert len(parts) == 8
    assert sum(cents for _, cents in parts) == 390 + 900 + 7
    assert [loan for loan, _ in parts] == [1, 1, 1, 2, 2, 2, 3, 3]


@pytest.fixture(scope="module")
def book(django_db_setup, django_db_blocker):
    """A database of its own with the opening book in two new banks; the other tests go on in theirs."""
    before = str(connection.settings_dict["NAME"])
    with django_db_blocker.unblock():
        databases.use_database(databases.clone(f"{before}_replay"))
        try:
            call_command("onboard_entities", only=",".join(BANKS), workers=1, verbosity=0)
            plan = book_plan(SCALE, BANKS, SEED)
            for code in BANKS:
                assert load_bank(plan, code, SEED, lambda count: None)
            yield
        finally:
            databases.use_database(before)


@pytest.mark.slow
def test_the_41_days_add_up_although_they_were_broken_off(book, monkeypatch):
    plan = traffic(SCALE, BANKS, SEED)
    whole = replaying.repayments_receive

    def broken_off(*, actor, **given):
        if actor.entity_code == "b004":
            raise ReplayError("broken off")
        return whole(actor=actor, **given)

    first = Replay(plan, BANKS, SEED, workers=1)
    first.prepare()
    for day in range(3):
        first.day(day, by_worker=False)
    monkeypatch.setattr(replaying, "repayments_receive", broken_off)
    second = Replay(plan, BANKS, SEED, workers=1)
    with pytest.raises(ReplayError):
        second.day(3, by_worker=False)
    monkeypatch.undo()
    third = Replay(plan, BANKS, SEED, workers=2)
    third.prepare()
    for day in range(plan.days):
        done = third.day(day, by_worker=False)
        assert bool(done) is (day >= 3)
        if done:
            assert done["drawdowns"].count == (
                0 if day == 3 else sum(len(plan.wishes[code][day]) for code in BANKS)
            )
    drawn, returned = report(BANKS)
    assert drawn == plan.by_channel
    assert returned == plan.returned
    assert differences_of(BANKS) == []
    for code in BANKS:
        with in_entity(code):
            assert (
                not LoanAccount.objects.filter(accrued_through__lt=plan.on(40))
                .exclude(status="SETTLED")
                .exists()
            )
