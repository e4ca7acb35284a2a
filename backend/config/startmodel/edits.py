"""Careful changes of source files: Python by its syntax tree, TypeScript at its anchors. Doing one twice changes nothing."""

import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import libcst as cst
from django.core.management.base import CommandError
from libcst import matchers as m

Import = tuple[str, str]
"""(module as written after `from`, name)."""


def tidy(path: Path, text: str) -> str:
    """The text as ruff sorts its imports and formats it."""
    program = str(Path(sys.executable).parent / "ruff")
    for command in (["check", "--select", "I", "--fix", "--quiet"], ["format", "--quiet"]):
        done = subprocess.run(  # noqa: S603
            [program, *command, "--stdin-filename", str(path), "-"],
            input=text,
            capture_output=True,
            text=True,
            check=False,
            cwd=path.parent if path.parent.exists() else None,
        )
        if done.returncode:
            raise CommandError(f"{path} would not be Python any more:\n{done.stderr or done.stdout}")
        text = done.stdout
    return text


def names_in(text: str) -> set[str]:
    """Classes, functions and constants at the top of a module."""
    found: set[str] = set()
    for statement in cst.parse_module(text).body:
        if isinstance(statement, cst.FunctionDef | cst.ClassDef):
            found.add(statement.name.value)
        elif isinstance(statement, cst.SimpleStatementLine):
            for small in statement.body:
                targets = small.targets if isinstance(small, cst.Assign) else []
                found |= {t.target.value for t in targets if isinstance(t.target, cst.Name)}
    return found


def appended(text: str, blocks: dict[str, str], imports: Sequence[Import]) -> str:
    """The module with the blocks that it does not have yet (by the name that each defines), and their imports."""
    known = names_in(text)
    missing = [block.strip("\n") for name, block in blocks.items() if name not in known]
    if not missing:
        return text
    return imported("\n\n\n".join([text.rstrip("\n"), *missing]) + "\n", imports)


class _Importer(cst.CSTTransformer):
    def __init__(self, wanted: Sequence[Import]) -> None:
        self.wanted = list(dict.fromkeys(wanted))

    def leave_ImportFrom(self, original_node: cst.ImportFrom, updated_node: cst.ImportFrom) -> cst.ImportFrom:  # noqa: N802
        if isinstance(updated_node.names, cst.ImportStar):
            return updated_node
        module = _module_of(updated_node)
        held = {alias.evaluated_name for alias in updated_node.names if alias.asname is None}
        here = [name for of, name in self.wanted if of == module]
        self.wanted = [(of, name) for of, name in self.wanted if of != module]
        new = [cst.ImportAlias(cst.Name(name)) for name in here if name not in held]
        if not new:
            return updated_node
        aliases = [alias.with_changes(comma=cst.MaybeSentinel.DEFAULT) for alias in updated_node.names]
        return updated_node.with_changes(names=[*aliases, *new])


def _module_of(node: cst.ImportFrom) -> str:
    name = cst.Module([]).code_for_node(node.module) if node.module else ""
    return "." * len(node.relative) + name


def imported(text: str, imports: Sequence[Import]) -> str:
    """The module with these names imported; a name that it has by another way is not asked for again."""
    importer = _Importer(imports)
    body = cst.parse_module(text).visit(importer)
    if not importer.wanted:
        return body.code
    lines: list[Any] = [cst.parse_statement(f"from {of} import {name}") for of, name in importer.wanted]
    at = next(
        (i for i, s in enumerate(body.body) if m.matches(s, _IMPORT)),
        1 if body.get_docstring() else 0,
    )
    return body.with_changes(body=[*body.body[:at], *lines, *body.body[at:]]).code


_IMPORT = m.SimpleStatementLine(body=[m.ImportFrom() | m.Import()])


