"""The permission matrix as text: what the roles and the routes make of it, and what the committed file says.

One file per face: a row for every route and method, a column for every role, `yes` or `no` in each cell.
"""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from backend.config import urls_bank, urls_province
from backend.platform.permissions import PUBLIC, SIGNED_IN
from backend.platform.records import changes
from shared.identity.permissions import PROVINCE_ROLES
from tenants.organisation.seed import ROLES
from tests.contracts.guards import METHODS, ROOT, views_of

HERE = Path(__file__).parent
REWRITE = "CREDIT_REWRITE_PERMISSIONS"
COMMAND = f"{REWRITE}=1 .venv/bin/python -m pytest tests/contracts/test_permission_matrix.py"
ANONYMOUS = "anonymous"
YES, NO = "yes", "no"
API = "api/v1/"
NOBODY_S = str(UUID(int=0))
CONSOLE = r"^(?!static/)(?P<path>.*)$"

Roles = Mapping[str, tuple[str, list[str]]]

CASES: dict[str, dict[str, str]] = {
    "POST contracts/<int:pk>/sign": {
        "BORROWER": "contracts.sign_borrower",
        "BANK": "contracts.sign_bank",
    },
    "POST tasks/<int:pk>/decide": {
        "review": "approvals.review",
        "approve": "approvals.approve",
    },
}
"""Commands whose body or record says which further action is needed: a row for each case."""
CHECKS = ("POST changes/<int:pk>/approve", "POST changes/<int:pk>/reject")
"""Decisions on changes: a row for each kind of change that the face's roles check."""


@dataclass(frozen=True)
class Face:
    """The urlconf of a host, the roles of the people who sign in there, and the file that says who may."""

    name: str
    title: str
    patterns: list[Any]
    roles: Roles

    @property
    def columns(self) -> list[str]:
        return [*self.roles, ANONYMOUS]

    @property
    def file(self) -> Path:
        return HERE / f"{self.name}.txt"


FACES = {
    face.name: face
    for face in (
        Face("bank", "a bank", urls_bank.urlpatterns, ROLES),
        Face("province", "the province", urls_province.urlpatterns, PROVINCE_ROLES),
    )
}


@dataclass(frozen=True)
class Row:
    """One line of the matrix; `actions` must all be held for a yes."""

    tag: str
    method: str
    path: str
    case: str
    actions: tuple[str, ...]
    allowed: frozenset[str]

    @property
    def name(self) -> str:
        return f"{self.method} {self.path} {self.case}".rstrip()

    @property
    def place(self) -> tuple[str, str, int, str]:
        return self.tag, self.path, METHODS.index(self.method.lower()), self.case

    @property
    def is_reading(self) -> bool:
        return self.method == "GET"


def shown(path: str) -> str:
    """The path as the matrix names it: without the prefix of the API, with a slash where it is no API."""
    if path.startswith(API):
        return path.removeprefix(API)
    return "/" if path == CONSOLE else "/" + path.removeprefix("^").removesuffix("$")


def routes_of(patterns: list[Any]) -> list[tuple[str, str, str, str, bool]]:
    """(tag, METHOD, path, action, is a command) of every method that a urlconf answers."""
    found = []
    for path, view in views_of(patterns):
        for method in METHODS:
            if not hasattr(view, method):
                continue
            operation = getattr(getattr(view, method), "operation", None)
            action = getattr(operation, "action", "") or getattr(view, "action", "")
            tag = getattr(view, "tag", "") or "other"
            found.append((tag, method.upper(), shown(path), action, getattr(operation, "is_command", False)))
    return found


def cases_of(name: str, roles: Roles) -> dict[str, str]:
    """The cases of a route with the further action that each asks for; one without a name as a rule."""
    if name in CHECKS:
        held = {action for _, actions in roles.values() for action in actions}
        return {
            code: kind.check_action
            for code, kind in sorted(changes.KINDS.items())
            if kind.check_action in held
        }
    return CASES.get(name, {"": ""})


def _holders(actions: tuple[str, ...], roles: Roles) -> frozenset[str]:
    if PUBLIC in actions:
        return frozenset([*roles, ANONYMOUS])
    return frozenset(role for role, (_, held) in roles.items() if set(actions) <= {*held, SIGNED_IN})


def computed(patterns: list[Any], roles: Roles) -> list[Row]:
    """The matrix that the declared actions and the roles make, in the order of the file."""
    rows = []
    for tag, method, path, action, _ in routes_of(patterns):
        for case, further in cases_of(f"{method} {path}", roles).items():
            actions = (action, further) if further else (action,)
            rows.append(Row(tag, method, path, case, actions, _holders(actions, roles)))
    return sorted(rows, key=lambda row: row.place)


