from backend.platform.permissions import declare_actions

declare_actions(**{"reference.view": "查看基础数据", "reference.manage_lpr": "维护 LPR 报价"})
