"""Codes and refresh tokens that come twice at the same moment count once; without the guards they count twice."""

from collections import Counter
from functools import partial
from unittest import mock

import pytest
from django.test import Client

from shared.identity import factors, lockout
from shared.identity.models import AuthenticationEvent, SecondFactor, Session
from shared.identity.services import tokens as token_services
from tests import world
from tests.factories.identity import make_second_factor
from tests.support.api import App
from tests.support.threads import at_once

pytestmark = [pytest.mark.race, pytest.mark.usefixtures("committed_bank")]
THREADS = 8


def send(path, body, ip):
    client = Client(HTTP_HOST="b001.localhost", REMOTE_ADDR=ip)
    response = client.post(f"/api/v1/{path}", body, content_type="application/json")
    return response.json().get("code", "taken")


def app_body(username, code):
    return {
        "username": username,
        "password": world.PASSWORD,
        "code": code,
        "device_name": "Pixel",
        "audience": "mobile",
    }


@pytest.fixture
def authenticator():
    """Somebody's app, taken off again afterwards: the rows of these tests are committed."""
    made = []

    def make(username):
        device, _ = make_second_factor(username)
        made.append(username)
        return device

    yield make
    SecondFactor.objects.filter(account__username__in=made).delete()
    lockout.SignInFailures.objects.filter(username__in=made).delete()


def codes_at_once(username, code):
    works = [partial(send, "tokens", app_body(username, code), f"10.6.0.{n}") for n in range(THREADS)]
    return Counter(at_once(works, world.BANK_A))


def test_of_many_equal_codes_at_once_one_is_taken(authenticator):
    code = authenticator("teller").code()

    answers = codes_at_once("teller", code)

    assert answers == {"taken": 1, "identity.wrong_code": THREADS - 1}


def test_the_statement_alone_takes_a_code_once_without_the_line(authenticator):
    code = authenticator("risk").code()

    with mock.patch.object(lockout, "attempts_lock"):
        answers = codes_at_once("risk", code)

    assert answers == {"taken": 1, "identity.wrong_code": THREADS - 1}


def test_reading_before_writing_would_take_a_code_more_than_once(authenticator):
    from threading import Barrier

    code = authenticator("archivist").code()
    barrier = Barrier(THREADS)

    def read_then_write(factor, step):
        last = SecondFactor.objects.get(pk=factor.pk).last_step
        barrier.wait(timeout=20)
        if last is not None and last >= step:
            return False
        SecondFactor.objects.filter(pk=factor.pk).update(last_step=step)
        return True

    with (
        mock.patch.object(lockout, "attempts_lock"),
        mock.patch.object(factors, "step_take", read_then_write),
    ):
        answers = codes_at_once("archivist", code)

    assert answers == {"taken": THREADS}


def refreshes_at_once(username):
    app = App("b001")
    assert app.sign_in(username).status_code == 201
    body = {"refresh_token": app.refresh_token}
    works = [partial(send, "tokens/refresh", body, f"10.6.1.{n}") for n in range(THREADS)]
    return app, Counter(at_once(works, world.BANK_A))


def test_of_one_refresh_token_shown_many_times_at_once_one_is_answered_and_the_session_ends():
    app, answers = refreshes_at_once("disburser")

    assert answers == {"taken": 1, "identity.refresh_reused": 1, "identity.token_invalid": THREADS - 2}
    assert app.get("session").status_code == 401
    assert not Session.objects.filter(account_id__isnull=False, channel="APP", device_name="Pixel").filter(
        refresh_family=factors.digest(app.refresh_token.partition(".")[0])
    )
    assert AuthenticationEvent.objects.filter(kind="TOKEN_REUSED", username="disburser").count() == 1


def test_without_the_row_held_one_refresh_token_is_answered_many_times():
    from threading import Barrier

    barrier = Barrier(THREADS)
    real = token_services.EntityBackend.get_user

    def meet(self, account_id):
        found = real(self, account_id)
        barrier.wait(timeout=20)  # every request has read the row by now
        return found

    with (
        mock.patch.object(Session.objects.all().__class__, "select_for_update", lambda rows, **_: rows),
        mock.patch.object(token_services.EntityBackend, "get_user", meet),
    ):
        _, answers = refreshes_at_once("reviewer2")

    assert answers == {"taken": THREADS}
