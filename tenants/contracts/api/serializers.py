from rest_framework import serializers

from backend.platform.api.serializers import (
    HistorySerializer,
    MoneyField,
    NameField,
    RateField,
    StrictSerializer,
)
from shared.catalog.types import LPR_TENORS, GuaranteeMode, Method, Reprice
from tenants.contracts.models import ContractSignature, LoanContract
from tenants.products.types import DAY_COUNT_CHOICES

MAX_ID = 2**63 - 1


class ContractFilters(StrictSerializer):
    q = serializers.CharField(required=False, allow_blank=True, max_length=60)
    state = serializers.ChoiceField(choices=LoanContract.State.choices, required=False)
    customer_id = serializers.IntegerField(required=False, min_value=1, max_value=MAX_ID)


class ContractCoded(serializers.Serializer):
    """A product or branch as its contract shows it."""

    id = serializers.IntegerField()
    code = serializers.CharField()
    name = serializers.CharField()


class ContractCustomer(serializers.Serializer):
    id = serializers.IntegerField()
    customer_no = serializers.CharField()
    name = serializers.CharField()


class ContractApplication(serializers.Serializer):
    id = serializers.IntegerField()
    app_no = serializers.CharField()


class ContractSignatureRow(serializers.Serializer):
    party = serializers.ChoiceField(choices=ContractSignature.Party.choices)
    name = serializers.CharField()
    signed_at = serializers.DateTimeField()
    how = serializers.ChoiceField(choices=ContractSignature.How.choices)


class ContractDisbursement(serializers.Serializer):
    """A drawdown under the contract."""

    id = serializers.IntegerField()
    req_no = serializers.CharField()
    amount = MoneyField(read_only=True)
    state = serializers.CharField()
    value_on = serializers.DateField(allow_null=True, default=None)


class ContractRow(serializers.Serializer):
    id = serializers.IntegerField()
    contract_no = serializers.CharField()
    application = ContractApplication()
    customer = ContractCustomer()
    product = ContractCoded()
    amount = MoneyField(read_only=True)
    annual_rate = RateField()
    term_months = serializers.IntegerField()
    method = serializers.ChoiceField(choices=Method.choices)
    start_on = serializers.DateField()
    end_on = serializers.DateField()
    state = serializers.ChoiceField(choices=LoanContract.State.choices)
    branch = ContractCoded()
    officer = NameField()
    created_at = serializers.DateTimeField()


class ContractDetail(ContractRow):
    day_count = serializers.ChoiceField(choices=DAY_COUNT_CHOICES)
    interest_day = serializers.IntegerField(allow_null=True)
    period_months = serializers.IntegerField()
    guarantee_mode = serializers.ChoiceField(choices=GuaranteeMode.choices)
    lpr_tenor = serializers.ChoiceField(choices=LPR_TENORS)
    lpr_rate = RateField()
    lpr_published_on = serializers.DateField()
    bp = serializers.IntegerField()
    reprice = serializers.ChoiceField(choices=Reprice.choices)
    account_no = serializers.CharField(source="account_masked", help_text="Masked")
    file_hash = serializers.CharField()
    template_version = serializers.CharField()
    effective_on = serializers.DateField(allow_null=True)
    signatures = ContractSignatureRow(many=True)
    available_amount = MoneyField(read_only=True)
    disbursements = ContractDisbursement(many=True, source="disbursements_so_far")
    allowed_actions = serializers.ListField(child=serializers.CharField())
    history = HistorySerializer(many=True)


class ContractCreateInput(StrictSerializer):
    """The approved application, and the borrower's own account that money is paid to and taken from."""

    application_id = serializers.IntegerField(min_value=1, max_value=MAX_ID)
    account_no = serializers.CharField(max_length=25)


class ContractSignInput(StrictSerializer):
    party = serializers.ChoiceField(choices=ContractSignature.Party.choices)


class ContractVoidInput(StrictSerializer):
    reason = serializers.CharField(max_length=500, required=False, allow_blank=True)
