from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from shared.catalog.types import (
    LPR_TENORS,
    MAX_TERM_MONTHS,
    CustomerKind,
    GuaranteeMode,
    LevelOneFacts,
    Method,
    Reprice,
)


class LevelTwoProduct(models.Model):
    """An edition of a product that the bank sells, within the bounds of a level-1 product.

    A published edition never changes: applications keep the one they started with. A change is a new
    edition, and publishing that one suspends the former. `version` counts the edits of a draft.
    """

    class Status(models.TextChoices):
        DRAFT = "DRAFT", "草稿"
        ON_SALE = "ON_SALE", "在售"
        SUSPENDED = "SUSPENDED", "暂停"

    code = models.CharField("产品代码", max_length=40)
    edition = models.PositiveIntegerField("产品版本", default=1)
    name = models.CharField("产品名称", max_length=60)
    parent_code = models.CharField("一级产品", max_length=40)
    parent_edition = models.PositiveIntegerField("一级产品版本")
    parent_name = models.CharField("一级产品名称", max_length=60)
    amount_min = models.DecimalField("最低金额", max_digits=18, decimal_places=2)
    amount_max = models.DecimalField("最高金额", max_digits=18, decimal_places=2)
    term_months_min = models.PositiveSmallIntegerField("最短期限(月)")
    term_months_max = models.PositiveSmallIntegerField("最长期限(月)")
    bp_min = models.SmallIntegerField("最低加点(基点)")
    bp_max = models.SmallIntegerField("最高加点(基点)")
    lpr_tenor = models.CharField("LPR 期限", max_length=9, choices=LPR_TENORS)
    reprice = models.CharField("利率方式", max_length=16, choices=Reprice, default=Reprice.FIXED)
    methods = ArrayField(models.CharField(max_length=20, choices=Method), verbose_name="还款方式")
    guarantee_modes = ArrayField(
        models.CharField(max_length=12, choices=GuaranteeMode), verbose_name="担保方式"
    )
    customer_kinds = ArrayField(
        models.CharField(max_length=10, choices=CustomerKind), verbose_name="客户类型"
    )
    day_count_by_method = models.JSONField("计息方式")
    interest_day = models.PositiveSmallIntegerField("结息日", null=True)
    period_months = models.PositiveSmallIntegerField("还款周期(月)", default=1)
    status = models.CharField("状态", max_length=10, choices=Status, default=Status.DRAFT)
    published_at = models.DateTimeField("发布时间", null=True)
    created_at = models.DateTimeField("创建时间", auto_now_add=True)
    created_by = models.BigIntegerField("创建人", null=True)
    version = models.PositiveIntegerField("修改版本", default=1)

    class Meta:
        verbose_name = "二级产品"
        ordering = ["code", "-edition"]
        indexes = [models.Index(fields=["parent_code"], name="product_by_parent")]
        constraints = [
            models.UniqueConstraint(fields=["code", "edition"], name="product_edition_once"),
            models.UniqueConstraint(fields=["code"], condition=Q(status="DRAFT"), name="product_draft_once"),
            models.UniqueConstraint(
                fields=["code"], condition=Q(status="ON_SALE"), name="product_on_sale_once"
            ),
            models.CheckConstraint(
                condition=Q(amount_min__gt=0, amount_max__gte=F("amount_min")), name="product_amounts"
            ),
            models.CheckConstraint(
                condition=Q(
                    term_months_min__gte=1,
                    term_months_max__gte=F("term_months_min"),
                    term_months_max__lte=MAX_TERM_MONTHS,
                ),
                name="product_terms",
            ),
            models.CheckConstraint(condition=Q(bp_max__gte=F("bp_min")), name="product_points"),
            models.CheckConstraint(
                condition=Q(interest_day=None) | Q(interest_day__range=(1, 31)), name="product_interest_day"
            ),
            models.CheckConstraint(condition=Q(period_months__in=(1, 3, 6, 12)), name="product_period"),
            models.CheckConstraint(
                condition=Q(status="DRAFT") | Q(published_at__isnull=False), name="product_published_at"
            ),
        ]

    allowed_actions: list[str]  # this and the next are set by the selector that prepares the detail page
    parent: LevelOneFacts | None

    def __str__(self) -> str:
        return self.name

    @property
    def number(self) -> str:
        return f"{self.code}/{self.edition}"


TRANSITIONS: dict[str, frozenset[str]] = {
    LevelTwoProduct.Status.DRAFT: frozenset({LevelTwoProduct.Status.ON_SALE}),
    LevelTwoProduct.Status.ON_SALE: frozenset({LevelTwoProduct.Status.SUSPENDED}),
    LevelTwoProduct.Status.SUSPENDED: frozenset(),
}
