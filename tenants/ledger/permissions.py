from backend.platform.permissions import declare_actions

declare_actions(**{"ledger.view": "查看传票与余额"})
