from decimal import Decimal

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.models import F, Q

from backend.platform.masking import Tier, classified, mask_name

from .definition import DEFINITIONS, Definition
from .types import Decision, Outcome, TaskState


class ProcessInstance(models.Model):
    """The approval of one business object. `revision` grows with every action, so a stale click is seen."""

    class State(models.TextChoices):
        RUNNING = "RUNNING", "审批中"
        RETURNED = "RETURNED", "已退回"
        COMPLETED = "COMPLETED", "已同意"
        REJECTED = "REJECTED", "已否决"
        WITHDRAWN = "WITHDRAWN", "已撤回"

    TRANSITIONS = {
        State.RUNNING: {State.RETURNED, State.COMPLETED, State.REJECTED, State.WITHDRAWN},
        State.RETURNED: {State.RUNNING, State.WITHDRAWN},
        State.COMPLETED: set(),
        State.REJECTED: set(),
        State.WITHDRAWN: set(),
    }
    OPEN_STATES = (State.RUNNING, State.RETURNED)

    definition_key = models.CharField("流程", max_length=40)
    definition_version = models.PositiveIntegerField("流程版本")
    business_type = models.CharField("业务类型", max_length=30)
    business_id = models.BigIntegerField("业务对象")
    business_no = models.CharField("业务编号", max_length=40)
    customer_name = classified(models.CharField("客户姓名", max_length=60), Tier.C2, mask_name)
    product_name = models.CharField("产品名称", max_length=80)
    product_code = models.CharField("授权产品", max_length=40)
    guarantee_mode = models.CharField("担保方式", max_length=12)
    amount = models.DecimalField("申请金额", max_digits=18, decimal_places=2)
    term_months = models.PositiveSmallIntegerField("申请期限(月)")
    agreed_amount = models.DecimalField("同意金额", max_digits=18, decimal_places=2)
    agreed_term_months = models.PositiveSmallIntegerField("同意期限(月)")
    branch = models.ForeignKey("organisation.Branch", models.PROTECT, related_name="+", verbose_name="机构")
    excluded_staff = ArrayField(models.BigIntegerField(), default=list, verbose_name="回避人员")
    state = models.CharField("状态", max_length=10, choices=State, default=State.RUNNING)
    revision = models.PositiveIntegerField("修订号", default=0)
    opened_by = models.BigIntegerField("提交人", null=True)
    opened_at = models.DateTimeField("提交时间")
    finished_at = models.DateTimeField("结束时间", null=True)

    class Meta:
        verbose_name = "流程实例"
        constraints = [
            models.UniqueConstraint(
                fields=["business_type", "business_id"],
                condition=Q(state__in=["RUNNING", "RETURNED"]),
                name="instance_open_once",
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="instance_amount_positive"),
            models.CheckConstraint(
                condition=Q(agreed_amount__gt=0) & Q(agreed_amount__lte=F("amount")),
                name="instance_never_higher",
            ),
            models.CheckConstraint(
                condition=Q(agreed_term_months__gt=0) & Q(agreed_term_months__lte=F("term_months")),
                name="instance_never_longer",
            ),
        ]
        indexes = [models.Index(fields=["business_type", "business_id"], name="instance_by_business")]

    def __str__(self) -> str:
        return self.business_no

    @property
    def number(self) -> str:
        return self.business_no

    @property
    def definition(self) -> Definition:
        return DEFINITIONS[self.definition_key, self.definition_version]


class Token(models.Model):
    """Where an instance stands: the live graph state. `path` is the stack of forks; empty without any."""

    class State(models.TextChoices):
        LIVE = "LIVE", "有效"
        CONSUMED = "CONSUMED", "已走过"

    instance = models.ForeignKey(
        ProcessInstance, models.PROTECT, related_name="tokens", verbose_name="流程实例"
    )
    node_key = models.CharField("节点", max_length=40)
    path = models.JSONField("分支路径", default=list)
    state = models.CharField("状态", max_length=10, choices=State, default=State.LIVE)

    class Meta:
        verbose_name = "流程令牌"
        constraints = [
            models.UniqueConstraint(
                fields=["instance", "path"], condition=Q(state="LIVE"), name="token_live_once"
            )
        ]


class Step(models.Model):
    """One move of a token, written once: the path that the case took."""

    append_only = True

    instance = models.ForeignKey(
        ProcessInstance, models.PROTECT, related_name="steps", verbose_name="流程实例"
    )
    from_node = models.CharField("自节点", max_length=40)
    to_node = models.CharField("至节点", max_length=40)
    decision = models.CharField("决定", max_length=10, blank=True)
    outcome = models.CharField("结果", max_length=10, choices=Outcome, blank=True)
    is_automatic = models.BooleanField("系统自动", default=False)
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "流程轨迹"


class NodeRun(models.Model):
    """One visit of a node; a return and a new submission open the next round."""

    class State(models.TextChoices):
        OPEN = "OPEN", "进行中"
        CLOSED = "CLOSED", "已结束"

    instance = models.ForeignKey(
        ProcessInstance, models.PROTECT, related_name="node_runs", verbose_name="流程实例"
    )
    node_key = models.CharField("节点", max_length=40)
    round = models.PositiveSmallIntegerField("轮次")
    policy = models.JSONField("节点规则", default=dict)
    state = models.CharField("状态", max_length=10, choices=State, default=State.OPEN)
    decision = models.CharField("决定", max_length=10, choices=Decision, blank=True)
    opened_at = models.DateTimeField("到达时间")
    closed_at = models.DateTimeField("离开时间", null=True)

    class Meta:
        verbose_name = "节点运行"
        constraints = [
            models.UniqueConstraint(fields=["instance", "node_key", "round"], name="node_run_round"),
            models.UniqueConstraint(
                fields=["instance", "node_key"], condition=Q(state="OPEN"), name="node_run_open_once"
            ),
        ]


