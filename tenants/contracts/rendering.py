"""The contract as a PDF/A-2b file."""

from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from backend.platform import printing

from . import errors

TEMPLATE = Path(__file__).parent / "templates" / "loan_contract.typ"
TEMPLATE_NAME = "loan_contract.1"


@lru_cache(maxsize=1)
def template_version() -> str:
    """The template's name with the start of its hash, so that a changed text never keeps its version."""
    return printing.version_of(TEMPLATE, TEMPLATE_NAME)


def contract_pdf(data: dict[str, Any], *, at: datetime) -> bytes:
    """Print the data into the template; the same data and instant give the same bytes.

    Raises `contracts.not_printable` (422) for a character that the fonts do not have.
    """
    try:
        return printing.pdf(TEMPLATE, data, at=at)
    except printing.NotPrintableError as error:
        raise errors.NOT_PRINTABLE.at() from error
