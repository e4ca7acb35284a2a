from backend.platform.permissions import declare_actions

VIEW = "organisation.view"
MANAGE = "organisation.manage"
HANDOVER = "organisation.handover"

declare_actions(
    **{
        VIEW: "查看组织与权限",
        MANAGE: "维护组织与权限",
        HANDOVER: "移交名下业务",
        "audit.view": "查看审计日志",
        "events.view": "查看事件投递",
        "events.manage": "处理事件死信",
        "events.check": "复核放弃事件投递",
    }
)
