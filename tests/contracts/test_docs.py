"""The pages say what the code does: commands, settings, accounts, words and links exist, generated pages are fresh."""

import ast
import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from django.core.management import get_commands

from backend.config.demo.bank import PASSWORD, STAFF
from backend.config.management.commands import export_docs
from shared.identity.permissions import PROVINCE_ROLES
from tests.contracts.guards import ROOT

READMES = ("README.md", "README.zh-CN.md")
PAGES = [str(path.relative_to(ROOT)) for path in (*ROOT.glob("*.md"), *sorted((ROOT / "docs").rglob("*.md")))]
DECISIONS = [page for page in PAGES if re.match(r"docs/adr/\d", page)]
FENCE = re.compile(r"^ *```(\w*)\n(.*?)^ *```$", re.M | re.S)
# Read by the launcher and the settings, but set by pytest, the shell or the launcher itself.
NOT_SETTINGS = {"PATH", "PYTEST_VERSION", "VIRTUAL_ENV"}
SETTINGS_CODE = ("backend/config", "backend/platform", "backend/integrations", "infra/local")
ENVIRONMENTS = {"environ", "environment", "given", "_given"}


def text_of(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def blocks(page: str, *languages: str) -> list[str]:
    """The fenced blocks in one of the languages ("" for shell commands)."""
    return [body for language, body in FENCE.findall(text_of(page)) if language in languages]


def quoted(page: str) -> list[str]:
    """What stands in backticks outside the fenced blocks."""
    return re.findall(r"`([^`\n]+)`", FENCE.sub("", text_of(page)))


def anchors(page: str) -> set[str]:
    titles = re.findall(r"^#+ (.+)$", FENCE.sub("", text_of(page)), re.M)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def commands_in(page: str) -> str:
    return "\n".join([*blocks(page, ""), *quoted(page)])


def settings_named(page: str) -> set[str]:
    """The names in the first column of the table of settings."""
    rows = re.findall(r"^\| ((?:`[A-Z_]+`[、, ]*)+) \|", text_of(page), re.M)
    return {name for row in rows for name in re.findall(r"`([A-Z_]+)`", row)}


def _environment_reads(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            holder, names = node.func.value, node.args[:1]
            if node.func.attr not in ("get", "pop", "setdefault"):
                continue
        elif isinstance(node, ast.Subscript):
            holder, names = node.value, [node.slice]
        elif isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.In | ast.NotIn):
            holder, names = node.comparators[0], [node.left]
        else:
            continue
        if (getattr(holder, "attr", None) or getattr(holder, "id", None)) in ENVIRONMENTS:
            yield from (n.value for n in names if isinstance(n, ast.Constant) and isinstance(n.value, str))


def settings_read() -> set[str]:
    """Every environment variable that the code asks for by its name."""
    found: set[str] = set()
    for folder in SETTINGS_CODE:
        for path in (ROOT / folder).rglob("*.py"):
            found |= set(_environment_reads(ast.parse(path.read_text(encoding="utf-8"))))
    vite = text_of("frontend/console/vite.config.ts")
    return {name for name in found if name.isupper()} | set(re.findall(r"process\.env\.([A-Z_]+)", vite))


def source_text() -> str:
    folders = ("backend", "shared", "tenants", "infra")
    return "\n".join(p.read_text(encoding="utf-8") for f in folders for p in (ROOT / f).rglob("*.py"))


@pytest.mark.parametrize("name", export_docs.DOCUMENTS)
def test_a_generated_page_is_what_the_code_says(name):
    assert text_of(f"docs/{name}") == export_docs.DOCUMENTS[name](), "run `make docs` and commit the result"


def test_every_error_and_event_of_the_code_is_on_its_page():
    assert "`platform.idempotency_running` | 409" in export_docs.render_errors()
    night = next(line for line in export_docs.render_events().splitlines() if "night_changed" in line)
    assert "shared.operations.services.night_note" in night


@pytest.mark.parametrize("document", PAGES)
def test_every_link_of_a_page_leads_somewhere(document):
    broken = []
    for target in re.findall(r"\]\(([^)\s]+)\)", FENCE.sub("", text_of(document))):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = unquote(target).partition("#")
        goal = (ROOT / document).parent / path if path else ROOT / document
        if not goal.exists() or anchor and anchor not in anchors(str(goal.resolve().relative_to(ROOT))):
            broken.append(target)
    assert broken == []


@pytest.mark.parametrize("document", PAGES)
def test_every_path_that_a_page_names_exists(document):
    written_there = {"tests/api/entities/test_prefectures.py"}
    wanted = re.compile(r"(?:backend|shared|tenants|infra|tests|docs|frontend)/[\w./-]+\Z")
    named = {name for name in quoted(document) if wanted.match(name)} - written_there
    assert [name for name in sorted(named) if not (ROOT / name).exists() and "/dist" not in name] == []


@pytest.mark.parametrize("document", PAGES)
def test_every_command_that_a_page_names_exists(document):
    text = commands_in(document)
    targets = re.findall(r"^([a-z-]+):", text_of("Makefile"), re.M)
    known = {*get_commands(), "shell"}
    assert set(re.findall(r"\bmake ([a-z][a-z-]*)", text)) - set(targets) == set()
    assert set(re.findall(r"manage\.py ([a-z_]+)", text)) - known == set()


@pytest.mark.parametrize("document", READMES)
def test_every_setting_stands_in_the_table_and_in_the_code(document):
    read = settings_read()
    assert read - settings_named(document) - NOT_SETTINGS == set()
    gone = {name for name in settings_named(document) - read if f'"{name}"' not in source_text()}
    assert gone == set()


def test_reading_of_a_setting_is_found():
    code = 'A = os.environ["A_A"]\nB = environment.get("B_B")\nC = "C_C" in self._given\nD = other["D_D"]'
    assert set(_environment_reads(ast.parse(code))) == {"A_A", "B_B", "C_C"}


@pytest.mark.parametrize("document", READMES)
def test_every_account_of_the_demo_stands_in_the_table(document):
    rows = re.findall(r"^\| ((?:`[a-z0-9]+`[、, ]*)+) \|", text_of(document), re.M)
    named = {name for row in rows for name in re.findall(r"`([a-z0-9]+)`", row)}
    assert named == {username for username, *_ in STAFF} | set(PROVINCE_ROLES)
    assert f"`{PASSWORD}`" in text_of(document)


@pytest.mark.parametrize("document", [*READMES, "docs/operations.md"])
def test_every_word_of_the_screen_is_one_of_the_console(document):
    words = set(re.findall(r"「([^」]+)」", text_of(document)))
    files = [
        *(ROOT / "frontend/console/src/text/zh").glob("*.ts"),
        ROOT / "frontend/packages/ui/src/text/zh.ts",
    ]
    console = "".join(file.read_text() for file in files)
    assert {word for word in words if f"'{word}'" not in console} == set()


def test_both_readmes_have_the_same_sections_and_commands():
    english, chinese = (text_of(page) for page in READMES)
    levels = re.compile(r"^(#+) ", re.M)
    assert levels.findall(FENCE.sub("", english)) == levels.findall(FENCE.sub("", chinese))
    assert FENCE.findall(english) == FENCE.findall(chinese)
    assert settings_named(READMES[0]) == settings_named(READMES[1])
    commands = re.compile(r"(?:make |manage\.py|pytest|npm ).*")
    said = [[name for name in quoted(page) if commands.search(name)] for page in READMES]
    assert sorted(said[0]) == sorted(said[1])
    links = re.compile(r"\]\((docs/[^)]+|LICENSE)\)")
    assert links.findall(english) == links.findall(chinese)


@pytest.mark.parametrize("document", DECISIONS)
def test_a_decision_tells_context_decision_consequences_and_check(document):
    assert re.findall(r"^## (.+)$", text_of(document), re.M) == [
        "Context",
        "Decision",
        "Consequences",
        "How it is checked",
    ]
    assert f"({Path(document).name})" in text_of("docs/adr/README.md")


def test_the_glossary_names_what_is_in_the_code():
    source = source_text()
    missing = []
    for row in re.findall(r"^\| [^|]+ \| [^|]+ \| ([^|]+) \|$", text_of("docs/glossary.md"), re.M):
        for name in re.findall(r"`([^`]+)`", row):
            if not re.search(rf"\b{re.escape(name)}\b", source):
                missing.append(name)
    assert missing == []


def test_the_licence_list_names_the_packages_of_the_lock_files():
    page = text_of("docs/licences.md")
    lock = json.loads(text_of("frontend/package-lock.json"))
    for place, entry in lock["packages"].items():
        if "node_modules/" in place and "version" in entry:
            assert f"| {place.rpartition('node_modules/')[2]} | {entry['version']} |" in page
    project = tomllib.loads(text_of("pyproject.toml"))
    wanted = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    listed = {name.lower().replace("_", "-") for name in re.findall(r"^\| ([\w.-]+) \|", page, re.M)}
    assert {re.split(r"[^\w.-]", name)[0].lower().replace("_", "-") for name in wanted} - listed == set()
