from backend.platform.permissions import declare_actions

declare_actions(
    **{
        "organisation.view": "查看组织与权限",
        "organisation.manage": "维护组织与权限",
        "audit.view": "查看审计日志",
        "events.view": "查看事件投递",
        "events.manage": "处理事件死信",
        "events.check": "复核放弃事件投递",
    }
)
