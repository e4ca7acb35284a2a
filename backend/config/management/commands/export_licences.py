import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

UNNAMED = {"axe-playwright-python": "MIT"}
"""Packages whose metadata names no licence, with what the licence file in the package says."""


def python_packages() -> list[tuple[str, str, str]]:
    """(name, version, licence) of every package in this environment: the locked ones."""
    program = Path(sys.executable).parent / "pip-licenses"
    command = [str(program), "--from=mixed", "--with-system", "--format=json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise CommandError(f"pip-licenses failed: {done.stderr.strip()}")
    rows = [
        (row["Name"], row["Version"], row["License"].partition("\n")[0]) for row in json.loads(done.stdout)
    ]
    return sorted((name, version, UNNAMED.get(name, licence)) for name, version, licence in rows)


def npm_packages() -> list[tuple[str, str, str]]:
    """(name, version, licence) of every package in the lock file, as the package itself says.

    A package for another platform is not installed: its licence is the lock file's.
    """
    frontend = Path(settings.BASE_DIR) / "frontend"
    lock = json.loads((frontend / "package-lock.json").read_text(encoding="utf-8"))
    found = set()
    for place, entry in lock["packages"].items():
        if "node_modules/" not in place or "version" not in entry:
            continue
        manifest = frontend / place / "package.json"
        own = json.loads(manifest.read_text(encoding="utf-8")).get("license") if manifest.exists() else None
        licence = own if isinstance(own, str) else entry.get("license", "?")
        found.add((place.rpartition("node_modules/")[2], entry["version"], licence))
    return sorted(found)


def table(rows: list[tuple[str, str, str]]) -> list[str]:
    return ["| name | version | licence |", "|---|---|---|", *(f"| {' | '.join(row)} |" for row in rows)]


class Command(BaseCommand):
    help = "Write docs/licences.md: name, version and licence of every package that the lock files name."

    def handle(self, *args: Any, **options: Any) -> None:
        target = Path(settings.BASE_DIR) / "docs" / "licences.md"
        lines = [
            "# Licences",
            "",
            "<!-- Written by `make licences` from the lock files. -->",
            "",
            "The project itself is under the [Apache License 2.0](../LICENSE). The packages it installs:",
            "",
            "## Python",
            "",
            *table(python_packages()),
            "",
            "## npm",
            "",
            *table(npm_packages()),
        ]
        target.write_text("\n".join(lines) + "\n", encoding="utf-8")
        self.stdout.write(str(target))
