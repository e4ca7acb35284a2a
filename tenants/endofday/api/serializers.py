from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from backend.platform.api.serializers import StrictSerializer
from tenants.endofday.models import BatchRun, BatchStep


class NightProgress(serializers.Serializer):
    done = serializers.IntegerField()
    total = serializers.IntegerField()


class NightStep(serializers.Serializer):
    name = serializers.CharField()
    title = serializers.CharField()
    state = serializers.ChoiceField(choices=BatchStep.State.choices)
    attempts = serializers.IntegerField()
    rows = serializers.IntegerField()
    started_at = serializers.DateTimeField(allow_null=True)
    finished_at = serializers.DateTimeField(allow_null=True)
    seconds = serializers.FloatField(allow_null=True)
    error = serializers.CharField()


class NightRowSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    business_on = serializers.DateField()
    next_business_on = serializers.DateField()
    state = serializers.ChoiceField(choices=BatchRun.State.choices)
    started_at = serializers.DateTimeField(allow_null=True)
    finished_at = serializers.DateTimeField(allow_null=True)
    started_by = serializers.CharField()
    progress = serializers.SerializerMethodField()

    @extend_schema_field(NightProgress)
    def get_progress(self, run: Any) -> dict[str, int]:
        return {"done": run.done, "total": run.total}


class NightDetailSerializer(NightRowSerializer):
    steps = NightStep(many=True)


class NightFilters(StrictSerializer):
    state = serializers.ChoiceField(required=False, choices=BatchRun.State.choices)
