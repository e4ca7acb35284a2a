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


class EntityNightRowSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    entity_code = serializers.CharField()
    business_on = serializers.DateField()
    state = serializers.ChoiceField(choices=NIGHT_STATES)
    started_at = serializers.DateTimeField(allow_null=True)
    finished_at = serializers.DateTimeField(allow_null=True)
    failed_step = serializers.CharField()
    error = serializers.CharField()
    outstanding = MoneyField(read_only=True, allow_null=True)


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
