"""What province users may do."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from .accounts import Account


class ProvinceRole(models.Model):
    """A set of actions of province users."""

    code = models.CharField("角色代码", max_length=30, unique=True)
    name = models.CharField("角色名称", max_length=60)
    actions = ArrayField(models.CharField(max_length=80), verbose_name="权限")
    requires_second_factor = models.BooleanField("须有第二因素", default=False)
    version = models.PositiveIntegerField("版本", default=1)

    held: list["ProvinceRoleHolding"]
    """Set by the selector of one role."""

    class Meta:
        verbose_name = "省联社角色"


class ProvinceRoleHolding(models.Model):
    """Which province account holds which role, from when to when."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="province_roles", verbose_name="账号")
    role = models.ForeignKey(ProvinceRole, models.PROTECT, related_name="holdings", verbose_name="角色")
    valid_from = models.DateField("起始日")
    valid_to = models.DateField("终止日", null=True)

    class Meta:
        verbose_name = "省联社任职"
        constraints = [
            models.UniqueConstraint(
                fields=["account", "role"], condition=Q(valid_to=None), name="province_holding_once"
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=models.F("valid_from")),
                name="province_holding_dates",
            ),
        ]
