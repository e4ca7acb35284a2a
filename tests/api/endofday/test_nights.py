"""The night: one open at a time, each step once, stopped by a failure, resumed, told to the province."""

import uuid
from datetime import date, timedelta

import pytest

from backend.platform import clock
from backend.platform.permissions import Actor
from backend.platform.records import outbox
from shared.entities.models import LegalEntity
from shared.operations.models import EntityNight
from tenants.endofday import engine, plan, services, tasks
from tenants.endofday.models import BatchRun, BatchStep
from tenants.endofday.plan import PLAN, Step
from tenants.ledger.types import Difference
from tenants.organisation.models import BusinessDate
from tests import world
from tests.factories.loans import make_loan

ACTOR = Actor.system(world.BANK_A)


def start():
    return services.night_start(actor=ACTOR, ring=False)


def test_a_night_moves_the_date_and_does_every_step_once():
    run = services.night_run(start().pk)

    assert run.state == "DONE"
    assert [s.name for s in run.steps.all()] == [s.name for s in PLAN]
    assert set(run.steps.values_list("state", "attempts")) == {("DONE", 1)}
    row = BusinessDate.objects.get()
    assert (row.current_on, row.closing_on, row.last_closed_on) == (date(2026, 3, 3), None, date(2026, 3, 2))


def test_only_one_night_is_open(api):
    admin = api("bank_admin")
    assert admin.post("nights").status_code == 201

    second = admin.post("nights")

    assert (second.status_code, second.json()["code"]) == (409, "endofday.night_open")


def test_the_officer_may_not_start_a_night_and_nothing_happens(api):
    assert api("officer").post("nights").status_code == 403
    assert BatchRun.objects.count() == 0


def test_while_the_night_runs_postings_carry_the_next_date(monkeypatch):
    from tenants.organisation.locks import business_date_hold

    seen = []
    look = Step("look", "看", lambda night: seen.append(business_date_hold()) or 0)
    monkeypatch.setattr(plan, "PLAN", [PLAN[0], look, PLAN[-1]])

    services.night_run(start().pk)

    assert (seen[0].current_on, seen[0].closing_on) == (date(2026, 3, 3), date(2026, 3, 2))


@pytest.fixture
def failing(monkeypatch):
    """A plan whose second step fails until it is mended."""
    state = {"broken": True, "runs": 0}

    def work(night):
        state["runs"] += 1
        if state["broken"]:
            raise RuntimeError("磁盘已满")
        return 7

    monkeypatch.setattr(plan, "PLAN", [PLAN[0], Step("fragile", "易碎步骤", work), PLAN[-1]])
    return state


def test_a_failure_stops_the_night_and_shows_its_reason(failing, api):
    run = services.night_run(start().pk)

    shown = api("bank_admin").get(f"nights/{run.pk}").json()
    assert shown["state"] == "FAILED"
    assert [s["state"] for s in shown["steps"]] == ["DONE", "FAILED", "WAITING"]
    broken = shown["steps"][1]
    assert (broken["error_code"], "RuntimeError" in broken["error"]) == ("endofday.step_broken", True)
    assert "磁盘已满" not in broken["error"]  # what an exception says may hold anybody's data
    assert shown["progress"] == {"done": 1, "total": 3}


def test_a_retry_goes_on_with_the_failed_step_and_repeats_no_other(failing, api):
    run = services.night_run(start().pk)
    failing["broken"] = False
    admin = api("bank_admin")

    assert admin.post(f"nights/{run.pk}/retry").json()["state"] == "RUNNING"
    run = services.night_run(run.pk)

    assert run.state == "DONE"
    assert list(run.steps.values_list("name", "attempts", "rows")) == [
        ("cut_over", 1, 1),
        ("fragile", 2, 7),
        ("close", 1, 1),
    ]
    assert admin.post(f"nights/{run.pk}/retry").json()["code"] == "endofday.not_failed"


def claimed(run):
    return engine._claim(run.pk, f"somebody:{uuid.uuid4()}")


def later():
    return clock.frozen(clock.now() + engine.LEASE + timedelta(seconds=1))


def test_a_step_under_a_lease_is_left_alone_until_the_lease_runs_out(failing):
    failing["broken"] = False
    run = start()
    claimed(run)

    assert claimed(run) is None
    with later():
        assert claimed(run).attempts == 2


def test_a_worker_that_comes_back_after_its_lease_does_nothing(failing):
    failing["broken"] = False
    run = start()
    late = claimed(run)
    with later():
        claimed(run)

    assert engine._do(late) is None

    assert BatchStep.objects.get(pk=late.pk).state == "RUNNING"
    assert BusinessDate.objects.get().closing_on is None


def test_a_step_whose_workers_are_lost_again_and_again_fails(failing):
    run = start()
    at = clock.now()
    for n in range(engine.MOST_STALLS + 2):
        with clock.frozen(at + n * (engine.LEASE + timedelta(seconds=1))):
            claimed(run)

    step = run.steps.get(name="cut_over")
    assert (step.state, step.error_code) == ("FAILED", "endofday.step_lost")
    assert BatchRun.objects.get().state == "FAILED"


def test_a_difference_in_the_ledger_stops_the_night(monkeypatch):
    monkeypatch.setattr(
        plan.nightly_proof,
        "night_differences",
        lambda on: [
            Difference("debits", 1, 2, subject="1301"),
            Difference("interest paid", 1, 2, loan="JJ2026000001"),
        ],
    )

    run = services.night_run(start().pk)

    assert run.state == "FAILED"
    step = run.steps.get(name="check_ledger")
    assert (step.error_code, "subject 1301: debits" in step.error) == ("endofday.ledger_differs", True)
    assert step.loan_nos == ["JJ2026000001"]


def test_the_province_keeps_a_copy_and_hearing_twice_changes_nothing(api, actor_for):
    make_loan(actor_for("officer"), actor_for("disburser"))
    services.night_run(start().pk)

    outbox.relay()
    outbox.relay()

    night = EntityNight.objects.get(entity_code=world.BANK_A)
    assert (night.business_on, night.state) == (date(2026, 3, 2), "DONE")
    assert LegalEntity.objects.get(code=world.BANK_A).business_date == date(2026, 3, 3)
    rows = api("province:operations").get("nights").json()["results"]
    assert [(r["entity_code"], r["state"], r["outstanding"]) for r in rows] == [("b001", "DONE", "100000.00")]
    summary = api("province:operations").get("night-summary").json()
    assert summary["states"] == [{"state": "DONE", "count": 1}]


def test_the_sweep_rings_for_a_night_that_nobody_holds(monkeypatch):
    rung = []
    monkeypatch.setattr(
        tasks.night_run_task, "apply_async", lambda args, **options: rung.append((args, options))
    )
    run = start()

    services.nights_resume()
    claimed(run)
    services.nights_resume()
    with later():
        services.nights_resume()

    # a message that nobody takes before the next sweep is dropped: they do not pile up behind a busy worker
    assert rung == [([run.pk], {"expires": tasks.RING_SECONDS})] * 2
