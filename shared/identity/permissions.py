from backend.platform.permissions import Face, declare_actions

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
        "province.events_view": "查看省联社事件投递",
        "province.events_manage": "处理省联社事件死信",
        "province.events_check": "复核放弃省联社事件投递",
    },
)

PROVINCE_ROLES: dict[str, tuple[str, list[str]]] = {
    "catalogue": ("产品管理岗", ["catalog.view", "catalog.manage", "entities.view", "reference.view"]),
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
        ],
    ),
    "operations": (
        "运行管理岗",
        [
            "entities.view", "entities.manage", "identity.check", "identity.roles_check", "identity.view",
            "operations.view", "operations.command", "reference.view",
            "province.events_manage", "province.events_view",
            "parameters.view", "parameters.propose", "dictionaries.propose",
        ],
    ),
    "security": (
        "安全管理岗",
        [
            "entities.view", "identity.check", "identity.manage", "identity.roles_check", "identity.roles_manage",
            "identity.view", "province.audit_view",
            "province.events_check", "province.events_view",
        ],
    ),
    "auditor": (
        "审计岗",
        [
            "catalog.view", "entities.view", "identity.view", "operations.view", "parameters.view", "province.audit_view",
            "province.events_view",
            "reference.view",
        ],
    ),
}  # fmt: skip
"""The roles that a new province starts with: code -> (name, actions)."""

WITH_SECOND_FACTOR = frozenset({"security", "operations"})
"""Whose people must prove more than a password, once the installation enforces it."""

SEPARATE_POWERS = ("operations", "security", "auditor")
"""Roles of which no person may hold two: who runs the system, who admits people to it, who audits both."""
