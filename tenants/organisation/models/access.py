"""What people may do: post x action x data scope, and delegated authority."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from .offices import Branch, Staff


class Role(models.Model):
    """A set of actions."""

    code = models.CharField("角色代码", max_length=30, unique=True)
    name = models.CharField("角色名称", max_length=60)
    actions = ArrayField(models.CharField(max_length=80), verbose_name="权限")
    requires_second_factor = models.BooleanField("须有第二因素", default=False)
    version = models.PositiveIntegerField("版本", default=1)

    held: list["PostHolding"]
    """Set by the selector of one role."""

    class Meta:
        verbose_name = "角色"

    def __str__(self) -> str:
        return self.name


class IncompatibleRoles(models.Model):
    """Two roles that no person may hold at the same time, in the order of their codes."""

    first_code = models.CharField("角色", max_length=30)
    second_code = models.CharField("不相容角色", max_length=30)
    reason = models.CharField("原因", max_length=100)

    class Meta:
        verbose_name = "不相容岗位"
        constraints = [
            models.UniqueConstraint(fields=["first_code", "second_code"], name="incompatible_once"),
            models.CheckConstraint(
                condition=Q(first_code__lt=models.F("second_code")), name="incompatible_in_order"
            ),
        ]


class Post(models.Model):
    """A role at a branch, with the rows that it reaches."""

    class Scope(models.TextChoices):
        SELF = "SELF", "本人"
        BRANCH = "BRANCH", "本机构"
        SUBTREE = "SUBTREE", "本机构及下级"
        ENTITY = "ENTITY", "全行"

    name = models.CharField("岗位名称", max_length=60)
    role = models.ForeignKey(Role, models.PROTECT, verbose_name="角色")
    branch = models.ForeignKey(Branch, models.PROTECT, verbose_name="机构")
    scope = models.CharField("数据权限", max_length=10, choices=Scope)

    class Meta:
        verbose_name = "岗位"
        constraints = [models.UniqueConstraint(fields=["role", "branch", "scope"], name="post_once")]

    def __str__(self) -> str:
        return self.name


class PostHolding(models.Model):
    """Who holds which post, from when to when (the last day included; open-ended when null)."""

    staff = models.ForeignKey(Staff, models.PROTECT, related_name="holdings", verbose_name="人员")
    post = models.ForeignKey(Post, models.PROTECT, related_name="holdings", verbose_name="岗位")
    valid_from = models.DateField("起始日")
    valid_to = models.DateField("终止日", null=True)

    class Meta:
        verbose_name = "任职"
        constraints = [
            models.UniqueConstraint(
                fields=["staff", "post"], condition=Q(valid_to=None), name="holding_once"
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=models.F("valid_from")), name="holding_dates"
            ),
        ]


class Authority(models.Model):
    """What a person may approve: up to an amount, for a product and guarantee mode (empty: any), dated.

    Given by the bank, or passed on by a person who has it (`source`); then it counts only as long as
    everything above it does. Never edited: it is revoked, and another one is given.
    """

    MAX_LEVELS = 3

    staff = models.ForeignKey(Staff, models.PROTECT, related_name="authorities", verbose_name="被授权人")
    source = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="delegations", verbose_name="转授来源"
    )
    product_code = models.CharField("一级产品", max_length=40, blank=True)
    guarantee_mode = models.CharField("担保方式", max_length=12, blank=True)
    max_amount = models.DecimalField("最高金额", max_digits=18, decimal_places=2)
    levels = models.PositiveSmallIntegerField("可转授层数", default=1)
    """How many times it may be passed on, one after the other; 0: not at all."""
    valid_from = models.DateField("起始日")
    valid_to = models.DateField("终止日", null=True)
    revoked_at = models.DateTimeField("撤销时间", null=True)

    counts: bool
    """Whether it and everything above it is in force; set by the selectors of lists."""

    class Meta:
        verbose_name = "授权"
        indexes = [models.Index(fields=["staff", "valid_from"], name="authority_by_staff")]
        constraints = [
            models.CheckConstraint(condition=Q(max_amount__gt=0), name="authority_positive"),
            models.CheckConstraint(condition=Q(levels__lte=3), name="authority_levels"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=models.F("valid_from")), name="authority_dates"
            ),
        ]

    def chain(self) -> list["Authority"]:
        """From whom it came, the bank's own grant first, down to this one."""
        return [*(self.source.chain() if self.source else []), self]
