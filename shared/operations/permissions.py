from backend.platform.permissions import Face, declare_actions
from backend.platform.records.labels import name_actions

declare_actions(Face.PROVINCE, **{"operations.view": "查看全省日终", "operations.command": "指挥全省日终"})

name_actions(
    **{
        "operations.command": "全省日终指令",
    }
)
