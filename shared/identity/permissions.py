from backend.platform.permissions import declare_actions

declare_actions(
    **{
        "identity.view": "查看用户",
        "identity.manage": "维护用户",
        "province.audit_view": "查看全省审计日志",
        "province.events_view": "查看省联社事件投递",
        "province.events_manage": "处理省联社事件死信",
        "province.events_check": "复核放弃省联社事件投递",
    }
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
            "entities.view",
            "entities.manage",
            "operations.view",
            "operations.command",
            "province.events_manage",
            "province.events_view",
            "reference.view",
            "parameters.view",
            "parameters.propose",
            "dictionaries.propose",
        ],
    ),
    "security": (
        "安全管理岗",
        [
            "identity.view",
            "identity.manage",
            "province.audit_view",
            "province.events_check",
            "province.events_view",
            "entities.view",
        ],
    ),
    "auditor": (
        "审计岗",
        [
            "catalog.view",
            "entities.view",
            "identity.view",
            "operations.view",
            "parameters.view",
            "province.audit_view",
            "province.events_view",
            "reference.view",
        ],
    ),
}
"""The roles that a new province starts with: code -> (name, actions)."""

WITH_SECOND_FACTOR = frozenset({"security", "operations"})
"""Whose people must prove more than a password, once the installation enforces it."""
