"""Values for tests of a generated model: one that is taken, another, and one that is refused."""

from .facts import Field


def taken(field: Field) -> str:
    """A sound value as Python writes it."""
    return _value(field, other=False)


def another(field: Field) -> str:
    return _value(field, other=True)


def _value(field: Field, *, other: bool) -> str:
    if field.kind == "text":
        text = f"{field.zh}{'二' if other else '一'}"[-field.length :]
        return f'"{text}"'
    if field.kind == "choice":
        codes = [code for code, _ in field.codes]
        return f'"{codes[-1] if other else codes[0]}"'
    return {
        "flag": ("False", "True"),
        "day": ('"2026-03-02"', '"2026-03-09"'),
        "whole": ("1", "2"),
        "money": ('"1000.00"', '"2000.00"'),
        "rate": ('"0.043500"', '"0.050000"'),
    }[field.kind][other]


def refused(field: Field) -> str:
    """A value that the field does not take."""
    if field.kind == "text":
        return '" "' if field.required else f'"字" * {field.length + 1}'
    return {
        "choice": '"NO_SUCH_CODE"',
        "flag": '"perhaps"',
        "day": '"2026-02-30"',
        "whole": '"many"',
        "money": '"-1.00"',
        "rate": '"much"',
    }[field.kind]
