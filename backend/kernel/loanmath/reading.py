"""Reading of the exchange format: objects with known keys, lists of small objects, integers, choices."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from typing import TypeVar

from .errors import LoanMathError

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)


def known(mapping: object, keys: Iterable[str], path: str) -> dict[str, object]:
    """The entries that carry a value; remarks and nulls dropped, unknown keys refused."""
    if not isinstance(mapping, Mapping):
        raise LoanMathError("loanmath.not_a_mapping", "expected an object", path.rstrip(".") or "terms")
    allowed = set(keys)
    for key in mapping:
        if key not in allowed and not str(key).startswith("note"):
            raise LoanMathError("loanmath.unknown_field", "is not known here", f"{path}{key}")
    return {key: value for key, value in mapping.items() if key in allowed and value is not None}


def items(
    given: Mapping[str, object],
    field: str,
    keys: tuple[str, ...],
    build: Callable[..., T],
    optional: tuple[str, ...] = (),
) -> tuple[T, ...]:
    """A list of small objects. `build` takes the values of `keys` in their order, then those of `optional`
    that were given, by name; it checks nothing yet."""
    entries = given.get(field, ())
    if not isinstance(entries, (list, tuple)):
        raise LoanMathError("loanmath.not_a_list", "expected a list", field)
    built = []
    for i, item in enumerate(entries):
        entry = known(item, (*keys, *optional), f"{field}[{i}].")
        for key in keys:
            if key not in entry:
                raise LoanMathError("loanmath.field_missing", "is required", f"{field}[{i}].{key}")
        named = {key: entry[key] for key in optional if key in entry}
        built.append(build(*(entry[key] for key in keys), **named))
    return tuple(built)


def to_int(value: object, field: str, least: int, most: int, code: str) -> int:
    if value is None:
        raise LoanMathError("loanmath.field_missing", "is required", field)
    if not isinstance(value, int) or isinstance(value, bool):
        raise LoanMathError("loanmath.not_an_integer", f"expected an integer, got {value!r:.80}", field)
    if not least <= value <= most:
        raise LoanMathError(code, f"must lie between {least} and {most}", field)
    return value


def choice(kind: type[E], value: object, field: str, code: str) -> E:
    for member in kind:
        if value == member:
            return member
    raise LoanMathError(code, f"must be one of {', '.join(kind)}, not {value!r:.80}", field)
