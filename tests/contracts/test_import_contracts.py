"""The floors and walls of the house: kept by the project, and broken visibly when somebody breaks them."""

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

from tests.contracts.guards import FLOORS, ROOT

PLANTED = {
    "A floor knows only the floors below it": (
        "shared/catalog/selectors.py",
        "import tenants.loans.services",
    ),
    "The kernel computes: no Django, no I/O": ("backend/kernel/loanmath/dates.py", "import django.db"),
    "A bank's apps know only what stands below them": (
        "tenants/customers/selectors.py",
        "from tenants.loans import services",
    ),
    "The province's apps know only what stands below them": (
        "shared/reference/selectors.py",
        "from shared.catalog import services",
    ),
    "Another app is entered by its front doors": (
        "tenants/intake/selectors.py",
        "from tenants.customers.models import Customer",
    ),
    "Business code does not know HTTP": (
        "tenants/ledger/services.py",
        "from rest_framework import serializers",
    ),
    "Only tenancy switches schemas": (
        "tenants/ledger/selectors.py",
        "from django_tenants.utils import schema_context",
    ),
}


def _lint(folder: Path) -> subprocess.CompletedProcess:
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def test_the_project_keeps_every_import_contract():
    result = _lint(ROOT)
    assert result.returncode == 0, result.stdout


def test_each_planted_import_breaks_its_contract(tmp_path):
    for floor in FLOORS:
        shutil.copytree(ROOT / floor, tmp_path / floor, ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "tests" / "contracts").mkdir(parents=True)
    for name in (
        "tests/__init__.py",
        "tests/contracts/__init__.py",
        "tests/contracts/front_doors.py",
        "pyproject.toml",
    ):
        shutil.copy(ROOT / name, tmp_path / name)
    for path, line in PLANTED.values():
        target = tmp_path / path
        if not target.exists():
            target = target.with_suffix("") / "__init__.py"
        target.write_text(f"{target.read_text(encoding='utf-8')}\n{line}\n", encoding="utf-8")

    result = _lint(tmp_path)

    assert result.returncode != 0
    broken = {line.partition(" BROKEN")[0] for line in result.stdout.splitlines() if " BROKEN" in line}
    assert broken == set(PLANTED)


def test_every_contract_has_a_planted_import():
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert {one["name"] for one in settings["tool"]["importlinter"]["contracts"]} == set(PLANTED)
