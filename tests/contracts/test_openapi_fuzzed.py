"""Made-up requests to every operation: no crash, no status, type or field that the documents don't name."""

import copy

import pytest

from tenants.customers import selectors
from tests import world
from tests.contracts import fuzzing
from tests.contracts.permissions import cells
from tests.contracts.permissions.matrix import ANONYMOUS
from tests.support.api import Api, signed_in

BANK = ["officer", "auditor", ANONYMOUS]
PROVINCE = ["operations", "catalogue", "auditor", ANONYMOUS]
FEW, MANY = 2, 30
SOME = 2
"""So many of these roles ask in the fast tests; the slow ones let all of them."""


def _client(host, column):
    if column == ANONYMOUS:
        return Api(host)
    return signed_in(column if host == world.BANK_A else f"{host}:{column}")


def _check(face, client, records, examples, record_property):
    told = fuzzing.run(face, client, records, examples=examples)
    record_property("made-up requests", str(told))
    assert told.faults == {}, "\n\n".join(f"{name}\n{fault}" for name, fault in told.faults.items())


@pytest.mark.parametrize("column", BANK[:SOME])
def test_a_few_odd_requests_to_the_bank(records, column, monkeypatch, record_property):
    cells.Watch(monkeypatch)  # nothing leaves
    _check("bank", _client(world.BANK_A, column), records, FEW, record_property)


@pytest.mark.parametrize("column", PROVINCE[:SOME])
def test_a_few_odd_requests_to_the_province(bank, column, monkeypatch, record_property):
    cells.Watch(monkeypatch)
    _check("province", _client("province", column), cells.of_the_province(), FEW, record_property)


@pytest.mark.slow
@pytest.mark.parametrize("column", BANK)
def test_many_odd_requests_to_the_bank(records, column, monkeypatch, record_property):
    cells.Watch(monkeypatch)
    _check("bank", _client(world.BANK_A, column), records, MANY, record_property)


@pytest.mark.slow
@pytest.mark.parametrize("column", PROVINCE)
def test_many_odd_requests_to_the_province(bank, column, monkeypatch, record_property):
    cells.Watch(monkeypatch)
    _check("province", _client("province", column), cells.of_the_province(), MANY, record_property)


def test_a_crash_and_an_answer_that_is_not_in_the_document_are_told(records, monkeypatch):
    cells.Watch(monkeypatch)
    whole, crashing, silent = fuzzing.document, "/api/v1/customers", "/api/v1/households"

    def spoiled(urlconf):
        found = copy.deepcopy(whole(urlconf))
        found["paths"] = {path: {"get": found["paths"][path]["get"]} for path in (crashing, silent)}
        del found["paths"][silent]["get"]["responses"]["200"]
        return found

    def crash(**filters):
        raise RuntimeError

    monkeypatch.setattr(fuzzing, "document", spoiled)
    monkeypatch.setattr(selectors, "customer_list", crash)

    told = fuzzing.run("bank", signed_in("auditor"), records, examples=2)

    assert (told.operations, told.statuses[500] > 0, told.statuses[200] > 0) == (2, True, True)
    assert "GET customers: Server error (500)" in told.faults
    silent_faults = [name for name in told.faults if name.startswith("GET households: ")]
    assert any("(200)" in name and "ndocumented" in name for name in silent_faults), told.faults
