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
from shared.reference.chart import chart
from shared.reference.types import SubjectKind
from tenants.ledger.types import VOUCHER_RULES, Side

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


def render_vouchers() -> str:
    """docs/vouchers.md: what each event books, and the chart of accounts."""
    subjects = {row["code"]: row for row in chart()}
    sides = {side.value: f"{side.label} {side.value}" for side in Side}
    kinds = dict(SubjectKind.choices)
    lines = [
        "# Vouchers",
        "",
        GENERATED,
        "",
        "What each event books (传票规则). A line of nought is left out; a negative amount stands on the other side."
        " A reversal (冲正) is the mirror image of the voucher that it takes back. Lines on memorandum subjects"
        " balance among themselves against `9199`.",
    ]
    for rule in VOUCHER_RULES.values():
        lines += ["", f"## {rule.kind.label} {rule.kind.value}", "", f"{rule.zh}。{rule.en}.", ""]
        lines += ["| side | subject | 科目 | amount | 说明 | why |", "|---|---|---|---|---|---|"]
        for line in rule.lines:
            subject = subjects[line.subject]
            amounts = " + ".join(rule.amounts[name][0] for name in line.amounts)
            lines.append(
                f"| {sides[line.side]} | `{line.subject}` {subject['name_en']} | {subject['name']}"
                f" | {amounts} | {_cell(line.zh)} | {_cell(line.en)} |"
            )
        lines += ["", "| amount | 金额 |", "|---|---|"]
        lines += [f"| {en} (`{name}`) | {zh} |" for name, (zh, en) in rule.amounts.items()]
    lines += [
        "",
        "## Chart of accounts",
        "",
        "| code | 科目 | subject | 类别 | normal side | under |",
        "|---|---|---|---|---|---|",
    ]
    for row in subjects.values():
        lines.append(
            f"| `{row['code']}` | {row['name']} | {row['name_en']} | {kinds[row['kind']]}"
            f" | {sides[row['normal_side']]} | {row['parent'] or '—'} |"
        )
    return "\n".join(lines) + "\n"


DOCUMENTS = {
    "errors.md": render_errors,
    "events.md": render_events,
    "parameters.md": render_parameters,
    "vouchers.md": render_vouchers,
}


class Command(BaseCommand):
    help = "Write the generated pages of docs/: the errors, the events, the parameters and dictionaries, the vouchers."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--folder", default=str(settings.BASE_DIR / "docs"))

    def handle(self, *args: Any, **options: Any) -> None:
        folder = Path(options["folder"])
        folder.mkdir(parents=True, exist_ok=True)
        for name, render in DOCUMENTS.items():
            (folder / name).write_text(render(), encoding="utf-8")
            self.stdout.write(str(folder / name))
