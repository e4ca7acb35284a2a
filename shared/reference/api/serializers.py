from decimal import Decimal

from rest_framework import serializers

from backend.platform.api.serializers import RateField, StrictSerializer


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
