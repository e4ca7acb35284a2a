"""Every operation shows an example that is true: recorded, and what the document promises, field by field."""

import copy
import os

import pytest

from backend.config.management.commands.export_openapi import FACES
from backend.platform.api import schema
from tests import world
from tests.contracts import openapi_examples
from tests.contracts.permissions import cells
from tests.contracts.permissions.matrix import ANONYMOUS
from tests.support.api import Api, signed_in

recording = pytest.mark.skipif(
    not os.environ.get(openapi_examples.RECORD), reason="records what `make examples` is asked to record"
)


def _wrong(face):
    kept = dict(schema.examples(face))
    return kept, {name for name, _ in openapi_examples.faults(face, kept)}


@recording
def test_the_examples_of_the_bank_are_recorded(records, monkeypatch):
    cells.Watch(monkeypatch)  # nothing leaves
    clients = {}

    def client_of(column):
        if column not in clients:
            clients[column] = Api(world.BANK_A) if column == ANONYMOUS else signed_in(column)
        return clients[column]

    told = openapi_examples.record_all("bank", records, client_of, *_wrong("bank"))
    assert told == [], f"{openapi_examples.HOW}\n" + "\n".join(told)


@recording
def test_the_examples_of_the_province_are_recorded(bank, monkeypatch):
    cells.Watch(monkeypatch)

    def client_of(column):
        return Api("province") if column == ANONYMOUS else signed_in(f"province:{column}")

    told = openapi_examples.record_all("province", cells.of_the_province(), client_of, *_wrong("province"))
    assert told == [], f"{openapi_examples.HOW}\n" + "\n".join(told)


@pytest.mark.parametrize("face", FACES)
def test_every_operation_has_an_example_that_its_schema_allows(face):
    found = [f"{name} {told}" for name, told in openapi_examples.faults(face, schema.examples(face))]
    assert found == [], f"{openapi_examples.HOW}\n" + "\n".join(found)


@pytest.mark.parametrize("face", FACES)
def test_the_document_shows_the_examples(face):
    for name, operation in openapi_examples.operations(face).items():
        for case, example in schema.examples(face)[name].items():
            content = operation["responses"][str(example["status"])].get("content", {})
            if "response" in example:
                shown = content["application/json"]["examples"][case or "example"]["value"]
                assert shown == example["response"], name


def _spoiled(change):
    examples = copy.deepcopy(schema.examples("bank"))
    change(examples)
    return {name for name, _ in openapi_examples.faults("bank", examples)}


def test_a_missing_or_untrue_example_is_told():
    show = "GET customers/{id}"
    assert _spoiled(lambda e: e.pop(show)) == {show}
    assert _spoiled(lambda e: e[show][""]["response"].pop("version")) == {show}
    assert _spoiled(lambda e: e[show][""]["response"].update(id_no="5201", extra="x")) == {show}
    assert _spoiled(lambda e: e[show][""]["response"].update(birth_on="15 June")) == {show}
    assert _spoiled(lambda e: e[show][""].update(status=202)) == {show}
    assert _spoiled(lambda e: e["POST customers"][""]["request"].update(height="170")) == {"POST customers"}
    assert _spoiled(lambda e: e.update({"GET gone": e[show]})) == {"GET gone"}
