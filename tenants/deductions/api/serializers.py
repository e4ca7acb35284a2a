from typing import Any

from django.utils.translation import get_language
from rest_framework import serializers

from backend.platform.api.serializers import (
    BranchRef,
    HistorySerializer,
    MoneyField,
    NameField,
    StrictSerializer,
)
from tenants.deductions import selectors
from tenants.deductions.models import DeductionFile, DeductionRow
from tenants.deductions.services import MOST_MEGABYTES

MOST_CHARACTERS = MOST_MEGABYTES * 1024 * 1024 * 4 // 3 + 4


def language() -> str:
    return "en" if (get_language() or "").startswith("en") else "zh"


class DeductionPreviewInput(StrictSerializer):
    content = serializers.CharField(
        max_length=MOST_CHARACTERS, trim_whitespace=False, help_text="The bytes of the file, in Base64"
    )


class DeductionUploadInput(DeductionPreviewInput):
    name = serializers.CharField(max_length=200)
    mode = serializers.ChoiceField(choices=DeductionFile.Mode.choices)


class DeductionFileFilters(StrictSerializer):
    q = serializers.CharField(max_length=100, required=False)
    state = serializers.ChoiceField(choices=DeductionFile.State.choices, required=False)


class DeductionRowFilters(StrictSerializer):
    q = serializers.CharField(max_length=64, required=False)
    state = serializers.ChoiceField(choices=DeductionRow.State.choices, required=False)


class _Reasoned(serializers.Serializer):
    reason = serializers.CharField(help_text="The code of the refusal; empty for none")
    reason_text = serializers.SerializerMethodField()

    def get_reason_text(self, row: Any) -> str:
        return selectors.words(row.reason, row.reason_params, language()) if row.reason else ""


class DeductionPreviewRowSerializer(_Reasoned):
    line = serializers.IntegerField()
    loan_no = serializers.CharField()
    amount = serializers.CharField(source="amount_text")
    value_on = serializers.CharField()
    row_key = serializers.CharField()


class DeductionPreviewSerializer(serializers.Serializer):
    format = serializers.ChoiceField(choices=DeductionFile.Format.choices)
    business_on = serializers.DateField()
    rows = DeductionPreviewRowSerializer(many=True)


class DeductionFileRowSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    file_no = serializers.CharField()
    name = serializers.CharField()
    format = serializers.ChoiceField(choices=DeductionFile.Format.choices)
    mode = serializers.ChoiceField(choices=DeductionFile.Mode.choices)
    business_on = serializers.DateField()
    state = serializers.ChoiceField(choices=DeductionFile.State.choices)
    branch = BranchRef()
    rows_read = serializers.IntegerField()
    rows_total = serializers.IntegerField(allow_null=True, help_text="Null until the file has been read")
    rows_taken = serializers.IntegerField()
    rows_refused = serializers.IntegerField()
    amount_total = MoneyField(read_only=True)
    amount_taken = MoneyField(read_only=True)
    amount_unapplied = MoneyField(read_only=True)
    created_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)


class DeductionFileDetailSerializer(DeductionFileRowSerializer):
    size = serializers.IntegerField(help_text="Bytes")
    sha256 = serializers.CharField()
    rows_waiting = serializers.IntegerField()
    uploader = NameField()
    stop_asked_at = serializers.DateTimeField(allow_null=True)
    checked_at = serializers.DateTimeField(allow_null=True)
    error_code = serializers.CharField()
    error = serializers.SerializerMethodField()
    allowed_actions = serializers.ListField(child=serializers.CharField())
    history = HistorySerializer(many=True)

    def get_error(self, file: DeductionFile) -> str:
        return selectors.words(file.error_code, file.error_params, language()) if file.error_code else ""


class DeductionRowSerializer(_Reasoned):
    id = serializers.IntegerField()
    line = serializers.IntegerField()
    loan_no = serializers.CharField()
    loan_id = serializers.IntegerField(allow_null=True)
    amount_text = serializers.CharField(help_text="As it stands in the file")
    amount = MoneyField(read_only=True, allow_null=True)
    row_key = serializers.CharField()
    state = serializers.ChoiceField(choices=DeductionRow.State.choices)
    repayment_id = serializers.IntegerField(allow_null=True)
    repay_no = serializers.CharField()
    taken = MoneyField(read_only=True, allow_null=True)
    unapplied = MoneyField(read_only=True, allow_null=True)
    booked_on = serializers.DateField(allow_null=True)