def commands_declaring_a_reading(patterns: list[Any]) -> set[str]:
    """Commands that anybody who sees the record may call: what they need beyond that must stand in CASES."""
    return {
        f"{method} {path}"
        for _, method, path, action, is_command in routes_of(patterns)
        if is_command and action.endswith(".view")
    }


def further_actions(patterns: list[Any]) -> dict[str, set[str]]:
    """What the operations declare that need one of several further actions, by the names of their rows."""
    found = {}
    for path, view in views_of(patterns):
        for method in METHODS:
            operation = getattr(getattr(view, method, None), "operation", None)
            if operation is not None and operation.any_of:
                found[f"{method.upper()} {shown(path)}"] = set(operation.any_of)
    return found


def render(face: Face, rows: list[Row]) -> str:
    """The text of the file."""
    wide = max(len(row.name) + 8 - len(row.method) for row in rows)
    lines = [
        f"# Who may do what at {face.title}: a row for each route, a column for each role.",
        "# yes: the role may call it, for the records within its scope. no: it is refused, whatever the record.",
        "# The last column names the action that a role must hold; with a +, each of them. public: nobody need",
        "# sign in (but an answer of core banking must be signed by it); signed_in: any account of this entity.",
        "# Written by",
        f"#   {COMMAND}",
        "# and read by a person: a change of this file is a change of somebody's rights.",
    ]
    tag = None
    for row in rows:
        if row.tag != tag:
            tag = row.tag
            lines += ["", f"{tag:<{wide}}  " + "  ".join([*face.columns, "action"])]
        name = f"{row.method:<7} {row.path} {row.case}"
        cells = [f"{YES if c in row.allowed else NO:<{len(c)}}" for c in face.columns]
        lines.append("  ".join([f"{name:<{wide}}", *cells, "+".join(row.actions)]))
    return "\n".join(lines) + "\n"


def parse(text: str, columns: list[str]) -> list[Row]:
    """The rows that the file says. Raises ValueError for a line that is neither a row nor a heading."""
    rows, tag = [], ""
    for number, line in enumerate(text.splitlines(), 1):
        words = line.split()
        if not words or words[0].startswith("#"):
            continue
        if words[1:] == [*columns, "action"]:
            tag = words[0]
            continue
        cells = words[-len(columns) - 1 : -1]
        name = words[: -len(columns) - 1]
        if not tag or len(name) < 2 or len(cells) != len(columns) or set(cells) - {YES, NO}:
            raise ValueError(f"line {number} is no row of the matrix (if a role is new: {COMMAND}): {line}")
        allowed = frozenset(c for c, cell in zip(columns, cells, strict=True) if cell == YES)
        rows.append(Row(tag, name[0], name[1], " ".join(name[2:]), tuple(words[-1].split("+")), allowed))
    return rows


def committed(face: Face) -> list[Row]:
    return parse(face.file.read_text(encoding="utf-8"), face.columns)


def rewrite(face: Face) -> None:
    """Write the file from the roles; whole or not at all, as others may be reading it."""
    fresh = face.file.with_suffix(f".{os.getpid()}.new")
    fresh.write_text(render(face, computed(face.patterns, face.roles)), encoding="utf-8")
    fresh.replace(face.file)


def differences(face: Face, patterns: list[Any], roles: Roles, said: list[Row]) -> list[str]:
    """What the file says otherwise than the routes and the roles, each with what to do about it."""
    now, before = ({row.name: row for row in rows} for rows in (computed(patterns, roles), said))
    where = face.file.relative_to(ROOT)
    found = []
    for name in sorted({*now, *before}):
        if name not in before:
            row = now[name]
            found.append(
                f"{where}: no row under '{row.tag}' for {name} ({'+'.join(row.actions)}: {_listed(row)})"
            )
        elif name not in now:
            found.append(f"{where}: no route for the row {name}")
        elif now[name] != before[name]:
            gained = sorted(now[name].allowed - before[name].allowed)
            lost = sorted(before[name].allowed - now[name].allowed)
            asked = "+".join(now[name].actions)
            found.append(f"{where}: {name} now asks for {asked}; gained by {gained}, lost by {lost}")
    if found:
        found.append(
            f"Is that what you want? Then write the rows with `{COMMAND}` and commit the difference."
        )
    return found


def _listed(row: Row) -> str:
    return ", ".join(sorted(row.allowed)) or "nobody"


def filled(path: str, value: Any) -> str:
    """The URL of a row's path, with the value for what varies in it, or each its own from a mapping.

    A UUID is one of nobody's unless given.
    """

    def given(found: re.Match[str]) -> str:
        text = str(value[found[2]] if isinstance(value, dict) else value)
        nobody = found[1] == "uuid:" and not re.fullmatch(r"[0-9a-f-]{36}", text)
        return NOBODY_S if nobody else text

    path = re.sub(r"<(\w+:)?(\w+)>", given, path)
    return path if path.startswith("/") else f"/{API}{path}"
