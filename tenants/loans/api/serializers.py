from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from backend.kernel.loanmath import (
    BUCKETS,
    PartKind,
    RowType,
)
from backend.platform.api.serializers import (
    HistorySerializer,
    MoneyField,
    NameField,
    RateField,
    StrictSerializer,
)
from shared.catalog.types import LPR_TENORS, Method, Reprice
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


class StatementFilters(StrictSerializer):
    """The days of a statement, both included."""

    since = serializers.DateField()
    until = serializers.DateField()


class DueMonthFilters(StrictSerializer):
    month = serializers.RegexField(
        r"^20[0-9]{2}-(0[1-9]|1[0-2])\Z",
        required=False,
        help_text="As in 2026-03; the present one, if left out",
    )


class DueRowFilters(StrictSerializer):
    q = serializers.CharField(required=False, max_length=60)
    since = serializers.DateField(required=False)
    until = serializers.DateField(required=False)
    state = serializers.ChoiceField(
        choices=[choice for choice in Instalment.State.choices if choice[0] != "PAID"], required=False
    )


class DueDaySerializer(serializers.Serializer):
    on = serializers.DateField()
    count = serializers.IntegerField()
    principal = MoneyField(read_only=True)
    interest = MoneyField(read_only=True)
    total = MoneyField(read_only=True)


class DueMonthSerializer(serializers.Serializer):
    """What is unpaid of the rows due on each day, penalty aside; `before` is what is unpaid of earlier months."""

    month = serializers.CharField()
    business_date = serializers.DateField()
    since = serializers.DateField()
    until = serializers.DateField()
    before = DueDaySerializer()
    days = DueDaySerializer(many=True)
    total = DueDaySerializer()


class DueRowSerializer(serializers.Serializer):
    """A row of a loan's schedule that is not paid yet."""

    id = serializers.IntegerField()
    due_on = serializers.DateField()
    no = serializers.IntegerField()
    state = serializers.ChoiceField(choices=Instalment.State.choices)
    loan = LoanRefSerializer()
    customer = LoanCustomerRefSerializer(source="loan.customer")
    product = LoanProductRefSerializer(source="loan.product")
    branch = LoanBranchRefSerializer(source="loan.branch")
    officer = NameField(source="loan.officer")
    principal_left = MoneyField(read_only=True)
    interest_left = MoneyField(read_only=True)
    payment = MoneyField(read_only=True, help_text="What the row was planned with")


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
    penalty_due = MoneyField(read_only=True)
    compound_due = MoneyField(read_only=True)
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
    penalty_rate = RateField(read_only=True, help_text="What overdue money bears a year")
    overdue_principal = MoneyField(read_only=True)
    interest_paid = MoneyField(read_only=True)
    accrued_through = serializers.DateField()
    interest_day = serializers.IntegerField(allow_null=True)
    period_months = serializers.IntegerField()
    schedule_version = serializers.IntegerField()
    reprice = serializers.ChoiceField(choices=Reprice.choices)
    lpr_tenor = serializers.ChoiceField(choices=LPR_TENORS)
    bp = serializers.IntegerField()
    reprices_on = serializers.DateField(
        allow_null=True, help_text="The next day of repricing; null when the rate stays"
    )
    disbursement_id = serializers.IntegerField()
    reversible_repayment_id = serializers.IntegerField(
        allow_null=True, help_text="The repayment whose reversal the reader may propose now"
    )
    allowed_actions = serializers.ListField(child=serializers.CharField())
    history = HistorySerializer(many=True)


class LoanRateSerializer(serializers.Serializer):
    """The rate of a loan from a day on: the LPR published by then with the spread of the contract."""

    effective_on = serializers.DateField()
    annual_rate = RateField(read_only=True)
    previous_rate = RateField(read_only=True, allow_null=True)
    lpr_rate = RateField(read_only=True)
    lpr_published_on = serializers.DateField()
    bp = serializers.IntegerField()
    schedule_version = serializers.IntegerField(help_text="The version of the schedule that it made")


