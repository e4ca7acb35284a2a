"""Loans and their schedules."""

from decimal import Decimal

from django.db import models
from django.db.models import F, Q

from backend.kernel.loanmath import micros
from shared.catalog.types import LPR_TENORS, Method, Reprice
from tenants.products.types import DAY_COUNT_CHOICES

from .disbursements import Disbursement
from .fields import accrual, growth, money


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
