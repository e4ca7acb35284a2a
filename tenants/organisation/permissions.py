from backend.platform.permissions import declare_actions

VIEW = "organisation.view"
MANAGE = "organisation.manage"
HANDOVER = "organisation.handover"
ACCESS_VIEW = "access.view"
ACCESS_MANAGE = "access.manage"
ACCESS_CHECK = "access.check"
REDELEGATE = "access.redelegate"

declare_actions(
    **{
        VIEW: "查看机构与人员",
        MANAGE: "维护机构与人员",
        HANDOVER: "移交名下业务",
        ACCESS_VIEW: "查看角色、岗位与授权",
        ACCESS_MANAGE: "经办角色、任职与授权变更",
        ACCESS_CHECK: "复核角色、任职与授权变更",
        REDELEGATE: "转授本人的审批授权",
        "audit.view": "查看审计日志",
        "events.view": "查看事件投递",
        "events.manage": "处理事件死信",
        "events.check": "复核放弃事件投递",
    }
)
