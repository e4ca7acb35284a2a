"""How both faces show parameters and dictionaries, and what they accept."""

from typing import Any

from rest_framework import serializers

from backend.platform.dictionaries import Keeper
from backend.platform.parameters import Kind, Level

from .serializers import StrictSerializer

LEVELS = [(level.value, level.value) for level in Level]
KINDS = [(kind.value, kind.value) for kind in Kind]
KEEPERS = [(keeper.value, keeper.value) for keeper in Keeper]


class ParameterValue(serializers.Serializer):
    """What holds on a date, and who says so. Values are texts of the parameter's kind."""

    value = serializers.CharField(source="text")
    level = serializers.ChoiceField(choices=LEVELS)
    version = serializers.IntegerField(allow_null=True)
    valid_from = serializers.DateField(allow_null=True)
    proposed_by = serializers.CharField()
    approved_by = serializers.CharField()
    approved_at = serializers.DateTimeField(allow_null=True)
    minimum = serializers.SerializerMethodField()
    maximum = serializers.SerializerMethodField()
    bank_may_change = serializers.BooleanField()
    overruled_value = serializers.CharField(allow_null=True, help_text="The bank's value that does not count")

    def get_minimum(self, row: Any) -> str | None:
        return None if row.minimum is None else row.parameter.text(row.minimum)

    def get_maximum(self, row: Any) -> str | None:
        return None if row.maximum is None else row.parameter.text(row.maximum)


class ParameterRow(serializers.Serializer):
    """A parameter with what holds today and what is scheduled next."""

    code = serializers.CharField(source="resolved.parameter.code")
    name = serializers.CharField(source="resolved.parameter.zh")
    name_en = serializers.CharField(source="resolved.parameter.en")
    group = serializers.CharField(source="resolved.parameter.group.zh")
    group_en = serializers.CharField(source="resolved.parameter.group.en")
    kind = serializers.ChoiceField(source="resolved.parameter.kind", choices=KINDS)
    unit = serializers.CharField(source="resolved.parameter.unit")
    unit_en = serializers.CharField(source="resolved.parameter.unit_en")
    current = ParameterValue(source="resolved")
    next = ParameterValue(allow_null=True)
    next_on = serializers.DateField(allow_null=True)


class ParameterChoice(serializers.Serializer):
    code = serializers.CharField()
    name = serializers.CharField(source="zh")
    name_en = serializers.CharField(source="en")


class ParameterVersion(serializers.Serializer):
    """A row that was decided: the value (null: as the level above says), and the province's bounds."""

    level = serializers.ChoiceField(choices=LEVELS)
    version = serializers.IntegerField()
    value = serializers.CharField(allow_null=True)
    minimum = serializers.CharField()
    maximum = serializers.CharField()
    is_locked = serializers.BooleanField()
    valid_from = serializers.DateField()
    proposed_by = serializers.CharField()
    approved_by = serializers.CharField()
    approved_at = serializers.DateTimeField()
    comment = serializers.CharField()
    replaced_at = serializers.DateTimeField(allow_null=True)


class ParameterDetail(ParameterRow):
    help = serializers.CharField(source="resolved.parameter.help_zh")
    help_en = serializers.CharField(source="resolved.parameter.help_en")
    default_value = serializers.SerializerMethodField()
    declared_minimum = serializers.SerializerMethodField()
    declared_maximum = serializers.SerializerMethodField()
    choices = ParameterChoice(source="resolved.parameter.choices", many=True)
    today = serializers.DateField(help_text="The earliest date that a change may begin")
    versions = ParameterVersion(many=True)
    may_propose = serializers.BooleanField()
    pending_change_id = serializers.IntegerField(allow_null=True)

    def get_default_value(self, row: Any) -> str:
        parameter = row.resolved.parameter
        return parameter.text(parameter.default)

    def get_declared_minimum(self, row: Any) -> str | None:
        parameter = row.resolved.parameter
        return None if parameter.minimum is None else parameter.text(parameter.minimum)

    def get_declared_maximum(self, row: Any) -> str | None:
        parameter = row.resolved.parameter
        return None if parameter.maximum is None else parameter.text(parameter.maximum)


class BankParameterInput(StrictSerializer):
    """A bank's value from a date on; null gives it up for the province's."""

    value = serializers.CharField(max_length=200, allow_null=True)
    valid_from = serializers.DateField()
    comment = serializers.CharField(max_length=500, allow_blank=True, required=False)


class ProvinceParameterInput(BankParameterInput):
    """The province's value and the bounds within which a bank may choose; null gives up the value only."""

    minimum = serializers.CharField(max_length=200, allow_blank=True, required=False)
    maximum = serializers.CharField(max_length=200, allow_blank=True, required=False)
    is_locked = serializers.BooleanField(required=False)


class DictionaryRow(serializers.Serializer):
    """A dictionary and how many entries may be chosen today."""

    code = serializers.CharField(source="declared.code")
    name = serializers.CharField(source="declared.zh")
    name_en = serializers.CharField(source="declared.en")
    keeper = serializers.ChoiceField(source="declared.keeper", choices=KEEPERS)
    active = serializers.SerializerMethodField()
    ended = serializers.SerializerMethodField()

    def get_active(self, row: Any) -> int:
        return sum(entry.is_active for entry in row.entries)

    def get_ended(self, row: Any) -> int:
        return sum(not entry.is_active for entry in row.entries)


class DictionaryItem(serializers.Serializer):
    """An entry; one that may not be chosen today is there too, so that old rows stay readable."""

    code = serializers.CharField()
    name = serializers.CharField(source="zh")
    name_en = serializers.CharField(source="en")
    position = serializers.IntegerField()
    level = serializers.ChoiceField(choices=LEVELS)
    is_active = serializers.BooleanField()
    valid_from = serializers.DateField(allow_null=True)
    ended_on = serializers.DateField(allow_null=True)
    proposed_by = serializers.CharField()
    approved_by = serializers.CharField()


class DictionaryDetail(serializers.Serializer):
    code = serializers.CharField(source="declared.code")
    name = serializers.CharField(source="declared.zh")
    name_en = serializers.CharField(source="declared.en")
    keeper = serializers.ChoiceField(source="declared.keeper", choices=KEEPERS)
    today = serializers.DateField(help_text="The earliest date that a change may begin")
    entries = DictionaryItem(many=True)


class DictionaryEntryInput(StrictSerializer):
    """A new entry. A bank's own code begins with `L_`."""

    code = serializers.CharField(max_length=30)
    name = serializers.CharField(max_length=60, source="zh")
    name_en = serializers.CharField(max_length=80, source="en")
    position = serializers.IntegerField(min_value=0, max_value=9999, default=500)
    valid_from = serializers.DateField()
    comment = serializers.CharField(max_length=500, allow_blank=True, required=False)


class DictionaryEntryEndInput(StrictSerializer):
    """From `ended_on` on the entry may no longer be chosen."""

    code = serializers.CharField(max_length=30)
    ended_on = serializers.DateField()
    comment = serializers.CharField(max_length=500, allow_blank=True, required=False)
