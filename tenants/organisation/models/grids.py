"""Who looks after which villages."""

from collections.abc import Iterable
from typing import Any

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

from .offices import Branch, Staff

REGION_CODE = RegexValidator(r"^[1-9][0-9]{5,11}\Z", "6 – 12 位行政区划代码")


class Grid(models.Model):
    """Villages or streets that one officer of a branch is responsible for, from a day to a day.

    `valid_to` is the last day included; open-ended when null.
    """

    code = models.CharField("网格编号", max_length=20, unique=True)
    name = models.CharField("网格名称", max_length=60)
    region_code = models.CharField("区划代码", max_length=12, validators=[REGION_CODE])
    region_name = models.CharField("区划名称", max_length=120, blank=True)
    branch = models.ForeignKey(Branch, models.PROTECT, related_name="grids", verbose_name="所属机构")
    officer = models.ForeignKey(Staff, models.PROTECT, related_name="grids", verbose_name="责任人")
    valid_from = models.DateField("生效日")
    valid_to = models.DateField("失效日", null=True)
    version = models.PositiveIntegerField("修改版本", default=1)
    created_at = models.DateTimeField("建立时间", auto_now_add=True)
    created_by = models.BigIntegerField("建立人", null=True)

    allowed_actions: list[str]  # this and the next are set by the selector that prepares the page
    changes: Iterable[Any]

    class Meta:
        verbose_name = "网格"
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=models.F("valid_from")), name="grid_dates"
            ),
        ]
        indexes = [models.Index(fields=["region_code"], name="grid_by_region")]

    def __str__(self) -> str:
        return self.name

    @property
    def number(self) -> str:
        return self.code
