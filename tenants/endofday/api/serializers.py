from typing import Any

from django.utils.translation import get_language
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from backend.platform.api.serializers import StrictSerializer
from tenants.endofday import services
from tenants.endofday.models import BatchRun, BatchStep
from tenants.endofday.parameters import START_DAYS_CHOICES


class NightProgress(serializers.Serializer):
    done = serializers.IntegerField()
    total = serializers.IntegerField()


class NightStep(serializers.Serializer):
    name = serializers.CharField()
    title = serializers.CharField()
    state = serializers.ChoiceField(choices=BatchStep.State.choices)
    attempts = serializers.IntegerField()
    rows = serializers.IntegerField(help_text="变更的行数")
    rows_done = serializers.IntegerField(help_text="已处理的行数")
    rows_of = serializers.IntegerField(allow_null=True, help_text="应处理的行数;步骤开始前为空")
    rows_per_second = serializers.FloatField(allow_null=True)
    started_at = serializers.DateTimeField(allow_null=True)
    finished_at = serializers.DateTimeField(allow_null=True)
    seconds = serializers.FloatField(allow_null=True)
    holder = serializers.CharField()
    lease_until = serializers.DateTimeField(allow_null=True)
    error_code = serializers.CharField()
    error = serializers.SerializerMethodField()
    loan_nos = serializers.ListField(child=serializers.CharField())
    skipped_by = serializers.CharField()
    skippable = serializers.SerializerMethodField(help_text="失败后是否可以申请跳过")

    @extend_schema_field(serializers.CharField)
    def get_error(self, step: Any) -> str:
        return step.error_en if (get_language() or "").startswith("en") else step.error

    @extend_schema_field(serializers.BooleanField)
    def get_skippable(self, step: Any) -> bool:
        return services.skippable(step) is None


class NightRowSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    business_on = serializers.DateField()
    next_business_on = serializers.DateField()
    catch_up_through = serializers.DateField(allow_null=True)
    state = serializers.ChoiceField(choices=BatchRun.State.choices)
    started_at = serializers.DateTimeField(allow_null=True)
    finished_at = serializers.DateTimeField(allow_null=True)
    started_by = serializers.CharField()
    stop_asked_at = serializers.DateTimeField(allow_null=True)
    stop_asked_by = serializers.CharField()
    progress = serializers.SerializerMethodField()

    @extend_schema_field(NightProgress)
    def get_progress(self, run: Any) -> dict[str, int]:
        return {"done": run.done, "total": run.total}


class NightDetailSerializer(NightRowSerializer):
    steps = NightStep(many=True)


class NightFilters(StrictSerializer):
    state = serializers.ChoiceField(required=False, choices=BatchRun.State.choices)


class NightStartInput(StrictSerializer):
    through = serializers.DateField(
        required=False, allow_null=True, help_text="追批至该营业日;不填则只结束当前营业日"
    )


class StepSkipInput(StrictSerializer):
    reason = serializers.CharField(max_length=200)


class NightTimetableSerializer(serializers.Serializer):
    days = serializers.ChoiceField(choices=START_DAYS_CHOICES)
    hour = serializers.IntegerField(help_text="Before noon: of the day after the business date")
    minute = serializers.IntegerField()
    is_held = serializers.BooleanField(help_text="The province holds all automatic nights")
    next_at = serializers.DateTimeField(allow_null=True, help_text="Null: not by itself")
