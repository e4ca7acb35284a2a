"""The sessions of an account: how long they live, which there are, and ending one."""

import uuid
from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from backend.platform import clock
from shared.identity.models import AuthenticationEvent, Session
from tests import world
from tests.support.api import Api

IDLE, LONGEST = timedelta(minutes=30), timedelta(hours=10)
SECOND = timedelta(seconds=1)


def sign_in(username="officer", agent="Firefox", host="b001"):
    person = Api(host)
    person.client.defaults.update(HTTP_USER_AGENT=agent, REMOTE_ADDR="10.1.2.3")
    body = {"username": username, "password": world.PASSWORD}
    assert person.post("session", body).status_code == 200
    return person


def status_at(person, moment):
    with clock.frozen(moment):
        return person.get("session").status_code


def test_a_session_unused_for_half_an_hour_is_over():
    now = clock.now()
    with clock.frozen(now):
        used, unused = sign_in(), sign_in()

    assert status_at(used, now + IDLE - SECOND) == 200
    assert status_at(unused, now + IDLE) == 401
    assert status_at(used, now + IDLE + timedelta(minutes=10)) == 200


def test_a_session_over_its_limit_does_not_come_back_with_the_clock():
    now = clock.now()
    with clock.frozen(now):
        person = sign_in()
    assert status_at(person, now + IDLE) == 401

    assert status_at(person, now) == 401


def test_even_a_busy_session_is_over_after_ten_hours():
    now = clock.now()
    with clock.frozen(now):
        person = sign_in()
    for quarter in range(1, 40):
        assert status_at(person, now + quarter * timedelta(minutes=15)) == 200

    assert status_at(person, now + LONGEST) == 401


def test_a_change_of_password_does_not_make_a_session_younger():
    now = clock.now()
    with clock.frozen(now):
        person = sign_in()
    with clock.frozen(now + timedelta(minutes=20)):
        body = {"current_password": world.PASSWORD, "new_password": "Paddy-terrace-7"}
        assert person.post("session/password", body).status_code == 204
    row = Session.objects.get(account_id=person.get("session").json()["account"]["id"])

    assert row.created_at == now


def test_last_seen_is_written_at_most_once_a_minute():
    now = clock.now()
    with clock.frozen(now):
        person = sign_in()

    def writes_at(moment):
        with (
            clock.frozen(moment),
            CaptureQueriesContext(
                connection,
            ) as queries,
        ):
            person.get("session")
        return sum("UPDATE" in q["sql"] and "identity_session" in q["sql"] for q in queries)

    assert writes_at(now + timedelta(seconds=59)) == 0
    assert writes_at(now + timedelta(seconds=60)) == 1
    assert writes_at(now + timedelta(seconds=119)) == 0
    assert Session.objects.get(user_agent="Firefox").last_seen_at == now + timedelta(seconds=60)


def test_what_a_page_asks_by_itself_keeps_no_session_alive():
    now = clock.now()
    with clock.frozen(now):
        person = sign_in()
    with clock.frozen(now + timedelta(minutes=20)):
        answer = person.raw("get", "/api/v1/desk/counts", HTTP_X_BACKGROUND="1")
        assert answer.status_code == 200

    assert status_at(person, now + IDLE - SECOND) == 200, "the person's own request at last"
    with clock.frozen(now + IDLE + timedelta(minutes=20)):
        person.raw("get", "/api/v1/desk/counts", HTTP_X_BACKGROUND="1")
    assert status_at(person, now + 2 * IDLE) == 401


def test_the_list_shows_ones_own_sessions_in_force_and_marks_this_one():
    now = clock.now()
    with clock.frozen(now - timedelta(minutes=31)):
        sign_in(agent="Forgotten")
    here, _, _ = sign_in(agent="Here"), sign_in(agent="There"), sign_in("reviewer", agent="Reviewer")

    listed = here.get("sessions").json()

    assert {(r["user_agent"], r["is_current"]) for r in listed["results"]} == {
        ("Here", True),
        ("There", False),
    }
    assert listed["results"][0]["ip"] == "10.1.2.3"
    keys = set(Session.objects.values_list("session_key", flat=True))
    assert not any(key in str(listed) for key in keys)


def test_one_of_ones_own_sessions_is_ended_and_the_others_go_on():
    here, there = sign_in(agent="Here"), sign_in(agent="There")
    rows = here.get("sessions").json()["results"]
    target = next(r["id"] for r in rows if not r["is_current"])

    assert here.delete(f"sessions/{target}").status_code == 204

    assert there.get("session").status_code == 401
    assert here.get("session").status_code == 200
    assert AuthenticationEvent.objects.filter(kind="SESSION_ENDED", username="officer").count() == 1
    assert here.delete(f"sessions/{target}").status_code == 404


def test_ending_this_very_session_is_signing_out():
    here = sign_in()
    target = here.get("sessions").json()["results"][0]["id"]

    assert here.delete(f"sessions/{target}").status_code == 204

    assert here.get("session").status_code == 401


def test_nobody_ends_the_session_of_another():
    here, other = sign_in(), sign_in("reviewer")
    foreign = other.get("sessions").json()["results"][0]["id"]

    refused = here.delete(f"sessions/{foreign}")

    assert (refused.status_code, refused.json()["code"]) == (404, "platform.not_found")
    assert here.delete(f"sessions/{uuid.uuid4()}").status_code == 404
    assert other.get("session").status_code == 200


def test_the_list_of_sessions_needs_a_session():
    assert Api("b001").get("sessions").status_code == 401
