"""Reading of bodies: strict JSON with limits, so that bad input is a clear error and never a crash."""

import json
from typing import Any

from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser

MAX_DEPTH = 20


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


def _depth(value: Any, level: int = 1) -> int:
    if level > MAX_DEPTH:
        raise ParseError("nested too deeply")
    if isinstance(value, dict):
        return max((_depth(v, level + 1) for v in value.values()), default=level)
    if isinstance(value, list):
        return max((_depth(v, level + 1) for v in value), default=level)
    return level


def _is_unicode(data: Any) -> bool:
    """Whether the strings can be written down: JSON can name halves of a surrogate pair, UTF-8 has none."""
    try:
        json.dumps(data, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


class StrictJSONParser(JSONParser):
    """JSON objects only, numbers kept as text-exact decimals, no NaN, bounded size and depth."""

    max_bytes = 1024 * 1024

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        raw = stream.read(self.max_bytes + 1)
        if len(raw) > self.max_bytes:
            raise ParseError("body too large")
        try:
            data = json.loads(raw.decode("utf-8"), parse_constant=_refuse_constant, parse_float=str)
        except (ValueError, RecursionError) as error:
            raise ParseError(str(error)) from error
        if not isinstance(data, dict):
            raise ParseError("send a JSON object")
        _depth(data)
        text = raw.decode("utf-8")
        if "\x00" in text or "\\u0000" in text:
            raise ParseError("NUL characters are refused")
        if "\\ud" in text.lower() and not _is_unicode(data):
            raise ParseError("half of a surrogate pair is no character")
        return data
