"""Base serializers and the fields that every app shares."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError

from backend.platform.permissions import ACTIONS, action_group
from backend.platform.records import english


class StrictSerializer(serializers.Serializer):
    """Input that refuses fields it doesn't know: a misspelt field must not be silently ignored."""

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, dict):
            unknown = sorted(set(data) - set(self.fields))
            if unknown:
                raise ValidationError(
                    {name: [ErrorDetail("Unknown field.", code="unknown_field")] for name in unknown}
                )
        return super().to_internal_value(data)


class MoneyField(serializers.DecimalField):
    """Yuan with two places, as a decimal string. Positive unless `allow_zero`."""

    def __init__(self, *, allow_zero: bool = False, **kwargs: Any) -> None:
        kwargs.setdefault("max_digits", 18)
        kwargs.setdefault("decimal_places", 2)
        if not kwargs.get("read_only"):
            kwargs.setdefault("min_value", Decimal("0.00") if allow_zero else Decimal("0.01"))
        super().__init__(**kwargs)


class RateField(serializers.DecimalField):
    """A yearly rate as a fraction with up to six places: 0.043500 is 4.35 %."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_digits", 9)
        kwargs.setdefault("decimal_places", 6)
        super().__init__(**kwargs)


class CodesField(serializers.ListField):
    """Several codes of one set, at least one; they come out each once and in the set's own order."""

    def __init__(self, *, choices: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        kwargs.setdefault("allow_empty", False)
        super().__init__(child=serializers.ChoiceField(choices=choices), **kwargs)
        self.codes = [code for code, _ in choices]

    def to_internal_value(self, data: Any) -> list[str]:
        given = super().to_internal_value(data)
        return [code for code in self.codes if code in given]


class CodeField(serializers.CharField):
    """An entry of a dictionary that people keep, by its code; older rows may hold words."""

    def __init__(self, *, dictionary: str, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", f"An entry of the dictionary {dictionary}")
        super().__init__(**kwargs)
        self.dictionary = dictionary


class NameField(serializers.Serializer):
    """A reference to another object as lists show it."""

    id = serializers.IntegerField()
    name = serializers.CharField()


class BranchRef(serializers.Serializer):
    """An office, wherever a resource names one. Shared, so that the document holds one such component."""

    id = serializers.IntegerField()
    code = serializers.CharField()
    name = serializers.CharField()


class ProductRef(serializers.Serializer):
    """A product, wherever a resource names one."""

    id = serializers.IntegerField()
    code = serializers.CharField()
    name = serializers.CharField()


class CustomerRef(serializers.Serializer):
    """A customer, wherever a resource names one."""

    id = serializers.IntegerField()
    customer_no = serializers.CharField()
    name = serializers.CharField()


class NamedActionSerializer(serializers.Serializer):
    """An action that a role may hold, with the part of the system that it belongs to."""

    code = serializers.CharField()
    name = serializers.CharField()
    group = serializers.CharField()
    group_name = serializers.CharField()


def named_actions(codes: Iterable[str]) -> list[dict[str, str]]:
    """The actions as `NamedActionSerializer` shows them; a code that is no longer declared names itself."""
    found = []
    for code in codes:
        group, name = action_group(code)
        is_english = (get_language() or "").startswith("en")
        found.append(
            {
                "code": code,
                "name": english.action(code) if is_english else ACTIONS.get(code, code),
                "group": group,
                "group_name": english.group(group) if is_english else name,
            }
        )
    return found


class HistorySerializer(serializers.Serializer):
    """One line of an object's history."""

    at = serializers.DateTimeField()
    actor_name = serializers.CharField()
    action = serializers.CharField()
    from_state = serializers.CharField()
    to_state = serializers.CharField()
    comment = serializers.CharField()


class ReasonInput(StrictSerializer):
    """A command that needs a reason."""

    reason = serializers.CharField(max_length=500)


class EmptyInput(StrictSerializer):
    """A command without parameters."""


class ProblemFieldSerializer(serializers.Serializer):
    field = serializers.CharField(allow_null=True)
    code = serializers.CharField()
    message = serializers.CharField()


PROBLEM = {
    "type": "/problems/platform.invalid",
    "title": "填写有误",
    "status": 422,
    "code": "platform.invalid",
    "detail": "填写有误",
    "errors": [{"field": "amount", "code": "platform.field_invalid", "message": "请填写合法的数字。"}],
    "params": {},
    "correlation_id": "5b1f7c1e-3a52-4c8e-9d0f-6a7b8c9d0e1f",
}


class ProblemSerializer(serializers.Serializer):
    """An RFC 9457 problem document."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    code = serializers.CharField()
    detail = serializers.CharField()
    errors = ProblemFieldSerializer(many=True)  # type: ignore[assignment]
    params = serializers.DictField(child=serializers.CharField())
    correlation_id = serializers.CharField()