class InstalmentRowSerializer(serializers.Serializer):
    no = serializers.IntegerField()
    type = serializers.ChoiceField(
        choices=[(kind.value, kind.name) for kind in RowType],
        help_text="Due by agreement, or made by a prepayment in part; in a quote such a row repeats the number of the one before it",
    )
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


class PrepaymentTermsInput(StrictSerializer):
    """What a prepayment in part names."""

    principal = MoneyField(required=False, help_text="The principal that PREPAY_PART brings down")
    mode = serializers.ChoiceField(
        choices=Repayment.Mode.choices, required=False, help_text="What PREPAY_PART changes"
    )


class RepaymentQuoteFilters(PrepaymentTermsInput):
    kind = serializers.ChoiceField(choices=Repayment.Kind.choices)
    on = serializers.DateField(required=False, help_text="The business date, if left out")


class PrepaymentEffectSerializer(serializers.Serializer):
    """What a prepayment in part changes for the borrower."""

    next_payment_before = MoneyField(read_only=True)
    next_payment_after = MoneyField(read_only=True)
    maturity_before = serializers.DateField()
    maturity_after = serializers.DateField()
    rows_before = serializers.IntegerField()
    rows_after = serializers.IntegerField()
    interest_saved = MoneyField(read_only=True)


class RepaymentQuoteSerializer(serializers.Serializer):
    kind = serializers.ChoiceField(choices=Repayment.Kind.choices)
    value_on = serializers.DateField()
    principal = MoneyField(read_only=True)
    interest = MoneyField(read_only=True)
    penalty = MoneyField(read_only=True)
    compound = MoneyField(read_only=True)
    fee = MoneyField(read_only=True)
    total = MoneyField(read_only=True)
    effect = PrepaymentEffectSerializer(allow_null=True, help_text="Of PREPAY_PART only")


AT_THE_COUNTER = [(Repayment.Source.COUNTER.value, Repayment.Source.COUNTER.label)]


class RepaymentReceiveInput(PrepaymentTermsInput):
    kind = serializers.ChoiceField(choices=Repayment.Kind.choices)
    amount = MoneyField()
    source = serializers.ChoiceField(  # type: ignore[assignment]
        choices=AT_THE_COUNTER, default=Repayment.Source.COUNTER
    )


class BucketsSerializer(serializers.Serializer):
    fee = MoneyField(read_only=True)
    compound = MoneyField(read_only=True)
    penalty = MoneyField(read_only=True)
    interest = MoneyField(read_only=True)
    principal = MoneyField(read_only=True)


BACK_DATED = [(kind.value, kind.label) for kind in (Repayment.Kind.DUE, Repayment.Kind.PREPAY_FULL)]
ELSEWHERE = [(source.value, source.label) for source in (Repayment.Source.CHANNEL, Repayment.Source.CORE)]


class ReceiptTermsInput(StrictSerializer):
    """Money that was received on an earlier day."""

    kind = serializers.ChoiceField(choices=BACK_DATED)
    amount = MoneyField()
    value_on = serializers.DateField(help_text="The day on which it was received")


class ReceiptBookInput(ReceiptTermsInput):
    source = serializers.ChoiceField(choices=ELSEWHERE)  # type: ignore[assignment]
    received_as = serializers.CharField(
        max_length=60, help_text="Its number in the channel or in core banking; each is booked once"
    )


class ReceiptProposeInput(ReceiptBookInput):
    reason = serializers.CharField(max_length=200)


class ReceiptAdjustmentSerializer(serializers.Serializer):
    """A later repayment that is divided otherwise, by how much."""

    repay_no = serializers.CharField(source="repayment.repay_no")
    value_on = serializers.DateField(source="repayment.value_on")
    difference = BucketsSerializer()
    total = MoneyField(source="difference.total", read_only=True)


class ReceiptEffectSerializer(serializers.Serializer):
    taken = BucketsSerializer(source="own.allocation.taken")
    unapplied = MoneyField(source="own.allocation.unapplied", read_only=True)
    overdue_days = serializers.IntegerField(source="own.overdue_days")
    adjusted = ReceiptAdjustmentSerializer(many=True)
    excess = MoneyField(read_only=True, help_text="What later repayments paid too much: the borrower's")
    needs_approval = serializers.BooleanField()


class RepaymentRowSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    repay_no = serializers.CharField()
    kind = serializers.ChoiceField(choices=Repayment.Kind.choices)
    amount = MoneyField(read_only=True)
    principal = MoneyField(read_only=True)
    interest = MoneyField(read_only=True)
    penalty = MoneyField(read_only=True)
    compound = MoneyField(read_only=True)
    fee = MoneyField(read_only=True)
    unapplied = MoneyField(read_only=True)
    prepayment_mode = serializers.CharField(help_text="Of PREPAY_PART only")
    value_on = serializers.DateField()
    booked_on = serializers.DateField()
    received_as = serializers.CharField(
        allow_null=True, help_text="Its number in the channel or core banking"
    )
    source = serializers.ChoiceField(choices=Repayment.Source.choices)  # type: ignore[assignment]
    state = serializers.ChoiceField(choices=Repayment.State.choices)
    voucher_no = serializers.CharField()
    reversed_on = serializers.DateField(allow_null=True)
    reversal_voucher_no = serializers.CharField()
    created_at = serializers.DateTimeField()


class ExplanationPartSerializer(serializers.Serializer):
    """One addend, in yuan with ten places at most; of a stretch of time also base, rate and days."""

    kind = serializers.ChoiceField(choices=[(kind.value, kind.value) for kind in PartKind])
    amount = serializers.DecimalField(max_digits=30, decimal_places=10)
    base = MoneyField(read_only=True, allow_null=True)
    annual_rate = RateField(read_only=True, allow_null=True)
    since = serializers.DateField(allow_null=True)
    until = serializers.DateField(allow_null=True)
    days = serializers.IntegerField(allow_null=True, help_text="As counted; a month of 30/360 has thirty")
    year_days = serializers.IntegerField(allow_null=True)
    reference = serializers.CharField(help_text="The repayment's number, for what was paid")


class RuleWordsSerializer(serializers.Serializer):
    """A paragraph of the rulebook in both languages."""

    code = serializers.CharField()
    zh = serializers.CharField()
    en = serializers.CharField()


class AmountExplanationSerializer(serializers.Serializer):
    bucket = serializers.ChoiceField(choices=[(name, name) for name in BUCKETS])
    amount = MoneyField(read_only=True)
    rule = RuleWordsSerializer()
    parts = ExplanationPartSerializer(many=True)


class InstalmentExplanationSerializer(serializers.Serializer):
    no = serializers.IntegerField()
    due_on = serializers.DateField()
    on = serializers.DateField(help_text="The day as of which it is explained")
    total = MoneyField(read_only=True)
    amounts = AmountExplanationSerializer(many=True)


class AllocationLineSerializer(BucketsSerializer):
    no = serializers.IntegerField()
    due_on = serializers.DateField()


class RepaymentAdjustmentSerializer(serializers.Serializer):
    cause = serializers.CharField(source="cause.repay_no")
    booked_on = serializers.DateField(source="cause.booked_on")
    principal = MoneyField(read_only=True)
    interest = MoneyField(read_only=True)
    penalty = MoneyField(read_only=True)
    compound = MoneyField(read_only=True)
    lines = serializers.ListField(
        source="allocation", child=serializers.DictField(), help_text="The same by rows: `no` and the parts"
    )


class RepaymentExplanationSerializer(serializers.Serializer):
    repay_no = serializers.CharField()
    value_on = serializers.DateField()
    overdue_days = serializers.IntegerField(
        help_text="On the day of payment, of the oldest unpaid instalment"
    )
    order = RuleWordsSerializer()
    lines = AllocationLineSerializer(many=True)
    taken = BucketsSerializer()
    unapplied = MoneyField(read_only=True)
    adjustments = RepaymentAdjustmentSerializer(
        many=True, help_text="What receipts changed of it that were booked after it for an earlier day"
    )


class LoanVoucherRowSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    voucher_no = serializers.CharField()
    business_on = serializers.DateField()
    branch = LoanBranchRefSerializer()
    kind = serializers.ChoiceField(choices=VoucherKind.choices)
    summary = serializers.CharField()
    business_no = serializers.CharField()
    total = MoneyField(read_only=True)
