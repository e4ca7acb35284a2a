from rest_framework import serializers

from backend.platform.api.serializers import (
    HistorySerializer,
    MoneyField,
    NameField,
    RateField,
    StrictSerializer,
)
from shared.catalog.types import LPR_TENORS, MAX_BP, MAX_TERM_MONTHS, MIN_BP, GuaranteeMode, Method, Reprice
from tenants.applications.models import LoanApplication
from tenants.approvals.types import Decision, TaskState
from tenants.intake.types import Purpose
from tenants.products.types import DAY_COUNT_CHOICES

MAX_ID = 2**63 - 1


class ApplicationFilters(StrictSerializer):
    q = serializers.CharField(required=False, allow_blank=True, max_length=60)
    state = serializers.ChoiceField(choices=LoanApplication.State.choices, required=False)
    method = serializers.ChoiceField(choices=Method.choices, required=False)
    customer_id = serializers.IntegerField(required=False, min_value=1, max_value=MAX_ID)
    product_id = serializers.IntegerField(required=False, min_value=1, max_value=MAX_ID)


class ApplicationCoded(serializers.Serializer):
    """A product or branch as its application shows it."""

    id = serializers.IntegerField()
    code = serializers.CharField()
    name = serializers.CharField()


class ApplicationCustomer(serializers.Serializer):
    id = serializers.IntegerField()
    customer_no = serializers.CharField()
    name = serializers.CharField()


class ApplicationIntake(serializers.Serializer):
    id = serializers.IntegerField()
    intake_no = serializers.CharField()


class ApplicationContractRef(serializers.Serializer):
    id = serializers.IntegerField()
    contract_no = serializers.CharField()


class ApplicationTask(serializers.Serializer):
    """A task of the application's approval."""

    id = serializers.IntegerField()
    node = serializers.CharField(source="node_key")
    node_name = serializers.CharField()
    business_type = serializers.CharField()
    business_id = serializers.IntegerField()
    business_no = serializers.CharField()
    customer_name = serializers.CharField()
    product_name = serializers.CharField()
    amount = MoneyField(read_only=True)
    branch_name = serializers.CharField(source="branch.name")
    created_at = serializers.DateTimeField()
    revision = serializers.IntegerField(source="instance.revision")
    state = serializers.ChoiceField(choices=TaskState.choices)
    decision = serializers.ChoiceField(choices=Decision.choices, allow_blank=True)
    opinion = serializers.CharField()
    assignee_name = serializers.CharField(source="done_by_name")
    decided_at = serializers.DateTimeField(source="done_at", allow_null=True)


class Investigation(serializers.Serializer):
    """What the officer found out; income and debt service are yuan a month."""

    summary = serializers.CharField()
    primary_source = serializers.CharField()
    monthly_income = MoneyField(read_only=True, allow_null=True)
    monthly_debt = MoneyField(read_only=True, allow_null=True)


class ApplicationRow(serializers.Serializer):
    id = serializers.IntegerField()
    app_no = serializers.CharField()
    intake = ApplicationIntake()
    customer = ApplicationCustomer()
    product = ApplicationCoded()
    amount = MoneyField(read_only=True)
    term_months = serializers.IntegerField()
    method = serializers.ChoiceField(choices=Method.choices)
    guarantee_mode = serializers.ChoiceField(choices=GuaranteeMode.choices)
    annual_rate = RateField()
    state = serializers.ChoiceField(choices=LoanApplication.State.choices)
    approved_amount = MoneyField(read_only=True, allow_null=True)
    approved_term_months = serializers.IntegerField(allow_null=True)
    decided_on = serializers.DateField(allow_null=True)
    lapses_on = serializers.DateField(
        allow_null=True, help_text="The last day on which the approval may be used"
    )
    branch = ApplicationCoded()
    officer = NameField()
    created_at = serializers.DateTimeField()
    version = serializers.IntegerField()


class ApplicationDetail(ApplicationRow):
    day_count = serializers.ChoiceField(choices=DAY_COUNT_CHOICES)
    interest_day = serializers.IntegerField(allow_null=True)
    period_months = serializers.IntegerField()
    purpose = serializers.ChoiceField(choices=Purpose.choices)
    purpose_text = serializers.CharField()
    lpr_tenor = serializers.ChoiceField(choices=LPR_TENORS)
    lpr_rate = RateField()
    lpr_published_on = serializers.DateField()
    bp = serializers.IntegerField()
    reprice = serializers.ChoiceField(choices=Reprice.choices)
    investigation = Investigation()
    allowed_actions = serializers.ListField(child=serializers.CharField())
    history = HistorySerializer(many=True)
    tasks = ApplicationTask(many=True)
    contract = ApplicationContractRef(allow_null=True)


class InvestigationInput(StrictSerializer):
    summary = serializers.CharField(max_length=2000, allow_blank=True, required=False)
    primary_source = serializers.CharField(max_length=200, allow_blank=True, required=False)
    monthly_income = MoneyField(allow_zero=True, required=False)
    monthly_debt = MoneyField(allow_zero=True, required=False)


class ApplicationEditInput(StrictSerializer):
    """Only what is given changes. A null `interest_day` means the day of the drawdown."""

    amount = MoneyField(required=False)
    term_months = serializers.IntegerField(min_value=1, max_value=MAX_TERM_MONTHS, required=False)
    method = serializers.ChoiceField(choices=Method.choices, required=False)
    bp = serializers.IntegerField(min_value=MIN_BP, max_value=MAX_BP, required=False)
    interest_day = serializers.IntegerField(min_value=1, max_value=31, allow_null=True, required=False)
    period_months = serializers.ChoiceField(choices=[1, 3, 6, 12], required=False)
    guarantee_mode = serializers.ChoiceField(choices=GuaranteeMode.choices, required=False)
    purpose = serializers.ChoiceField(choices=Purpose.choices, required=False)
    purpose_text = serializers.CharField(max_length=200, allow_blank=True, required=False)
    investigation = InvestigationInput(required=False)
