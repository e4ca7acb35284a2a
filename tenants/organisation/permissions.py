from backend.platform.permissions import declare_actions

declare_actions(
    **{
        "organisation.view": "查看组织与权限",
        "organisation.manage": "维护组织与权限",
        "audit.view": "查看审计日志",
    }
)
