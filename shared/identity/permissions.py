from backend.platform.permissions import Face, declare_actions
from backend.platform.records.labels import name_actions

VIEW = "identity.view"
MANAGE = "identity.manage"
CHECK = "identity.check"
ROLES_MANAGE = "identity.roles_manage"
ROLES_CHECK = "identity.roles_check"

declare_actions(Face.BOTH, **{VIEW: "查看用户", MANAGE: "经办用户变更", CHECK: "复核用户变更"})
declare_actions(
    Face.PROVINCE,
    **{
        ROLES_MANAGE: "经办省联社角色与任职变更",
        ROLES_CHECK: "复核省联社角色与任职变更",
        "province.audit_view": "查看全省审计日志",
        "province.audit_export": "导出全省审计日志",
        "province.audit_verify": "校验全省审计链",
        "province.events_view": "查看省联社事件投递",
        "province.events_manage": "处理省联社事件死信",
        "province.events_check": "复核放弃省联社事件投递",
    },
)

PROVINCE_ROLES: dict[str, tuple[str, list[str]]] = {
    "catalogue": ("产品管理岗", ["catalog.view", "catalog.manage", "entities.view", "reference.view", "desk.export"]),
    "rules": (
        "规则管理岗",
        [
            "catalog.view",
            "catalog.publish",
            "reference.view",
            "reference.manage_lpr",
            "parameters.view",
            "parameters.check",
            "dictionaries.check",
            "desk.export",
        ],
    ),
    "operations": (
        "运行管理岗",
        [
            "entities.view", "entities.manage", "identity.check", "identity.roles_check", "identity.view",
            "operations.view", "operations.command", "operations.skip_check", "reference.view",
            "province.events_manage", "province.events_view",
            "parameters.view", "parameters.propose", "dictionaries.propose", "desk.share_views", "desk.export",
        ],
    ),
    "security": (
        "安全管理岗",
        [
            "entities.view", "identity.check", "identity.manage", "identity.roles_check", "identity.roles_manage",
            "identity.view", "province.audit_view", "province.audit_export", "province.audit_verify",
            "province.events_check", "province.events_view", "desk.export",
        ],
    ),
    "auditor": (
        "审计岗",
        [
            "catalog.view", "entities.view", "identity.view", "operations.view", "parameters.view", "province.audit_view",
            "province.audit_export", "province.audit_verify",
            "province.events_view",
            "reference.view", "desk.export",
        ],
    ),
}  # fmt: skip
"""The roles that a new province starts with: code -> (name, actions)."""

WITH_SECOND_FACTOR = frozenset({"security", "operations"})
"""Whose people must prove more than a password, once the installation enforces it."""

SEPARATE_POWERS = ("operations", "security", "auditor")
"""Roles of which no person may hold two: who runs the system, who admits people to it, who audits both."""

name_actions(
    **{
        "identity.account_unlock": "解除锁定",
        "identity.second_factor_confirm": "绑定动态验证码",
        "identity.recovery_codes_renew": "更换恢复码",
        "identity.second_factor_remove": "解除动态验证码",
        "identity.second_factor_reset": "重置动态验证码",
        "identity.password_change": "修改密码",
        "identity.account_create": "新建用户",
        "identity.account_disable": "停用用户",
        "identity.account_enable": "启用用户",
        "identity.account_reset": "重置密码",
        "identity.first_password_issue": "领取初始密码",
        "identity.role_define": "定义省联社角色",
        "identity.role_end": "收回角色",
        "identity.role_assign": "分配角色",
        "identity.wrong_entity": "跨机构访问被拒",
    }
)
