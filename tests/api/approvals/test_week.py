"""One's own week: decided by day, and what still waits by the day it arrived."""

from datetime import timedelta

from backend.platform import clock
from tests.factories.applications import decide, make_application


def test_the_week_counts_what_one_decided_and_what_waits_for_one(api, actor_for):
    decided = make_application(actor_for("officer"), submit=True)
    decide(actor_for("reviewer"), decided)
    make_application(actor_for("officer"), submit=True)
    make_application(actor_for("officer2"), submit=True)

    week = api("reviewer").get("tasks/week").json()

    assert len(week["rows"]) == 7
    assert (week["rows"][-1]["done"], week["rows"][-1]["waiting"]) == (1, 2)
    assert all(row["done"] == row["waiting"] == 0 for row in week["rows"][:-1])
    assert week["older"] == 0
    approver = api("approver").get("tasks/week").json()
    assert (approver["rows"][-1]["done"], approver["rows"][-1]["waiting"]) == (0, 1)


def test_what_arrived_before_the_week_waits_as_older(api, actor_for):
    with clock.frozen(clock.now() - timedelta(days=30)):
        make_application(actor_for("officer"), submit=True)

    week = api("reviewer").get("tasks/week").json()

    assert week["older"] == 1
    assert all(row["waiting"] == 0 for row in week["rows"])


def test_the_week_of_somebody_without_tasks_is_refused(api):
    assert api("teller").get("tasks/week").status_code == 403
