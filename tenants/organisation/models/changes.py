"""What happened to offices, departments, people and grids."""

from django.db import models
from django.db.models import Q

from .grids import Grid
from .offices import Branch, Department, Staff


class OrganisationChange(models.Model):
    """One dated change of one branch, department, person or grid; written once.

    `from_value` and `to_value` are what a person reads: names with their codes as they were on that day.
    """

    class Kind(models.TextChoices):
        CREATED = "CREATED", "新增"
        EDITED = "EDITED", "修改"
        MOVED = "MOVED", "调整隶属"
        CLOSED = "CLOSED", "关闭"
        REOPENED = "REOPENED", "恢复"
        TRANSFERRED = "TRANSFERRED", "调动"
        LEFT = "LEFT", "离职"
        RETURNED = "RETURNED", "返岗"
        HANDED_OVER = "HANDED_OVER", "移交"
        TOOK_OVER = "TOOK_OVER", "接收"
        REASSIGNED = "REASSIGNED", "改派"

    append_only = True

    branch = models.ForeignKey(Branch, models.PROTECT, null=True, related_name="history", verbose_name="机构")
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, related_name="history", verbose_name="部门"
    )
    staff = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="history", verbose_name="人员")
    grid = models.ForeignKey(Grid, models.PROTECT, null=True, related_name="history", verbose_name="网格")
    kind = models.CharField("变动", max_length=12, choices=Kind)
    from_value = models.CharField("变动前", max_length=200, blank=True)
    to_value = models.CharField("变动后", max_length=200, blank=True)
    counts = models.JSONField("移交数量", default=dict)
    reason = models.CharField("原因", max_length=500, blank=True)
    on = models.DateField("营业日")
    at = models.DateTimeField("时间")
    actor_staff_id = models.BigIntegerField("办理人", null=True)
    actor_name = models.CharField("办理人姓名", max_length=60)

    class Meta:
        verbose_name = "组织变动"
        constraints = [
            models.CheckConstraint(
                condition=Q(branch__isnull=False, department=None, staff=None, grid=None)
                | Q(branch=None, department__isnull=False, staff=None, grid=None)
                | Q(branch=None, department=None, staff__isnull=False, grid=None)
                | Q(branch=None, department=None, staff=None, grid__isnull=False),
                name="change_of_one_thing",
            ),
        ]
