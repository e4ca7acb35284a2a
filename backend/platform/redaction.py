"""Sensitive values taken out of text that is about to be written to a log."""

import logging
import re
from collections.abc import Mapping
from typing import Any

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_CHARACTERS = "10X98765432"
IDENTITY = re.compile(r"(?<![0-9A-Za-z])[1-9][0-9]{16}[0-9Xx](?![0-9A-Za-z])")
ACCOUNT = re.compile(r"(?<![0-9A-Za-z])[0-9]{15,19}(?![0-9A-Za-z])")
MOBILE = re.compile(r"(?<![0-9A-Za-z])(?:\+?86[ -]?)?1[3-9][0-9]{9}(?![0-9A-Za-z])")
KEYS = "id_no|phone|mobile|address|account_no|payee_account_no|password|new_password|secret|token"
NAMED = re.compile(
    rf"""(?P<name>(?<![A-Za-z_])(?:{KEYS})\\?["']?\s*[:=]\s*)"""
    r"""(?:(?P<quote>\\["']).*?(?P=quote)|(?P<plain>["'])(?:\\.|(?!(?P=plain)).)*(?P=plain)|[^\s,;&}\)\]"']+)"""
)
SENSITIVE = re.compile(KEYS)
GONE = "[removed]"


def redacted(text: str) -> str:
    """The text without identity numbers (by their check character), accounts, mobile numbers, and
    without what stands after the name of a sensitive field.
    """
    text = NAMED.sub(_without_value, text)
    text = IDENTITY.sub(lambda found: GONE if _is_identity(found[0]) else found[0], text)
    return MOBILE.sub(GONE, ACCOUNT.sub(GONE, text))


def redacted_value(value: Any) -> Any:
    """A value of a line of JSON without what `redacted` takes out of text; its numbers stay numbers.

    The values are looked at before they are written, not the line: a fraction of seventeen digits is no
    account, and a text put in a number's place would make the line unreadable.
    """
    if value is None or isinstance(value, bool | float):
        return value
    if isinstance(value, int):
        text = str(value)
        return value if redacted(text) == text else GONE
    if isinstance(value, Mapping):
        return {
            str(key): GONE if SENSITIVE.fullmatch(str(key)) else redacted_value(item)
            for key, item in value.items()
        }
    if isinstance(value, list | tuple | set):
        return [redacted_value(item) for item in value]
    return redacted(str(value))


class RedactingFormatter(logging.Formatter):
    """Formats as ever, tracebacks included, and takes sensitive values out of the whole line."""

    def format(self, record: logging.LogRecord) -> str:
        return redacted(super().format(record))


def _without_value(found: re.Match[str]) -> str:
    """The quotes stay, so that a line of JSON stays one."""
    quote = found["quote"] or found["plain"] or ""
    return f"{found['name']}{quote}{GONE}{quote}"


def _is_identity(text: str) -> bool:
    total = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, text, strict=False))
    return CHECK_CHARACTERS[total % 11] == text[-1].upper()
