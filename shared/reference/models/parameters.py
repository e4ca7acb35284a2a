"""What the province sets."""

from django.db import models

from backend.platform.dated import DatedValue


class ProvinceParameter(DatedValue):
    """The province's value from a date on, and how far a bank may differ: bounds, or not at all."""

    minimum = models.CharField("下限", max_length=200, blank=True)
    maximum = models.CharField("上限", max_length=200, blank=True)
    is_locked = models.BooleanField("行社不得自定", default=False)

    class Meta(DatedValue.Meta):
        verbose_name = "省级参数"
