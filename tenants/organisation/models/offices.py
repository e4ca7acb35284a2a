"""Where people work."""

from django.db import models


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
