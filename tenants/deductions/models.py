"""A file of deductions and its rows."""

from datetime import datetime

from django.db import models
from django.db.models import Q


def money(name: str, **kwargs: object) -> models.DecimalField:
    return models.DecimalField(name, max_digits=18, decimal_places=2, **kwargs)  # type: ignore[arg-type]


class DeductionFile(models.Model):
    """A file of money to be taken, from its upload to its last row.

    Whoever works on it holds a lease, and the row's lock while a piece is being done. What is left to do are its
    rows that wait; a piece moves them on in the transaction that moves the money.
    """

    class State(models.TextChoices):
        CHECKING = "CHECKING", "校验中"
        RUNNING = "RUNNING", "扣款中"
        WAITING = "WAITING", "等待日终"
        STOPPED = "STOPPED", "已停止"
        DONE = "DONE", "已完成"
        REFUSED = "REFUSED", "已拒绝"
        FAILED = "FAILED", "处理失败"

    class Mode(models.TextChoices):
        SKIP_WRONG = "SKIP_WRONG", "跳过错误行"
        ALL_OR_NOTHING = "ALL_OR_NOTHING", "有错则全部不扣"

    class Format(models.TextChoices):
        CSV = "CSV", "CSV 文本"
        XLSX = "XLSX", "Excel 工作簿"

    TRANSITIONS = {
        State.CHECKING: {State.RUNNING, State.REFUSED, State.DONE, State.STOPPED, State.FAILED},
        State.RUNNING: {State.WAITING, State.DONE, State.STOPPED, State.FAILED},
        State.WAITING: {State.RUNNING, State.STOPPED},
        State.STOPPED: {State.CHECKING, State.RUNNING},
        State.FAILED: {State.CHECKING, State.RUNNING},
        State.DONE: set(),
        State.REFUSED: set(),
    }
    UNDER_WAY = (State.CHECKING, State.RUNNING, State.WAITING)
    AT_REST = (State.STOPPED, State.FAILED)

    file_no = models.CharField("文件编号", max_length=20, unique=True)
    name = models.CharField("文件名", max_length=200)
    format = models.CharField("格式", max_length=4, choices=Format)
    sha256 = models.CharField("摘要", max_length=64)
    size = models.PositiveBigIntegerField("字节数")
    stored = models.ForeignKey("evidence.StoredFile", models.PROTECT, related_name="+", verbose_name="原文件")
    mode = models.CharField("错误处理", max_length=14, choices=Mode)
    business_on = models.DateField("营业日")
    """The business date of the upload; every row names it. A row that waits for the night is booked on the next."""
    state = models.CharField("状态", max_length=8, choices=State, default=State.CHECKING)
    rows_read = models.PositiveIntegerField("已读行数", default=0)
    rows_total = models.PositiveIntegerField("总行数", null=True)
    """Null until the file has been read to its end."""
    rows_taken = models.PositiveIntegerField("已扣行数", default=0)
    rows_refused = models.PositiveIntegerField("拒绝行数", default=0)
    amount_total = money("申请金额", default=0)
    amount_taken = money("已扣金额", default=0)
    amount_unapplied = money("未用金额", default=0)
    checkpoint = models.BigIntegerField("断点", default=0)
    """While it is read: the last line; while it runs: rows of loans below this one do not wait any more."""
    holder = models.CharField("执行者", max_length=80, blank=True)
    lease_until = models.DateTimeField("租约至", null=True)
    resume_at = models.DateTimeField("再次处理时间", null=True)
    stalls = models.PositiveSmallIntegerField("无进展接管次数", default=0)
    stop_asked_at = models.DateTimeField("要求停止时间", null=True)
    error_code = models.CharField("错误代码", max_length=60, blank=True)
    error_params = models.JSONField("错误参数", default=dict)
    correlation_id = models.CharField("关联号", max_length=64, blank=True)
    account_id = models.BigIntegerField("账号")
    branch = models.ForeignKey("organisation.Branch", models.PROTECT, related_name="+", verbose_name="机构")
    created_by = models.BigIntegerField("上传人")
    created_at = models.DateTimeField("上传时间")
    checked_at = models.DateTimeField("校验完成时间", null=True)
    finished_at = models.DateTimeField("结束时间", null=True)

    class Meta:
        verbose_name = "批量扣款文件"
        constraints = [
            # what took nothing may come again; anything else would be taken twice
            models.UniqueConstraint(
                fields=["sha256"], condition=~Q(state="REFUSED"), name="deduction_file_once"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("RUNNING", "WAITING", "DONE", "REFUSED"))
                | Q(rows_total__isnull=False, checked_at__isnull=False),
                name="deduction_file_checked_first",
            ),
        ]
        indexes = [
            models.Index(fields=["branch", "-id"], name="deduction_file_by_branch"),
            models.Index(fields=["created_by", "-id"], name="deduction_file_by_person"),
            models.Index(
                fields=["id"],
                name="deduction_file_to_do",
                condition=Q(state__in=("CHECKING", "RUNNING", "WAITING")),
            ),
        ]

    def __str__(self) -> str:
        return self.file_no

    @property
    def number(self) -> str:
        return self.file_no

    @property
    def rows_waiting(self) -> int:
        """Rows that nothing has happened to yet."""
        return max((self.rows_total or self.rows_read) - self.rows_taken - self.rows_refused, 0)

    def is_held(self, at: datetime) -> bool:
        """Whether somebody's lease still runs."""
        return bool(self.lease_until and self.lease_until > at)


