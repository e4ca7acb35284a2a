"""`startmodel` on copies of the project: what it writes keeps the rules of the house, once and no more."""

import os
import re

import pytest
from django.core.management.base import CommandError

from backend.config.startmodel import facts
from tests.contracts import guards
from tests.contracts.guards import ROOT
from tests.generator import copies

LABEL = "customers.ContactNote"
DERIVED = (
    "docs/",
    "frontend/openapi/",
    "tenants/customers/migrations/",
    "tests/contracts/permissions/bank.txt",
    "tests/contracts/permissions/province.txt",
)
"""What other commands write from the code."""


def startmodel(folder, *options, label=LABEL):
    return copies.run(folder, "python", "manage.py", "startmodel", label, *options)


def passes(folder, *command, **environment):
    done = copies.run(folder, *command, **environment)
    assert done.returncode == 0, f"{command}\n{done.stdout[-6000:]}\n{done.stderr[-3000:]}"
    return done


@pytest.fixture(scope="module")
def generated(tmp_path_factory):
    """A copy in which the command has run, what its dry run said before, and what the copy held then."""
    folder = copies.copied(tmp_path_factory.mktemp("generated"))
    before = copies.state(folder)
    dry = startmodel(folder, "--dry-run")
    assert (dry.returncode, copies.state(folder)) == (0, before), dry.stderr
    done = startmodel(folder)
    assert done.returncode == 0, done.stderr
    return folder, dry.stdout, before


def test_it_writes_what_its_dry_run_showed(generated):
    folder, dry, before = generated
    after = copies.state(folder)
    changed = {path for path in after if after[path] != before.get(path)}
    shown = {line.removeprefix("+++ b/").strip() for line in dry.splitlines() if line.startswith("+++ b/")}
    derived = {path for path in changed if path not in shown}
    assert shown <= changed
    assert {"frontend/openapi/bank.yaml", "tests/contracts/permissions/bank.txt"} <= derived
    assert [path for path in derived if path.startswith("tenants/customers/migrations/")]
    assert [path for path in derived if not path.startswith(DERIVED)] == []
    for path in ("permissions", "selectors", "services", "api/serializers", "api/views", "api/urls"):
        old = before[f"tenants/customers/{path}.py"]
        assert f"tenants/customers/{path}.py" in shown
        assert [line for line in old.splitlines() if line.startswith(("def ", "class "))] == [
            line
            for line in after[f"tenants/customers/{path}.py"].splitlines()
            if line.startswith(("def ", "class ")) and line in old.splitlines()
        ]


def test_it_keeps_the_rules_of_the_house(generated):
    folder, _, _ = generated
    passes(folder, "ruff", "check", ".")
    passes(folder, "ruff", "format", "--check", ".")
    passes(folder, "lint-imports", "--no-cache")
    assert {name: rule(folder) for name, rule in guards.SOURCE_RULES.items()} == {
        name: [] for name in guards.SOURCE_RULES
    }


def test_the_maker_writes_and_others_read(generated):
    matrix = (generated[0] / "tests/contracts/permissions/bank.txt").read_text(encoding="utf-8").splitlines()
    rows = {" ".join(line.split()[:2]): line.split() for line in matrix if "contact-notes" in line}
    head = next(line.split() for line in matrix if "anonymous" in line and "action" in line)[1:-1]
    may = {
        name: [role for role, cell in zip(head, cells[2:-1], strict=True) if cell == "yes"]
        for name, cells in rows.items()
    }
    assert may["POST contact-notes"] == may["PATCH contact-notes/<int:pk>"] == ["officer"]
    assert may["GET contact-notes"] == may["GET contact-notes/<int:pk>"]
    assert {"officer", "auditor", "teller"} <= set(may["GET contact-notes"])
    assert "bank_admin" not in may["GET contact-notes"]


def test_a_second_run_would_change_nothing(generated):
    assert startmodel(generated[0], "--dry-run").stdout == ""


@pytest.mark.slow
def test_a_second_run_changes_nothing(generated):
    folder, _, _ = generated
    before = copies.state(folder)
    again = startmodel(folder)
    assert f"Everything of {LABEL} is there already." in again.stdout
    assert copies.state(folder) == before


@pytest.mark.parametrize(
    ("label", "told"),
    [
        ("customer.ContactNote", "no app 'customer'"),
        ("entities.LegalEntity", "an app of the province"),
        ("customers.Letter", "no model 'Letter'"),
        ("customers.contact_note", "no name of a model"),
        ("loans.LoanAccount", "are packages or missing: ["),
        ("customers.HouseholdMember", "no field branch"),
        ("customers.HouseholdMember", "no field owner"),
        ("customers.HouseholdMember", "no field version"),
        ("customers.Customer", "field id_no is a EncryptedText"),
        ("customers.Customer", "field customer_no is unique"),
    ],
)
def test_what_it_cannot_write_it_refuses_with_the_reason(label, told):
    with pytest.raises(CommandError, match=re.escape(told)):
        facts.read(label, ROOT)


def test_a_model_without_chinese_names_is_refused(tmp_path):
    model = copies.MODEL.replace('verbose_name = "沟通记录"', "pass").replace('"内容", ', "")
    folder = copies.copied(tmp_path, model=model)
    refused = startmodel(folder)
    assert refused.returncode == 1
    assert "class Meta has no Chinese verbose_name" in refused.stderr
    assert "field text has no Chinese name" in refused.stderr


@pytest.mark.slow
def test_what_it_writes_works(generated):
    folder, _, _ = generated
    passes(folder, "mypy", "tenants/customers")
    passes(folder, "python", "-m", "pytest", "-q", "tests/api/customers/test_contact_notes.py")
    passes(
        folder, "python", "-m", "pytest", "-q", "tests/contracts/test_permission_matrix.py",
        "tests/contracts/test_openapi.py", "tests/contracts/test_migrations.py",
    )  # fmt: skip
    passes(
        folder, "python", "-m", "pytest", "-q", "tests/contracts/test_openapi_examples.py",
        CREDIT_RECORD_EXAMPLES="1",
    )  # fmt: skip


@pytest.mark.slow
def test_its_pages_are_sound(generated):
    folder, _, _ = generated
    frontend, installed = folder / "frontend", ROOT / "frontend" / "node_modules"
    if not frontend.joinpath("node_modules").exists():
        (frontend / "node_modules" / "@credit").mkdir(parents=True)
        for package in [*installed.glob("*"), installed / ".bin"]:
            if package.name != "@credit":
                (frontend / "node_modules" / package.name).symlink_to(package)
        for package in (installed / "@credit").iterdir():  # these are to be the copy's own
            (frontend / "node_modules" / "@credit" / package.name).symlink_to(os.readlink(package))
    path = f"{ROOT / '.local' / 'node'}:{os.environ['PATH']}"
    for script in ("generate", "typecheck", "test"):
        passes(frontend, str(ROOT / ".local" / "node" / "npm"), "run", "-s", script, PATH=path)
