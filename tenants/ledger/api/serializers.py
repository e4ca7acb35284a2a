from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from backend.platform.api.serializers import MoneyField, StrictSerializer
from tenants.ledger import selectors
from tenants.ledger.models import Voucher
from tenants.ledger.types import Side, VoucherKind


class LedgerBranchSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    code = serializers.CharField()
    name = serializers.CharField()


class VoucherRowSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    voucher_no = serializers.CharField()
    business_on = serializers.DateField()
    branch = LedgerBranchSerializer()
    kind = serializers.ChoiceField(choices=VoucherKind.choices)
    summary = serializers.CharField()
    business_no = serializers.CharField()
    total = MoneyField(read_only=True)


class EntrySerializer(serializers.Serializer):
    subject_code = serializers.CharField()
    subject_name = serializers.CharField()
    side = serializers.ChoiceField(choices=Side.choices)
    amount = MoneyField(read_only=True)


class VoucherDetailSerializer(VoucherRowSerializer):
    entries = serializers.SerializerMethodField()

    @extend_schema_field(EntrySerializer(many=True))
    def get_entries(self, voucher: Voucher) -> Any:
        return EntrySerializer(selectors.voucher_entries(voucher), many=True).data


class VoucherFilters(StrictSerializer):
    q = serializers.CharField(
        required=False, max_length=30, help_text="Start of a voucher or business number"
    )
    kind = serializers.ChoiceField(choices=VoucherKind.choices, required=False)
    on = serializers.DateField(required=False)
    branch_id = serializers.IntegerField(required=False, min_value=1)
    subject_code = serializers.CharField(required=False, max_length=10)


class TrialBalanceFilters(StrictSerializer):
    on = serializers.DateField(required=False)


class TrialBalanceRowSerializer(serializers.Serializer):
    subject_code = serializers.CharField()
    subject_name = serializers.CharField()
    debit = MoneyField(read_only=True)
    credit = MoneyField(read_only=True)
    balance_side = serializers.ChoiceField(choices=Side.choices)
    balance = MoneyField(read_only=True)


class TrialBalanceSerializer(serializers.Serializer):
    on = serializers.DateField(allow_null=True)
    rows = TrialBalanceRowSerializer(many=True)
    debit_total = MoneyField(read_only=True)
    credit_total = MoneyField(read_only=True)