class DeductionRow(models.Model):
    """One row of a file: as it was given, and what became of it."""

    class State(models.TextChoices):
        READ = "READ", "待校验"
        WAITING = "WAITING", "待扣款"
        BUSY = "BUSY", "等待日终"
        TAKEN = "TAKEN", "已扣款"
        PART = "PART", "部分扣款"
        REFUSED = "REFUSED", "已拒绝"
        NOT_RUN = "NOT_RUN", "未执行"

    TRANSITIONS = {
        State.READ: {State.WAITING, State.REFUSED, State.NOT_RUN},
        State.WAITING: {State.TAKEN, State.PART, State.REFUSED, State.BUSY},
        State.BUSY: {State.WAITING},
        State.TAKEN: set(),
        State.PART: set(),
        State.REFUSED: set(),
        State.NOT_RUN: set(),
    }
    LIVE = (State.WAITING, State.BUSY, State.TAKEN, State.PART)

    file = models.ForeignKey(DeductionFile, models.PROTECT, related_name="rows", verbose_name="文件")
    line = models.PositiveIntegerField("行号")
    loan_no = models.CharField("借据号", max_length=40)
    amount_text = models.CharField("金额(原文)", max_length=40)
    row_key = models.CharField("流水号", max_length=64, blank=True)
    amount = money("申请金额", null=True)
    loan_id = models.BigIntegerField("借据", null=True)
    state = models.CharField("结果", max_length=8, choices=State, default=State.READ)
    reason = models.CharField("原因", max_length=60, blank=True)
    reason_params = models.JSONField("原因参数", default=dict)
    repayment_id = models.BigIntegerField("还款", null=True)
    repay_no = models.CharField("还款号", max_length=20, blank=True)
    taken = money("已扣金额", null=True)
    unapplied = money("未用金额", null=True)
    booked_on = models.DateField("入账日", null=True)

    class Meta:
        verbose_name = "批量扣款明细"
        constraints = [
            models.UniqueConstraint(fields=["file", "line"], name="deduction_line_once"),
            # whichever file it comes in, a reference is taken once
            models.UniqueConstraint(
                fields=["row_key"],
                condition=~Q(row_key="") & Q(state__in=("WAITING", "BUSY", "TAKEN", "PART")),
                name="deduction_key_once",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=("TAKEN", "PART"),
                    repayment_id__isnull=False,
                    taken__gt=0,
                    unapplied__isnull=False,
                    booked_on__isnull=False,
                )
                | (~Q(state__in=("TAKEN", "PART")) & Q(repayment_id=None)),
                name="deduction_taken_has_repayment",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("WAITING", "BUSY")) | Q(loan_id__isnull=False, amount__gt=0),
                name="deduction_waiting_is_sound",
            ),
        ]
        indexes = [
            models.Index(
                fields=["file", "loan_id", "line"],
                name="deduction_row_to_do",
                condition=Q(state__in=("WAITING", "BUSY")),
            ),
            models.Index(fields=["file", "state", "line"], name="deduction_row_by_state"),
        ]
