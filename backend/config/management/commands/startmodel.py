import difflib
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

NEXT = """Besides: the migration, the API documents, the permission matrix and the pages in docs that follow from the code.
Next: read the difference; say in tests/contracts/test_portfolios.py what becomes of the rows when their owner leaves;
`make examples` records the examples of the new operations and writes the console's client; then `make test`. In English the names of fields and codes are made of their identifiers: mend those in
frontend/console/src/text/en and frontend/packages/domain."""


class Command(BaseCommand):
    help = "Write permissions, endpoints, tests and console pages for a model of a bank's app: startmodel app.Model"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("model", help="such as customers.ContactNote; its class must stand in models.py")
        parser.add_argument("--maker", default="officer", help="the role that writes the records")
        parser.add_argument("--dry-run", action="store_true", help="show the difference and write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        if find_spec("libcst") is None:
            raise CommandError("The generator needs the packages of a developer: uv sync.")
        from backend.config.startmodel import facts, plan

        root = Path(settings.BASE_DIR)
        found = facts.read(options["model"], root)
        wanted = plan.planned(found, root, maker=options["maker"])
        if options["dry_run"]:
            self._show(root, wanted)
            return
        for path, text in wanted.items():
            file = root / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
            self.stdout.write(f"wrote {path}")
        if not wanted:
            self.stdout.write(f"Everything of {options['model']} is there already.")
        self._generate(root, found)
        if wanted:
            self.stdout.write(NEXT)

    def _show(self, root: Path, wanted: dict[str, str]) -> None:
        for path, text in wanted.items():
            file = root / path
            before = file.read_text(encoding="utf-8") if file.exists() else ""
            lines = difflib.unified_diff(
                before.splitlines(keepends=True), text.splitlines(keepends=True), f"a/{path}", f"b/{path}"
            )
            self.stdout.write("".join(lines))

    def _generate(self, root: Path, found: Any) -> None:
        """What other commands write from the code as it now is: in a process of its own, which reads it anew."""
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-c", GENERATE, found.app, found.snake],
            cwd=root,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise CommandError(
                f"the code is written, but what follows from it failed:\n{done.stdout}{done.stderr}"
            )
        from backend.config.startmodel.edits import tidy

        for path in sorted((root / "tenants" / found.app / "migrations").glob("*.py")):
            before = path.read_text(encoding="utf-8")
            after = tidy(path, before) if path.stem.endswith(f"_{found.snake}") else before
            if after != before:
                path.write_text(after, encoding="utf-8")


GENERATE = """
import sys
import django
django.setup()
from django.core.management import call_command
call_command("makemigrations", sys.argv[1], name=sys.argv[2])
call_command("export_openapi")
call_command("export_docs")
from tests.contracts.permissions import matrix
for face in matrix.FACES.values():
    if face.file.read_text(encoding="utf-8") != matrix.render(face, matrix.computed(face.patterns, face.roles)):
        matrix.rewrite(face)
"""
