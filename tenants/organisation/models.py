from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q


class Branch(models.Model):
    """An office of the bank. `path` lists the ids from the head office down, as `1.12.135.`."""

    class Kind(models.TextChoices):
        HEAD_OFFICE = "HEAD_OFFICE", "总行"
        BRANCH = "BRANCH", "支行"
        SUB_BRANCH = "SUB_BRANCH", "分社"

    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="children", verbose_name="上级机构"
    )
    code = models.CharField("机构号", max_length=12, unique=True)
    name = models.CharField("机构名称", max_length=60)
    kind = models.CharField("机构类型", max_length=12, choices=Kind)
    path = models.CharField("机构路径", max_length=120)
    is_open = models.BooleanField("营业中", default=True)

    class Meta:
        verbose_name = "机构"
        indexes = [models.Index(fields=["path"], name="branch_by_path", opclasses=["varchar_pattern_ops"])]

    def __str__(self) -> str:
        return self.name


class Staff(models.Model):
    """An employee of the bank. `account_id` is the account of the authentication centre that he signs in with."""

    account_id = models.BigIntegerField("账号", null=True, unique=True)
    staff_no = models.CharField("工号", max_length=20, unique=True)
    name = models.CharField("姓名", max_length=60)
    branch = models.ForeignKey(Branch, models.PROTECT, verbose_name="所属机构")
    is_active = models.BooleanField("在岗", default=True)

    class Meta:
        verbose_name = "人员"

    def __str__(self) -> str:
        return self.name


class Role(models.Model):
    """A set of actions."""

    code = models.CharField("角色代码", max_length=30, unique=True)
    name = models.CharField("角色名称", max_length=60)
    actions = ArrayField(models.CharField(max_length=80), verbose_name="权限")

    class Meta:
        verbose_name = "角色"

    def __str__(self) -> str:
        return self.name


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
    """What a person may approve: up to an amount, for a product and guarantee mode (null: any), dated."""

    staff = models.ForeignKey(Staff, models.PROTECT, related_name="authorities", verbose_name="被授权人")
    product_code = models.CharField("一级产品", max_length=40, blank=True)
    guarantee_mode = models.CharField("担保方式", max_length=12, blank=True)
    max_amount = models.DecimalField("最高金额", max_digits=18, decimal_places=2)
    valid_from = models.DateField("起始日")
    valid_to = models.DateField("终止日", null=True)

    class Meta:
        verbose_name = "授权"
        constraints = [models.CheckConstraint(condition=Q(max_amount__gt=0), name="authority_positive")]


class BusinessDate(models.Model):
    """The bank's business date: one row. Postings hold it shared, the night's cut-over exclusively.

    While `closing_on` is set, the night of that date runs and postings already carry `current_on`.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    current_on = models.DateField("当前营业日")
    closing_on = models.DateField("正在日终的营业日", null=True)
    last_closed_on = models.DateField("上一已关账日", null=True)

    class Meta:
        verbose_name = "营业日"
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="business_date_single"),
            models.CheckConstraint(
                condition=Q(closing_on=None) | Q(closing_on__lt=models.F("current_on")),
                name="business_date_order",
            ),
        ]
