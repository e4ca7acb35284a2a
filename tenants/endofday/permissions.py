from backend.platform.permissions import declare_actions

declare_actions(**{"endofday.view": "查看日终", "endofday.run": "执行日终"})
