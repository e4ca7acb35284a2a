"""The sweep: what a lost broker or a killed worker left behind is found at the province and in every bank."""

import pytest

from backend.platform import jobs
from backend.platform.tenancy import current_entity
from tests import world

EVERYWHERE = ["province", world.BANK_A, world.BANK_B]


@pytest.fixture(autouse=True)
def one_connection(monkeypatch):
    """The sweep gives worn connections back; the transaction of the test lives on this one."""
    monkeypatch.setattr(jobs, "close_old_connections", lambda: None)


def failures(caplog):
    return [record.getMessage() for record in caplog.records if "failed" in record.getMessage()]


def test_every_sweeper_does_its_work_at_the_province_and_in_the_banks(caplog):
    jobs.sweep(EVERYWHERE)
    assert failures(caplog) == []


def test_a_sweeper_that_fails_keeps_neither_the_others_nor_other_entities_from_their_work(
    monkeypatch, caplog
):
    swept = []

    def failing():
        raise RuntimeError("out of order")

    monkeypatch.setattr(jobs, "_sweepers", [failing, lambda: swept.append(current_entity().code)])
    jobs.sweep(EVERYWHERE)
    assert swept == EVERYWHERE
    assert len(failures(caplog)) == len(EVERYWHERE)
