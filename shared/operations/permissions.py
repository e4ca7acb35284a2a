from backend.platform.permissions import declare_actions

declare_actions(**{"operations.view": "查看全省日终", "operations.command": "指挥全省日终"})
