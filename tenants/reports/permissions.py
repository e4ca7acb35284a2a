from backend.platform.permissions import declare_actions

declare_actions(**{"reports.view": "查看报表"})
