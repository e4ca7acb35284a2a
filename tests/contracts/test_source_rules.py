"""The rules of the house, on the project and on copies in which each was broken."""

import shutil
from pathlib import Path

import pytest

from tests.contracts import guards

PLANTED: dict[str, tuple[str, str]] = {
    "schema_named_outside_tenancy": (
        "tenants/loans/selectors.py",
        'SQL = "SELECT * FROM b002.loans_loanaccount"',
    ),
    "models_fetched_by_name": ("tenants/reports/selectors.py", 'LOAN = apps.get_model("loans.LoanAccount")'),
    "queries_in_views": ("tenants/customers/api/views.py", "ROWS = Customer.objects.all()"),
    "tasks_sent_inside_transactions": (
        "tenants/loans/services.py",
        "def pay_now(pk):\n    send_task.delay(pk)",
    ),
    "wall_clock_outside_clock": ("tenants/ledger/services.py", "POSTED = date.today()"),
    "floats_near_money": ("backend/kernel/loanmath/__init__.py", "RATE = float('0.0435')"),
    "files_too_long": ("tenants/intake/services.py", "\n" * 700),
}


@pytest.mark.parametrize("name", guards.SOURCE_RULES)
def test_the_project_keeps_the_rule(name):
    assert guards.SOURCE_RULES[name](guards.ROOT) == []


@pytest.mark.parametrize("name", guards.SOURCE_RULES)
def test_a_planted_violation_is_found(name, tmp_path):
    path, text = PLANTED[name]
    for floor in (*guards.FLOORS, "infra", "tests"):
        shutil.copytree(guards.ROOT / floor, tmp_path / floor, ignore=shutil.ignore_patterns("__pycache__"))
    target = tmp_path / path
    if target.is_dir() or not target.exists():
        target = tmp_path / Path(path).with_suffix("") / "__init__.py"
    target.write_text(target.read_text(encoding="utf-8") + f"\n\n{text}\n", encoding="utf-8")

    found = guards.SOURCE_RULES[name](tmp_path)

    assert [v.path for v in found] == [str(target.relative_to(tmp_path))]


def test_every_rule_has_a_planted_violation():
    assert set(PLANTED) == set(guards.SOURCE_RULES)
