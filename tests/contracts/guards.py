"""Rules of the house that imports cannot show, as functions of a source tree: each returns its violations.

A rule lives here once; the tests run it on the project, and on copies in which somebody broke it.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.urls import URLPattern, URLResolver

ROOT = Path(__file__).resolve().parents[2]
FLOORS = ("backend", "shared", "tenants")
TENANCY = "backend/platform/tenancy/"


@dataclass(frozen=True)
class Violation:
    """A line that breaks a rule."""

    path: str
    line: int
    text: str


def _lines(root: Path, keep: Callable[[str], bool]) -> Iterator[tuple[str, int, str]]:
    for floor in FLOORS:
        for path in sorted((root / floor).rglob("*.py")):
            relative = str(path.relative_to(root))
            if "/migrations/" in relative or not keep(relative):
                continue
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
                yield relative, number, line


def _search(root: Path, pattern: str, keep: Callable[[str], bool]) -> list[Violation]:
    wanted = re.compile(pattern)
    return [
        Violation(path, number, line.strip())
        for path, number, line in _lines(root, keep)
        if wanted.search(line) and not line.lstrip().startswith(("#", '"""'))
    ]


def schema_named_outside_tenancy(root: Path) -> list[Violation]:
    """Only backend/platform/tenancy switches schemas, sets a search path or opens connections by hand."""
    pattern = (
        r"search_path|set_schema|\.set_tenant\(|schema_context|tenant_context|with tenant\b"
        r"|psycopg\.connect|\bSET ROLE\b|\bb\d{3}\.[a-z_]+"
    )
    return _search(root, pattern, lambda path: not path.startswith(TENANCY))


def models_fetched_by_name(root: Path) -> list[Violation]:
    """`apps.get_model` goes through the wall of another app where import contracts don't see it.

    The platform may: it stands below all apps, names none, and is told the label.
    """
    return _search(root, r"\bget_model\(", lambda path: not path.startswith("backend/platform"))


def queries_in_views(root: Path) -> list[Violation]:
    """A view translates; what it reads comes from a selector, where the scope is applied."""
    return _search(
        root, r"\.objects\b", lambda path: "/api/" in path and not path.startswith("backend/platform")
    )


def tasks_sent_inside_transactions(root: Path) -> list[Violation]:
    """Tasks are rung after the commit (`jobs.ring`); only sweepers, outside any transaction, send at once."""
    allowed = ("backend/platform/jobs.py",)
    found = _search(root, r"\.(delay|apply_async)\(", lambda path: path not in allowed)
    return [v for v in found if not _in_sweeper(root, v)]


def _in_sweeper(root: Path, violation: Violation) -> bool:
    """Whether the line stands in a function whose docstring says that it is the sweep."""
    lines = (root / violation.path).read_text(encoding="utf-8").splitlines()
    for number in range(violation.line - 1, -1, -1):
        if lines[number].startswith(("def ", "    def ")):
            return "The sweep" in "".join(lines[number : number + 4])
    return False


def wall_clock_outside_clock(root: Path) -> list[Violation]:
    """Only the Clock knows the wall-clock time; business code asks it or the business date."""
    allowed = ("backend/platform/clock.py",)
    return _search(
        root,
        r"timezone\.now\(|datetime\.now\(|date\.today\(|datetime\.utcnow\(",
        lambda path: path not in allowed and not path.startswith("backend/integrations/"),
    )


def floats_near_money(root: Path) -> list[Violation]:
    """No float touches an amount: business apps and the kernel never call float()."""
    return _search(
        root,
        r"\bfloat\(",
        lambda path: path.startswith(("tenants/", "backend/kernel/")) and "/management/" not in path,
    )


def files_too_long(root: Path, limit: int = 600) -> list[Violation]:
    found = []
    for floor in (*FLOORS, "infra", "tests"):
        for path in sorted((root / floor).rglob("*.py")):
            count = len(path.read_text(encoding="utf-8").splitlines())
            if count > limit and "/migrations/" not in str(path):
                found.append(Violation(str(path.relative_to(root)), count, "longer than a person reads"))
    return found


SOURCE_RULES: dict[str, Callable[[Path], list[Violation]]] = {
    rule.__name__: rule
    for rule in (
        schema_named_outside_tenancy,
        models_fetched_by_name,
        queries_in_views,
        tasks_sent_inside_transactions,
        wall_clock_outside_clock,
        floats_near_money,
        files_too_long,
    )
}


def views_of(patterns: list[Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """(path, view class or function) of everything that a urlconf reaches."""
    for pattern in patterns:
        path = f"{prefix}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            yield from views_of(pattern.url_patterns, path)
        elif isinstance(pattern, URLPattern):
            yield (
                path,
                getattr(pattern.callback, "view_class", None)
                or getattr(pattern.callback, "cls", pattern.callback),
            )


METHODS = ("get", "post", "put", "patch", "delete")


def undeclared_operations(patterns: list[Any]) -> list[str]:
    """Every method of every view that declares no action, as `METHOD path`."""
    missing = []
    for path, view in views_of(patterns):
        if getattr(view, "action", None):
            continue
        methods = [m for m in METHODS if hasattr(view, m)]
        if not methods:
            missing.append(f"? {path}")
        missing += [
            f"{m.upper()} {path}"
            for m in methods
            if not getattr(getattr(getattr(view, m), "operation", None), "action", "")
        ]
    return missing
