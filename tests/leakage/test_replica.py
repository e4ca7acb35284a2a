"""Readings that scan go to the standby, and to nothing else."""

import pytest
from django.db import DatabaseError, connections

from backend.platform.tenancy import replica


@pytest.fixture
def both_servers(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        yield
        connections.close_all()


def test_a_report_that_touches_the_primary_is_an_error(both_servers):
    with replica.replica_only() as alias:
        connections[alias].cursor().execute("SELECT 1")
        with pytest.raises(replica.WriterUsedError):
            connections["default"].cursor().execute("SELECT 1")


def test_the_standby_refuses_to_write(both_servers):
    with replica.replica_only() as alias, pytest.raises(DatabaseError, match="read-only transaction"):
        connections[alias].cursor().execute("DELETE FROM reference_holiday")


def test_the_standby_says_how_far_it_lies_behind(both_servers):
    assert replica.is_reachable()
    assert replica.delay_seconds() >= 0
