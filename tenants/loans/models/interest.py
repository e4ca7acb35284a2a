"""What loans earn day by day, at which rate, and what the ledger knows of it."""

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from .accounts import LoanAccount
from .fields import accrual, money


class DailyAccrual(models.Model):
    """The interest that a loan earned by the end of a business day. Days without interest have no row."""

    append_only = True

    pk = models.CompositePrimaryKey("loan_id", "accrued_on")
    loan = models.ForeignKey(LoanAccount, models.PROTECT, related_name="accruals", verbose_name="借据")
    accrued_on = models.DateField("计提日")
    amount = accrual("计提利息")

    class Meta:
        verbose_name = "每日计提"
        # rows come day by day, so a summary of each stretch of the table finds those of a day
        indexes = [BrinIndex(fields=["accrued_on"], name="accrual_by_day", autosummarize=True)]


class RateChange(models.Model):
    """The loan bears `new_rate` from `effective_on` on: the LPR then in force with `bp` on top (重定价).

    `schedule_version` is the version of the schedule that it made, or the one in force where no row was to come.
    """

    append_only = True

    loan = models.ForeignKey(
        LoanAccount, models.PROTECT, related_name="rate_changes", db_index=False, verbose_name="借据"
    )
    effective_on = models.DateField("生效日")
    old_rate = models.DecimalField("原年利率", max_digits=9, decimal_places=6)
    new_rate = models.DecimalField("新年利率", max_digits=9, decimal_places=6)
    lpr_rate = models.DecimalField("LPR", max_digits=9, decimal_places=6)
    lpr_published_on = models.DateField("LPR 公布日")
    bp = models.SmallIntegerField("加点(基点)")
    schedule_version = models.PositiveSmallIntegerField("还款计划版本")
    created_at = models.DateTimeField("记录时间", db_default=Now())

    class Meta:
        verbose_name = "利率变动"
        constraints = [
            models.UniqueConstraint(fields=["loan", "effective_on"], name="rate_change_once_a_day"),
            models.CheckConstraint(
                condition=Q(old_rate__gte=0) & Q(new_rate__gte=0), name="rate_change_not_negative"
            ),
        ]


class AccrualAdjustment(models.Model):
    """Interest that a loan earned otherwise than by its days: by a repayment, its reversal, or another rate."""

    append_only = True

    loan = models.ForeignKey(
        LoanAccount, models.PROTECT, related_name="accrual_adjustments", verbose_name="借据"
    )
    repayment = models.ForeignKey(
        "loans.Repayment", models.PROTECT, null=True, related_name="accrual_adjustments", verbose_name="还款"
    )
    rate_change = models.ForeignKey(
        "loans.RateChange",
        models.PROTECT,
        null=True,
        related_name="accrual_adjustments",
        verbose_name="利率变动",
    )
    adjusted_on = models.DateField("调整日")
    amount = accrual("调整金额")

    class Meta:
        verbose_name = "计提调整"
        constraints = [
            models.CheckConstraint(
                condition=Q(repayment=None) ^ Q(rate_change=None), name="accrual_adjustment_for_one_reason"
            )
        ]
        indexes = [models.Index(fields=["adjusted_on"], name="accrual_adjustment_by_day")]


class AccrualPosting(models.Model):
    """How much earned interest of a branch's loans the ledger knows: one row a branch.

    `accrued` is what all of its loans ever earned, `posted` what vouchers said of it. The night posts the
    rounded `accrued` less `posted`, so that roundings never add up. `kept` is what was `accrued` through the
    day `kept_on`, as a night proved it: the next one begins there.
    """

    branch = models.OneToOneField(
        "organisation.Branch", models.PROTECT, primary_key=True, related_name="+", verbose_name="机构"
    )
    through_on = models.DateField("入账至", null=True)
    kept_on = models.DateField("核对至", null=True)
    kept = accrual("核对时累计计提利息", null=True)
    accrued = accrual("累计计提利息", default=0)
    posted = money("累计入账利息", default=0)

    class Meta:
        verbose_name = "计提入账"
