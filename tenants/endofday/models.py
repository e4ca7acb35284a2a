from datetime import datetime

from django.db import models
from django.db.models import Q


class BatchRun(models.Model):
    """The night that closes one business date."""

    class State(models.TextChoices):
        PENDING = "PENDING", "待执行"
        RUNNING = "RUNNING", "执行中"
        STOPPED = "STOPPED", "已停止"
        FAILED = "FAILED", "失败"
        DONE = "DONE", "完成"

    business_on = models.DateField("营业日", unique=True)
    next_business_on = models.DateField("下一营业日")
    catch_up_through = models.DateField("追批至", null=True)
    """The last business date that is closed in one go; null: this one only."""
    state = models.CharField("状态", max_length=8, choices=State, default=State.PENDING)
    started_at = models.DateTimeField("开始时间", null=True)
    finished_at = models.DateTimeField("结束时间", null=True)
    is_open = models.BooleanField("未完成", null=True, default=True)
    started_by = models.CharField("发起人", max_length=60)
    stop_asked_at = models.DateTimeField("要求停止时间", null=True)
    stop_asked_by = models.CharField("要求停止人", max_length=60, blank=True)

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
    """One step of a night: its state and progress change in the transaction that does its work.

    A step that goes over a table takes it in ranges of keys, each committed with `checkpoint`; whoever goes on
    with the step begins there. `holder` may work on it until `lease_until`, which every range renews.
    """

    class State(models.TextChoices):
        WAITING = "WAITING", "等待"
        RUNNING = "RUNNING", "执行中"
        FAILED = "FAILED", "失败"
        DONE = "DONE", "完成"
        SKIPPED = "SKIPPED", "已跳过"

    run = models.ForeignKey(BatchRun, models.PROTECT, related_name="steps", verbose_name="批次")
    seq = models.PositiveSmallIntegerField("序号")
    name = models.CharField("步骤", max_length=40)
    title = models.CharField("名称", max_length=60)
    state = models.CharField("状态", max_length=8, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField("次数", default=0)
    stalls = models.PositiveSmallIntegerField("无进展接管次数", default=0)
    rows = models.BigIntegerField("变更行数", default=0)
    rows_done = models.BigIntegerField("已处理行数", default=0)
    rows_of = models.BigIntegerField("应处理行数", null=True)
    """Null for a step that is done in one piece, and until a big one has begun."""
    checkpoint = models.BigIntegerField("断点", default=0)
    """Every key up to this one is done."""
    worked_ms = models.BigIntegerField("处理毫秒数", default=0)
    started_at = models.DateTimeField("开始时间", null=True)
    finished_at = models.DateTimeField("结束时间", null=True)
    holder = models.CharField("执行者", max_length=80, blank=True)
    lease_until = models.DateTimeField("租约至", null=True)
    error_code = models.CharField("错误代码", max_length=60, blank=True)
    error = models.TextField("错误", blank=True)
    error_en = models.TextField("错误(英文)", blank=True)
    loan_nos = models.JSONField("涉及借据", default=list)
    skipped_by = models.CharField("跳过经办与复核", max_length=130, blank=True)
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

    @property
    def rows_per_second(self) -> float | None:
        """Rows gone over in a second of work; waiting, standing still and being resumed do not count."""
        if not self.worked_ms or not self.rows_done:
            return None
        return round(self.rows_done * 1000 / self.worked_ms, 1)

    def is_held(self, at: datetime) -> bool:
        """Whether somebody's lease on the step still runs."""
        return self.state == self.State.RUNNING and bool(self.lease_until and self.lease_until > at)
