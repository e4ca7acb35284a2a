"""Changes that wait for a second person."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q


class PendingChange(models.Model):
    """What somebody wants changed, word for word as a second person sees it before it takes effect.

    `content_hash` covers kind, subject, payload, difference and the subject's version. `barred_accounts`
    are the maker, the persons concerned, and the other accounts of any of them.
    """

    class State(models.TextChoices):
        PENDING = "PENDING", "待复核"
        APPROVED = "APPROVED", "已通过"
        REJECTED = "REJECTED", "已退回"
        WITHDRAWN = "WITHDRAWN", "已撤回"
        EXPIRED = "EXPIRED", "已过期"

    kind = models.CharField("变更种类", max_length=80)
    title = models.CharField("标题", max_length=200)
    subject_type = models.CharField("对象类型", max_length=60, blank=True)
    subject_id = models.BigIntegerField("对象", null=True)
    subject_no = models.CharField("对象编号", max_length=60, blank=True)
    subject_version = models.BigIntegerField("对象版本", null=True)
    payload = models.JSONField("内容")
    difference = models.JSONField("变更明细")
    content_hash = models.CharField("内容散列", max_length=64)
    state = models.CharField("状态", max_length=10, choices=State, default=State.PENDING)
    comment = models.CharField("经办说明", max_length=500, blank=True)
    maker_account_id = models.BigIntegerField("经办账号")
    maker_name = models.CharField("经办人", max_length=60)
    made_at = models.DateTimeField("提交时间")
    expires_at = models.DateTimeField("有效期至")
    barred_accounts = ArrayField(models.BigIntegerField(), verbose_name="不得复核的账号")
    checker_account_id = models.BigIntegerField("复核账号", null=True)
    checker_name = models.CharField("复核人", max_length=60, blank=True)
    checker_comment = models.CharField("复核意见", max_length=500, blank=True)
    decided_at = models.DateTimeField("处理时间", null=True)

    allowed_actions: list[str]
    check_refusal: str
    """Both set by whoever reads the change for somebody."""

    class Meta:
        verbose_name = "待复核变更"
        indexes = [
            models.Index(fields=["state", "-id"], name="change_by_state"),
            models.Index(fields=["maker_account_id", "-id"], name="change_by_maker"),
            models.Index(fields=["subject_type", "subject_id", "-id"], name="change_by_subject"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject_id"],
                condition=Q(state="PENDING", subject_id__isnull=False),
                name="change_pending_subject",
            ),
            models.UniqueConstraint(
                fields=["kind", "subject_no"],
                condition=Q(state="PENDING", subject_id__isnull=True) & ~Q(subject_no=""),
                name="change_pending_number",
            ),
            models.CheckConstraint(
                condition=Q(checker_account_id=None) | ~Q(checker_account_id=F("maker_account_id")),
                name="change_two_persons",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["APPROVED", "REJECTED"], checker_account_id__isnull=False)
                | (~Q(state__in=["APPROVED", "REJECTED"]) & Q(checker_account_id=None)),
                name="change_decided_by_checker",
            ),
            models.CheckConstraint(
                condition=Q(state="PENDING", decided_at=None)
                | (~Q(state="PENDING") & Q(decided_at__isnull=False)),
                name="change_decided_at",
            ),
            models.CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="change_expires_later"),
        ]
