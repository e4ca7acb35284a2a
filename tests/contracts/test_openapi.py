"""The committed OpenAPI documents are what the code serves, and name everything that a caller needs."""

import re
from functools import cache

import pytest

from backend.config.management.commands.export_openapi import FACES, render
from backend.platform.errors import REGISTRY
from tests.contracts.guards import ROOT
from tests.support.documents import parsed

CHINESE = re.compile("[\u4e00-\u9fff]")


@cache
def _document(face):
    return parsed(render(face))


@pytest.mark.parametrize("face", FACES)
def test_the_committed_document_is_what_the_code_says(face):
    committed = (ROOT / "frontend" / "openapi" / f"{face}.yaml").read_text(encoding="utf-8")
    assert committed == render(face), "run `make openapi` and commit the result"


@pytest.mark.parametrize("face", FACES)
def test_every_operation_has_summary_tag_action_and_errors(face):
    for path, methods in _document(face)["paths"].items():
        for method, operation in methods.items():
            where = f"{method} {path}"
            assert operation["summary"], where
            assert operation["tags"], where
            assert operation["x-action"], where
            problems = [
                r
                for r in operation["responses"].values()
                if "application/problem+json" in r.get("content", {})
            ]
            assert problems, where


@pytest.mark.parametrize("face", FACES)
def test_every_operation_is_told_in_chinese_and_each_error_in_both_languages(face):
    document = _document(face)
    tags = {tag["name"]: tag["x-displayName"] for tag in document["tags"]}
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            where = f"{method} {path}: say it with `zh=` where the operation is declared"
            assert CHINESE.search(operation["description"].partition("\n")[0]), where
            assert all(CHINESE.search(tags[tag]) for tag in operation["tags"]), f"{path}: TAGS names its tag"
            for answer in operation["responses"].values():
                if "application/problem+json" not in answer.get("content", {}):
                    continue
                for line in answer["description"].splitlines():
                    code, _, text = line.removeprefix("- `").partition("` ")
                    assert text == f"{REGISTRY[code].zh} · {REGISTRY[code].en}", where


@pytest.mark.parametrize("face", FACES)
def test_no_enum_has_a_made_up_name(face):
    names = _document(face)["components"]["schemas"]
    made_up = [name for name in names if name.endswith("Enum") and any(c.isdigit() for c in name)]
    assert made_up == []
