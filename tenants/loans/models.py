import uuid
from decimal import Decimal

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from backend.kernel.loanmath import PrepaymentMode, micros
from backend.platform.crypto import EncryptedText
from backend.platform.masking import Tier, classified, mask_account, masked
from shared.catalog.types import LPR_TENORS, Method, Reprice
from tenants.intake.types import Channel
from tenants.products.types import DAY_COUNT_CHOICES


def money(name: str, **kwargs: object) -> models.DecimalField:
    """Yuan with two places."""
    return models.DecimalField(name, max_digits=18, decimal_places=2, **kwargs)  # type: ignore[arg-type]


def accrual(name: str, **kwargs: object) -> models.DecimalField:
    """Interest of days, with six places."""
    return models.DecimalField(name, max_digits=20, decimal_places=6, **kwargs)  # type: ignore[arg-type]


def growth(name: str, **kwargs: object) -> models.DecimalField:
    """What unpaid money grew by since it was last settled on: yuan times rate times days, exact."""
    return models.DecimalField(name, max_digits=30, decimal_places=10, default=0, **kwargs)  # type: ignore[arg-type]


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


class LoanAccount(models.Model):
    """One drawdown as a debt (借据).

    Buckets: `principal_due` and `interest_due` are unpaid amounts of rows that have fallen due, the part
    of `principal_due` that the night carried to the overdue subject is `overdue_principal`.
    `accrued_total` is all interest earned through the day `accrued_through` (counted), `interest_paid`
    all interest received, `accrued_interest` what is earned and not due yet. So the interest that the
    borrower owes for the past is `accrued_interest + interest_due = accrued_total - interest_paid`.
    `penalty_due` and `compound_due` are the sums over its overdue rows as of the last night or payment.

    `annual_rate` is the rate in force. By the rule `reprice` it follows the LPR of `lpr_tenor` with `bp` on top
    from the day `reprices_on` on; null: no more (重定价).
    """

    class Status(models.TextChoices):
        ACTIVE = "ACTIVE", "正常"
        OVERDUE = "OVERDUE", "逾期"
        SETTLED = "SETTLED", "结清"

    TRANSITIONS = {
        Status.ACTIVE: {Status.OVERDUE, Status.SETTLED},
        Status.OVERDUE: {Status.ACTIVE, Status.SETTLED},
        Status.SETTLED: set(),
    }

    loan_no = models.CharField("借据号", max_length=20, unique=True)
    disbursement = models.OneToOneField(
        Disbursement, models.PROTECT, related_name="loan", verbose_name="出账"
    )
    contract = models.ForeignKey(
        "contracts.LoanContract", models.PROTECT, related_name="loans", verbose_name="合同"
    )
    customer = models.ForeignKey(
        "customers.Customer", models.PROTECT, related_name="loans", verbose_name="客户"
    )
    product = models.ForeignKey(
        "products.LevelTwoProduct", models.PROTECT, related_name="+", verbose_name="产品"
    )
    branch = models.ForeignKey("organisation.Branch", models.PROTECT, related_name="+", verbose_name="机构")
    officer = models.ForeignKey(
        "organisation.Staff", models.PROTECT, related_name="+", verbose_name="客户经理"
    )
    drawn = money("放款金额")
    principal_outstanding = money("本金余额")
    principal_due = money("到期未还本金", default=0)
    overdue_principal = money("逾期本金", default=0)
    interest_due = money("到期未还利息", default=0)
    interest_paid = money("已还利息", default=0)
    penalty_due = money("未还罚息", default=0)
    compound_due = money("未还复利", default=0)
    accrued_total = accrual("累计计提利息", default=0)
    accrued_interest = accrual("未到期计提利息", default=0)
    accrued_through = models.DateField("已计提至")
    start_on = models.DateField("起息日")
    maturity_on = models.DateField("到期日")
    annual_rate = models.DecimalField("年利率", max_digits=9, decimal_places=6)
    reprice = models.CharField(
        "利率方式", max_length=16, choices=Reprice, default=Reprice.FIXED, db_default=Reprice.FIXED.value
    )
    lpr_tenor = models.CharField("LPR 期限", max_length=9, choices=LPR_TENORS, db_default="")
    bp = models.SmallIntegerField("加点(基点)", default=0, db_default=0)
    reprices_on = models.DateField("下次重定价日", null=True)
    penalty_multiplier = models.DecimalField(
        "罚息倍数", max_digits=4, decimal_places=2, default=Decimal("1.50")
    )
    principal_first = models.BooleanField("逾期超九十天先还本金", default=True)
    method = models.CharField("还款方式", max_length=20, choices=Method)
    day_count = models.CharField("计息基础", max_length=8, choices=DAY_COUNT_CHOICES)
    interest_day = models.PositiveSmallIntegerField("还款日", null=True)
    period_months = models.PositiveSmallIntegerField("还款周期(月)", default=1)
    schedule_version = models.PositiveSmallIntegerField("还款计划版本", default=1)
    status = models.CharField("状态", max_length=8, choices=Status, default=Status.ACTIVE)
    overdue_since = models.DateField("逾期起始日", null=True)
    overdue_days = models.PositiveIntegerField("逾期天数", default=0)
    settled_on = models.DateField("结清日", null=True)
    created_at = models.DateTimeField("建立时间", auto_now_add=True)

    class Meta:
        verbose_name = "借据"
        constraints = [
            models.CheckConstraint(
                condition=Q(principal_outstanding__gte=0) & Q(principal_outstanding__lte=F("drawn")),
                name="loan_principal_bounds",
            ),
            models.CheckConstraint(
                condition=Q(principal_due__gte=0) & Q(principal_due__lte=F("principal_outstanding")),
                name="loan_principal_due_bounds",
            ),
            models.CheckConstraint(
                condition=Q(overdue_principal__gte=0) & Q(overdue_principal__lte=F("principal_due")),
                name="loan_overdue_principal_bounds",
            ),
            models.CheckConstraint(
                condition=Q(interest_due__gte=0) & Q(interest_paid__gte=0), name="loan_interest_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(penalty_due__gte=0) & Q(compound_due__gte=0), name="loan_penalty_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(penalty_multiplier__gte=1) & Q(penalty_multiplier__lte=2),
                name="loan_penalty_multiplier_bounds",
            ),
            models.CheckConstraint(
                condition=~Q(status="SETTLED") | Q(penalty_due=0, compound_due=0),
                name="loan_settled_owes_no_penalty",
            ),
            models.CheckConstraint(condition=Q(maturity_on__gt=F("start_on")), name="loan_dates"),
            models.CheckConstraint(
                condition=Q(reprices_on=None)
                | (~Q(reprice="FIXED") & Q(reprices_on__gt=F("start_on"), reprices_on__lt=F("maturity_on"))),
                name="loan_repriced_by_a_rule",
            ),
            models.CheckConstraint(
                condition=Q(
                    status="SETTLED", settled_on__isnull=False, principal_outstanding=0, interest_due=0
                )
                | (~Q(status="SETTLED") & Q(settled_on__isnull=True)),
                name="loan_settled_owes_nothing",
            ),
            models.CheckConstraint(
                condition=Q(status="OVERDUE", overdue_since__isnull=False, overdue_days__gt=0)
                | (~Q(status="OVERDUE") & Q(overdue_since__isnull=True, overdue_days=0)),
                name="loan_overdue_since",
            ),
        ]
        indexes = [
            models.Index(fields=["branch", "-id"], name="loan_by_branch"),
            models.Index(fields=["officer", "-id"], name="loan_by_officer"),
            models.Index(fields=["contract"], name="loan_by_contract"),
            models.Index(fields=["customer"], name="loan_by_customer"),
            models.Index(
                fields=["branch", "overdue_days"], name="loan_overdue", condition=Q(status="OVERDUE")
            ),
            models.Index(fields=["id"], name="loan_repriced", condition=Q(reprices_on__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.loan_no

    @property
    def number(self) -> str:
        return self.loan_no

    @property
    def penalty_rate(self) -> Decimal:
        """What overdue money bears a year."""
        return micros(self.annual_rate * self.penalty_multiplier)

    @property
    def is_open(self) -> bool:
        return self.status != self.Status.SETTLED


class Instalment(models.Model):
    """A row of a version of the schedule (期供). Interest runs over [starts_on, due_on) on `opening`.

    The schedule in force is the rows with no `replaced_in`. A changed schedule is a new version: its new
    rows bear the version, the rows it does away with bear it in `replaced_in`, the others go on.

    A prepayment in part is a row of its own, of the type PREPAY, and counts in `no`. A row of which the rate
    changed inside keeps what it bore until the last change: `carried_growth`, exact, until `carried_to`.

    Unpaid principal of an overdue row bears penalty, its unpaid interest compound, from the due date on.
    Each is what was left of the cents that money was last settled on (`_fixed`) and the exact growth since
    (`_growth`), which has grown to the day `grown_to`, not counted. `_paid` is what was received.
    """

    class State(models.TextChoices):
        PENDING = "PENDING", "未到期"
        DUE = "DUE", "已到期"
        OVERDUE = "OVERDUE", "逾期"
        PAID = "PAID", "已还清"

    class Type(models.TextChoices):
        DUE = "due", "到期"
        PREPAY = "prepay", "提前还本"

    loan = models.ForeignKey(LoanAccount, models.PROTECT, related_name="instalments", verbose_name="借据")
    version = models.PositiveSmallIntegerField("版本", default=1)
    replaced_in = models.PositiveSmallIntegerField("被替换版本", null=True)
    no = models.PositiveSmallIntegerField("期次")
    type = models.CharField("类型", max_length=6, choices=Type, default=Type.DUE, db_default=Type.DUE)
    starts_on = models.DateField("起息日")
    due_on = models.DateField("还款日")
    days = models.PositiveIntegerField("天数")
    opening = money("期初本金")
    principal = money("本金")
    interest = money("利息")
    payment = money("应还合计")
    balance = money("期末本金")
    carried_to = models.DateField("利率变动日", null=True)
    carried_growth = growth("变动前积数", db_default=0)
    principal_paid = money("已还本金", default=0)
    interest_paid = money("已还利息", default=0)
    penalty_fixed = money("未还罚息(已结)", default=0)
    penalty_growth = growth("罚息积数")
    penalty_paid = money("已还罚息", default=0)
    compound_fixed = money("未还复利(已结)", default=0)
    compound_growth = growth("复利积数")
    compound_paid = money("已还复利", default=0)
    grown_to = models.DateField("罚息计至", null=True)
    state = models.CharField("状态", max_length=8, choices=State, default=State.PENDING)
    paid_on = models.DateField("还清日", null=True)

    class Meta:
        verbose_name = "还款计划"
        constraints = [
            models.UniqueConstraint(
                fields=["loan", "no"], condition=Q(replaced_in=None), name="instalment_in_force"
            ),
            models.UniqueConstraint(fields=["loan", "version", "no"], name="instalment_once"),
            models.CheckConstraint(
                condition=Q(replaced_in=None) | Q(replaced_in__gt=F("version"), state="PENDING"),
                name="instalment_replaced_before_due",
            ),
            models.CheckConstraint(
                condition=Q(principal__gte=0)
                & Q(interest__gte=0)
                & Q(payment=F("principal") + F("interest"))
                # what bears a prepayment's interest is what was prepaid
                & (
                    Q(type="due", balance=F("opening") - F("principal"))
                    | Q(type="prepay", opening=F("principal"))
                )
                & Q(balance__gte=0),
                name="instalment_sums",
            ),
            models.CheckConstraint(
                condition=Q(principal_paid__gte=0)
                & Q(principal_paid__lte=F("principal"))
                & Q(interest_paid__gte=0)
                & Q(interest_paid__lte=F("interest")),
                name="instalment_paid_bounds",
            ),
            models.CheckConstraint(
                condition=Q(
                    state="PAID",
                    paid_on__isnull=False,
                    principal_paid=F("principal"),
                    interest_paid=F("interest"),
                )
                | (~Q(state="PAID") & Q(paid_on__isnull=True)),
                name="instalment_paid_is_paid",
            ),
            models.CheckConstraint(
                condition=Q(penalty_fixed__gte=0)
                & Q(penalty_growth__gte=0)
                & Q(penalty_paid__gte=0)
                & Q(compound_fixed__gte=0)
                & Q(compound_growth__gte=0)
                & Q(compound_paid__gte=0),
                name="instalment_penalty_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(state="OVERDUE")
                | Q(penalty_fixed=0, penalty_growth=0, compound_fixed=0, compound_growth=0),
                name="instalment_penalty_of_overdue",
            ),
            models.CheckConstraint(condition=Q(due_on__gte=F("starts_on")), name="instalment_dates"),
            models.CheckConstraint(
                condition=Q(carried_to=None, carried_growth=0)
                | Q(carried_to__gt=F("starts_on"), carried_to__lt=F("due_on"), carried_growth__gte=0),
                name="instalment_carried_inside",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_on"], name="instalment_pending", condition=Q(state="PENDING", replaced_in=None)
            ),
            models.Index(
                fields=["due_on"], name="instalment_unpaid", condition=Q(state__in=["DUE", "OVERDUE"])
            ),
        ]


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
