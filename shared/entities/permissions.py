from backend.platform.permissions import Face, declare_actions
from backend.platform.records.labels import name_actions

VIEW = "entities.view"

declare_actions(Face.PROVINCE, **{VIEW: "查看法人行社", "entities.manage": "维护法人行社"})

name_actions(
    **{
        "entities.register": "登记行社",
        "entities.onboarding_retry": "重试开通",
        "entities.suspend": "停用行社",
        "entities.resume": "恢复行社",
    }
)
