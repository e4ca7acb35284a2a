"""What the logs show is Chinese: every audited action has a name, every object and state too."""

import ast
import re

import pytest
from auditlog.registry import auditlog
from django.apps import apps

from backend.platform.crypto import EncryptedText
from backend.platform.records import labels
from tests.contracts.guards import ROOT

WRITERS = {"record", "reveal", "export", "move", "_move"}
CODE = re.compile(r"[a-z_]+\.[a-z_]+\Z")
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def audited_actions(source):
    """The action codes that a module writes; an f-string among them is reported as it stands."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name not in WRITERS:
            continue
        for argument in (*node.args, *(k.value for k in node.keywords if k.arg == "action")):
            for part in ast.walk(argument):
                if isinstance(part, ast.JoinedStr) and any("." in ast.unparse(v) for v in part.values[:1]):
                    yield ast.unparse(part)
                elif (
                    isinstance(part, ast.Constant) and isinstance(part.value, str) and CODE.match(part.value)
                ):
                    yield part.value


def all_audited():
    found = {}
    for floor in ("backend", "shared", "tenants"):
        for path in (ROOT / floor).rglob("*.py"):
            text = path.read_text(encoding="utf-8")
            if "audit" in text and "migrations" not in path.parts:
                for code in audited_actions(text):
                    found[code] = str(path.relative_to(ROOT))
    return found


def test_every_audited_action_has_a_chinese_name():
    found = all_audited()
    assert len(found) > 50
    nameless = {
        code: where
        for code, where in found.items()
        if not labels.has_name(code) or not CHINESE.search(labels.action_label(code))
    }
    assert nameless == {}, "name them with name_actions in the app's permissions.py"


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ('audit.record(actor, "loans.unheard_of", row)', "loans.unheard_of"),
        ('move(actor, row, to, "loans.unheard_of")', "loans.unheard_of"),
        ('_move(actor, row, action="loans.unheard_of")', "loans.unheard_of"),
        ('audit.record(actor, f"loans.{verb}", row)', "f'loans.{verb}'"),
    ],
)
def test_a_nameless_action_is_found(source, code):
    assert list(audited_actions(source)) == [code]
    assert not labels.has_name(code)


def test_objects_and_states_are_shown_in_chinese():
    assert labels.object_label("loans.loanaccount") != "loans.loanaccount"
    assert labels.state_label("products.leveltwoproduct", "ON_SALE") == "在售"
    assert labels.state_label("customers.customer", "ACTIVE") == "有效"
    assert labels.state_label("approvals.task", "AGREE") == "同意"
    for model in apps.get_models():
        if model.__module__.split(".")[0] in ("backend", "shared", "tenants"):
            assert CHINESE.search(str(model._meta.verbose_name)), model


def test_changes_are_rows_of_words():
    rows = labels.changes_shown(
        "customers.customer",
        {"is_farmer": [False, True], "fields": [None, ["id_no", "phone"]], "monthly_income": [None, "1.00"]},
    )
    assert [(r["label"], r["before"], r["after"]) for r in rows] == [
        ("农户", "否", "是"),
        ("查看的字段", "—", "身份证号、手机号"),
        ("月收入", "—", "1.00"),
    ]


def test_no_sensitive_field_is_ever_in_a_field_change():
    checked = 0
    for model in auditlog.get_models():
        kept = auditlog.get_model_fields(model)
        for field in model._meta.concrete_fields:
            sensitive = isinstance(field, EncryptedText) or field.name.endswith("_hash")
            if sensitive:
                checked += 1
                assert field.name in kept["exclude_fields"], f"{model._meta.label}.{field.name}"
    assert checked
