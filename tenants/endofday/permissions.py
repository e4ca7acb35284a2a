from backend.platform.permissions import declare_actions
from backend.platform.records.labels import name_actions

RUN = "endofday.run"

declare_actions(**{"endofday.view": "查看日终", RUN: "执行日终"})

name_actions(
    **{
        "endofday.start": "开始日终",
        "endofday.retry": "重试日终",
    }
)
