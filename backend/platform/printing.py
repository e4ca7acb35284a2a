"""Files of PDF/A-2b from typst templates.

The data come as JSON texts and are only ever printed. The compiler of a template is kept for the life of the
process: scanning the fonts costs more than a page does. It knows the two Chinese fonts that come with the
product and no others, so a text looks the same on every machine, and a character that neither font has is an
error and never a blank box.
"""

import hashlib
import json
import threading
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import pylopdf_fonts_zh_cn
import typst

FONTS = pylopdf_fonts_zh_cn.serif_path().parent
_one_at_a_time = threading.Lock()


class NotPrintableError(Exception):
    """The data hold a character that the fonts do not have."""


@cache
def version_of(template: Path, name: str) -> str:
    """The template's name with the start of its hash, so that a changed text never keeps its version."""
    return f"{name}-{hashlib.sha256(template.read_bytes()).hexdigest()[:12]}"


@cache
def _compiler(template: Path, fonts: Path) -> typst.Compiler:
    found = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(fonts)])
    return typst.Compiler(str(template), root=str(template.parent), font_paths=found)


def pdf(template: Path, data: dict[str, Any], *, at: datetime) -> bytes:
    """Print the data into the template; the same data and instant give the same bytes."""
    given = {"data": json.dumps(data, ensure_ascii=False)}
    with _one_at_a_time:
        try:
            content, warnings = _compiler(template, FONTS).compile_with_warnings(
                format="pdf", sys_inputs=given, pdf_standards="a-2b", timestamp=int(at.timestamp())
            )
        except typst.TypstError as error:
            if "could not be displayed" in error.message or "notdef" in error.message:
                raise NotPrintableError from error
            raise
    if warnings:
        # A font that is not found is only a warning, and the page then comes out blank.
        raise RuntimeError(f"the template {template.name} warns: {[warning.message for warning in warnings]}")
    assert isinstance(content, bytes)
    return content
