"""Trial quotes: terms that somebody asks about, and what comes of them."""

from rest_framework import serializers

from backend.kernel.loanmath import (
    MAX_TERM_MONTHS,
    EventType,
    FirstDue,
    PrepaymentMode,
)
from backend.kernel.loanmath import Method as QuoteMethod
from backend.platform.api.serializers import (
    MoneyField,
    RateField,
    StrictSerializer,
)
from shared.catalog.types import LPR_TENORS, Method
from tenants.products.types import DAY_COUNT_CHOICES

from .serializers import ScheduleDetailSerializer

MOST_LINES = 600
"""Dated lines of one kind in a quote: one for each month of the longest term."""


class QuotePlanLineInput(StrictSerializer):
    date = serializers.DateField()
    principal = MoneyField()


class QuoteEventInput(StrictSerializer):
    date = serializers.DateField()
    type = serializers.ChoiceField(choices=[(kind.value, kind.name) for kind in EventType])
    amount = MoneyField()


class QuoteRateChangeInput(StrictSerializer):
    date = serializers.DateField()
    annual_rate = RateField(min_value=0, max_value=1)


class QuotePrepaymentInput(StrictSerializer):
    date = serializers.DateField()
    amount = MoneyField()
    mode = serializers.ChoiceField(choices=[(mode.value, mode.name) for mode in PrepaymentMode])


class QuoteFeeInput(StrictSerializer):
    date = serializers.DateField(
        required=False, allow_null=True, help_text="The day the borrower first receives money, if left out"
    )
    amount = MoneyField()


class ScheduleQuoteInput(StrictSerializer):
    """Terms of a loan that somebody asks about; the last rows of fields belong to some methods only."""

    principal = MoneyField(help_text="For REVOLVING the limit of the line")
    annual_rate = RateField(min_value=0, max_value=1)
    method = serializers.ChoiceField(choices=[(method.value, method.name) for method in QuoteMethod])
    day_count = serializers.ChoiceField(choices=DAY_COUNT_CHOICES, required=False, allow_null=True)
    start_date = serializers.DateField()
    term_months = serializers.IntegerField(
        required=False, allow_null=True, min_value=1, max_value=MAX_TERM_MONTHS
    )
    maturity_date = serializers.DateField(required=False, allow_null=True)
    interest_day = serializers.IntegerField(required=False, allow_null=True, min_value=1, max_value=31)
    period_months = serializers.IntegerField(required=False, min_value=1, max_value=12)
    first_due = serializers.ChoiceField(
        choices=[(rule.value, rule.name) for rule in FirstDue], required=False, allow_null=True
    )
    amort_term_months = serializers.IntegerField(
        required=False, allow_null=True, min_value=1, max_value=MAX_TERM_MONTHS, help_text="For BALLOON"
    )
    grace_periods = serializers.IntegerField(
        required=False,
        allow_null=True,
        min_value=0,
        max_value=MAX_TERM_MONTHS,
        help_text="For GRACE_EQUAL_INSTALMENT",
    )
    plan = serializers.ListField(
        child=QuotePlanLineInput(), required=False, max_length=MOST_LINES, help_text="For SCHEDULED"
    )
    events = serializers.ListField(
        child=QuoteEventInput(), required=False, max_length=MOST_LINES, help_text="For REVOLVING"
    )
    rate_changes = serializers.ListField(child=QuoteRateChangeInput(), required=False, max_length=MOST_LINES)
    prepayments = serializers.ListField(child=QuotePrepaymentInput(), required=False, max_length=MOST_LINES)
    fees = serializers.ListField(child=QuoteFeeInput(), required=False, max_length=MOST_LINES)


class QuoteTermsSerializer(serializers.Serializer):
    """The terms as they were understood, with what was left out filled in."""

    principal = MoneyField(read_only=True)
    annual_rate = RateField(read_only=True)
    method = serializers.ChoiceField(choices=[(method.value, method.name) for method in QuoteMethod])
    start_date = serializers.DateField(source="start_on")
    maturity_date = serializers.DateField(source="maturity_on")
    term_months = serializers.IntegerField(allow_null=True)
    interest_day = serializers.IntegerField(allow_null=True)
    period_months = serializers.IntegerField()
    day_count = serializers.ChoiceField(choices=DAY_COUNT_CHOICES)
    first_due = serializers.ChoiceField(choices=[(rule.value, rule.name) for rule in FirstDue])


class QuoteCostSerializer(serializers.Serializer):
    """The yearly cost to the borrower as fractions: `simple` by single, `compound` by compound interest."""

    net_received = MoneyField(read_only=True)
    total_paid = MoneyField(read_only=True, help_text="Fees after the start included")
    monthly = serializers.DecimalField(max_digits=60, decimal_places=10)
    simple = serializers.DecimalField(max_digits=60, decimal_places=6)
    compound = serializers.DecimalField(max_digits=60, decimal_places=6)


class QuoteDetailSerializer(ScheduleDetailSerializer):
    terms = QuoteTermsSerializer()
    fees_total = MoneyField(read_only=True)
    cost = QuoteCostSerializer(allow_null=True)
    cost_reason = serializers.CharField(allow_null=True, help_text="The error code why `cost` is null")


class QuoteProductSerializer(serializers.Serializer):
    """A product on sale with what bounds and prefills a trial; rates are null without a valid LPR."""

    id = serializers.IntegerField()
    code = serializers.CharField()
    name = serializers.CharField()
    amount_min = MoneyField(read_only=True)
    amount_max = MoneyField(read_only=True)
    term_months_min = serializers.IntegerField()
    term_months_max = serializers.IntegerField()
    methods = serializers.ListField(child=serializers.ChoiceField(choices=Method.choices))
    day_count_by_method = serializers.DictField(
        source="day_counts", child=serializers.ChoiceField(choices=DAY_COUNT_CHOICES)
    )
    interest_day = serializers.IntegerField(allow_null=True)
    period_months = serializers.IntegerField()
    bp_min = serializers.IntegerField()
    bp_max = serializers.IntegerField()
    lpr_tenor = serializers.ChoiceField(choices=LPR_TENORS)
    lpr_rate = RateField(read_only=True, allow_null=True)
    lpr_published_on = serializers.DateField(allow_null=True)
    rate_min = RateField(read_only=True, allow_null=True)
    rate_max = RateField(read_only=True, allow_null=True)
