from django.db import models
from django.db.models import Q

from .types import Side, VoucherKind


class Voucher(models.Model):
    """A balanced accounting document. Never changed or removed: a correction is a reversal.

    A deferred trigger of the database holds the sum of its debits and of its credits at `total`.
    """

    append_only = True

    voucher_no = models.CharField("传票号", max_length=20, unique=True)
    business_on = models.DateField("营业日")
    branch = models.ForeignKey("organisation.Branch", models.PROTECT, related_name="+", verbose_name="机构")
    kind = models.CharField("种类", max_length=12, choices=VoucherKind)
    summary = models.CharField("摘要", max_length=100)
    source_type = models.CharField("来源类型", max_length=40)
    source_id = models.BigIntegerField("来源")
    business_no = models.CharField("业务编号", max_length=30, blank=True)
    reversal_of = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="+", verbose_name="被冲正传票"
    )
    total = models.DecimalField("金额", max_digits=18, decimal_places=2)
    created_by = models.BigIntegerField("记账人", null=True)
    created_at = models.DateTimeField("记账时间", auto_now_add=True)

    class Meta:
        verbose_name = "传票"
        constraints = [
            models.CheckConstraint(condition=Q(total__gt=0), name="voucher_total_positive"),
            models.CheckConstraint(
                condition=Q(kind=VoucherKind.REVERSAL, reversal_of__isnull=False)
                | (~Q(kind=VoucherKind.REVERSAL) & Q(reversal_of__isnull=True)),
                name="voucher_reversal_names_its_voucher",
            ),
            models.UniqueConstraint(fields=["reversal_of"], name="voucher_reversed_once"),
            # one drawdown or repayment is booked once, whatever calls twice
            models.UniqueConstraint(
                fields=["source_type", "source_id"],
                condition=Q(kind__in=[VoucherKind.DISBURSEMENT, VoucherKind.REPAYMENT]),
                name="voucher_once_per_business",
            ),
        ]
        indexes = [
            models.Index(fields=["business_on", "id"], name="voucher_by_day"),
            models.Index(fields=["branch", "business_on"], name="voucher_by_branch"),
            models.Index(fields=["source_type", "source_id"], name="voucher_by_source"),
        ]

    def __str__(self) -> str:
        return self.voucher_no

    @property
    def number(self) -> str:
        return self.voucher_no


class Entry(models.Model):
    """One line of a voucher."""

    append_only = True

    voucher = models.ForeignKey(Voucher, models.PROTECT, related_name="entries", verbose_name="传票")
    line = models.PositiveSmallIntegerField("行号")
    subject_code = models.CharField("科目号", max_length=10)
    side = models.CharField("方向", max_length=6, choices=Side)
    amount = models.DecimalField("金额", max_digits=18, decimal_places=2)

    class Meta:
        verbose_name = "分录"
        constraints = [
            models.UniqueConstraint(fields=["voucher", "line"], name="entry_line_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="entry_amount_positive"),
            models.CheckConstraint(condition=Q(side__in=Side.values), name="entry_side_known"),
        ]


class SubjectBalance(models.Model):
    """All debits and all credits of a subject at a branch. Changed by one atomic statement only."""

    branch = models.ForeignKey("organisation.Branch", models.PROTECT, related_name="+", verbose_name="机构")
    subject_code = models.CharField("科目号", max_length=10)
    debit_total = models.DecimalField("借方累计", max_digits=18, decimal_places=2, default=0)
    credit_total = models.DecimalField("贷方累计", max_digits=18, decimal_places=2, default=0)

    class Meta:
        verbose_name = "科目余额"
        constraints = [
            models.UniqueConstraint(fields=["branch", "subject_code"], name="balance_once"),
            models.CheckConstraint(
                condition=Q(debit_total__gte=0) & Q(credit_total__gte=0), name="balance_totals_not_negative"
            ),
        ]


class DailyBalance(models.Model):
    """All debits and all credits of a subject at a branch through a business day, as the night kept them.

    Each night writes every subject that ever moved, so the rows of one day are a whole trial balance.
    """

    business_on = models.DateField("营业日")
    branch = models.ForeignKey("organisation.Branch", models.PROTECT, related_name="+", verbose_name="机构")
    subject_code = models.CharField("科目号", max_length=10)
    debit_total = models.DecimalField("借方累计", max_digits=18, decimal_places=2)
    credit_total = models.DecimalField("贷方累计", max_digits=18, decimal_places=2)

    class Meta:
        verbose_name = "科目日余额"
        constraints = [
            models.UniqueConstraint(
                fields=["business_on", "branch", "subject_code"], name="daily_balance_once"
            ),
            models.CheckConstraint(
                condition=Q(debit_total__gte=0) & Q(credit_total__gte=0), name="daily_totals_not_negative"
            ),
        ]
