"""Rows that hold from a date on, and the lines of code lists: what the province and each bank keep alike."""

from datetime import date

from django.db import models
from django.db.models import F, Q


class DatedValue(models.Model):
    """What a code stands at from a date on, until the next row's date: so that no two rows overlap.

    A row is never edited. One that was decided again for the same date is `replaced_at` an instant and
    counts no longer; the history shows it. A null value means: as the level above says.
    """

    code = models.CharField("参数", max_length=80)
    version = models.PositiveIntegerField("版本")
    value = models.CharField("值", max_length=200, null=True)  # noqa: DJ001 - null is no text: follow the level above
    valid_from = models.DateField("生效日")
    proposed_by = models.CharField("提出人", max_length=60)
    approved_by = models.CharField("复核人", max_length=60)
    comment = models.CharField("说明", max_length=500, blank=True)
    created_at = models.DateTimeField("复核时间")
    replaced_at = models.DateTimeField("被取代时间", null=True)

    class Meta:
        abstract = True
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="%(class)s_version_once"),
            models.UniqueConstraint(
                fields=["code", "valid_from"], condition=Q(replaced_at=None), name="%(class)s_no_overlap"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}/{self.version}"

    @property
    def number(self) -> str:
        return str(self)


def in_force_sql(model: type[DatedValue], level: str, *columns: str) -> str:
    """A SELECT of the row that holds, its level in front: the code and the date are its two parameters.

    Parameters are asked many times in every command and night, so it is a text made once, not a query
    that is put together each time. A column that the level does not have is given as an expression.
    """
    return (
        f"SELECT '{level}', {', '.join(columns)} FROM {model._meta.db_table}"  # noqa: S608 - names of our own
        " WHERE code = %s AND replaced_at IS NULL AND valid_from <= %s ORDER BY valid_from DESC LIMIT 1"
    )


class DictionaryLine(models.Model):
    """An entry of a dictionary. It is never deleted: from `ended_on` on it may no longer be chosen."""

    dictionary = models.CharField("字典", max_length=80)
    code = models.CharField("代码", max_length=30)
    zh = models.CharField("中文名称", max_length=60)
    en = models.CharField("英文名称", max_length=80)
    position = models.PositiveSmallIntegerField("顺序")
    valid_from = models.DateField("启用日")
    ended_on = models.DateField("停用日", null=True)
    version = models.PositiveIntegerField("修改版本", default=1)
    proposed_by = models.CharField("提出人", max_length=60, blank=True)
    approved_by = models.CharField("复核人", max_length=60, blank=True)
    changed_at = models.DateTimeField("复核时间")

    class Meta:
        abstract = True
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["dictionary", "code"], name="%(class)s_code_once"),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("valid_from")), name="%(class)s_dates"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dictionary}/{self.code}"

    @property
    def number(self) -> str:
        return str(self)

    def chosen_on(self, on: date) -> bool:
        """Whether it may be chosen on the date."""
        return self.valid_from <= on and (self.ended_on is None or on < self.ended_on)
