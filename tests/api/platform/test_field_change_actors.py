"""Whom the field history names: the person behind a token, the person who rang a task, else the task itself."""

import pytest
from celery import shared_task

from backend.config.celery import app as celery
from backend.platform import jobs
from backend.platform.api.context import Cause, set_cause
from backend.platform.records.models import FieldChange
from shared.identity.models import Account
from tenants.customers.models import Customer
from tests import world
from tests.factories.customers import make_customer
from tests.support.api import App


@shared_task(name="tests.customer_into")
def customer_into(pk, occupation):
    customer = Customer.objects.get(pk=pk)
    customer.occupation = occupation
    customer.save()


@pytest.fixture
def customer(actor_for):
    return make_customer(actor_for("officer"))


@pytest.fixture
def eager():
    celery.conf.task_always_eager = True
    yield
    celery.conf.task_always_eager = False


def history(api, customer):
    """(who, new occupation) of the customer's field history as the auditor reads it, the newest first."""
    answer = api("auditor").get(
        "audit/field-changes", object_type="customers.customer", object_id=customer.pk
    )
    assert answer.status_code == 200
    return [
        (row["actor_name"], next((c["after"] for c in row["changes"] if c["field"] == "occupation"), None))
        for row in answer.json()["results"]
    ]


def last_actor():
    return FieldChange.objects.order_by("-id").values_list("actor_id", flat=True).first()


def account(username):
    return Account.objects.get(entity_code=world.BANK_A, username=username).pk


def test_a_change_made_with_a_token_names_the_account_behind_it(api, customer):
    app = App(world.BANK_A)
    app.sign_in("officer")
    seen = app.get(f"customers/{customer.pk}")

    assert app.patch(f"customers/{customer.pk}", {"occupation": "TEA"}, etag=seen["ETag"]).status_code == 200

    assert history(api, customer)[0] == ("客户经理", "茶叶种植")
    assert last_actor() == account("officer")


def test_a_change_refused_to_a_token_leaves_no_history_and_the_next_person_his_own_name(api, customer):
    before = FieldChange.objects.count()
    other, mine = App(world.BANK_A), api("officer")
    other.sign_in("officer2")
    etag = mine.get(f"customers/{customer.pk}")["ETag"]

    assert other.patch(f"customers/{customer.pk}", {"occupation": "TEA"}, etag=etag).status_code == 404
    assert (
        App(world.BANK_A, "no.such.token").patch(f"customers/{customer.pk}", {}, etag=etag).status_code == 401
    )
    assert FieldChange.objects.count() == before
    assert mine.patch(f"customers/{customer.pk}", {"occupation": "FRUIT"}, etag=etag).status_code == 200

    assert history(api, customer)[0] == ("客户经理", "林果种植")
    assert last_actor() == account("officer")


def test_a_task_that_a_person_rang_names_the_person(api, customer, eager, monkeypatch):
    """The task travels with who made the request; that he is gone when it runs does not matter."""
    monkeypatch.setitem(jobs.TASK_NAMES, "tests.customer_into", "测试任务")
    set_cause(Cause(account("teller"), "柜员", "10.0.0.7"))

    customer_into.delay(customer.pk, "TEA")

    assert history(api, customer)[0] == ("柜员", "茶叶种植")
    assert last_actor() == account("teller")


def test_a_task_that_nobody_rang_names_itself(api, customer, eager, monkeypatch):
    set_cause(Cause())
    customer_into.delay(customer.pk, "TEA")
    monkeypatch.setitem(jobs.TASK_NAMES, "tests.customer_into", "测试任务")
    customer_into.delay(customer.pk, "FRUIT")

    assert history(api, customer)[:2] == [("系统(测试任务)", "林果种植"), ("系统", "茶叶种植")]
    assert last_actor() is None


def test_a_request_after_a_task_is_not_taken_for_it(api, customer, eager, monkeypatch):
    monkeypatch.setitem(jobs.TASK_NAMES, "tests.customer_into", "测试任务")
    set_cause(Cause())
    customer_into.delay(customer.pk, "TEA")

    officer = api("officer")
    etag = officer.get(f"customers/{customer.pk}")["ETag"]
    officer.patch(f"customers/{customer.pk}", {"occupation": "FRUIT"}, etag=etag)

    assert history(api, customer)[0] == ("客户经理", "林果种植")


def test_every_named_task_exists():
    from backend.config import celery as configured

    configured.app.loader.import_default_modules()
    assert set(jobs.TASK_NAMES) <= set(configured.app.tasks)
