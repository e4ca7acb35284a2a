"""The contract as a PDF/A-2b file.

The compiler is kept for the life of the process: scanning the fonts costs more than a contract does.
It knows the two Chinese fonts that come with the product and no others, so a text looks the same on
every machine, and a character that neither font has is an error and never a blank box.
"""

import hashlib
import json
import threading
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import pylopdf_fonts_zh_cn
import typst

from . import errors

TEMPLATE = Path(__file__).parent / "templates" / "loan_contract.typ"
TEMPLATE_NAME = "loan_contract.1"
FONTS = pylopdf_fonts_zh_cn.serif_path().parent
_one_at_a_time = threading.Lock()


@lru_cache(maxsize=1)
def template_version() -> str:
    """The template's name with the start of its hash, so that a changed text never keeps its version."""
    return f"{TEMPLATE_NAME}-{hashlib.sha256(TEMPLATE.read_bytes()).hexdigest()[:12]}"


@lru_cache(maxsize=1)
def _compiler() -> typst.Compiler:
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])
    return typst.Compiler(str(TEMPLATE), root=str(TEMPLATE.parent), font_paths=fonts)


def contract_pdf(data: dict[str, Any], *, at: datetime) -> bytes:
    """Print the data into the template; the same data and instant give the same bytes.

    Raises `contracts.not_printable` (422) for a character that the fonts do not have.
    """
    given = {"data": json.dumps(data, ensure_ascii=False)}
    with _one_at_a_time:
        try:
            pdf, warnings = _compiler().compile_with_warnings(
                format="pdf", sys_inputs=given, pdf_standards="a-2b", timestamp=int(at.timestamp())
            )
        except typst.TypstError as error:
            if "could not be displayed" in error.message or "notdef" in error.message:
                raise errors.NOT_PRINTABLE.at() from error
            raise
    if warnings:
        # A font that is not found is only a warning, and the page then comes out blank.
        raise RuntimeError(f"the contract template warns: {[warning.message for warning in warnings]}")
    assert isinstance(pdf, bytes)
    return pdf