class _InList(cst.CSTTransformer):
    """Adds elements to the first list or dict literal that `within` accepts."""

    def __init__(self, within: Callable[[cst.BaseExpression], bool], elements: Sequence[Any]) -> None:
        self.within, self.elements, self.done = within, elements, False

    def _add(self, original: Any, updated: Any) -> Any:
        if self.done or not self.within(original):
            return updated
        self.done = True
        held = {cst.Module([]).code_for_node(_key(element)) for element in original.elements}
        new = [e for e in self.elements if cst.Module([]).code_for_node(_key(e)) not in held]
        if not new:
            return updated
        *before, last = updated.elements
        comma = last.comma
        spaced = cst.Comma(whitespace_after=cst.SimpleWhitespace(" "))
        middle = [last.with_changes(comma=spaced), *(e.with_changes(comma=spaced) for e in new[:-1])]
        return updated.with_changes(elements=[*before, *middle, new[-1].with_changes(comma=comma)])

    def leave_List(self, original_node: cst.List, updated_node: cst.List) -> Any:  # noqa: N802
        return self._add(original_node, updated_node)

    def leave_Dict(self, original_node: cst.Dict, updated_node: cst.Dict) -> Any:  # noqa: N802
        return self._add(original_node, updated_node)


def _key(element: Any) -> Any:
    return element.key if isinstance(element, cst.DictElement) else element.value


def _with(text: str, within: Callable[[Any], bool], elements: Sequence[Any], what: str) -> str:
    adder = _InList(within, elements)
    code = cst.parse_module(text).visit(adder).code
    if not adder.done:
        raise CommandError(f"{what} was not found")
    return code


def listed(text: str, variable: str, elements: Sequence[str]) -> str:
    """The module with more elements in the list literal that it assigns to the variable."""
    tree = cst.parse_module(text)
    lists = [
        a.value
        for a in m.findall(tree, m.Assign(value=m.List()))
        if isinstance(a, cst.Assign) and m.matches(a.targets[0].target, m.Name(variable))
    ]
    return _with(text, _same(lists), [cst.Element(cst.parse_expression(e)) for e in elements], variable)


def _same(nodes: Sequence[Any]) -> Callable[[Any], bool]:
    """A node of one parse by its code: two parses of a text have no nodes in common."""
    codes = [cst.Module([]).code_for_node(node) for node in nodes]
    return lambda node: cst.Module([]).code_for_node(node) in codes


def role_actions(text: str, role: str, actions: Sequence[str]) -> str:
    """The module with more actions for one role of ROLES."""
    held = _role_lists(text).get(role)
    if held is None:
        raise CommandError(f"There is no role {role!r}.")
    return _with(text, _same([held]), [cst.Element(cst.SimpleString(f'"{a}"')) for a in actions], role)


def _role_lists(text: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for entry in m.findall(cst.parse_module(text), m.DictElement(value=m.Tuple())):
        if isinstance(entry, cst.DictElement) and isinstance(entry.value, cst.Tuple):
            found[str(getattr(entry.key, "evaluated_value", ""))] = entry.value.elements[1].value
    return found


def roles_with(text: str, action: str) -> list[str]:
    """The roles of ROLES that hold the action."""
    of = _role_lists(text)
    return [role for role, held in of.items() if f'"{action}"' in cst.Module([]).code_for_node(held)]


def keyed(text: str, key: str, entries: dict[str, str]) -> str:
    """The module with more entries in the dictionary that stands under a keyword argument or a string key."""
    tree = cst.parse_module(text)
    dicts: list[Any] = [
        node.value
        for node in m.findall(tree, m.Arg(keyword=m.Name(key), value=m.Dict()))
        if isinstance(node, cst.Arg)
    ]
    dicts += [
        node.value
        for node in m.findall(tree, m.DictElement(key=m.SimpleString(f'"{key}"'), value=m.Dict()))
        if isinstance(node, cst.DictElement)
    ]
    elements = [
        cst.DictElement(cst.SimpleString(f'"{name}"'), cst.parse_expression(value))
        for name, value in entries.items()
    ]
    return _with(text, _same(dicts[:1]), elements, key)


def inserted(text: str, line: str, *, before: str, after: str = "") -> str:
    """The text with a line put before the first `before` that follows `after`; once only."""
    if line.strip() in text:
        return text
    start = text.find(after) if after else 0
    at = text.find(before, start) if start >= 0 else -1
    if at < 0:
        raise CommandError(f"the place {before!r} (after {after!r}) is gone from the file")
    return f"{text[:at]}{line}{text[at:]}"
