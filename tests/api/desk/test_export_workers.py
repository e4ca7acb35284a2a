"""What becomes of an export in the hands of workers: cancelled, killed, repeated, one at a time."""

from datetime import timedelta

import pytest

from backend.platform import clock
from backend.platform.desk.exports import files, running, services
from tests.factories import customers, loans
from tests.support.exports import ask, fetch, job_of, sheet, state_of


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def loan(actor_for):
    return loans.make_loan(actor_for("officer"), actor_for("disburser"))


def test_a_waiting_export_is_cancelled_at_once_and_an_ended_one_not(api, loan):
    officer = api("officer")
    job = job_of(ask(officer, "loans", "loan_no"))

    assert officer.post(f"exports/{job.pk}/cancel").json()["state"] == "CANCELLED"
    assert not running.export_run(job.pk)
    assert officer.post(f"exports/{job.pk}/cancel").json()["code"] == "desk.export_not_open"


def test_a_running_export_stops_at_its_next_piece(api, actor_for, monkeypatch):
    officer = api("officer")
    for _ in range(5):
        customers.make_customer(actor_for("officer"))
    monkeypatch.setattr(running, "CHUNK", 2)
    job = job_of(ask(officer, "customers", "name"))
    seen, progress = [], running._progress

    def cancelled_after_the_first_piece(one, **changes):
        progress(one, **changes)
        seen.append(changes["rows_done"])
        if len(seen) == 2:
            assert officer.post(f"exports/{job.pk}/cancel").json()["state"] == "RUNNING"

    monkeypatch.setattr(running, "_progress", cancelled_after_the_first_piece)
    running.export_run(job.pk)

    told = state_of(officer, job)
    assert (told["state"], told["rows_done"], told["rows_total"]) == ("CANCELLED", 2, 5)
    assert seen == [0, 2]
    assert list(files.folder().iterdir()) == []


def test_what_a_killed_worker_left_is_made_by_the_next_when_its_lease_has_run_out(api, loan, media):
    officer = api("officer")
    job = job_of(ask(officer, "loans", "loan_no"))
    running._take(job.pk)
    left = files.working_path(job.row_uuid) / "half"
    left.parent.mkdir(parents=True)
    left.write_text("half a file")

    assert not running.export_run(job.pk), "somebody is at it"
    with clock.frozen(clock.now() + running.LEASE + timedelta(seconds=1)):
        assert running.export_run(job.pk)

    assert state_of(officer, job)["state"] == "DONE"
    assert [row[0] for row in sheet(fetch(officer, job.pk))[1:]] == [loan.loan_no]
    assert [path.name for path in files.folder().iterdir()] == [str(job.row_uuid)]


def test_a_worker_that_only_seemed_dead_does_not_disturb_its_successor(api, loan):
    job = job_of(ask(api("officer"), "loans", "loan_no"))
    first = running._take(job.pk)
    with clock.frozen(clock.now() + running.LEASE + timedelta(seconds=1)):
        second = running._take(job.pk)
        with pytest.raises(running.Stopped):
            running._progress(first, rows_done=1)
        running._stop(first)
        running._progress(second, rows_done=1)

    job.refresh_from_db()
    assert (job.state, job.attempt) == ("RUNNING", 2)


def test_an_export_that_kills_its_worker_each_time_fails(api, loan):
    officer = api("officer")
    job = job_of(ask(officer, "loans", "loan_no"))
    later = clock.now()
    for _ in range(running.MOST_ATTEMPTS):
        with clock.frozen(later):
            assert running._take(job.pk) is not None
        later += running.LEASE + timedelta(seconds=1)
    with clock.frozen(later):
        assert running._take(job.pk) is None

    assert state_of(officer, job)["error_code"] == "desk.export_interrupted"


def test_one_export_of_a_bank_is_made_at_a_time(api, loan):
    first, second = (job_of(ask(api("officer"), "loans", "loan_no")) for _ in range(2))
    running._take(first.pk)

    assert not running.export_run(second.pk)
    assert running.next_waiting() == second.pk


def test_the_sweep_rings_for_what_waits(api, loan, monkeypatch):
    rung = []
    monkeypatch.setattr(services.jobs, "ring", lambda task, *args: rung.append(args))
    job = job_of(ask(api("officer"), "loans", "loan_no"))
    rung.clear()

    services.exports_sweep()

    assert rung == [(job.pk,)]


def test_a_failed_export_is_asked_for_again_with_the_same_conditions(api, loan):
    officer = api("officer")
    job = job_of(ask(officer, "loans", "loan_no", "drawn", status="ACTIVE"))
    officer.post(f"exports/{job.pk}/cancel")

    again = job_of(officer.post(f"exports/{job.pk}/again"))

    assert again.pk != job.pk
    assert (again.asked_for, again.columns, again.format) == (job.asked_for, job.columns, job.format)
    assert running.export_run(again.pk)


# -- the file ---------------------------------------------------------------------------------------
