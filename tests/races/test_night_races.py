"""Two workers at one night: each piece is done by one of them; beside it what happens without the row's lock."""

import threading
from contextlib import suppress

import pytest
from django.db import OperationalError
from django.db.models import QuerySet

from backend.platform import clock
from backend.platform.permissions import Actor
from tenants.endofday import engine, plan, services
from tenants.endofday.models import BatchRun, BatchStep
from tests import world
from tests.factories.loans import set_business_date
from tests.races.test_disbursement_races import at_once

pytestmark = [pytest.mark.race, pytest.mark.usefixtures("committed_bank")]


@pytest.fixture
def night(committed_bank, monkeypatch):
    """An open night of one step that counts how often it is being done, and how often at the same time."""
    seen = {"inside": 0, "most": 0, "done": 0}
    guard, gate = threading.Lock(), threading.Barrier(2, timeout=2)

    def work(night):
        with guard:
            seen["inside"] += 1
            seen["done"] += 1
            seen["most"] = max(seen["most"], seen["inside"])
        with suppress(threading.BrokenBarrierError):  # with the lock nobody else can come here
            gate.wait()
        with guard:
            seen["inside"] -= 1
        return 1

    monkeypatch.setattr(plan, "PLAN", [plan.Step("slow", "慢", work)])
    run = services.night_start(actor=Actor.system(world.BANK_A), ring=False)
    yield run, seen
    BatchStep.objects.filter(run=run).delete()
    BatchRun.objects.filter(pk=run.pk).delete()
    set_business_date(world.BUSINESS_DATE)


def work_on(run):
    """A worker whose predecessor's lease has run out."""

    def go():
        with clock.frozen(clock.now() + 2 * engine.LEASE):
            return engine.night_run(run.pk).state

    return go


def test_two_workers_at_once_do_the_step_once(night):
    run, seen = night

    at_once(work_on(run), work_on(run))

    assert (seen["done"], seen["most"]) == (1, 1)
    assert BatchRun.objects.get(pk=run.pk).state == "DONE"


def test_a_worker_that_outlives_its_lease_keeps_others_out_by_the_lock_of_its_row(night, monkeypatch):
    run, seen = night
    monkeypatch.setattr(engine, "LEASE", -engine.LEASE)  # a lease is over as soon as it is given

    at_once(work_on(run), work_on(run))

    assert seen["most"] == 1


def test_without_the_lock_of_the_row_the_same_step_is_done_by_two(night, monkeypatch):
    run, seen = night
    monkeypatch.setattr(engine, "LEASE", -engine.LEASE)
    monkeypatch.setattr(QuerySet, "select_for_update", lambda rows, **how: rows)
    monkeypatch.setattr(engine, "HELD", engine.HELD.replace("FOR UPDATE OF step", ""))

    with suppress(OperationalError):  # the two may end by writing their rows crosswise
        at_once(work_on(run), work_on(run))

    assert seen["most"] == 2
