from backend.platform.permissions import declare_actions

declare_actions(**{"entities.view": "查看法人行社", "entities.manage": "维护法人行社"})
