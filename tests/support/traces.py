"""Looking for values that must not stand anywhere in clear: as they are, or in a thin disguise."""

import base64
from collections.abc import Iterable


def disguises(value: str) -> set[bytes]:
    """The value as bytes, in hexadecimal, as escaped JSON, and in base64 at each of its three offsets."""
    raw = value.encode()
    found = {raw, raw.hex().encode(), raw.hex().upper().encode(), raw.decode().encode("utf-16-le")}
    if not value.isascii():
        found.add(value.encode("unicode_escape"))
    for offset in range(3):
        text = base64.b64encode(b"\0" * offset + raw)
        # the first and the last characters mix with what stands before and after
        found.add(text[4 if offset else 0 : len(text) - 4 if len(text) > 8 else None])
    return found


def traces(values: Iterable[str], text: bytes) -> list[str]:
    """Which of the values the text holds."""
    return [value for value in values if any(form in text for form in disguises(value))]
