from backend.platform.permissions import declare_actions
from backend.platform.records.labels import name_actions

VIEW = "organisation.view"
MANAGE = "organisation.manage"
CHECK = "organisation.check"
HANDOVER = "organisation.handover"
ACCESS_VIEW = "access.view"
ACCESS_MANAGE = "access.manage"
ACCESS_CHECK = "access.check"
REDELEGATE = "access.redelegate"

declare_actions(
    **{
        VIEW: "查看机构与人员",
        MANAGE: "维护机构与人员",
        CHECK: "复核机构调整与人员离职",
        HANDOVER: "移交名下业务",
        ACCESS_VIEW: "查看角色、岗位与授权",
        ACCESS_MANAGE: "经办角色、任职与授权变更",
        ACCESS_CHECK: "复核角色、任职与授权变更",
        REDELEGATE: "转授本人的审批授权",
        "audit.view": "查看审计日志",
        "audit.export": "导出审计日志",
        "audit.verify": "校验审计链",
        "events.view": "查看事件投递",
        "events.manage": "处理事件死信",
        "events.check": "复核放弃事件投递",
    }
)

name_actions(
    **{
        "organisation.branch_edit": "修改机构",
        "organisation.branch_move": "调整机构隶属",
        "organisation.branch_close": "停用机构",
        "organisation.branch_reopen": "恢复机构",
        "organisation.department_create": "新建部门",
        "organisation.department_edit": "修改部门",
        "organisation.department_move": "调整部门隶属",
        "organisation.department_close": "停用部门",
        "organisation.department_reopen": "恢复部门",
        "organisation.grid_create": "新建网格",
        "organisation.grid_edit": "修改网格",
        "organisation.grid_reassign": "调整网格负责人",
        "organisation.grid_close": "停用网格",
        "organisation.grid_reopen": "恢复网格",
        "organisation.staff_edit": "修改人员",
        "organisation.staff_hand_over": "人员移交",
        "organisation.staff_leave": "人员离职",
        "organisation.staff_return": "人员复职",
        "organisation.staff_transfer": "人员调动",
        "organisation.account_attach": "关联账号",
        "organisation.authority_grant": "授权",
        "organisation.authority_delegate": "转授权",
        "organisation.authority_revoke": "收回授权",
        "organisation.incompatible_declare": "设定不相容岗位",
        "organisation.parameter_set": "设定本行参数",
        "organisation.branch_create": "新建机构",
        "organisation.post_assign": "任岗",
        "organisation.post_end": "离岗",
        "organisation.role_define": "定义角色",
        "organisation.staff_register": "登记人员",
    }
)
