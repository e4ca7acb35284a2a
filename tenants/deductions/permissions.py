from backend.platform.permissions import declare_actions
from backend.platform.records.labels import name_actions

VIEW = "deductions.view"
RUN = "deductions.run"

declare_actions(**{VIEW: "查看批量扣款", RUN: "批量扣款"})

name_actions(
    **{
        "deductions.upload": "上传扣款文件",
        "deductions.stop": "停止批量扣款",
        "deductions.resume": "恢复批量扣款",
        "deductions.end": "批量扣款结束",
        "deductions.result": "下载扣款结果",
    }
)
