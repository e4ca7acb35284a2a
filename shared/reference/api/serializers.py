from datetime import timedelta
from decimal import Decimal
from typing import Any

from rest_framework import serializers

from backend.platform.api.serializers import RateField, StrictSerializer
from shared.reference.models import AccountSubject
from shared.reference.types import SubjectKind

LONGEST = timedelta(days=800)
"""Of the calendar that is asked for at once."""


class CalendarFilters(StrictSerializer):
    since = serializers.DateField()
    until = serializers.DateField()

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """At most 800 days, in their order."""
        if not timedelta(0) <= attrs["until"] - attrs["since"] <= LONGEST:
            raise serializers.ValidationError({"until": f"At most {LONGEST.days} days after since."})
        return attrs


class CalendarDay(serializers.Serializer):
    day = serializers.DateField()
    is_working = serializers.BooleanField()
    name = serializers.CharField(help_text="Of the holiday; in Chinese")


class AccountSubjectFilters(StrictSerializer):
    q = serializers.CharField(
        required=False, max_length=30, help_text="Start of a code, or part of a name in either language"
    )
    kind = serializers.ChoiceField(choices=SubjectKind.choices, required=False)
    is_posted_to = serializers.BooleanField(
        required=False, allow_null=True, default=None, help_text="Whether entries may name it"
    )


class ParentSubjectSerializer(serializers.Serializer):
    code = serializers.CharField()
    name = serializers.CharField()
    name_en = serializers.CharField()


class AccountSubjectRowSerializer(serializers.Serializer):
    code = serializers.CharField()
    name = serializers.CharField()
    name_en = serializers.CharField()
    kind = serializers.ChoiceField(choices=SubjectKind.choices)
    normal_side = serializers.ChoiceField(choices=AccountSubject.Side.choices)
    parent = ParentSubjectSerializer(allow_null=True)
    is_posted_to = serializers.BooleanField()


class LprRowSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    published_on = serializers.DateField()
    one_year_rate = RateField()
    five_year_rate = RateField()
    note = serializers.CharField()
    entered_by = serializers.CharField()


class LprEnterInput(StrictSerializer):
    published_on = serializers.DateField()
    one_year_rate = RateField(min_value=Decimal("0.0001"), max_value=Decimal("0.24"))
    five_year_rate = RateField(min_value=Decimal("0.0001"), max_value=Decimal("0.24"))
    note = serializers.CharField(max_length=200, allow_blank=True, default="")


class LprConfirmInput(StrictSerializer):
    through_on = serializers.DateField()
    note = serializers.CharField(max_length=200, allow_blank=True, default="")


class LprConfirmationSerializer(serializers.Serializer):
    through_on = serializers.DateField(allow_null=True)
