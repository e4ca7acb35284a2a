from rest_framework import serializers

from backend.platform.api.serializers import CodesField, MoneyField, StrictSerializer
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
from tenants.products.models import LevelTwoProduct
from tenants.products.types import DAY_COUNT_CHOICES, PERIODS

CODE = r"^[A-Z][A-Z0-9_]{1,39}\Z"


class LevelOneFilters(StrictSerializer):
    q = serializers.CharField(required=False, allow_blank=True, max_length=60)
    category = serializers.ChoiceField(choices=Category.choices, required=False)


class Bounds(serializers.Serializer):
    """What both levels say of a product's frame."""

    amount_min = MoneyField()
    amount_max = MoneyField()
    term_months_min = serializers.IntegerField()
    term_months_max = serializers.IntegerField()
    bp_min = serializers.IntegerField()
    bp_max = serializers.IntegerField()
    methods = CodesField(choices=Method.choices)
    guarantee_modes = CodesField(choices=GuaranteeMode.choices)
    customer_kinds = CodesField(choices=CustomerKind.choices)


class ParentBounds(Bounds):
    """The edition of the level-1 product that governs the product now."""

    edition = serializers.IntegerField()
    lpr_tenors = CodesField(choices=LPR_TENORS)
    reprices = CodesField(choices=Reprice.choices)


class LevelOneProductRow(ParentBounds):
    """A level-1 product on sale: what a product of the bank may be based on."""

    id = serializers.IntegerField()
    code = serializers.CharField()
    name = serializers.CharField()
    category = serializers.ChoiceField(choices=Category.choices)
    status = serializers.ChoiceField(choices=LevelTwoProduct.Status.choices)
    published_at = serializers.DateTimeField()


class LevelOneProductDetail(LevelOneProductRow):
    """The same, on its own page."""


class ProductFilters(StrictSerializer):
    q = serializers.CharField(required=False, allow_blank=True, max_length=60)
    status = serializers.ChoiceField(choices=LevelTwoProduct.Status.choices, required=False)
    parent_code = serializers.CharField(required=False, max_length=40)


class ProductEditInput(StrictSerializer):
    """Changes to a draft; what is left out stays."""

    name = serializers.CharField(max_length=60)
    amount_min = MoneyField()
    amount_max = MoneyField()
    term_months_min = serializers.IntegerField(min_value=1, max_value=MAX_TERM_MONTHS)
    term_months_max = serializers.IntegerField(min_value=1, max_value=MAX_TERM_MONTHS)
    bp_min = serializers.IntegerField(min_value=MIN_BP, max_value=MAX_BP)
    bp_max = serializers.IntegerField(min_value=MIN_BP, max_value=MAX_BP)
    lpr_tenor = serializers.ChoiceField(choices=LPR_TENORS)
    reprice = serializers.ChoiceField(choices=Reprice.choices)
    methods = CodesField(choices=Method.choices)
    guarantee_modes = CodesField(choices=GuaranteeMode.choices)
    customer_kinds = CodesField(choices=CustomerKind.choices)
    day_count_by_method = serializers.DictField(child=serializers.ChoiceField(choices=DAY_COUNT_CHOICES))
    interest_day = serializers.IntegerField(min_value=1, max_value=31, allow_null=True)
    period_months = serializers.ChoiceField(choices=PERIODS)

    optional: frozenset[str] | None = None  # all of them

    def get_fields(self) -> dict[str, serializers.Field]:
        fields = super().get_fields()
        for name, field in fields.items():
            field.required = self.optional is not None and name not in self.optional
        return fields


class ProductCreateInput(ProductEditInput):
    """A new product, or the next edition of one whose code exists."""

    code = serializers.RegexField(CODE, max_length=40)
    parent_code = serializers.CharField(max_length=40)

    optional = frozenset(
        {"customer_kinds", "day_count_by_method", "interest_day", "period_months", "reprice"}
    )


class ProductRow(Bounds):
    id = serializers.IntegerField()
    code = serializers.CharField()
    edition = serializers.IntegerField()
    name = serializers.CharField()
    parent_code = serializers.CharField()
    parent_edition = serializers.IntegerField()
    parent_name = serializers.CharField()
    lpr_tenor = serializers.ChoiceField(choices=LPR_TENORS)
    reprice = serializers.ChoiceField(choices=Reprice.choices)
    day_count_by_method = serializers.DictField(child=serializers.ChoiceField(choices=DAY_COUNT_CHOICES))
    interest_day = serializers.IntegerField(allow_null=True)
    period_months = serializers.IntegerField()
    status = serializers.ChoiceField(choices=LevelTwoProduct.Status.choices)
    published_at = serializers.DateTimeField(allow_null=True)
    created_at = serializers.DateTimeField()


class ProductDetail(ProductRow):
    version = serializers.IntegerField(help_text="Counts the edits; also the ETag")
    parent = ParentBounds(allow_null=True)
    allowed_actions = serializers.ListField(child=serializers.CharField())
