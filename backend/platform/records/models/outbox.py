"""Events on their way."""

import uuid

from django.db import models


class OutboxEvent(models.Model):
    """Something that happened, written in the transaction in which it happened; the relay delivers it."""

    uuid = models.UUIDField("事件号", default=uuid.uuid4, unique=True)
    name = models.CharField("事件", max_length=80)
    aggregate = models.CharField("聚合", max_length=80)
    payload = models.JSONField("内容")
    correlation_id = models.CharField("关联号", max_length=64, blank=True)
    occurred_at = models.DateTimeField("发生时间")
    delivered_at = models.DateTimeField("送达时间", null=True)
    attempts = models.PositiveSmallIntegerField("尝试次数", default=0)
    last_error = models.TextField("最近错误", blank=True)

    class Meta:
        verbose_name = "发件箱事件"
        indexes = [
            models.Index(fields=["id"], name="outbox_waiting", condition=models.Q(delivered_at__isnull=True)),
            models.Index(fields=["aggregate", "id"], name="outbox_by_aggregate"),
        ]
