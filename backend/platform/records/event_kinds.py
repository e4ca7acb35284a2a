"""Every event that the product tells: its meaning and the shape of its payload, declared once by its producer."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

NAME = re.compile(r"[a-z]+\.[a-z_]+\.v\d+\Z")


class EventError(RuntimeError):
    """An event that nobody declared, or one whose payload is not what was declared."""


@dataclass(frozen=True)
class EventKind:
    """What happened, in both languages, and `{field: type}`; a type that ends in `?` may be null or absent."""

    name: str
    zh: str
    en: str
    payload: Mapping[str, str]

    @property
    def app(self) -> str:
        return self.name.partition(".")[0]

    def check(self, payload: Mapping[str, Any]) -> None:
        """Raise EventError at a field that is missing, unknown or of another type."""
        for field in payload.keys() - self.payload.keys():
            raise EventError(f"{self.name}: the field {field!r} is not declared")
        for field, declared in self.payload.items():
            value = payload.get(field)
            if value is None:
                if not declared.endswith("?"):
                    raise EventError(f"{self.name}: the field {field!r} is missing")
            elif not TYPES[declared.removesuffix("?")](value):
                raise EventError(f"{self.name}: {field}={value!r} is no {declared}")


def _parses(parse: Callable[[str], Any]) -> Callable[[Any], bool]:
    def matches(value: Any) -> bool:
        if not isinstance(value, str):
            return False
        try:
            parse(value)
        except (ValueError, InvalidOperation):
            return False
        return True

    return matches


TYPES: dict[str, Callable[[Any], bool]] = {
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "boolean": lambda value: isinstance(value, bool),
    "string": lambda value: isinstance(value, str),
    "decimal": _parses(Decimal),
    "date": _parses(date.fromisoformat),
    "instant": _parses(datetime.fromisoformat),
    "list": lambda value: isinstance(value, list),
    "object": lambda value: isinstance(value, dict),
}
"""Payloads are JSON: decimals, dates and instants travel as strings."""

EVENTS: dict[str, EventKind] = {}


def declare_event(name: str, *, zh: str, en: str, payload: Mapping[str, str]) -> str:
    """Declare an event of one's own app, `app.what_happened.v1`; returns the name to emit it by.

    The name's version grows when a field changes its meaning or goes; a new optional field needs no new one.
    """
    if not NAME.match(name):
        raise EventError(f"not the name of an event: {name!r}")
    unknown = {declared for declared in payload.values() if declared.removesuffix("?") not in TYPES}
    if unknown:
        raise EventError(f"{name}: unknown types {sorted(unknown)}")
    kind = EventKind(name, zh, en, dict(payload))
    if EVENTS.setdefault(name, kind) != kind:
        raise EventError(f"the event {name} is declared twice")
    return name
