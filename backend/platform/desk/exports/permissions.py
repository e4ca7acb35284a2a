from backend.platform.permissions import Face, declare_actions
from backend.platform.records.labels import name_actions, name_fields

EXPORT = "desk.export"

declare_actions(Face.BOTH, **{EXPORT: "导出列表"})
name_actions(**{"desk.export_request": "申请导出", "desk.export_cancel": "取消导出"})
name_fields(list="列表", file="文件编号", format="格式", sha256="摘要", columns="列", times="第几次下载")
