from typing import Any

from django.db import models
from django.db.models import F, Q

from backend.platform.masking import Tier, classified, mask_all
from shared.catalog.types import LPR_TENORS, GuaranteeMode, Method, Reprice
from tenants.intake.types import Purpose

from .types import ApplicationContract


class LoanApplication(models.Model):
    """A request for a loan on its way from the investigation to the decision.

    Its rate is priced again at each edit and at the submission, so what the approver sees is what the
    contract will state. `annual_rate` and `lpr_rate` are yearly fractions, `bp` basis points over the LPR.
    """

    class State(models.TextChoices):
        DRAFT = "DRAFT", "草稿"
        INVESTIGATING = "INVESTIGATING", "调查中"
        IN_REVIEW = "IN_REVIEW", "审查中"
        IN_APPROVAL = "IN_APPROVAL", "审批中"
        APPROVED = "APPROVED", "同意"
        CONTRACTED = "CONTRACTED", "已签约"
        RETURNED = "RETURNED", "退回补件"
        REJECTED = "REJECTED", "否决"
        CANCELLED = "CANCELLED", "撤销"
        LAPSED = "LAPSED", "失效"

    TRANSITIONS = {
        State.DRAFT: {State.INVESTIGATING, State.CANCELLED},
        State.INVESTIGATING: {State.IN_REVIEW, State.CANCELLED},
        State.IN_REVIEW: {State.IN_APPROVAL, State.RETURNED, State.REJECTED, State.CANCELLED},
        State.IN_APPROVAL: {State.APPROVED, State.RETURNED, State.REJECTED, State.CANCELLED},
        State.RETURNED: {State.IN_REVIEW, State.CANCELLED},
        State.APPROVED: {State.CONTRACTED, State.LAPSED},
        State.CONTRACTED: {State.APPROVED},
        State.REJECTED: set(),
        State.CANCELLED: set(),
        State.LAPSED: set(),
    }
    EDITABLE = (State.DRAFT, State.INVESTIGATING, State.RETURNED)
    SUBMITTABLE = (State.INVESTIGATING, State.RETURNED)
    FINISHED = (State.CONTRACTED, State.REJECTED, State.CANCELLED, State.LAPSED)
    CANCELLABLE = (State.DRAFT, State.INVESTIGATING, State.IN_REVIEW, State.IN_APPROVAL, State.RETURNED)

    app_no = models.CharField("申请编号", max_length=20, unique=True)
    intake = models.OneToOneField("intake.Intake", models.PROTECT, related_name="+", verbose_name="进件")
    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="+", verbose_name="客户")
    product = models.ForeignKey(
        "products.LevelTwoProduct", models.PROTECT, related_name="+", verbose_name="产品"
    )
    amount = models.DecimalField("申请金额", max_digits=18, decimal_places=2)
    term_months = models.PositiveSmallIntegerField("申请期限(月)")
    method = models.CharField("还款方式", max_length=20, choices=Method)
    day_count = models.CharField("计息方式", max_length=10)
    interest_day = models.PositiveSmallIntegerField("还款日", null=True)
    period_months = models.PositiveSmallIntegerField("还款周期(月)")
    guarantee_mode = models.CharField("担保方式", max_length=12, choices=GuaranteeMode)
    purpose = models.CharField("用途", max_length=12, choices=Purpose)
    purpose_text = models.CharField("用途说明", max_length=200, blank=True)
    lpr_tenor = models.CharField("LPR 期限", max_length=9, choices=LPR_TENORS)
    lpr_rate = models.DecimalField("LPR", max_digits=9, decimal_places=6)
    lpr_published_on = models.DateField("LPR 公布日")
    bp = models.SmallIntegerField("加点(基点)")
    reprice = models.CharField(
        "利率方式", max_length=16, choices=Reprice, default=Reprice.FIXED, db_default=Reprice.FIXED.value
    )
    annual_rate = models.DecimalField("年利率", max_digits=9, decimal_places=6)
    investigation_summary = models.TextField("调查结论", blank=True)
    primary_source = models.CharField("第一还款来源", max_length=200, blank=True)
    monthly_income = classified(
        models.DecimalField("月收入", max_digits=18, decimal_places=2, null=True), Tier.C2, mask_all
    )
    monthly_debt = classified(
        models.DecimalField("月负债支出", max_digits=18, decimal_places=2, null=True), Tier.C2, mask_all
    )
    state = models.CharField("状态", max_length=13, choices=State, default=State.DRAFT)
    approved_amount = models.DecimalField("批准金额", max_digits=18, decimal_places=2, null=True)
    approved_term_months = models.PositiveSmallIntegerField("批准期限(月)", null=True)
    decided_on = models.DateField("决定日", null=True)
    lapses_on = models.DateField("批复有效期至", null=True)
    branch = models.ForeignKey("organisation.Branch", models.PROTECT, related_name="+", verbose_name="机构")
    officer = models.ForeignKey(
        "organisation.Staff", models.PROTECT, related_name="+", verbose_name="客户经理"
    )
    created_at = models.DateTimeField("创建时间", auto_now_add=True)
    created_by = models.BigIntegerField("创建人", null=True)
    version = models.PositiveIntegerField("修改版本", default=1)

    class Meta:
        verbose_name = "业务申请"
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0) & Q(term_months__gt=0), name="application_positive"
            ),
            models.CheckConstraint(
                condition=Q(approved_amount=None)
                | (Q(approved_amount__gt=0) & Q(approved_amount__lte=F("amount"))),
                name="application_never_higher",
            ),
            models.CheckConstraint(
                condition=Q(approved_term_months=None)
                | (Q(approved_term_months__gt=0) & Q(approved_term_months__lte=F("term_months"))),
                name="application_never_longer",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["APPROVED", "CONTRACTED", "LAPSED"])
                | (
                    Q(approved_amount__isnull=False)
                    & Q(approved_term_months__isnull=False)
                    & Q(decided_on__isnull=False)
                ),
                name="application_approved_terms",
            ),
        ]
        indexes = [
            models.Index(fields=["branch", "-id"], name="application_by_branch"),
            models.Index(fields=["officer", "-id"], name="application_by_officer"),
            models.Index(fields=["customer", "-id"], name="application_by_customer"),
            models.Index(fields=["state", "-id"], name="application_by_state"),
            models.Index(fields=["lapses_on"], condition=Q(state="APPROVED"), name="application_lapses"),
        ]

    # What follows is set by the selector that prepares the detail page.
    allowed_actions: list[str]
    history: list[dict[str, Any]]
    tasks: list[Any]
    contract: ApplicationContract | None

    def __str__(self) -> str:
        return self.app_no

    @property
    def number(self) -> str:
        return self.app_no

    @property
    def investigation(self) -> dict[str, Any]:
        return {
            "summary": self.investigation_summary,
            "primary_source": self.primary_source,
            "monthly_income": self.monthly_income,
            "monthly_debt": self.monthly_debt,
        }
