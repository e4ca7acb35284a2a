from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from .types import LPR_TENORS, MAX_TERM_MONTHS, Category, CustomerKind, GuaranteeMode, Method, Reprice


def fixed_only() -> list[str]:
    """The rules of repricing of a product that names none."""
    return [Reprice.FIXED.value]


class LevelOneProduct(models.Model):
    """An edition of a product of the province: the bounds in which every bank defines its own.

    A published edition never changes; a change is a new edition, and publishing that one suspends
    the former. `version` counts the edits of a draft.
    """

    class Status(models.TextChoices):
        DRAFT = "DRAFT", "草稿"
        ON_SALE = "ON_SALE", "在售"
        SUSPENDED = "SUSPENDED", "暂停"

    code = models.CharField("产品代码", max_length=40)
    edition = models.PositiveIntegerField("产品版本", default=1)
    name = models.CharField("产品名称", max_length=60)
    category = models.CharField("产品类别", max_length=20, choices=Category)
    amount_min = models.DecimalField("最低金额", max_digits=18, decimal_places=2)
    amount_max = models.DecimalField("最高金额", max_digits=18, decimal_places=2)
    term_months_min = models.PositiveSmallIntegerField("最短期限(月)")
    term_months_max = models.PositiveSmallIntegerField("最长期限(月)")
    bp_min = models.SmallIntegerField("最低加点(基点)")
    bp_max = models.SmallIntegerField("最高加点(基点)")
    lpr_tenors = ArrayField(models.CharField(max_length=9, choices=LPR_TENORS), verbose_name="LPR 期限")
    reprices = ArrayField(
        models.CharField(max_length=16, choices=Reprice), verbose_name="利率方式", default=fixed_only
    )
    methods = ArrayField(models.CharField(max_length=20, choices=Method), verbose_name="还款方式")
    guarantee_modes = ArrayField(
        models.CharField(max_length=12, choices=GuaranteeMode), verbose_name="担保方式"
    )
    customer_kinds = ArrayField(
        models.CharField(max_length=10, choices=CustomerKind), verbose_name="客户类型"
    )
    status = models.CharField("状态", max_length=10, choices=Status, default=Status.DRAFT)
    published_at = models.DateTimeField("发布时间", null=True)
    created_at = models.DateTimeField("创建时间", auto_now_add=True)
    created_by = models.BigIntegerField("创建账号", null=True)
    version = models.PositiveIntegerField("修改版本", default=1)

    class Meta:
        verbose_name = "一级产品"
        ordering = ["code", "-edition"]
        constraints = [
            models.UniqueConstraint(fields=["code", "edition"], name="level_one_edition_once"),
            models.UniqueConstraint(
                fields=["code"], condition=Q(status="DRAFT"), name="level_one_draft_once"
            ),
            models.UniqueConstraint(
                fields=["code"], condition=Q(status="ON_SALE"), name="level_one_on_sale_once"
            ),
            models.CheckConstraint(
                condition=Q(amount_min__gt=0, amount_max__gte=F("amount_min")), name="level_one_amounts"
            ),
            models.CheckConstraint(
                condition=Q(
                    term_months_min__gte=1,
                    term_months_max__gte=F("term_months_min"),
                    term_months_max__lte=MAX_TERM_MONTHS,
                ),
                name="level_one_terms",
            ),
            models.CheckConstraint(condition=Q(bp_max__gte=F("bp_min")), name="level_one_points"),
            models.CheckConstraint(
                condition=Q(status="DRAFT") | Q(published_at__isnull=False), name="level_one_published_at"
            ),
        ]

    allowed_actions: list[str]  # set by the selector that prepares the detail page

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        return f"{self.code}/{self.edition}"


TRANSITIONS: dict[str, frozenset[str]] = {
    LevelOneProduct.Status.DRAFT: frozenset({LevelOneProduct.Status.ON_SALE}),
    LevelOneProduct.Status.ON_SALE: frozenset({LevelOneProduct.Status.SUSPENDED}),
    LevelOneProduct.Status.SUSPENDED: frozenset(),
}
