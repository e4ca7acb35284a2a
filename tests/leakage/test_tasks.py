"""A task belongs to one entity, and without it is refused."""

import pytest
from celery import shared_task

from backend.config.celery import app
from backend.platform import jobs
from backend.platform.tenancy import EntitySwitchError, current_entity, in_entity
from tests import world

seen = []


@shared_task(name="tests.where_am_i")
def where_am_i():
    seen.append(current_entity().code)


@shared_task(name="tests.fail_once", bind=True, max_retries=1)
def fail_once(self):
    seen.append(current_entity().code)
    if self.request.retries == 0:
        raise self.retry(countdown=0)


@pytest.fixture
def eager():
    """Run tasks in this process, through the same `__call__` as the worker; the header still decides."""
    seen.clear()
    app.conf.task_always_eager = True
    app.conf.task_eager_propagates = True
    yield
    app.conf.task_always_eager = False
    app.conf.task_eager_propagates = False


def test_a_task_runs_in_the_entity_of_its_sender(db, eager):
    for code in (world.BANK_A, world.BANK_B, world.BANK_A):
        with in_entity(code):
            where_am_i.delay()
    assert seen == [world.BANK_A, world.BANK_B, world.BANK_A]


def test_a_task_sent_to_another_entity_runs_there_and_comes_back(db, eager):
    with in_entity("province"):
        where_am_i.apply_async(headers={jobs.ENTITY_HEADER: world.BANK_B})
        assert current_entity().code == "province"
    assert seen == [world.BANK_B]


def test_a_task_without_its_entity_is_refused(db):
    with pytest.raises(EntitySwitchError, match="without its entity"):
        where_am_i()


def test_a_retry_stays_in_its_bank(db, eager):
    app.conf.task_eager_propagates = False
    with in_entity(world.BANK_A):
        fail_once.delay()
    assert seen == [world.BANK_A, world.BANK_A]
