"""What people are told of the exports that they asked for; whoever has the console open sees it in the tray besides."""

from ..models import ExportJob
from ..notice_kinds import declare_notice
from ..notices import notify

READY = declare_notice(
    "desk.export_ready",
    name_zh="导出完成",
    name_en="Export ready",
    zh="「{list}」已导出({rows} 行),请在「我的导出」下载",
    en='"{list}" is exported ({rows} rows): fetch it from "My exports"',
)
FAILED = declare_notice(
    "desk.export_failed",
    name_zh="导出失败",
    name_en="Export failed",
    zh="「{list}」导出失败,原因见「我的导出」",
    en='The export of "{list}" failed: "My exports" says why',
)


def export_tell(kind: str, job: ExportJob, *, rows: int = 0) -> None:
    """Tell the person who asked for it."""
    notify(kind, to=[job.account_id], params={"list": job.title, "rows": f"{rows:,}"})
