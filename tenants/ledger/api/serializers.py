from datetime import timedelta
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from backend.platform.api.serializers import MoneyField, StrictSerializer
from shared.reference.types import SubjectKind
from tenants.ledger import selectors
from tenants.ledger.models import Voucher
from tenants.ledger.types import Side, VoucherKind


class LedgerBranchSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    code = serializers.CharField()
    name = serializers.CharField()


class MakerSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    name = serializers.CharField()


class VoucherLoanSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    loan_no = serializers.CharField()


class VoucherRows(serializers.ListSerializer):
    def to_representation(self, data: Any) -> Any:
        """All rows at once: makers and loans are read together."""
        return super().to_representation(selectors.vouchers_told(list(data)))


class VoucherRowSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    voucher_no = serializers.CharField()
    business_on = serializers.DateField()
    branch = LedgerBranchSerializer()
    kind = serializers.ChoiceField(choices=VoucherKind.choices)
    summary = serializers.CharField()
    business_no = serializers.CharField()
    loan = VoucherLoanSerializer(allow_null=True, help_text="None for the vouchers of the night")
    total = MoneyField(read_only=True)
    maker = MakerSerializer(allow_null=True, help_text="None for the system")

    class Meta:
        list_serializer_class = VoucherRows


class EntrySerializer(serializers.Serializer):
    subject_code = serializers.CharField()
    subject_name = serializers.CharField()
    subject_name_en = serializers.CharField()
    side = serializers.ChoiceField(choices=Side.choices)
    amount = MoneyField(read_only=True)


class RuleAmountSerializer(serializers.Serializer):
    zh = serializers.CharField()
    en = serializers.CharField()


class RuleLineSerializer(serializers.Serializer):
    side = serializers.ChoiceField(choices=Side.choices)
    subject_code = serializers.CharField()
    subject_name = serializers.CharField()
    subject_name_en = serializers.CharField()
    amounts = RuleAmountSerializer(many=True, help_text="What its amount is the sum of")
    zh = serializers.CharField()
    en = serializers.CharField()
    amount = MoneyField(
        read_only=True,
        allow_null=True,
        help_text="In this voucher; null where it has no such line, negative where it stands on the other side",
    )


class RuleSerializer(serializers.Serializer):
    kind = serializers.ChoiceField(choices=VoucherKind.choices)
    zh = serializers.CharField()
    en = serializers.CharField()
    lines = RuleLineSerializer(many=True)


class OtherVoucherSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    voucher_no = serializers.CharField()


class VoucherDetailSerializer(VoucherRowSerializer):
    created_at = serializers.DateTimeField()
    reversal_of = OtherVoucherSerializer(allow_null=True)
    reversed_by = OtherVoucherSerializer(allow_null=True)
    entries = serializers.SerializerMethodField()
    rule = serializers.SerializerMethodField()

    @extend_schema_field(EntrySerializer(many=True))
    def get_entries(self, voucher: Voucher) -> Any:
        return EntrySerializer(selectors.voucher_entries(voucher), many=True).data

    @extend_schema_field(RuleSerializer(allow_null=True))
    def get_rule(self, voucher: Voucher) -> Any:
        rule = selectors.voucher_rule(voucher)
        return RuleSerializer(rule).data if rule else None


class VoucherFilters(StrictSerializer):
    q = serializers.CharField(
        required=False, max_length=30, help_text="Start of a voucher or business number"
    )
    kind = serializers.ChoiceField(choices=VoucherKind.choices, required=False)
    on = serializers.DateField(required=False)
    since = serializers.DateField(required=False)
    until = serializers.DateField(required=False)
    branch_id = serializers.IntegerField(required=False, min_value=1)
    subject_code = serializers.CharField(required=False, max_length=10)
    amount_from = MoneyField(required=False)
    amount_to = MoneyField(required=False)
    loan_no = serializers.CharField(required=False, max_length=30, help_text="The whole number of a loan")
    maker = serializers.CharField(
        required=False, max_length=30, help_text="Part of the name or number of who posted it"
    )


LONGEST = timedelta(days=366)
"""Of the days that are asked for at once."""


def _in_order(attrs: dict[str, Any], since: str, until: str) -> dict[str, Any]:
    first, last = attrs.get(since), attrs.get(until)
    if first and last and not timedelta(0) <= last - first <= LONGEST:
        raise serializers.ValidationError({until: f"At most {LONGEST.days} days after {since}."})
    return attrs


class TrialBalanceFilters(StrictSerializer):
    on = serializers.DateField(required=False, help_text="The last day; the business date unless given")
    since = serializers.DateField(required=False, help_text="The first day; the last one unless given")
    branch_id = serializers.IntegerField(required=False, min_value=1)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """The first day goes with a last one."""
        if attrs.get("since") and not attrs.get("on"):
            raise serializers.ValidationError({"on": "Goes with since."})
        return _in_order(attrs, "since", "on")


class TrialBalanceRowSerializer(serializers.Serializer):
    subject_code = serializers.CharField()
    subject_name = serializers.CharField()
    subject_name_en = serializers.CharField()
    kind = serializers.ChoiceField(choices=SubjectKind.choices)
    normal_side = serializers.ChoiceField(choices=Side.choices)
    opening = MoneyField(read_only=True, help_text="On the normal side; negative against it")
    debit = MoneyField(read_only=True)
    credit = MoneyField(read_only=True)
    closing = MoneyField(read_only=True, help_text="On the normal side; negative against it")


class TrialBalanceTotalsSerializer(serializers.Serializer):
    opening_debit = MoneyField(read_only=True)
    opening_credit = MoneyField(read_only=True)
    debit = MoneyField(read_only=True)
    credit = MoneyField(read_only=True)
    closing_debit = MoneyField(read_only=True)
    closing_credit = MoneyField(read_only=True)
    balanced = serializers.BooleanField()


class TrialBalanceSerializer(serializers.Serializer):
    since = serializers.DateField()
    on = serializers.DateField()
    rows = TrialBalanceRowSerializer(many=True)
    totals = TrialBalanceTotalsSerializer()


class SubjectEntryFilters(StrictSerializer):
    subject_code = serializers.CharField(max_length=10)
    since = serializers.DateField()
    until = serializers.DateField()
    branch_id = serializers.IntegerField(required=False, min_value=1)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        return _in_order(attrs, "since", "until")


class SubjectEntryRows(serializers.ListSerializer):
    def to_representation(self, data: Any) -> Any:
        """All rows at once: makers and loans are read together."""
        return super().to_representation(selectors.entries_told(list(data)))


class SubjectEntryRowSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    business_on = serializers.DateField(source="voucher.business_on")
    voucher_id = serializers.IntegerField()
    voucher_no = serializers.CharField(source="voucher.voucher_no")
    kind = serializers.ChoiceField(choices=VoucherKind.choices, source="voucher.kind")
    summary = serializers.CharField(source="voucher.summary")
    branch = LedgerBranchSerializer(source="voucher.branch")
    loan = VoucherLoanSerializer(source="voucher.loan", allow_null=True)
    maker = MakerSerializer(source="voucher.maker", allow_null=True)
    debit = MoneyField(read_only=True, allow_null=True)
    credit = MoneyField(read_only=True, allow_null=True)
    balance = MoneyField(read_only=True, help_text="After it, on the normal side; negative against it")

    class Meta:
        list_serializer_class = SubjectEntryRows
