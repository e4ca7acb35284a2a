"""What went to other systems and came from them, and what ran in the background."""

from django.db import models


class InterfaceCall(models.Model):
    """One call to or from a system outside, with masked summaries. Never changed or removed.

    Split by the month of `at` like the audit records, with the same two-part key in the database.
    """

    append_only = True
    monthly = True

    class Direction(models.TextChoices):
        OUT = "OUT", "发出"
        IN = "IN", "接收"

    class Outcome(models.TextChoices):
        SUCCESS = "SUCCESS", "成功"
        FAILURE = "FAILURE", "失败"
        UNKNOWN = "UNKNOWN", "结果未知"
        NOT_FOUND = "NOT_FOUND", "对方无此记录"
        REFUSED = "REFUSED", "拒绝接收"

    at = models.DateTimeField("时间")
    port = models.CharField("外部系统", max_length=40)
    operation = models.CharField("接口", max_length=60)
    direction = models.CharField("方向", max_length=3, choices=Direction)
    business_no = models.CharField("业务编号", max_length=60, blank=True)
    milliseconds = models.PositiveIntegerField("耗时(毫秒)")
    outcome = models.CharField("结果", max_length=10, choices=Outcome)
    detail = models.CharField("结果说明", max_length=200, blank=True)
    attempt = models.PositiveSmallIntegerField("第几次", default=1)
    correlation_id = models.CharField("关联号", max_length=64, blank=True)
    request = models.JSONField("请求摘要", default=dict)
    response = models.JSONField("应答摘要", default=dict)

    class Meta:
        verbose_name = "接口日志"
        indexes = [
            models.Index(fields=["port", "at"], name="interface_by_port"),
            models.Index(fields=["business_no", "at"], name="interface_by_number"),
            models.Index(fields=["outcome", "at"], name="interface_by_outcome"),
            models.Index(fields=["correlation_id"], name="interface_by_correlation"),
        ]


class BatchEntry(models.Model):
    """One attempt at a step of a night or at a job, written when it ended. Never changed or removed."""

    append_only = True

    class Outcome(models.TextChoices):
        DONE = "DONE", "完成"
        FAILED = "FAILED", "失败"

    batch = models.CharField("批次", max_length=60)
    batch_no = models.CharField("批次编号", max_length=40, blank=True)
    step = models.CharField("步骤", max_length=60)
    title = models.CharField("名称", max_length=80)
    attempt = models.PositiveSmallIntegerField("第几次", default=1)
    started_at = models.DateTimeField("开始时间")
    finished_at = models.DateTimeField("结束时间")
    outcome = models.CharField("结果", max_length=8, choices=Outcome)
    rows = models.BigIntegerField("处理行数", default=0)
    detail = models.TextField("说明", blank=True)
    correlation_id = models.CharField("关联号", max_length=64, blank=True)

    class Meta:
        verbose_name = "批量日志"
        indexes = [
            models.Index(fields=["finished_at"], name="batch_by_time"),
            models.Index(fields=["batch", "finished_at"], name="batch_by_name"),
            models.Index(fields=["outcome", "finished_at"], name="batch_by_outcome"),
            models.Index(fields=["correlation_id"], name="batch_by_correlation"),
        ]

    @property
    def seconds(self) -> float:
        return round((self.finished_at - self.started_at).total_seconds(), 3)
