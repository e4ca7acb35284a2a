"""Money received for loans."""

from django.db import models
from django.db.models import F, Q

from backend.kernel.loanmath import PrepaymentMode

from .accounts import LoanAccount
from .fields import money


class Repayment(models.Model):
    """Money received for a loan: `amount` is what was taken, `unapplied` what was offered beyond it.

    It counts from `value_on`; the books have it since `booked_on`. What a prepayment in part did to the rows to
    come stands in `prepayment_mode`.
    """

    class Kind(models.TextChoices):
        DUE = "DUE", "到期还款"
        PREPAY_PART = "PREPAY_PART", "提前部分还本"
        PREPAY_FULL = "PREPAY_FULL", "提前结清"

    class Source(models.TextChoices):
        COUNTER = "COUNTER", "柜面"
        CHANNEL = "CHANNEL", "渠道"
        CORE = "CORE", "核心系统"
        BATCH = "BATCH", "批量扣款"

    class Mode(models.TextChoices):
        REDUCE_INSTALMENT = PrepaymentMode.REDUCE_INSTALMENT.value, "减少月供"
        SHORTEN_TERM = PrepaymentMode.SHORTEN_TERM.value, "缩短期限"

    class State(models.TextChoices):
        POSTED = "POSTED", "已入账"
        REVERSED = "REVERSED", "已冲正"

    TRANSITIONS = {State.POSTED: {State.REVERSED}, State.REVERSED: set()}

    repay_no = models.CharField("还款号", max_length=20, unique=True)
    loan = models.ForeignKey(LoanAccount, models.PROTECT, related_name="repayments", verbose_name="借据")
    branch = models.ForeignKey("organisation.Branch", models.PROTECT, related_name="+", verbose_name="机构")
    kind = models.CharField("种类", max_length=12, choices=Kind)
    source = models.CharField("来源", max_length=10, choices=Source)
    amount = money("金额")
    principal = money("本金")
    interest = money("利息")
    penalty = money("罚息", default=0)
    compound = money("复利", default=0)
    fee = money("违约金", default=0, db_default=0)
    prepayment_mode = models.CharField("提前还本方式", max_length=20, choices=Mode, blank=True, db_default="")
    unapplied = money("未用金额", default=0)
    allocation = models.JSONField("冲账明细", default=list)
    value_on = models.DateField("起息日")
    booked_on = models.DateField("入账日")
    state = models.CharField("状态", max_length=8, choices=State, default=State.POSTED)
    received_as = models.CharField("渠道或核心流水号", max_length=60, null=True, unique=True)
    voucher_no = models.CharField("传票号", max_length=20, blank=True)
    reversed_on = models.DateField("冲正日", null=True)
    reversal_voucher_no = models.CharField("冲正传票号", max_length=20, blank=True)
    created_by = models.BigIntegerField("经办人", null=True)
    created_at = models.DateTimeField("入账时间", auto_now_add=True)

    class Meta:
        verbose_name = "还款"
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0)
                & Q(amount=F("principal") + F("interest") + F("penalty") + F("compound") + F("fee")),
                name="repayment_sum",
            ),
            models.CheckConstraint(
                condition=Q(principal__gte=0)
                & Q(interest__gte=0)
                & Q(penalty__gte=0)
                & Q(compound__gte=0)
                & Q(fee__gte=0)
                & Q(unapplied__gte=0),
                name="repayment_parts_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(state="REVERSED", reversed_on__isnull=False)
                | (~Q(state="REVERSED") & Q(reversed_on__isnull=True)),
                name="repayment_reversed_on",
            ),
            models.CheckConstraint(
                condition=Q(value_on__lte=F("booked_on")), name="repayment_not_in_advance"
            ),
            models.CheckConstraint(
                condition=Q(value_on=F("booked_on"))
                | Q(source__in=["CHANNEL", "CORE"], received_as__isnull=False),
                name="repayment_back_dated_elsewhere",
            ),
            models.CheckConstraint(
                condition=Q(kind="PREPAY_PART") ^ Q(prepayment_mode=""), name="repayment_mode_of_a_prepayment"
            ),
        ]
        indexes = [
            models.Index(fields=["loan", "id"], name="repayment_by_loan"),
            models.Index(fields=["booked_on"], name="repayment_by_day"),
            models.Index(
                fields=["reversed_on"], name="repayment_by_reversal", condition=Q(reversed_on__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.repay_no

    @property
    def number(self) -> str:
        return self.repay_no


class RepaymentAdjustment(models.Model):
    """How a repayment is divided otherwise, since an earlier receipt (`cause`) became known after it.

    Amounts are differences, below zero where less is taken than before; what is taken less in all is the
    borrower's. They count while the cause is posted: with its reversal they are gone.
    """

    append_only = True

    repayment = models.ForeignKey(Repayment, models.PROTECT, related_name="adjustments", verbose_name="还款")
    cause = models.ForeignKey(Repayment, models.PROTECT, related_name="adjusted", verbose_name="补记款项")
    principal = money("本金", default=0)
    interest = money("利息", default=0)
    penalty = money("罚息", default=0)
    compound = money("复利", default=0)
    allocation = models.JSONField("冲账明细", default=list)

    class Meta:
        verbose_name = "还款调整"
        constraints = [
            models.UniqueConstraint(fields=["repayment", "cause"], name="repayment_adjusted_once"),
        ]
