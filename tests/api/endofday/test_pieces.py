"""Big steps in pieces: the same result whatever the size, resumed at the piece, stopped between two, skipped by two."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import OperationalError

from backend.platform import clock
from backend.platform.permissions import Actor
from backend.platform.records.models import AuditRecord
from tenants.endofday import engine, plan, services, tasks
from tenants.endofday.models import BatchRun
from tenants.endofday.plan import PLAN, Step
from tenants.ledger.types import Difference
from tenants.loans import eod, reconciliation, selectors
from tenants.loans.models import DailyAccrual, LoanAccount
from tenants.organisation.models import BusinessDate
from tests import world
from tests.factories.loans import make_loan

ACTOR = Actor.system(world.BANK_A)


@pytest.fixture
def loans(actor_for):
    officer, disburser = actor_for("officer"), actor_for("disburser")
    return [make_loan(officer, disburser) for _ in range(5)]


@pytest.fixture
def small(settings):
    settings.NIGHT_CHUNK = 2


def start(**given):
    return services.night_start(actor=ACTOR, ring=False, **given)


def books():
    return list(
        LoanAccount.objects.order_by("pk").values("accrued_total", "accrued_through", "principal_due")
    )


def step_of(run, name):
    return run.steps.get(name=name)


def test_a_step_in_pieces_counts_every_loan_once(loans, small):
    run = services.night_run(start().pk)

    step = step_of(run, "accrue")
    assert (run.state, step.rows, step.rows_done, step.rows_of) == ("DONE", 5, 5, 5)
    assert step.checkpoint == loans[3].pk
    assert DailyAccrual.objects.count() == 5
    assert reconciliation.differences() == []


@pytest.mark.parametrize("size", [1, 5, 100])
def test_the_size_of_the_pieces_changes_nothing(loans, settings, size):
    settings.NIGHT_CHUNK = size
    services.night_run(start().pk)

    assert {row["accrued_through"] for row in books()} == {world.BUSINESS_DATE}
    assert len({row["accrued_total"] for row in books()}) == 1
    assert reconciliation.differences() == []


@pytest.fixture
def going_away(monkeypatch):
    """The accruing loses its database at the piece of that number, once; the pieces that were done are noted."""

    def at(piece):
        seen = []

        def work(night):
            seen.append(night.within)
            if len(seen) == piece:
                raise OperationalError("server closed the connection unexpectedly")
            return eod.eod_accrue(night.on, within=night.within)

        accrue = Step("accrue", "利息计提", work, selectors.loans_open)
        monkeypatch.setattr(plan, "PLAN", [PLAN[0], accrue, *PLAN[-3:]])
        return seen

    return at


def test_a_night_that_lost_its_database_goes_on_with_the_piece_that_was_lost(loans, small, going_away):
    seen = going_away(2)
    run = start()
    with pytest.raises(OperationalError):
        services.night_run(run.pk)
    left = step_of(run, "accrue")
    assert (left.state, left.rows_done, left.rows_of, left.checkpoint) == ("RUNNING", 2, 5, loans[1].pk)

    run = services.night_run(run.pk)

    assert run.state == "DONE"
    assert [one.after for one in seen] == [0, loans[1].pk, loans[1].pk, loans[3].pk]
    assert DailyAccrual.objects.count() == 5
    assert reconciliation.differences() == []


def test_a_slice_leaves_the_rest_to_the_end_of_the_queue(loans, small, monkeypatch, settings):
    settings.NIGHT_SLICE_SECONDS = 0
    rung = []
    monkeypatch.setattr(
        tasks.jobs,
        "ring",
        lambda task, *args, **to: rung.extend(args) if task is tasks.night_run_task else None,
    )
    run = start()

    tasks.night_run_task.run(run.pk)
    assert (rung, step_of(run, "cut_over").state, step_of(run, "mark_due").state) == (
        [run.pk],
        "DONE",
        "RUNNING",
    )
    while len(rung) < 60 and BatchRun.objects.get().is_open:
        tasks.night_run_task.run(run.pk)

    assert BatchRun.objects.get().state == "DONE"
    assert set(run.steps.values_list("attempts", "stalls")) == {(1, 0)}
    assert reconciliation.differences() == []


@pytest.fixture
def broken(loans, monkeypatch):
    """The fourth loan breaks a rule of its table when it accrues, until it is mended."""
    state = {"loan": loans[3], "broken": True}

    def work(night):
        if state["broken"]:
            within = LoanAccount.objects.filter(pk__gt=night.within.after, pk__lte=night.within.through)
            within.filter(pk=loans[3].pk).update(principal_outstanding=-1)
        return eod.eod_accrue(night.on, within=night.within)

    at = next(n for n, step in enumerate(PLAN) if step.name == "accrue")
    accrue = Step("accrue", "利息计提", work, selectors.loans_open)
    monkeypatch.setattr(plan, "PLAN", [*PLAN[:at], accrue, *PLAN[at + 1 :]])
    return state


def test_the_loan_that_stops_a_step_is_named_and_the_night_waits_at_its_piece(small, broken, loans, api):
    run = services.night_run(start().pk)

    shown = api("bank_admin").get(f"nights/{run.pk}").json()
    step = next(one for one in shown["steps"] if one["name"] == "accrue")
    assert (step["state"], step["error_code"]) == ("FAILED", "endofday.step_conflict")
    assert step["loan_nos"] == [broken["loan"].loan_no]
    assert (step["rows_done"], step["rows_of"], step["skippable"]) == (2, 5, True)
    assert DailyAccrual.objects.count() == 2  # the piece before stays, the failed one left nothing

    broken["broken"] = False
    assert api("bank_admin").post(f"nights/{run.pk}/retry").json()["state"] == "RUNNING"
    assert services.night_run(run.pk).state == "DONE"
    assert DailyAccrual.objects.count() == 5
    assert reconciliation.differences() == []


def test_a_night_that_is_asked_to_stop_stops_before_the_next_piece_and_is_resumed(
    loans, small, api, monkeypatch
):
    admin = api("bank_admin")
    run = start()

    def stopping(night):
        services.night_stop(actor=ACTOR, run_id=run.pk)
        return eod.eod_mark_due(night.on, within=night.within)

    monkeypatch.setattr(
        plan, "PLAN", [PLAN[0], Step("mark_due", "到期应还", stopping, selectors.loans_open), *PLAN[2:]]
    )
    stopped = services.night_run(run.pk)

    step = step_of(run, "mark_due")
    assert (stopped.state, step.state, step.rows_done) == ("STOPPED", "WAITING", 2)
    assert services.night_run(run.pk).state == "STOPPED"  # nobody works on it
    monkeypatch.undo()
    assert admin.post(f"nights/{run.pk}/resume").json()["state"] == "RUNNING"
    assert services.night_run(run.pk).state == "DONE"
    assert admin.post(f"nights/{run.pk}/stop").json()["code"] == "endofday.not_under_way"
    assert admin.post(f"nights/{run.pk}/resume").json()["code"] == "endofday.not_stopped"


def test_a_night_that_nobody_works_on_stops_at_once(api):
    run = start()

    assert api("bank_admin").post(f"nights/{run.pk}/stop").json()["state"] == "STOPPED"

    assert services.night_run(run.pk).state == "STOPPED"
    assert api("officer").post(f"nights/{run.pk}/resume").status_code == 403


def skip(client, run, name, reason="借据数据待修复,次日补提"):
    return client.post(f"nights/{run.pk}/steps/{name}/skip", {"reason": reason})


def test_a_failed_step_is_skipped_when_a_second_person_approves(loans, small, broken, api):
    run = services.night_run(start().pk)
    asked = skip(api("bank_admin"), run, "accrue")
    assert asked.status_code == 202
    assert step_of(run, "accrue").state == "FAILED"
    change = f"changes/{asked.json()['id']}"

    seen = api("risk").get(change).json()
    own = api("bank_admin").post(f"{change}/approve", {"content_hash": seen["content_hash"]})
    done = api("risk").post(f"{change}/approve", {"content_hash": seen["content_hash"]})

    assert (own.json()["code"], done.status_code) == ("changes.self_check", 200)
    step = step_of(run, "accrue")
    assert (step.state, "风险管理岗" in step.skipped_by) == ("SKIPPED", True)
    assert AuditRecord.objects.filter(action="endofday.skip").count() == 1
    broken["broken"] = False
    assert services.night_run(run.pk).state == "DONE"
    # the next night makes up for it
    assert services.night_run(start().pk).state == "DONE"
    assert {row["accrued_through"] for row in books()} == {world.BUSINESS_DATE + timedelta(days=1)}
    assert len({row["accrued_total"] for row in books()}) == 1


def test_a_retry_makes_the_request_to_skip_void(small, broken, api):
    run = services.night_run(start().pk)
    change = skip(api("bank_admin"), run, "accrue").json()["id"]
    seen = api("risk").get(f"changes/{change}").json()
    api("bank_admin").post(f"nights/{run.pk}/retry")
    services.night_run(run.pk)

    late = api("risk").post(f"changes/{change}/approve", {"content_hash": seen["content_hash"]})

    assert (late.status_code, late.json()["code"]) == (409, "changes.subject_moved")
    assert step_of(run, "accrue").state == "FAILED"


def test_what_the_books_need_is_never_skipped(monkeypatch, api):
    monkeypatch.setattr(
        plan.nightly_proof, "night_differences", lambda on: [Difference("debits", 1, 2, subject="1301")]
    )
    run = services.night_run(start().pk)

    refused = skip(api("bank_admin"), run, "check_ledger")

    assert (refused.status_code, refused.json()["code"]) == (409, "endofday.step_required")
    assert skip(api("bank_admin"), run, "accrue").json()["code"] == "endofday.step_not_failed"
    assert skip(api("bank_admin"), run, "nothing").status_code == 404
    assert skip(api("officer"), run, "check_ledger").status_code == 403
    assert [step.name for step in PLAN if step.required] == [
        "cut_over",
        "reprice",
        "keep_balances",
        "check_ledger",
        "close",
    ]


def test_missed_dates_are_closed_one_after_the_other(loans, small, api):
    through = world.BUSINESS_DATE + timedelta(days=3)
    with clock.frozen(clock.now()):
        first = api("bank_admin").post("nights", {"through": through.isoformat()})
    assert first.json()["catch_up_through"] == through.isoformat()

    while (run := BatchRun.objects.filter(is_open=True).first()) is not None:
        assert services.night_run(run.pk).state == "DONE"

    assert [run.business_on.day for run in BatchRun.objects.order_by("business_on")] == [2, 3, 4, 5]
    assert BusinessDate.objects.get().current_on == date(2026, 3, 6)
    assert {row["accrued_through"] for row in books()} == {through}
    assert reconciliation.differences() == []


def test_a_stop_in_the_last_piece_of_a_date_holds_the_dates_that_follow(monkeypatch):
    def stopping(night):
        services.night_stop(actor=ACTOR, run_id=run.pk)
        return plan.close(night)

    monkeypatch.setattr(plan, "PLAN", [PLAN[0], replace(PLAN[-1], work=stopping)])
    run = start(through=world.BUSINESS_DATE + timedelta(days=1))

    assert services.night_run(run.pk).state == "DONE"

    following = BatchRun.objects.get(is_open=True)
    assert (following.state, following.business_on) == ("STOPPED", world.BUSINESS_DATE + timedelta(days=1))


def test_dates_that_are_still_to_come_are_not_caught_up(api):
    before = world.BUSINESS_DATE - timedelta(days=1)
    for through in (before, date(2099, 1, 1)):
        refused = api("bank_admin").post("nights", {"through": through.isoformat()})
        assert refused.json()["errors"][0]["code"] == "endofday.catch_up_range"
    assert not BatchRun.objects.exists()


def test_two_claims_of_one_step_exclude_each_other():
    run = start()
    assert engine._claim(run.pk, "first") is not None
    assert engine._claim(run.pk, "second") is None
