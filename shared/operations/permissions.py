from backend.platform.permissions import Face, declare_actions
from backend.platform.records.labels import name_actions

COMMAND = "operations.command"

SKIP_CHECK = "operations.skip_check"

declare_actions(
    Face.PROVINCE,
    **{
        "operations.view": "查看全省日终",
        COMMAND: "指挥全省日终",
        SKIP_CHECK: "复核跳过行社日终步骤",
    },
)

name_actions(
    **{
        "operations.command": "全省日终指令",
    }
)
