from typing import Any

from django.db import models
from django.db.models import Q

from .types import Channel, Purpose


class Intake(models.Model):
    """A customer's wish for a loan before the bank takes it up.

    `owner` is the staff member in charge: whoever recorded it, then whoever it was assigned to.
    """

    class State(models.TextChoices):
        SUBMITTED = "SUBMITTED", "已提交"
        ASSIGNED = "ASSIGNED", "已分派"
        ACCEPTED = "ACCEPTED", "已受理"
        CONVERTED = "CONVERTED", "已发起业务"
        REJECTED = "REJECTED", "不予受理"
        WITHDRAWN = "WITHDRAWN", "客户撤回"

    intake_no = models.CharField("进件编号", max_length=20, unique=True)
    channel = models.CharField("渠道", max_length=14, choices=Channel)
    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="+", verbose_name="客户")
    product = models.ForeignKey(
        "products.LevelTwoProduct", models.PROTECT, related_name="+", verbose_name="产品"
    )
    product_code = models.CharField("产品代码", max_length=40)
    amount = models.DecimalField("意向金额", max_digits=18, decimal_places=2)
    term_months = models.PositiveSmallIntegerField("意向期限(月)")
    purpose = models.CharField("用途", max_length=12, choices=Purpose)
    purpose_text = models.CharField("用途说明", max_length=200, blank=True)
    state = models.CharField("状态", max_length=10, choices=State, default=State.SUBMITTED)
    assigned_to = models.ForeignKey(
        "organisation.Staff", models.PROTECT, null=True, related_name="+", verbose_name="分派给"
    )
    branch = models.ForeignKey(
        "organisation.Branch", models.PROTECT, related_name="+", verbose_name="所属机构"
    )
    owner = models.ForeignKey("organisation.Staff", models.PROTECT, related_name="+", verbose_name="负责人")
    application_id = models.BigIntegerField("业务申请", null=True)
    application_no = models.CharField("业务申请编号", max_length=20, blank=True)
    reason_code = models.CharField("拒绝原因代码", max_length=30, blank=True)
    reason = models.CharField("拒绝或撤回说明", max_length=500, blank=True)
    rejected_on = models.DateField("拒绝日", null=True)
    created_at = models.DateTimeField("提交时间", auto_now_add=True)
    created_by = models.BigIntegerField("录入人", null=True)

    class Meta:
        verbose_name = "进件"
        indexes = [
            models.Index(fields=["branch", "state", "-id"], name="intake_by_branch"),
            models.Index(fields=["owner", "state", "-id"], name="intake_by_owner"),
            models.Index(fields=["state", "-id"], name="intake_by_state"),
            models.Index(fields=["customer", "-id"], name="intake_by_customer"),
        ]
        constraints = [
            # By code and not by edition: a new edition on sale does not open a second way in.
            models.UniqueConstraint(
                fields=["customer", "product_code"],
                condition=Q(state__in=["SUBMITTED", "ASSIGNED", "ACCEPTED"]),
                name="intake_open_once",
            ),
            models.CheckConstraint(condition=Q(amount__gt=0, term_months__gte=1), name="intake_figures"),
            models.CheckConstraint(
                condition=Q(state="CONVERTED", application_id__isnull=False)
                | (~Q(state="CONVERTED") & Q(application_id=None)),
                name="intake_converted_has_application",
            ),
        ]

    allowed_actions: list[str]  # this and the next are set by the selector that prepares the detail page
    history: list[dict[str, Any]]

    def __str__(self) -> str:
        return self.intake_no

    @property
    def number(self) -> str:
        return self.intake_no

    @property
    def application(self) -> dict[str, object] | None:
        return {"id": self.application_id, "app_no": self.application_no} if self.application_id else None


State = Intake.State
OPEN = (State.SUBMITTED, State.ASSIGNED, State.ACCEPTED)

TRANSITIONS: dict[str, frozenset[str]] = {
    State.SUBMITTED: frozenset({State.ASSIGNED, State.ACCEPTED, State.REJECTED, State.WITHDRAWN}),
    State.ASSIGNED: frozenset({State.ASSIGNED, State.ACCEPTED, State.REJECTED, State.WITHDRAWN}),
    State.ACCEPTED: frozenset({State.CONVERTED, State.REJECTED, State.WITHDRAWN}),
    State.CONVERTED: frozenset(),
    State.REJECTED: frozenset(),
    State.WITHDRAWN: frozenset(),
}
