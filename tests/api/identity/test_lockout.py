"""Too many failures refuse a user name for a while, whoever asks and whether or not anybody has it."""

from datetime import timedelta

import pytest

from backend.platform import clock
from shared.identity.models import Account, AuthenticationEvent, SignInFailures
from tests import world
from tests.support.api import Api

PER_ADDRESS, PER_USERNAME = 5, 10


def attempt(username="officer", password=world.PASSWORD, ip="10.0.0.1", host="b001"):
    stranger = Api(host)
    stranger.client.defaults["REMOTE_ADDR"] = ip
    return stranger.post("session", {"username": username, "password": password})


def fail(times, **kwargs):
    return [attempt(password="wrong", **kwargs).status_code for _ in range(times)]


def kinds(username="officer"):
    rows = AuthenticationEvent.objects.filter(entity_code="b001", username=username)
    return list(rows.order_by("id").values_list("kind", flat=True))


def test_four_failures_lock_nothing_and_five_refuse_the_right_password_too():
    assert fail(PER_ADDRESS - 1) == [401] * 4
    assert attempt().status_code == 200

    assert fail(PER_ADDRESS) == [401] * 5
    refused = attempt()

    assert (refused.status_code, refused.json()["code"]) == (429, "identity.locked_out")
    assert kinds()[-2:] == ["REFUSED", "LOCKED_OUT"]


def test_the_refusal_says_until_when():
    now = clock.now()
    with clock.frozen(now):
        fail(PER_ADDRESS)
        refused = attempt()

    until = now + timedelta(minutes=15)
    assert refused.json()["params"]["until"] == until.isoformat()
    assert refused.json()["params"]["time"] in refused.json()["detail"]
    assert 900 <= int(refused["Retry-After"]) <= 901


def test_success_starts_the_count_anew():
    fail(PER_ADDRESS - 1)
    assert attempt().status_code == 200

    fail(PER_ADDRESS - 1)

    assert attempt().status_code == 200
    assert not SignInFailures.objects.filter(entity_code="b001", username="officer").exists()


def test_the_lock_runs_out_by_itself_and_not_before():
    now = clock.now()
    with clock.frozen(now):
        fail(PER_ADDRESS)
    with clock.frozen(now + timedelta(minutes=14, seconds=59)):
        assert attempt().status_code == 429
    with clock.frozen(now + timedelta(minutes=15)):
        assert attempt(password="wrong").status_code == 401
        assert attempt().status_code == 200


def test_attempts_during_the_lock_do_not_lengthen_it():
    now = clock.now()
    with clock.frozen(now):
        fail(PER_ADDRESS)
    with clock.frozen(now + timedelta(minutes=10)):
        assert fail(PER_ADDRESS) == [429] * 5
    with clock.frozen(now + timedelta(minutes=15)):
        assert attempt().status_code == 200


def test_only_failures_of_the_last_quarter_of_an_hour_count():
    now = clock.now()
    for minutes in (0, 5, 10, 14):
        with clock.frozen(now + timedelta(minutes=minutes)):
            fail(1)
    with clock.frozen(now + timedelta(minutes=16)):
        fail(1)  # the first has fallen out: four within the window
        assert attempt().status_code == 200
    for minutes in (20, 25, 30, 31, 32):
        with clock.frozen(now + timedelta(minutes=minutes)):
            fail(1)
    with clock.frozen(now + timedelta(minutes=33)):
        assert attempt().status_code == 429


def test_another_address_and_another_name_go_on():
    fail(PER_ADDRESS)

    assert attempt(ip="10.0.0.2").status_code == 200
    assert attempt(username="reviewer").status_code == 200
    assert attempt().status_code == 429


def test_ten_failures_from_many_addresses_lock_the_name_everywhere():
    for n in range(PER_USERNAME):
        assert fail(1, ip=f"10.0.1.{n}") == [401]

    assert attempt(ip="10.0.2.1").status_code == 429
    assert attempt(username="reviewer", ip="10.0.2.1").status_code == 200


def test_the_same_name_at_another_entity_is_not_locked():
    fail(PER_ADDRESS)

    assert attempt(host="b002").status_code == 200


def test_an_unknown_name_a_disabled_account_and_a_real_one_answer_alike():
    Account.objects.filter(entity_code="b001", username="teller").update(is_active=False)
    now = clock.now()
    answers = []
    with clock.frozen(now):
        for username in ("officer", "nobody", "teller"):
            codes = fail(PER_ADDRESS, username=username)
            refused = attempt(username=username).json()
            answers.append((codes, refused["code"], refused["params"]))

    assert answers[0] == answers[1] == answers[2]


@pytest.mark.parametrize("username", ["officer", "nobody"])
def test_a_locked_attempt_costs_no_hash(username, monkeypatch):
    from django.contrib.auth.hashers import MD5PasswordHasher

    hashes = []
    real = MD5PasswordHasher.encode
    monkeypatch.setattr(
        MD5PasswordHasher, "encode", lambda self, *given: hashes.append(1) or real(self, *given)
    )
    fail(1, username=username)
    assert hashes
    fail(PER_ADDRESS - 1, username=username)
    hashes.clear()

    assert attempt(username=username).status_code == 429
    assert hashes == []


def test_an_administrator_of_the_bank_unlocks_and_an_officer_may_not(api):
    fail(PER_ADDRESS)
    account = Account.objects.get(entity_code="b001", username="officer")
    admin = api("bank_admin")
    row = next(r for r in admin.get("accounts").json()["results"] if r["username"] == "officer")
    assert row["locked_until"] is not None

    refused = api("reviewer").post(f"accounts/{account.pk}/unlock")
    assert (refused.status_code, refused.json()["code"]) == (403, "platform.not_allowed")
    assert attempt().status_code == 429

    unlocked = admin.post(f"accounts/{account.pk}/unlock")
    assert (unlocked.status_code, unlocked.json()["locked_until"]) == (200, None)
    assert attempt().status_code == 200
    assert "UNLOCKED" in kinds()
    audit = api("auditor").get("audit", action="identity.account_unlock").json()["results"]
    assert [(a["object_no"], a["actor_name"]) for a in audit] == [("officer", "行社管理员")]


def test_security_of_the_province_unlocks_the_province_and_an_auditor_may_not(api):
    fail(PER_ADDRESS, host="province", username="rules")
    account = Account.objects.get(entity_code="province", username="rules")

    assert api("province:auditor").post(f"accounts/{account.pk}/unlock").status_code == 403
    assert attempt(host="province", username="rules").status_code == 429

    assert api("province:security").post(f"accounts/{account.pk}/unlock").status_code == 200
    assert attempt(host="province", username="rules").status_code == 200
