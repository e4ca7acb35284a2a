from typing import Any

from django.utils.translation import get_language
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from backend.platform.api.serializers import MoneyField, StrictSerializer

NIGHT_STATES = [
    ("PENDING", "待执行"),
    ("RUNNING", "执行中"),
    ("STOPPED", "已停止"),
    ("FAILED", "失败"),
    ("DONE", "完成"),
]
COMMANDS = [("START", "启动"), ("RETRY", "重试"), ("STOP", "停止"), ("RESUME", "恢复")]


STEP_STATES = [
    ("WAITING", "等待"),
    ("RUNNING", "执行中"),
    ("FAILED", "失败"),
    ("DONE", "完成"),
    ("SKIPPED", "已跳过"),
]


class EntityNightRowSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    entity_code = serializers.CharField()
    business_on = serializers.DateField()
    state = serializers.ChoiceField(choices=NIGHT_STATES)
    started_at = serializers.DateTimeField(allow_null=True)
    finished_at = serializers.DateTimeField(allow_null=True)
    failed_step = serializers.CharField()
    failed_code = serializers.CharField()
    error = serializers.SerializerMethodField()
    stopping = serializers.BooleanField()
    outstanding = MoneyField(read_only=True, allow_null=True)

    @extend_schema_field(serializers.CharField)
    def get_error(self, night: Any) -> str:
        return (night.error_en or night.error) if (get_language() or "").startswith("en") else night.error


class BoardStep(serializers.Serializer):
    name = serializers.CharField()
    title = serializers.CharField()


class BoardStepProgress(BoardStep):
    state = serializers.ChoiceField(choices=STEP_STATES)
    attempts = serializers.IntegerField()
    rows_done = serializers.IntegerField()
    rows_of = serializers.IntegerField(allow_null=True)
    rows_per_second = serializers.FloatField(allow_null=True)
    started_at = serializers.DateTimeField(allow_null=True)
    seconds = serializers.FloatField(allow_null=True)
    holder = serializers.CharField()
    loan_nos = serializers.ListField(child=serializers.CharField())
    skippable = serializers.BooleanField(help_text="失败后可以申请跳过")


class BoardNight(EntityNightRowSerializer):
    seconds = serializers.FloatField(allow_null=True)
    progressed_at = serializers.DateTimeField(allow_null=True)
    steps = serializers.ListField(child=BoardStepProgress())


class BoardBank(serializers.Serializer):
    entity_code = serializers.CharField()
    name = serializers.CharField()
    business_date = serializers.DateField(allow_null=True)
    night = BoardNight(allow_null=True)


class NightBoardSerializer(serializers.Serializer):
    steps = BoardStep(many=True)
    banks = BoardBank(many=True)


class NightBoardFilters(StrictSerializer):
    state = serializers.ChoiceField(required=False, choices=NIGHT_STATES)
    business_on = serializers.DateField(required=False)


class NightDuration(serializers.Serializer):
    business_on = serializers.DateField()
    banks = serializers.IntegerField()
    longest_seconds = serializers.FloatField()
    mean_seconds = serializers.FloatField()
    span_seconds = serializers.FloatField()


class NightDurationsSerializer(serializers.Serializer):
    nights = NightDuration(many=True)


class NightDurationFilters(StrictSerializer):
    entity_code = serializers.RegexField(r"^b\d{3}$", required=False)
    nights = serializers.IntegerField(required=False, min_value=1, max_value=400)


class NightStepSkipInput(StrictSerializer):
    reason = serializers.CharField(max_length=200)


class EntityNightFilters(StrictSerializer):
    state = serializers.ChoiceField(required=False, choices=NIGHT_STATES)
    business_on = serializers.DateField(required=False)
    entity_code = serializers.RegexField(r"^b\d{3}$", required=False)


class NightCommandInput(StrictSerializer):
    command = serializers.ChoiceField(choices=COMMANDS)
    codes = serializers.ListField(child=serializers.RegexField(r"^b\d{3}$"), max_length=500, default=list)
    through = serializers.DateField(required=False, allow_null=True, help_text="启动时追批至该营业日")


class NightCommandResult(serializers.Serializer):
    codes = serializers.ListField(child=serializers.CharField())


class DateCount(serializers.Serializer):
    business_date = serializers.DateField(allow_null=True)
    count = serializers.IntegerField()


class StateCount(serializers.Serializer):
    state = serializers.ChoiceField(choices=NIGHT_STATES)
    count = serializers.IntegerField()


class NightSummarySerializer(serializers.Serializer):
    business_dates = DateCount(many=True)
    newest_business_on = serializers.DateField(allow_null=True)
    states = StateCount(many=True)
    failed = serializers.IntegerField()


class EntityBacklogRow(serializers.Serializer):
    entity_code = serializers.CharField()
    waiting = serializers.IntegerField()
    dead = serializers.IntegerField()
    oldest_at = serializers.DateTimeField(allow_null=True)
    measured_at = serializers.DateTimeField()


class EntityBacklogFilters(StrictSerializer):
    dead = serializers.BooleanField(required=False)


class AuditHeadFilters(StrictSerializer):
    entity_code = serializers.CharField(required=False, max_length=8)
    on = serializers.DateField(required=False)


class AuditHeadRowSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    entity_code = serializers.CharField()
    on = serializers.DateField()
    number = serializers.IntegerField()
    head = serializers.CharField()
    total = serializers.IntegerField()
    published_at = serializers.DateTimeField()
