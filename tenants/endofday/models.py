from django.db import models
from django.db.models import Q


class BatchRun(models.Model):
    """The night that closes one business date."""

    class State(models.TextChoices):
        PENDING = "PENDING", "待执行"
        RUNNING = "RUNNING", "执行中"
        FAILED = "FAILED", "失败"
        DONE = "DONE", "完成"

    business_on = models.DateField("营业日", unique=True)
    next_business_on = models.DateField("下一营业日")
    state = models.CharField("状态", max_length=8, choices=State, default=State.PENDING)
    started_at = models.DateTimeField("开始时间", null=True)
    finished_at = models.DateTimeField("结束时间", null=True)
    is_open = models.BooleanField("未完成", null=True, default=True)
    started_by = models.CharField("发起人", max_length=60)

    class Meta:
        verbose_name = "日终批次"
        ordering = ["-business_on"]
        constraints = [
            # an open night has is_open = true, a finished one null: at most one row is open
            models.UniqueConstraint(fields=["is_open"], name="one_open_night"),
            models.CheckConstraint(
                condition=Q(state="DONE", is_open=None) | (~Q(state="DONE") & Q(is_open=True)),
                name="night_open_flag",
            ),
            models.CheckConstraint(
                condition=Q(next_business_on__gt=models.F("business_on")), name="night_dates"
            ),
        ]


class BatchStep(models.Model):
    """One step of a night. It is DONE in the transaction that did its work, so a repetition changes nothing."""

    class State(models.TextChoices):
        PENDING = "PENDING", "待执行"
        RUNNING = "RUNNING", "执行中"
        FAILED = "FAILED", "失败"
        DONE = "DONE", "完成"

    run = models.ForeignKey(BatchRun, models.PROTECT, related_name="steps", verbose_name="批次")
    seq = models.PositiveSmallIntegerField("序号")
    name = models.CharField("步骤", max_length=40)
    title = models.CharField("名称", max_length=60)
    state = models.CharField("状态", max_length=8, choices=State, default=State.PENDING)
    attempts = models.PositiveSmallIntegerField("次数", default=0)
    rows = models.BigIntegerField("处理行数", default=0)
    started_at = models.DateTimeField("开始时间", null=True)
    finished_at = models.DateTimeField("结束时间", null=True)
    lease_until = models.DateTimeField("租约至", null=True)
    error = models.TextField("错误", blank=True)
    following: "list[BatchStep]"
    """The steps after this one, as whoever claimed the night read them."""

    class Meta:
        verbose_name = "日终步骤"
        ordering = ["seq"]
        constraints = [models.UniqueConstraint(fields=["run", "name"], name="step_once_a_night")]

    @property
    def seconds(self) -> float | None:
        if self.started_at is None or self.finished_at is None:
            return None
        return round((self.finished_at - self.started_at).total_seconds(), 3)
