"""The chart of accounts of the province."""

from django.db import models
from django.db.models import Q

from ..types import MEMORANDUM_CODES, SubjectKind


class AccountSubject(models.Model):
    """An account of the chart. One that others have as `parent` only sums them up: nothing is posted to it.

    A balance stands on the normal side; one against it is negative. Memorandum subjects (表外科目) record what
    is no asset yet, or no more; their codes begin with 9 and no others do. Rows come by migration.
    """

    class Side(models.TextChoices):
        DEBIT = "DEBIT", "借"
        CREDIT = "CREDIT", "贷"

    code = models.CharField("科目号", max_length=10, primary_key=True)
    name = models.CharField("科目名称", max_length=40)
    name_en = models.CharField("英文名称", max_length=80)
    kind = models.CharField("类别", max_length=10, choices=SubjectKind)
    normal_side = models.CharField("余额方向", max_length=6, choices=Side)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="children", verbose_name="上级科目"
    )

    class Meta:
        verbose_name = "会计科目"
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="MEMORANDUM", code__startswith=MEMORANDUM_CODES)
                | (~Q(kind="MEMORANDUM") & ~Q(code__startswith=MEMORANDUM_CODES)),
                name="subject_memorandum_code",
            ),
            models.CheckConstraint(
                condition=Q(normal_side__in=["DEBIT", "CREDIT"]), name="subject_side_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"