class Task(models.Model):
    """What a person has to decide. Without an assignee it lies in the pool of those who hold
    `candidate_action` over the branch. The columns of lists are copied here, so a list joins nothing."""

    State = TaskState
    TRANSITIONS = {State.OPEN: {State.DONE, State.CANCELLED}, State.DONE: set(), State.CANCELLED: set()}

    instance = models.ForeignKey(
        ProcessInstance, models.PROTECT, related_name="tasks", verbose_name="流程实例"
    )
    node_run = models.ForeignKey(NodeRun, models.PROTECT, related_name="tasks", verbose_name="节点运行")
    assignee_id = models.BigIntegerField("指定办理人", null=True)
    candidate_action = models.CharField("候选权限", max_length=80)
    business_type = models.CharField("业务类型", max_length=30)
    business_id = models.BigIntegerField("业务对象")
    business_no = models.CharField("业务编号", max_length=40)
    customer_name = classified(models.CharField("客户姓名", max_length=60), Tier.C2, mask_name)
    product_name = models.CharField("产品名称", max_length=80)
    amount = models.DecimalField("金额", max_digits=18, decimal_places=2)
    branch = models.ForeignKey("organisation.Branch", models.PROTECT, related_name="+", verbose_name="机构")
    node_key = models.CharField("节点", max_length=40)
    node_name = models.CharField("节点名称", max_length=40)
    state = models.CharField("状态", max_length=10, choices=State, default=State.OPEN)
    decision = models.CharField("决定", max_length=10, choices=Decision, blank=True)
    opinion = models.TextField("意见", blank=True)
    created_at = models.DateTimeField("到达时间")
    done_by = models.BigIntegerField("办理人", null=True)
    done_by_name = models.CharField("办理人姓名", max_length=60, blank=True)
    done_at = models.DateTimeField("办理时间", null=True)

    class Meta:
        verbose_name = "审批任务"
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="DONE")
                | (Q(done_by__isnull=False) & Q(done_at__isnull=False) & ~Q(decision="")),
                name="task_done_by_somebody",
            )
        ]
        indexes = [
            models.Index(
                fields=["candidate_action", "branch", "created_at", "id"],
                condition=Q(state="OPEN"),
                name="task_pool",
            ),
            models.Index(
                fields=["assignee_id", "created_at", "id"],
                condition=Q(state="OPEN", assignee_id__isnull=False),
                name="task_assigned",
            ),
            models.Index(
                OpClass("business_no", name="varchar_pattern_ops"),
                name="task_open_by_number",
                condition=Q(state="OPEN"),
            ),
            models.Index(fields=["done_by", "-done_at"], condition=Q(state="DONE"), name="task_history"),
            models.Index(fields=["business_type", "business_id"], name="task_by_business"),
            models.Index(fields=["-created_at", "-id"], name="task_newest"),
        ]

    # What follows is set by the selector that prepares a task's page.
    facts: list[dict[str, str]]
    facts_sha256: str
    authority_limit: Decimal | None
    actions: list["Action"]
    chain_intact: bool
    allowed_actions: list[str]

    def __str__(self) -> str:
        return f"{self.node_name} {self.business_no}"

    @property
    def number(self) -> str:
        return self.business_no


class Action(models.Model):
    """What a person did to an instance, signed with the facts that he saw; written once.

    `digest` covers the row and the digest before it, so a row that is changed or taken out shows.
    """

    class Op(models.TextChoices):
        SUBMIT = "SUBMIT", "提交"
        AGREE = "AGREE", "同意"
        RETURN = "RETURN", "退回"
        REJECT = "REJECT", "否决"
        WITHDRAW = "WITHDRAW", "撤回"

    append_only = True

    instance = models.ForeignKey(
        ProcessInstance, models.PROTECT, related_name="actions", verbose_name="流程实例"
    )
    task = models.ForeignKey(Task, models.PROTECT, null=True, related_name="+", verbose_name="任务")
    op = models.CharField("操作", max_length=10, choices=Op)
    node_key = models.CharField("节点", max_length=40)
    to_node = models.CharField("至节点", max_length=40)
    staff_id = models.BigIntegerField("办理人", null=True)
    actor_name = models.CharField("办理人姓名", max_length=60)
    opinion = models.TextField("意见", blank=True)
    amount = models.DecimalField("金额", max_digits=18, decimal_places=2)
    term_months = models.PositiveSmallIntegerField("期限(月)")
    facts_sha256 = models.CharField("所见资料摘要", max_length=64)
    at = models.DateTimeField("时间")
    ip = models.CharField("地址", max_length=45, blank=True)
    previous_digest = models.CharField("前一摘要", max_length=64, blank=True)
    digest = models.CharField("摘要", max_length=64)

    class Meta:
        verbose_name = "审批动作"
        constraints = [
            models.UniqueConstraint(fields=["instance", "previous_digest"], name="action_chain"),
        ]
        indexes = [models.Index(fields=["instance", "staff_id"], name="action_by_staff")]
