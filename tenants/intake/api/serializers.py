from rest_framework import serializers

from backend.platform.api.serializers import (
    BranchRef,
    CodeField,
    CustomerRef,
    HistorySerializer,
    MoneyField,
    NameField,
    ProductRef,
    StrictSerializer,
)
from shared.catalog.types import MAX_TERM_MONTHS
from tenants.intake.dictionaries import REJECT_REASON
from tenants.intake.models import Intake
from tenants.intake.types import Channel, Purpose

MAX_ID = 2**63 - 1


class IntakeApplication(serializers.Serializer):
    id = serializers.IntegerField()
    app_no = serializers.CharField()


class IntakeFilters(StrictSerializer):
    q = serializers.CharField(required=False, allow_blank=True, max_length=60)
    state = serializers.ChoiceField(choices=Intake.State.choices, required=False)
    channel = serializers.ChoiceField(choices=Channel.choices, required=False)
    customer_id = serializers.IntegerField(required=False, min_value=1, max_value=MAX_ID)
    product_id = serializers.IntegerField(required=False, min_value=1, max_value=MAX_ID)
    branch_id = serializers.IntegerField(required=False, min_value=1, max_value=MAX_ID)
    mine = serializers.BooleanField(required=False, help_text="Only those that the reader is in charge of")


class IntakeRow(serializers.Serializer):
    id = serializers.IntegerField()
    intake_no = serializers.CharField()
    channel = serializers.ChoiceField(choices=Channel.choices)
    customer = CustomerRef()
    product = ProductRef()
    amount = MoneyField()
    term_months = serializers.IntegerField()
    purpose = serializers.ChoiceField(choices=Purpose.choices)
    purpose_text = serializers.CharField()
    state = serializers.ChoiceField(choices=Intake.State.choices)
    assigned_to = NameField(allow_null=True)
    branch = BranchRef()
    application = IntakeApplication(allow_null=True)
    reason_code = CodeField(
        dictionary=REJECT_REASON,
        help_text="An entry of the dictionary intake.reject_reason, or empty",
    )
    reason = serializers.CharField()
    created_at = serializers.DateTimeField()


class IntakeDetail(IntakeRow):
    allowed_actions = serializers.ListField(child=serializers.CharField())
    history = HistorySerializer(many=True)


class IntakeCreateInput(StrictSerializer):
    channel = serializers.ChoiceField(choices=Channel.choices)
    customer_id = serializers.IntegerField(min_value=1, max_value=MAX_ID)
    product_id = serializers.IntegerField(min_value=1, max_value=MAX_ID)
    amount = MoneyField()
    term_months = serializers.IntegerField(min_value=1, max_value=MAX_TERM_MONTHS)
    purpose = serializers.ChoiceField(choices=Purpose.choices)
    purpose_text = serializers.CharField(max_length=200, allow_blank=True, required=False)


class IntakeRejectInput(StrictSerializer):
    reason_code = serializers.CharField(max_length=30)
    reason = serializers.CharField(max_length=500, allow_blank=True, required=False)


class IntakeAssignInput(StrictSerializer):
    staff_id = serializers.IntegerField(min_value=1, max_value=MAX_ID)
