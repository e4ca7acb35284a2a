from backend.platform.permissions import Face, declare_actions

declare_actions(Face.PROVINCE, **{"operations.view": "查看全省日终", "operations.command": "指挥全省日终"})
