import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from backend.platform.errors import REGISTRY
from backend.platform.records import outbox

GENERATED = "<!-- Written by `make docs`: edit the code, not this file. -->"
EVENT = re.compile(r"[a-z]+\.[a-z_<>]+\.v\d+\Z")
PAYLOAD = re.compile(r"Payload[^:]*: (.+)", re.S)
FLOORS = ("shared", "tenants")


@dataclass(frozen=True)
class Event:
    """A name that an app gives to what happened in it, and what its declaration says about the payload."""

    name: str
    module: str
    note: str

    @property
    def app(self) -> str:
        return self.name.partition(".")[0]


def _text(node: ast.expr) -> str:
    """The string that an expression makes, with `<name>` where it depends on a variable; "" when none."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    if isinstance(node, ast.JoinedStr):
        return "".join(_text(part) for part in node.values)
    if isinstance(node, ast.FormattedValue):
        names = [found.id for found in ast.walk(node) if isinstance(found, ast.Name)]
        return f"<{names[0]}>" if names else ""
    return ""


def _declared(path: Path) -> Iterator[tuple[str, str]]:
    """(name, payload) of each event name in a module; the payload as the string below it, or the module, says it."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    of_each = PAYLOAD.search(ast.get_docstring(tree) or "")
    notes: dict[str, str] = {}
    for statement, following in pairwise(tree.body):
        if isinstance(statement, ast.Assign) and isinstance(following, ast.Expr):
            own = PAYLOAD.search(_text(following.value))
            notes[_text(statement.value)] = _one_line(own)
    found = {_text(node) for node in ast.walk(tree) if isinstance(node, ast.Constant | ast.JoinedStr)}
    for name in sorted(name for name in found if EVENT.match(name)):
        yield name, notes.get(name) or _one_line(of_each)


def _one_line(found: re.Match[str] | None) -> str:
    return " ".join(found[1].split()) if found else ""


def events() -> list[Event]:
    """Every event of every app; a name in the code of another app is that of one who listens."""
    root = Path(settings.BASE_DIR)
    found = []
    for floor in FLOORS:
        for path in sorted((root / floor).rglob("*.py")):
            relative = path.relative_to(root)
            app = relative.parts[1]
            found += [
                Event(name, str(relative), note)
                for name, note in _declared(path)
                if name.startswith(f"{app}.")
            ]
    return sorted(found, key=lambda event: event.name)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def render_errors() -> str:
    """docs/errors.md."""
    lines = [
        "# Errors",
        "",
        GENERATED,
        "",
        "Every refusal is a problem document (RFC 9457) with one of these codes. The text follows"
        " `Accept-Language`; `{name}` stands for a parameter, sent in `params`.",
    ]
    kinds = sorted(REGISTRY.values(), key=lambda kind: kind.code)
    for app, members in groupby(kinds, key=lambda kind: kind.code.partition(".")[0]):
        lines += ["", f"## {app}", "", "| code | status | 中文 | English |", "|---|---|---|---|"]
        lines += [
            f"| `{kind.code}` | {kind.status} | {_cell(kind.zh)} | {_cell(kind.en)} |" for kind in members
        ]
    return "\n".join(lines) + "\n"


def render_events() -> str:
    """docs/events.md."""
    lines = [
        "# Events",
        "",
        GENERATED,
        "",
        "An event is a row of the outbox, written in the transaction in which it happened and delivered after"
        " it, at least once, in order for each aggregate. Every payload also names its `entity`.",
        "",
        "| event | producer | consumers | payload |",
        "|---|---|---|---|",
    ]
    for event in events():
        consumers = ", ".join(
            f"`{c.__module__}.{c.__qualname__}`" for c in outbox._consumers.get(event.name, [])
        )
        lines.append(
            f"| `{event.name}` | `{event.module}` | {consumers or '—'} | {_cell(event.note) or 'as its producer writes it'} |"
        )
    return "\n".join(lines) + "\n"


DOCUMENTS = {"errors.md": render_errors, "events.md": render_events}


class Command(BaseCommand):
    help = "Write the generated pages of docs/: the errors and the events."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--folder", default=str(settings.BASE_DIR / "docs"))

    def handle(self, *args: Any, **options: Any) -> None:
        folder = Path(options["folder"])
        folder.mkdir(parents=True, exist_ok=True)
        for name, render in DOCUMENTS.items():
            (folder / name).write_text(render(), encoding="utf-8")
            self.stdout.write(str(folder / name))
