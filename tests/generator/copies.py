"""Copies of the project in which a developer has just written a model."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.contracts.guards import FLOORS, ROOT

MODEL = '''

class ContactNote(models.Model):
    """What was said when somebody of the bank spoke to a customer of his."""

    class Channel(models.TextChoices):
        PHONE = "PHONE", "电话"
        HOME_VISIT = "HOME_VISIT", "入户走访"

    text = models.CharField("内容", max_length=500)
    channel = models.CharField("沟通方式", max_length=10, choices=Channel)
    talked_on = models.DateField("沟通日期")
    promised_amount = models.DecimalField("承诺还款金额", max_digits=18, decimal_places=2, null=True)
    attempts = models.PositiveSmallIntegerField("拨打次数", default=1)
    is_settled = models.BooleanField("已办结", default=False)
    branch = models.ForeignKey(
        "organisation.Branch", models.PROTECT, related_name="+", verbose_name="所属机构"
    )
    owner = models.ForeignKey("organisation.Staff", models.PROTECT, related_name="+", verbose_name="记录人")
    created_at = models.DateTimeField("记录时间", auto_now_add=True)
    created_by = models.BigIntegerField("建档人", null=True)
    version = models.PositiveIntegerField("修改版本", default=1)

    class Meta:
        verbose_name = "沟通记录"
        indexes = [
            models.Index(fields=["branch", "-id"], name="contact_note_by_branch"),
            models.Index(fields=["owner", "-id"], name="contact_note_by_owner"),
        ]
'''


def copied(folder: Path, *, model: str = MODEL) -> Path:
    """The project in a folder, with the model at the end of the customers' models."""
    unwanted = shutil.ignore_patterns("__pycache__", "node_modules", "dist", "*.tsbuildinfo")
    for name in (*FLOORS, "infra", "tests", "docs", "frontend"):
        shutil.copytree(ROOT / name, folder / name, ignore=unwanted)
    for name in ("manage.py", "pyproject.toml", "Makefile", "README.md", "uv.lock"):
        shutil.copy(ROOT / name, folder / name)
    models = folder / "tenants" / "customers" / "models.py"
    models.write_text(models.read_text(encoding="utf-8") + model, encoding="utf-8")
    return folder


def run(folder: Path, *command: str, **environment: str) -> subprocess.CompletedProcess:
    """A program of the project's environment, working in the copy on databases of its own names."""
    program = Path(sys.executable).parent / command[0]
    kept = {k: v for k, v in os.environ.items() if not k.startswith("PYTEST") or k == "PYTEST_VERSION"}
    return subprocess.run(
        [str(program), *command[1:]],
        cwd=folder,
        env={
            **kept,
            "PYTHONPATH": str(folder),
            "DJANGO_SETTINGS_MODULE": "backend.config.settings.test",
            "PYTEST_XDIST_WORKER": "generated",
            "CONSOLE_DIST": str(folder / "frontend" / "console" / "dist"),
            **environment,
        },
        capture_output=True,
        text=True,
        check=False,
    )


def state(folder: Path) -> dict[str, str]:
    """Every source file of the copy."""
    return {
        str(path.relative_to(folder)): path.read_text(encoding="utf-8")
        for kind in ("*.py", "*.ts", "*.tsx", "*.yaml", "*.json", "*.txt", "*.md")
        for path in folder.rglob(kind)
        if ".local" not in path.parts and "node_modules" not in path.parts
    }
