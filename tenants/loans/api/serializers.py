from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from backend.platform.api.serializers import (
    HistorySerializer,
    MoneyField,
    NameField,
    RateField,
    StrictSerializer,
)
from shared.catalog.types import Method
from tenants.ledger.types import VoucherKind
from tenants.loans.models import Disbursement, Instalment, LoanAccount, Repayment
from tenants.products.types import DAY_COUNT_CHOICES

ACCOUNT_NO = r"^[0-9]{8,32}$"


class LoanContractRefSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    contract_no = serializers.CharField()


class LoanCustomerRefSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    customer_no = serializers.CharField()
    name = serializers.CharField()


class LoanProductRefSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    code = serializers.CharField()
    name = serializers.CharField()


class LoanBranchRefSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    code = serializers.CharField()
    name = serializers.CharField()


class LoanRefSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    loan_no = serializers.CharField()


class DisbursementFilters(StrictSerializer):
    q = serializers.CharField(required=False, max_length=60)
    state = serializers.ChoiceField(choices=Disbursement.State.choices, required=False)
    branch_id = serializers.IntegerField(required=False, min_value=1)
    contract_id = serializers.IntegerField(required=False, min_value=1)
    customer_id = serializers.IntegerField(required=False, min_value=1)


class DisbursementCreateInput(StrictSerializer):
    contract_id = serializers.IntegerField(min_value=1)
    amount = MoneyField()
    pay_mode = serializers.ChoiceField(choices=Disbursement.PayMode.choices)
    term_months = serializers.IntegerField(required=False, allow_null=True, min_value=1, max_value=600)
    payee_account_no = serializers.RegexField(
        ACCOUNT_NO,
        required=False,
        allow_blank=True,
        help_text="For ENTRUSTED; SELF pays the contract's account",
    )


class DisbursementRowSerializer(serializers.Serializer):
    id = serializers.IntegerField(source="pk")
    req_no = serializers.CharField()
    contract = LoanContractRefSerializer()
    customer = LoanCustomerRefSerializer()
    amount = MoneyField(read_only=True)
    value_on = serializers.DateField()
    maturity_on = serializers.DateField()
    annual_rate = RateField(read_only=True)
    pay_mode = serializers.ChoiceField(choices=Disbursement.PayMode.choices)
    state = serializers.ChoiceField(choices=Disbursement.State.choices)
    branch = LoanBranchRefSerializer()
    loan = serializers.SerializerMethodField()
    created_at = serializers.DateTimeField()

    @extend_schema_field(LoanRefSerializer(allow_null=True))
    def get_loan(self, disbursement: Any) -> Any:
        loan = getattr(disbursement, "loan", None)
        return LoanRefSerializer(loan).data if loan else None


class DisbursementDetailSerializer(DisbursementRowSerializer):
    term_months = serializers.IntegerField(allow_null=True)
    payee_account_no = serializers.CharField(source="payee_account_masked", help_text="Masked")
    core_request_no = serializers.CharField(allow_null=True)
    core_reference = serializers.CharField()
    attempts = serializers.IntegerField()
    failure_reason = serializers.CharField()
    inquire_at = serializers.DateTimeField(allow_null=True)
    created_by = NameField(allow_null=True)
    checked_by = NameField(allow_null=True)
    allowed_actions = serializers.ListField(child=serializers.CharField())
    history = HistorySerializer(many=True)


class CoreBankingAnswerInput(serializers.Serializer):
    """What core banking sends by itself; fields that it adds are let pass."""

    request_no = serializers.CharField(max_length=40)
    entity = serializers.CharField(max_length=8)
    amount = serializers.CharField(max_length=24)
    status = serializers.CharField(max_length=20)
    reference = serializers.CharField(required=False, max_length=60)
    reason = serializers.CharField(required=False, max_length=200)


class LoanFilters(StrictSerializer):
    q = serializers.CharField(required=False, max_length=60)
    status = serializers.ChoiceField(choices=LoanAccount.Status.choices, required=False)
    branch_id = serializers.IntegerField(required=False, min_value=1)
    officer_id = serializers.IntegerField(required=False, min_value=1)
    contract_id = serializers.IntegerField(required=False, min_value=1)
    customer_id = serializers.IntegerField(required=False, min_value=1)
    product_id = serializers.IntegerField(required=False, min_value=1)


class LoanRowSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    loan_no = serializers.CharField()
    contract = LoanContractRefSerializer()
    customer = LoanCustomerRefSerializer()
    product = LoanProductRefSerializer()
    drawn = MoneyField(read_only=True)
    principal_outstanding = MoneyField(read_only=True)
    principal_due = MoneyField(read_only=True)
    interest_due = MoneyField(read_only=True)
    accrued_interest = serializers.DecimalField(max_digits=20, decimal_places=6)
    start_on = serializers.DateField()
    maturity_on = serializers.DateField()
    annual_rate = RateField(read_only=True)
    method = serializers.ChoiceField(choices=Method.choices)
    day_count = serializers.ChoiceField(choices=DAY_COUNT_CHOICES)
    overdue_days = serializers.IntegerField()
    overdue_since = serializers.DateField(allow_null=True)
    status = serializers.ChoiceField(choices=LoanAccount.Status.choices)
    branch = LoanBranchRefSerializer()
    officer = NameField()
    settled_on = serializers.DateField(allow_null=True)


class LoanDetailSerializer(LoanRowSerializer):
    overdue_principal = MoneyField(read_only=True)
    interest_paid = MoneyField(read_only=True)
    accrued_through = serializers.DateField()
    interest_day = serializers.IntegerField(allow_null=True)
    period_months = serializers.IntegerField()
    schedule_version = serializers.IntegerField()
    disbursement_id = serializers.IntegerField()
    allowed_actions = serializers.ListField(child=serializers.CharField())
    history = HistorySerializer(many=True)


class InstalmentRowSerializer(serializers.Serializer):
    no = serializers.IntegerField()
    due_on = serializers.DateField()
    days = serializers.IntegerField()
    principal = MoneyField(read_only=True)
    interest = MoneyField(read_only=True)
    payment = MoneyField(read_only=True)
    balance = MoneyField(read_only=True)
    principal_paid = MoneyField(read_only=True)
    interest_paid = MoneyField(read_only=True)
    state = serializers.ChoiceField(choices=Instalment.State.choices)
    paid_on = serializers.DateField(allow_null=True)


class ScheduleTotalsSerializer(serializers.Serializer):
    principal = MoneyField(read_only=True)
    interest = MoneyField(read_only=True)
    payment = MoneyField(read_only=True)
    principal_paid = MoneyField(read_only=True)
    interest_paid = MoneyField(read_only=True)


class ScheduleDetailSerializer(serializers.Serializer):
    version = serializers.IntegerField(help_text="0 for a quote")
    rows = InstalmentRowSerializer(many=True)
    totals = ScheduleTotalsSerializer()


class ScheduleQuoteInput(StrictSerializer):
    principal = MoneyField()
    annual_rate = RateField(min_value=0, max_value=1)
    method = serializers.ChoiceField(choices=Method.choices)
    day_count = serializers.ChoiceField(choices=DAY_COUNT_CHOICES, required=False, allow_null=True)
    start_date = serializers.DateField()
    term_months = serializers.IntegerField(required=False, allow_null=True, min_value=1, max_value=600)
    maturity_date = serializers.DateField(required=False, allow_null=True)
    interest_day = serializers.IntegerField(required=False, allow_null=True, min_value=1, max_value=31)
    period_months = serializers.IntegerField(required=False, min_value=1, max_value=12)


class RepaymentQuoteFilters(StrictSerializer):
    kind = serializers.ChoiceField(choices=Repayment.Kind.choices)


class RepaymentQuoteSerializer(serializers.Serializer):
    kind = serializers.ChoiceField(choices=Repayment.Kind.choices)
    value_on = serializers.DateField()
    principal = MoneyField(read_only=True)
    interest = MoneyField(read_only=True)
    total = MoneyField(read_only=True)


class RepaymentReceiveInput(StrictSerializer):
    kind = serializers.ChoiceField(choices=Repayment.Kind.choices)
    amount = MoneyField()
    source = serializers.ChoiceField(  # type: ignore[assignment]
        choices=Repayment.Source.choices, default=Repayment.Source.COUNTER
    )


class RepaymentRowSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    repay_no = serializers.CharField()
    kind = serializers.ChoiceField(choices=Repayment.Kind.choices)
    amount = MoneyField(read_only=True)
    principal = MoneyField(read_only=True)
    interest = MoneyField(read_only=True)
    unapplied = MoneyField(read_only=True)
    value_on = serializers.DateField()
    source = serializers.ChoiceField(choices=Repayment.Source.choices)  # type: ignore[assignment]
    state = serializers.ChoiceField(choices=Repayment.State.choices)
    voucher_no = serializers.CharField()
    created_at = serializers.DateTimeField()


class LoanVoucherRowSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    voucher_no = serializers.CharField()
    business_on = serializers.DateField()
    branch = LoanBranchRefSerializer()
    kind = serializers.ChoiceField(choices=VoucherKind.choices)
    summary = serializers.CharField()
    business_no = serializers.CharField()
    total = MoneyField(read_only=True)
