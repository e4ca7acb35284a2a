"""Passwords tried at one user name at the same moment: no more are looked at than the limit allows."""

from collections import Counter
from functools import partial
from unittest import mock

import pytest
from django.test import Client

from shared.identity import lockout
from shared.identity.models import SignInFailures
from tests import world
from tests.support.threads import at_once

pytestmark = [pytest.mark.race, pytest.mark.usefixtures("committed_bank")]
THREADS = 12


def attempt(username: str, password: str, ip: str = "10.5.5.5") -> str:
    client = Client(HTTP_HOST="b001.localhost", REMOTE_ADDR=ip)
    body = {"username": username, "password": password}
    response = client.post("/api/v1/session", body, content_type="application/json")
    return response.json().get("code", "signed in")


def counted(username: str, ip: str) -> int:
    return len(SignInFailures.objects.get(entity_code=world.BANK_A, username=username, ip=ip).failed_at)


def test_of_many_wrong_passwords_at_once_five_are_looked_at() -> None:
    name = "race-one-address"
    answers = Counter(at_once([partial(attempt, name, "wrong")] * THREADS, world.BANK_A))

    assert answers == {"identity.wrong_credentials": 5, "identity.locked_out": THREADS - 5}
    assert counted(name, "10.5.5.5") == 5


def test_of_many_addresses_at_once_ten_are_looked_at() -> None:
    name = "race-many-addresses"
    works = [partial(attempt, name, "wrong", f"10.5.6.{n}") for n in range(THREADS)]
    answers = Counter(at_once(works, world.BANK_A))

    assert answers == {"identity.wrong_credentials": 10, "identity.locked_out": THREADS - 10}
    assert counted(name, lockout.ANY_ADDRESS) == 10


def test_without_the_line_more_are_looked_at_but_every_failure_is_counted() -> None:
    name = "race-no-line"
    with (
        mock.patch.object(lockout, "attempts_lock"),
        mock.patch.object(lockout, "locked_until", return_value=None),
    ):
        answers = Counter(at_once([partial(attempt, name, "wrong")] * THREADS, world.BANK_A))

    assert answers == {"identity.wrong_credentials": THREADS}
    assert counted(name, "10.5.5.5") == counted(name, lockout.ANY_ADDRESS) == THREADS


def test_many_right_passwords_at_once_all_sign_in() -> None:
    answers = Counter(at_once([partial(attempt, "archivist", world.PASSWORD)] * THREADS, world.BANK_A))

    assert answers == {"signed in": THREADS}
