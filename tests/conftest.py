"""Fixtures that every test may use. Servers are real; each worker works in its own clone of the template."""

import os
from collections.abc import Callable, Iterator

import pytest
from django.db import connection, connections
from whitenoise.middleware import WhiteNoiseMiddleware

from backend.platform.crypto import ring
from backend.platform.permissions import Actor
from backend.platform.tenancy import in_entity
from tests import world
from tests.support import databases
from tests.support.api import Api, signed_in
from tests.support.stack import DATABASE, Stack


def _worker() -> str:
    return os.environ.get("PYTEST_XDIST_WORKER", "main")


@pytest.fixture(autouse=True, scope="session")
def _static_files() -> Iterator[None]:
    """Every client of the tests builds the layers around the views anew; the console's files are looked at once."""
    look, found = WhiteNoiseMiddleware.add_files_from_finders, {}

    def once(layer: WhiteNoiseMiddleware) -> None:
        if not found:
            look(layer)
            found.update(layer.files)
        layer.files.update(found)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WhiteNoiseMiddleware, "add_files_from_finders", once)
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: pytest.FixtureRequest) -> None:
    """A clone of the template database for this worker, instead of Django's own test database."""
    with django_db_blocker.unblock():
        databases.use_database(databases.clone(f"credit_test_{_worker()}"))


@pytest.fixture(scope="module")
def bank_b(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[dict]:
    """What bank B holds: after the tests of a file it is the same, whoever wrote, on whatever connection."""

    def held() -> dict:
        with django_db_blocker.unblock():
            return world.fingerprint(world.BANK_B)

    database, before = connection.settings_dict["NAME"], held()
    yield before
    if connection.settings_dict["NAME"] == database:
        assert held() == before, "rows of bank B moved"


@pytest.fixture
def bank(bank_b: dict, db: None) -> Iterator[None]:
    """Inside bank A, in a transaction that is rolled back; bank B must be found as it was.

    Its rows are read when the transaction wrote any of them: reading all of them is dear.
    """
    replica = connections["replica"]
    connections["replica"] = connections["default"]  # rows of an open transaction reach no standby
    before = world.touched(world.BANK_B)
    try:
        with in_entity(world.BANK_A):
            # a process reads the keys once a minute; a test that counts queries shall not meet that one
            ring.forget()
            for code in (world.BANK_A, "province"):
                ring.active_key(code, "field")
            yield
        if world.touched(world.BANK_B) != before:
            assert world.fingerprint(world.BANK_B) == bank_b, "rows of bank B moved"
    finally:
        connections["replica"] = replica


@pytest.fixture
def api(bank: None) -> Callable[[str], Api]:
    """`api("officer")`: a signed-in client; `api("province:rules")`, `api("b002:officer")` for other hosts."""
    return signed_in


@pytest.fixture
def actor_for(bank: None) -> Callable[[str], Actor]:
    """`actor_for("officer")`: the actor of that account with its grants, for services."""

    def make(username: str) -> Actor:
        from shared.identity.models import Account
        from tenants.organisation.selectors import bank_actor

        return bank_actor(Account.objects.get(entity_code=world.BANK_A, username=username))

    return make


@pytest.fixture(scope="session")
def race_database(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> str:
    with django_db_blocker.unblock():
        return databases.clone(f"credit_race_{_worker()}")


@pytest.fixture
def committed(race_database: str, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """The province with real commits, for threads, processes and stamps; the rows stay in this database."""
    with django_db_blocker.unblock():
        databases.use_database(race_database)
        try:
            yield
        finally:
            databases.use_database(f"credit_test_{_worker()}")


@pytest.fixture
def committed_bank(committed: None) -> Iterator[None]:
    """Inside bank A with real commits; the rows stay, so a race test makes rows of its own."""
    with in_entity(world.BANK_A):
        yield


@pytest.fixture(scope="session")
def stack(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[Stack]:
    """The running product on a database of its own, shared by the flows and the browser tests."""
    with django_db_blocker.unblock():
        database = databases.clone(DATABASE)
    running = Stack(database).start()
    try:
        yield running
    finally:
        running.stop()


@pytest.fixture
def stack_rows(stack: Stack, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """This process in the database of the running product, with real commits."""
    before = connection.settings_dict["NAME"]
    with django_db_blocker.unblock():
        databases.use_database(stack.database)
        try:
            yield
        finally:
            databases.use_database(before)
