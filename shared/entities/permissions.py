from backend.platform.permissions import Face, declare_actions

declare_actions(Face.PROVINCE, **{"entities.view": "查看法人行社", "entities.manage": "维护法人行社"})
