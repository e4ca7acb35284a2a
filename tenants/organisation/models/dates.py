"""The bank's business date."""

from django.db import models
from django.db.models import Q


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
