"""Whoever uploaded a file is told how it ended."""

from backend.platform.desk.notice_kinds import declare_notice
from backend.platform.desk.notices import notify

from .models import DeductionFile

DONE = declare_notice(
    "deductions.file_done",
    name_zh="批量扣款完成",
    name_en="Deductions done",
    zh="批量扣款 {file_no} 已完成:扣款 {taken} 行,拒绝 {refused} 行",
    en="The deductions {file_no} are done: {taken} rows taken, {refused} refused",
)
STOOD_STILL = declare_notice(
    "deductions.file_stood_still",
    name_zh="批量扣款未执行",
    name_en="Deductions not made",
    zh="批量扣款 {file_no} 未执行或中断,请查看原因",
    en="The deductions {file_no} were refused or broke off: see why",
    urgent=True,
)


def file_tell(file: DeductionFile) -> None:
    """Tell of a file that has ended, well or not."""
    params = {"file_no": file.file_no, "taken": file.rows_taken, "refused": file.rows_refused}
    kind = DONE if file.state == DeductionFile.State.DONE else STOOD_STILL
    notify(
        kind,
        to=[file.account_id],
        path=f"/deduction-files/{file.pk}",
        params=params if kind == DONE else {"file_no": file.file_no},
    )
