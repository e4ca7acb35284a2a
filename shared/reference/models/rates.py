from django.db import models
from django.db.models import Q


class LprQuote(models.Model):
    """A published loan prime rate, kept only for the dates on which it changed. Rates are yearly fractions."""

    published_on = models.DateField("发布日", unique=True)
    one_year_rate = models.DecimalField("1年期", max_digits=9, decimal_places=6)
    five_year_rate = models.DecimalField("5年期以上", max_digits=9, decimal_places=6)
    note = models.CharField("备注", max_length=200, blank=True)
    entered_by = models.CharField("录入人", max_length=60, blank=True)

    class Meta:
        verbose_name = "LPR 报价"
        ordering = ["-published_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(one_year_rate__gt=0) & Q(five_year_rate__gt=0), name="lpr_positive"
            )
        ]


class LprConfirmation(models.Model):
    """Somebody of the province states that the list of quotes is complete through a date."""

    append_only = True

    through_on = models.DateField("确认至")
    note = models.CharField("备注", max_length=200, blank=True)
    confirmed_by = models.CharField("确认人", max_length=60)
    confirmed_at = models.DateTimeField("确认时间", auto_now_add=True)

    class Meta:
        verbose_name = "LPR 确认"
        ordering = ["-through_on", "-id"]


class Holiday(models.Model):
    """A day that differs from its weekday: a holiday on a weekday, or a make-up working day at a weekend."""

    day = models.DateField("日期", primary_key=True)
    is_working = models.BooleanField("上班")
    name = models.CharField("名称", max_length=40, blank=True)
    is_provisional = models.BooleanField("暂定", default=False)

    class Meta:
        verbose_name = "节假日"
        ordering = ["day"]
