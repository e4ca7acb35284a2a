from typing import Any

from django.db import models


class EntityNight(models.Model):
    """The province's copy of one bank's night, told by the bank's events; never the truth about it."""

    entity_code = models.CharField("行社", max_length=8)
    business_on = models.DateField("营业日")
    state = models.CharField("状态", max_length=8)
    started_at = models.DateTimeField("开始时间", null=True)
    finished_at = models.DateTimeField("结束时间", null=True)
    failed_step = models.CharField("失败步骤", max_length=60, blank=True)
    failed_code = models.CharField("错误代码", max_length=60, blank=True)
    error = models.TextField("错误", blank=True)
    error_en = models.TextField("错误(英文)", blank=True)
    steps = models.JSONField("步骤进度", default=list)
    """The steps as the worker last wrote them: name, title, state, attempts, rows_done, rows_of,
    rows_per_second, started_at, seconds, holder, loan_nos, skippable."""
    stopping = models.BooleanField("要求停止", default=False)
    progressed_at = models.DateTimeField("进度时间", null=True)
    outstanding = models.DecimalField("贷款余额", max_digits=20, decimal_places=2, null=True)

    class Meta:
        verbose_name = "全省日终"
        ordering = ["-business_on", "entity_code"]
        constraints = [
            models.UniqueConstraint(fields=["entity_code", "business_on"], name="entity_night_once")
        ]
        indexes = [models.Index(fields=["state", "-business_on"], name="entity_night_by_state")]

    def step_named(self, name: str) -> dict[str, Any] | None:
        """The copy of the step of that name; None where the night has none."""
        return next((step for step in self.steps if step["name"] == name), None)

    @property
    def seconds(self) -> float | None:
        if self.started_at is None or self.finished_at is None:
            return None
        return round((self.finished_at - self.started_at).total_seconds(), 3)


class EntityBacklog(models.Model):
    """The province's copy of how many events of an entity have not arrived, kept by the sweep."""

    entity_code = models.CharField("机构", max_length=8, unique=True)
    waiting = models.PositiveIntegerField("待投递")
    dead = models.PositiveIntegerField("死信")
    oldest_at = models.DateTimeField("最早发生时间", null=True)
    measured_at = models.DateTimeField("统计时间")

    class Meta:
        verbose_name = "事件积压"


class AuditHead(models.Model):
    """The head of an entity's audit chain as it stood on a day, kept where the bank cannot reach it."""

    append_only = True

    entity_code = models.CharField("机构", max_length=8)
    on = models.DateField("日期")
    number = models.BigIntegerField("封存序号")
    head = models.CharField("链头", max_length=64)
    total = models.BigIntegerField("累计记录数")
    published_at = models.DateTimeField("公布时间")

    class Meta:
        verbose_name = "审计链头"
        constraints = [models.UniqueConstraint(fields=["entity_code", "on"], name="audit_head_once_a_day")]
        indexes = [models.Index(fields=["-on", "entity_code"], name="audit_head_by_day")]
