from itertools import groupby
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from backend.platform.dictionaries import DICTIONARIES, Keeper
from backend.platform.errors import REGISTRY
from backend.platform.parameters import PARAMETERS
from backend.platform.records import outbox
from backend.platform.records.event_kinds import EVENTS

GENERATED = "<!-- Written by `make docs`: edit the code, not this file. -->"


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
        " it to each of its consumers: at least once, in order for each aggregate. Every payload also names its"
        " `entity`. A type that ends in `?` may be null or absent; decimals, dates and instants are strings.",
    ]
    kinds = sorted(EVENTS.values(), key=lambda kind: kind.name)
    for app, members in groupby(kinds, key=lambda kind: kind.app):
        lines += ["", f"## {app}", "", f"Told by `{_folder(app)}`.", ""]
        lines += ["| event | 中文 | English | payload | consumers |", "|---|---|---|---|---|"]
        for kind in members:
            payload = ", ".join(f"`{field}` {declared}" for field, declared in kind.payload.items())
            consumers = ", ".join(
                f"`{c.__module__}.{c.__qualname__}`" for c in outbox.consumers_of(kind.name).values()
            )
            lines.append(
                f"| `{kind.name}` | {_cell(kind.zh)} | {_cell(kind.en)} | {payload} | {consumers or '—'} |"
            )
    return "\n".join(lines) + "\n"


def _folder(app: str) -> str:
    return apps.get_app_config(app).name.replace(".", "/")


def render_parameters() -> str:
    """docs/parameters.md."""
    lines = [
        "# Parameters and dictionaries",
        "",
        GENERATED,
        "",
        "A parameter stands at the value declared in the code until the province, and within the province's"
        " bounds a bank, gives it another from a date on. Every change is proposed by one person and checked"
        " by a second; all versions are kept. Read one with `organisation.parameter_value(code, on=...)`.",
        "",
        "| parameter | 名称 | name | kind | default | from | to | unit | who may change it |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for parameter in sorted(PARAMETERS.values(), key=lambda found: found.code):
        bounds = [
            "—" if bound is None else parameter.text(bound)
            for bound in (parameter.minimum, parameter.maximum)
        ]
        cells = [
            f"`{parameter.code}`", parameter.zh, parameter.en, parameter.kind.value,
            parameter.text(parameter.default), *bounds, parameter.unit or "—",
            "province, bank" if parameter.bank_may_change else "province",
        ]  # fmt: skip
        lines.append(f"| {' | '.join(_cell(cell) for cell in cells)} |")
    lines += [
        "",
        "A dictionary is a list of codes that people choose from. An entry is never deleted, only ended, so"
        " that what was chosen stays readable.",
        "",
        "| dictionary | 名称 | name | who adds entries | starts with |",
        "|---|---|---|---|---|",
    ]
    who = {
        Keeper.FIXED: "nobody: part of the code",
        Keeper.PROVINCE: "province",
        Keeper.BANK: "province, bank",
    }
    for declared in sorted(DICTIONARIES.values(), key=lambda found: found.code):
        codes = ", ".join(f"`{entry.code}`" for entry in declared.entries)
        lines.append(
            f"| `{declared.code}` | {declared.zh} | {declared.en} | {who[declared.keeper]} | {codes} |"
        )
    return "\n".join(lines) + "\n"


DOCUMENTS = {"errors.md": render_errors, "events.md": render_events, "parameters.md": render_parameters}


class Command(BaseCommand):
    help = "Write the generated pages of docs/: the errors, the events, the parameters and dictionaries."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--folder", default=str(settings.BASE_DIR / "docs"))

    def handle(self, *args: Any, **options: Any) -> None:
        folder = Path(options["folder"])
        folder.mkdir(parents=True, exist_ok=True)
        for name, render in DOCUMENTS.items():
            (folder / name).write_text(render(), encoding="utf-8")
            self.stdout.write(str(folder / name))
