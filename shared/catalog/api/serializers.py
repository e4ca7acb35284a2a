from rest_framework import serializers

from backend.platform.api.serializers import CodesField, MoneyField, StrictSerializer
from shared.catalog.models import LevelOneProduct
from shared.catalog.types import (
    LPR_TENORS,
    MAX_BP,
    MAX_TERM_MONTHS,
    MIN_BP,
    Category,
    CustomerKind,
    GuaranteeMode,
    Method,
    Reprice,
)


class LevelOneFilters(StrictSerializer):
    q = serializers.CharField(required=False, allow_blank=True, max_length=60)
    status = serializers.ChoiceField(choices=LevelOneProduct.Status.choices, required=False)
    category = serializers.ChoiceField(choices=Category.choices, required=False)


class LevelOneEditInput(StrictSerializer):
    """Changes to a draft; what is left out stays."""

    name = serializers.CharField(max_length=60)
    category = serializers.ChoiceField(choices=Category.choices)
    amount_min = MoneyField()
    amount_max = MoneyField()
    term_months_min = serializers.IntegerField(min_value=1, max_value=MAX_TERM_MONTHS)
    term_months_max = serializers.IntegerField(min_value=1, max_value=MAX_TERM_MONTHS)
    bp_min = serializers.IntegerField(min_value=MIN_BP, max_value=MAX_BP)
    bp_max = serializers.IntegerField(min_value=MIN_BP, max_value=MAX_BP)
    lpr_tenors = CodesField(choices=LPR_TENORS)
    reprices = CodesField(choices=Reprice.choices)
    methods = CodesField(choices=Method.choices)
    guarantee_modes = CodesField(choices=GuaranteeMode.choices)
    customer_kinds = CodesField(choices=CustomerKind.choices)

    optional: frozenset[str] | None = None  # all of them

    def get_fields(self) -> dict[str, serializers.Field]:
        fields = super().get_fields()
        for name, field in fields.items():
            field.required = self.optional is not None and name not in self.optional
        return fields


class LevelOneCreateInput(LevelOneEditInput):
    """A new product, or the next edition of one whose code exists."""

    code = serializers.RegexField(r"^[A-Z][A-Z0-9_]{1,39}\Z", max_length=40)

    optional = frozenset({"reprices"})


class LevelOneProductRow(serializers.Serializer):
    id = serializers.IntegerField()
    code = serializers.CharField()
    edition = serializers.IntegerField()
    name = serializers.CharField()
    category = serializers.ChoiceField(choices=Category.choices)
    amount_min = MoneyField()
    amount_max = MoneyField()
    term_months_min = serializers.IntegerField()
    term_months_max = serializers.IntegerField()
    bp_min = serializers.IntegerField()
    bp_max = serializers.IntegerField()
    lpr_tenors = CodesField(choices=LPR_TENORS)
    reprices = CodesField(choices=Reprice.choices)
    methods = CodesField(choices=Method.choices)
    guarantee_modes = CodesField(choices=GuaranteeMode.choices)
    customer_kinds = CodesField(choices=CustomerKind.choices)
    status = serializers.ChoiceField(choices=LevelOneProduct.Status.choices)
    published_at = serializers.DateTimeField(allow_null=True)


class LevelOneProductDetail(LevelOneProductRow):
    created_at = serializers.DateTimeField()
    version = serializers.IntegerField(help_text="Counts the edits; also the ETag")
    allowed_actions = serializers.ListField(child=serializers.CharField())
