from datetime import timedelta
from decimal import Decimal
from typing import Any

from rest_framework import serializers

from backend.platform.api.serializers import RateField, StrictSerializer

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
