"""Records of the bank that the permission matrix asks for, the examples show and odd requests are sent to."""

import os

import pytest
from django.db import connection

from backend.platform import jobs
from backend.platform.tenancy import in_entity
from shared.identity.models import Account
from tenants.organisation.selectors import bank_actor
from tests import world
from tests.contracts.permissions import cells
from tests.support import databases


@pytest.fixture(scope="module")
def committed_records(django_db_setup, django_db_blocker):
    """Made once, in a database of their own; what the tests do to them is rolled back."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    with django_db_blocker.unblock():
        usual = connection.settings_dict["NAME"]
        databases.use_database(databases.clone(f"credit_test_permissions_{worker}"))
        with in_entity(world.BANK_A), jobs.quiet():
            made = cells.of_the_bank(_actor)
    yield made
    with django_db_blocker.unblock():
        databases.use_database(usual)


def _actor(username):
    return bank_actor(Account.objects.get(entity_code=world.BANK_A, username=username))


@pytest.fixture
def records(committed_records, bank):
    return committed_records


def pytest_terminal_summary(terminalreporter):
    """What the made-up requests came to, also when all is well."""
    for report in [*terminalreporter.getreports("passed"), *terminalreporter.getreports("failed")]:
        told = dict(report.user_properties).get("made-up requests")
        if told and report.when == "call":
            terminalreporter.write_line(f"{report.nodeid.rpartition('::')[2]}: {told}")
