"""Where people work: offices in a tree, departments within an office, the staff."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import models


class Branch(models.Model):
    """An office of the bank. `path` lists the ids from the head office down, as `1.12.135.`.

    Data scope by sub-tree is a prefix of the path, so a move writes the paths of all that stands below.
    """

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
    version = models.PositiveIntegerField("修改版本", default=1)

    # What follows is set by the selector that prepares the detail page.
    departments_shown: list["Department"]
    allowed_actions: list[str]
    changes: Iterable[Any]

    class Meta:
        verbose_name = "机构"
        constraints = [
            models.UniqueConstraint(
                models.Value(1), condition=models.Q(parent=None), name="branch_one_head_office"
            ),
        ]
        indexes = [models.Index(fields=["path"], name="branch_by_path", opclasses=["varchar_pattern_ops"])]

    def __str__(self) -> str:
        return self.name

    @property
    def number(self) -> str:
        return self.code


class Department(models.Model):
    """A functional unit within an office, such as the credit department of the head office.

    It groups people only. Customers, cases and loans belong to the office, so a department changes
    nobody's data scope, and no account of the ledger.
    """

    branch = models.ForeignKey(Branch, models.PROTECT, related_name="departments", verbose_name="所属机构")
    code = models.CharField("部门代码", max_length=12, unique=True)
    name = models.CharField("部门名称", max_length=60)
    is_open = models.BooleanField("启用", default=True)
    version = models.PositiveIntegerField("修改版本", default=1)

    allowed_actions: list[str]  # this and the next are set by the selector that prepares the page
    changes: Iterable[Any]

    class Meta:
        verbose_name = "部门"

    def __str__(self) -> str:
        return self.name

    @property
    def number(self) -> str:
        return self.code


class Staff(models.Model):
    """An employee of the bank. `account_id` is the account of the authentication centre that he signs in with."""

    account_id = models.BigIntegerField("账号", null=True, unique=True)
    staff_no = models.CharField("工号", max_length=20, unique=True)
    name = models.CharField("姓名", max_length=60)
    branch = models.ForeignKey(Branch, models.PROTECT, verbose_name="所属机构")
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, related_name="staff", verbose_name="所属部门"
    )
    is_active = models.BooleanField("在岗", default=True)
    joined_on = models.DateField("入职日", null=True)
    left_on = models.DateField("离职日", null=True)
    version = models.PositiveIntegerField("修改版本", default=1)

    allowed_actions: list[str]  # this and what follows are set by the selector that prepares the page
    changes: Iterable[Any]
    posts_held: Sequence[Any]
    portfolio: Sequence[Any]
    username: str

    class Meta:
        verbose_name = "人员"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(is_active=False) | models.Q(left_on=None), name="staff_active_has_not_left"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def number(self) -> str:
        return self.staff_no
