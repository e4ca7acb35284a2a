"""Drawdowns."""

import uuid

from django.db import models
from django.db.models import F, Q

from backend.platform.crypto import EncryptedText
from backend.platform.masking import Tier, classified, mask_account, masked
from tenants.intake.types import Channel

from .fields import money


class Disbursement(models.Model):
    """A drawdown under a contract, from the request to the money's arrival (出账申请).

    Its amount is reserved under the contract until it ends as FAILED or RETURNED. `core_request_no` is
    set once and never changes: whatever is lost on the way, core banking is asked under this number.
    While `lease_until` lies ahead, a worker is talking to core banking about this row.
    """

    class State(models.TextChoices):
        CREATED = "CREATED", "已创建"
        UNDER_CHECK = "UNDER_CHECK", "放款审核中"
        APPROVED_TO_PAY = "APPROVED_TO_PAY", "待发送"
        SENT = "SENT", "已发送"
        POSTED = "POSTED", "已出账"
        FAILED = "FAILED", "失败"
        UNKNOWN = "UNKNOWN", "结果未知"
        RETURNED = "RETURNED", "已退回"

    class PayMode(models.TextChoices):
        SELF = "SELF", "自主支付"
        ENTRUSTED = "ENTRUSTED", "受托支付"

    TRANSITIONS = {
        State.CREATED: {State.UNDER_CHECK},
        State.UNDER_CHECK: {State.APPROVED_TO_PAY, State.RETURNED},
        State.APPROVED_TO_PAY: {State.SENT, State.FAILED},
        State.SENT: {State.POSTED, State.FAILED, State.UNKNOWN},
        State.UNKNOWN: {State.POSTED, State.FAILED},
        State.POSTED: set(),
        State.FAILED: set(),
        State.RETURNED: set(),
    }
    RESERVING = (State.CREATED, State.UNDER_CHECK, State.APPROVED_TO_PAY, State.SENT, State.UNKNOWN)

    row_uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    channel = models.CharField(
        "渠道", max_length=16, choices=Channel, default=Channel.COUNTER, db_default=Channel.COUNTER
    )
    req_no = models.CharField("出账申请号", max_length=20, unique=True)
    contract = models.ForeignKey(
        "contracts.LoanContract", models.PROTECT, related_name="disbursements", verbose_name="合同"
    )
    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="+", verbose_name="客户")
    branch = models.ForeignKey("organisation.Branch", models.PROTECT, related_name="+", verbose_name="机构")
    officer = models.ForeignKey(
        "organisation.Staff", models.PROTECT, related_name="+", verbose_name="客户经理"
    )
    amount = money("金额")
    term_months = models.PositiveSmallIntegerField("期限(月)", null=True)
    annual_rate = models.DecimalField("年利率", max_digits=9, decimal_places=6)
    pay_mode = models.CharField("支付方式", max_length=10, choices=PayMode)
    payee_account_no = classified(EncryptedText("收款账号"), Tier.C2, mask_account)
    value_on = models.DateField("起息日")
    maturity_on = models.DateField("到期日")
    state = models.CharField("状态", max_length=16, choices=State, default=State.CREATED)
    core_request_no = models.CharField("核心请求号", max_length=40, null=True, unique=True)
    core_reference = models.CharField("核心流水号", max_length=60, blank=True)
    attempts = models.PositiveSmallIntegerField("核心请求次数", default=0)
    failure_reason = models.CharField("失败原因", max_length=200, blank=True)
    lease_until = models.DateTimeField("处理租约至", null=True)
    inquire_at = models.DateTimeField("下次查询时间", null=True)
    created_by = models.BigIntegerField("申请人", null=True)
    checked_by = models.BigIntegerField("放款审核人", null=True)
    checked_at = models.DateTimeField("审核时间", null=True)
    created_at = models.DateTimeField("申请时间", auto_now_add=True)

    class Meta:
        verbose_name = "出账"
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="disbursement_amount_positive"),
            models.CheckConstraint(condition=Q(maturity_on__gt=F("value_on")), name="disbursement_dates"),
            models.CheckConstraint(
                condition=~Q(state__in=["SENT", "UNKNOWN", "POSTED"]) | Q(core_request_no__isnull=False),
                name="disbursement_sent_under_a_number",
            ),
            models.CheckConstraint(
                condition=Q(checked_by=None) | Q(created_by=None) | ~Q(checked_by=F("created_by")),
                name="disbursement_two_persons",
            ),
        ]
        indexes = [
            models.Index(fields=["contract", "state"], name="disbursement_by_contract"),
            models.Index(fields=["branch", "state", "-id"], name="disbursement_by_branch"),
            models.Index(fields=["customer"], name="disbursement_by_customer"),
            # the sweep looks at what is on its way only
            models.Index(
                fields=["id"],
                name="disbursement_on_its_way",
                condition=Q(state__in=["APPROVED_TO_PAY", "SENT", "UNKNOWN"]),
            ),
        ]

    def __str__(self) -> str:
        return self.req_no

    @property
    def number(self) -> str:
        return self.req_no

    @property
    def payee_account_masked(self) -> str:
        return masked(self, "payee_account_no")
