"""Every event is declared by the app that tells it, and nobody tells one that is not."""

import ast
import importlib
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps

from backend.platform.records import outbox
from backend.platform.records.event_kinds import EVENTS
from tenants.intake.models import Intake
from tests.contracts.guards import ROOT

# Names computed from a state: the function, and every argument it may get.
COMPUTED = {"events.entered": [("tenants.intake.events", state) for state in Intake.State.values]}


def emits(tree: ast.AST) -> Iterator[ast.expr]:
    """The first argument of each `outbox.emit(...)`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "outbox.emit":
            yield node.args[0]


def undeclared(module: str, source: str) -> list[str]:
    """What a module emits without a declaration."""
    found = []
    for name in emits(ast.parse(source)):
        text = ast.unparse(name)
        if isinstance(name, ast.Call):
            names = [
                importlib.import_module(home).entered(state)
                for home, state in COMPUTED[ast.unparse(name.func)]
            ]
        elif isinstance(name, ast.Constant):
            names = [name.value]
        else:
            try:
                names = [eval(text, vars(importlib.import_module(module)))]  # noqa: S307 - our own source
            except NameError:  # a helper's parameter: what it is called with is declared or refused at once
                names = []
        found += [one for one in names if one not in EVENTS]
    return found


def sources() -> Iterator[tuple[str, Path]]:
    for floor in ("shared", "tenants", "backend"):
        for path in sorted((ROOT / floor).rglob("*.py")):
            if "migrations" not in path.parts:
                yield ".".join(path.relative_to(ROOT).with_suffix("").parts), path


def test_every_event_that_is_told_is_declared():
    missing = [
        (module, name)
        for module, path in sources()
        if "outbox.emit(" in (text := path.read_text(encoding="utf-8"))
        and module != "backend.platform.records.outbox"
        for name in undeclared(module, text)
    ]
    assert missing == []


def test_an_undeclared_event_is_found():
    assert undeclared(
        "tenants.contracts.services", 'outbox.emit("contracts.lost.v1", aggregate="", payload={})'
    ) == ["contracts.lost.v1"]
    assert undeclared("tenants.contracts.services", "outbox.emit(events.VOIDED)") == []


def test_an_event_is_declared_by_its_own_app_in_both_languages():
    labels = {config.label for config in apps.get_app_configs()}
    for kind in EVENTS.values():
        assert kind.app in labels, kind.name
        assert kind.zh, kind.name
        assert kind.en, kind.name


def test_every_consumed_event_is_declared_and_consumers_have_names_of_their_own():
    assert outbox.consumed_events() <= EVENTS.keys()
    labels = [label for name in outbox.consumed_events() for label in outbox.consumers_of(name)]
    assert "operations.night_note" in labels
