"""Credentials that no longer count are cleared, those that count stay, and the batch log says what went."""

from datetime import timedelta

import pytest
from django.conf import settings

from backend.platform import clock
from backend.platform.records.models import BatchEntry
from backend.platform.tenancy import in_entity
from shared.identity import clearing, tasks
from shared.identity.models import (
    Account,
    AuthenticationEvent,
    RecoveryCode,
    SecondFactor,
    Session,
    SignInFailures,
)
from tests import world
from tests.support.api import Api, App

DAY = timedelta(days=1)


def cleared(*, after=timedelta(0)):
    """What the hourly task removes so long from now, as {step: rows} of the batch log."""
    with in_entity("province"), clock.frozen(clock.now() + after):
        before = set(BatchEntry.objects.values_list("pk", flat=True))
        tasks.clearing_task.run()
        found = BatchEntry.objects.filter(batch=clearing.BATCH_NAME).exclude(pk__in=before)
        return dict(found.values_list("step", "rows"))


@pytest.fixture(autouse=True)
def _nothing_left_over(bank):
    Session.objects.all().delete()


def test_a_session_goes_a_day_after_it_is_over(api):
    client, over = api("officer"), settings.SESSION_IDLE_LIMIT + DAY
    key = Session.objects.get().pk

    assert cleared(after=settings.SESSION_IDLE_LIMIT + timedelta(hours=1)) == {}
    assert client.get("session").status_code == 200
    assert Session.objects.filter(pk=key).exists()
    assert cleared(after=over + timedelta(seconds=1)) == {"sessions": 1}

    assert not Session.objects.exists()
    assert client.get("session").status_code == 401


def test_a_session_in_use_goes_when_its_longest_life_is_a_day_past(api):
    api("officer")
    now = clock.now()
    limit = settings.SESSION_ABSOLUTE_LIMIT
    Session.objects.update(created_at=now - limit, last_seen_at=now + DAY)

    assert cleared(after=DAY - timedelta(minutes=1)) == {}
    assert cleared(after=DAY + timedelta(minutes=1)) == {"sessions": 1}


def test_an_apps_tokens_go_with_its_session_and_count_until_then(bank):
    app = App(world.BANK_A)
    app.sign_in("officer")

    assert cleared(after=settings.APP_SESSION_IDLE_LIMIT) == {}
    assert app.refresh().status_code == 200
    assert cleared(after=settings.APP_SESSION_IDLE_LIMIT + DAY + timedelta(minutes=1)) == {"sessions": 1}

    assert app.get("session").status_code == 401
    assert app.refresh().status_code == 401


def test_a_sign_in_whose_code_never_came_goes_and_the_one_that_is_waiting_stays(api):
    api("officer"), api("teller")
    old = Session.objects.order_by("pk").first()
    late = clock.now() - settings.SECOND_FACTOR_PENDING - timedelta(hours=1, seconds=1)
    Session.objects.update(is_pending=True)
    Session.objects.filter(pk=old.pk).update(created_at=late)

    assert cleared() == {"pending": 1}
    assert not Session.objects.filter(pk=old.pk).exists()
    assert Session.objects.count() == 1


def test_an_unconfirmed_second_factor_goes_and_one_in_force_stays(bank):
    mine, theirs = Account.objects.filter(entity_code=world.BANK_A).order_by("pk")[:2]
    made = clock.now() - DAY - timedelta(minutes=1)
    begun = SecondFactor.objects.create(account=mine, secret="A" * 32, created_at=made)
    in_force = SecondFactor.objects.create(
        account=theirs, secret="B" * 32, created_at=made, confirmed_at=made
    )
    fresh = SecondFactor.objects.create(account=theirs, secret="C" * 32, created_at=clock.now())

    assert cleared() == {"enrolments": 1}
    assert set(SecondFactor.objects.values_list("pk", flat=True)) == {in_force.pk, fresh.pk}
    assert not SecondFactor.objects.filter(pk=begun.pk).exists()


def test_a_used_recovery_code_goes_after_half_a_year_and_an_unused_one_never(bank):
    account = Account.objects.filter(entity_code=world.BANK_A).first()
    for n, used_at in enumerate((None, clock.now(), clock.now() - timedelta(days=181))):
        RecoveryCode.objects.create(account=account, code_hash=str(n), used_at=used_at)

    assert cleared() == {"recovery_codes": 1}
    assert set(RecoveryCode.objects.values_list("code_hash", flat=True)) == {"0", "1"}


def test_old_failures_go_and_a_lock_holds(bank):
    for _ in range(settings.SIGN_IN_FAILURES_PER_ADDRESS):
        Api(world.BANK_A).post("session", {"username": "officer", "password": "wrong"})
    assert SignInFailures.objects.count() == 2
    assert cleared(after=DAY - timedelta(minutes=1)) == {}
    SignInFailures.objects.filter(ip="*").update(locked_until=clock.now() + 3 * DAY)

    assert cleared(after=DAY + settings.SIGN_IN_LOCK + timedelta(minutes=1)) == {"failures": 1}
    assert SignInFailures.objects.get().ip == "*"


def test_many_rows_go_in_batches_and_the_log_of_sign_ins_stays(api, monkeypatch):
    monkeypatch.setattr(clearing, "BATCH", 2)
    for who in ("officer", "teller", "reviewer", "approver", "risk"):
        api(who)
    AuthenticationEvent.objects.create(kind="SIGNED_IN", entity_code=world.BANK_A, username="officer")
    told = AuthenticationEvent.objects.count()

    assert cleared(after=3 * DAY) == {"sessions": 5}
    assert not Session.objects.exists()
    assert AuthenticationEvent.objects.count() == told


def test_the_batch_log_of_the_province_names_what_was_cleared(api):
    api("officer")
    cleared(after=3 * DAY)

    shown = api("province:auditor").get("batch-log", batch=clearing.BATCH_NAME).json()["results"][0]
    assert (shown["batch_label"], shown["title"], shown["rows"], shown["outcome"]) == (
        "失效凭证清理", "清理已失效的会话与令牌", 1, "DONE"
    )  # fmt: skip


def test_beat_sends_it_each_hour():
    from backend.config.celery import app

    entry = app.conf.beat_schedule["clear-credentials"]
    assert entry["task"] == tasks.clearing_task.name
    assert entry["options"]["headers"] == {"entity": "province"}
    assert entry["schedule"].minute == {35}
