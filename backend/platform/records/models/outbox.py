"""Events on their way, and what became of them at each of their consumers."""

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

    class Meta:
        verbose_name = "发件箱事件"
        indexes = [
            models.Index(fields=["aggregate", "id"], name="outbox_by_aggregate"),
        ]


class OutboxDelivery(models.Model):
    """One event for one consumer: a consumer that fails is tried again alone, and holds up nobody else."""

    class State(models.TextChoices):
        WAITING = "WAITING", "待投递"
        DEAD = "DEAD", "死信"
        DELIVERED = "DELIVERED", "已投递"
        DISCARDED = "DISCARDED", "已放弃"

    OPEN = (State.WAITING, State.DEAD)

    event = models.ForeignKey(OutboxEvent, models.PROTECT, related_name="deliveries", verbose_name="事件")
    consumer = models.CharField("消费者", max_length=120)
    aggregate = models.CharField("聚合", max_length=80)
    state = models.CharField("状态", max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField("尝试次数", default=0)
    next_attempt_at = models.DateTimeField("下次尝试时间")
    last_error = models.TextField("最近错误", blank=True)
    finished_at = models.DateTimeField("完成时间", null=True)
    reason = models.CharField("放弃原因", max_length=200, blank=True)

    class Meta:
        verbose_name = "事件投递"
        constraints = [
            models.UniqueConstraint(fields=["event", "consumer"], name="delivery_once_per_consumer"),
            models.CheckConstraint(
                condition=models.Q(state__in=["WAITING", "DEAD", "DELIVERED", "DISCARDED"]),
                name="delivery_state_known",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="DISCARDED") | ~models.Q(reason=""), name="delivery_discard_reason"
            ),
        ]
        indexes = [
            models.Index(
                fields=["event"],
                name="delivery_open",
                condition=models.Q(state__in=["WAITING", "DEAD"]),
            ),
            models.Index(
                fields=["consumer", "aggregate", "event"],
                name="delivery_in_order",
                condition=models.Q(state__in=["WAITING", "DEAD"]),
            ),
            models.Index(fields=["state", "-id"], name="delivery_by_state"),
        ]

    @property
    def number(self) -> str:
        return str(self.event.uuid)
