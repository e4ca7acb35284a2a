from backend.platform.permissions import declare_actions
from backend.platform.records.labels import name_actions

VIEW = "endofday.view"
RUN = "endofday.run"
SKIP_CHECK = "endofday.skip_check"

declare_actions(**{VIEW: "查看日终", RUN: "执行日终", SKIP_CHECK: "复核跳过日终步骤"})

name_actions(
    **{
        "endofday.start": "开始日终",
        "endofday.retry": "重试日终",
        "endofday.stop": "停止日终",
        "endofday.resume": "恢复日终",
        "endofday.skip": "跳过日终步骤",
    }
)
