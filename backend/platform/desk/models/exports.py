"""A list that somebody takes out of the system as a file: asked for, made in the background, fetched, gone."""

import uuid

from django.db import models
from django.utils import timezone

from backend.platform.crypto import EncryptedText
from backend.platform.masking import Tier, classified, mask_all


class ExportJob(models.Model):
    """One export of one list for one person. The file lies beside the database, encrypted, for some days."""

    class State(models.TextChoices):
        QUEUED = "QUEUED", "排队中"
        RUNNING = "RUNNING", "生成中"
        DONE = "DONE", "已完成"
        FAILED = "FAILED", "失败"
        CANCELLED = "CANCELLED", "已取消"
        EXPIRED = "EXPIRED", "已过期"

    class Format(models.TextChoices):
        XLSX = "XLSX", "Excel 工作簿"
        CSV = "CSV", "CSV 文本"

    row_uuid = models.UUIDField("标识", default=uuid.uuid4, unique=True, editable=False)
    account_id = models.BigIntegerField("账号")
    account_name = models.CharField("申请人", max_length=60)
    resource = models.CharField("列表", max_length=200)
    title = models.CharField("列表名称", max_length=60)
    asked_for = classified(EncryptedText("查询参数"), Tier.C2, mask_all)
    """JSON of the query as the list takes it: somebody may have searched by a telephone number."""
    conditions = models.JSONField("条件", default=list)
    """`[[name, words, English name, English words], ...]` without sensitive values: what is shown and audited."""
    columns = models.JSONField("列")
    """`[{"key", "title"}, ...]` in the order of the file."""
    format = models.CharField("格式", max_length=4, choices=Format)
    language = models.CharField("语言", max_length=8, default="zh-hans")
    state = models.CharField("状态", max_length=9, choices=State, default=State.QUEUED)
    attempt = models.PositiveSmallIntegerField("第几次", default=0)
    lease_until = models.DateTimeField("租约到期", null=True)
    is_cancel_asked = models.BooleanField("要求取消", default=False)
    rows_done = models.PositiveIntegerField("已写行数", default=0)
    rows_total = models.PositiveIntegerField("总行数", default=0)
    size = models.PositiveBigIntegerField("字节数", null=True)
    sha256 = models.CharField("摘要", max_length=64, blank=True)
    error_code = models.CharField("错误", max_length=80, blank=True)
    error_params = models.JSONField("错误参数", default=dict)
    downloads = models.PositiveIntegerField("下载次数", default=0)
    correlation_id = models.CharField("关联号", max_length=64, blank=True)
    created_at = models.DateTimeField("申请时间")
    started_at = models.DateTimeField("开始时间", null=True)
    finished_at = models.DateTimeField("完成时间", null=True)
    expires_at = models.DateTimeField("到期时间", null=True)

    class Meta:
        verbose_name = "导出任务"
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="DONE")
                | models.Q(sha256__regex=r"^[0-9a-f]{64}$", size__isnull=False, expires_at__isnull=False),
                name="export_done_has_file",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="RUNNING") | models.Q(lease_until__isnull=False),
                name="export_running_has_lease",
            ),
        ]
        indexes = [
            models.Index(fields=["account_id", "-id"], name="export_by_account"),
            models.Index(
                fields=["id"], name="export_to_do", condition=models.Q(state__in=["QUEUED", "RUNNING"])
            ),
            models.Index(fields=["expires_at"], name="export_to_expire", condition=models.Q(state="DONE")),
        ]

    @property
    def number(self) -> str:
        """What the file and the log call this export."""
        return f"DC{timezone.localdate(self.created_at):%Y%m%d}{self.pk:06d}"

    @property
    def is_open(self) -> bool:
        return self.state in (self.State.QUEUED, self.State.RUNNING)
