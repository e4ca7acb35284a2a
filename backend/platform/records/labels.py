"""Names of what the logs hold as codes: actions, objects, states, fields, in the language of the reader.

The Chinese ones: actions that need a permission are named with it (`declare_actions`); what is only audited is
named with `name_actions`; objects, fields and states have the names of their models. The English ones are in
`english.py`. The language is that of the request; what is written down for ever is named `in_chinese`.
"""

from collections.abc import Callable, Mapping
from contextvars import ContextVar
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.translation import get_language, override

from backend.platform import ports
from backend.platform.api.context import correlation_id
from backend.platform.permissions import ACTIONS
from backend.platform.tenancy import current_entity

from . import english

EMPTY = "—"
_actions: dict[str, str] = {
    "audit.verify": "校验审计链",
    # what was written when logs had files of their own; their rows are kept for ever
    "audit.export": "导出审计日志",
    "audit.batch_export": "导出批量日志",
    "audit.interface_export": "导出接口日志",
    "audit.sign_in_export": "导出登录日志",
    "events.retry": "重新投递事件",
    "events.discard": "放弃事件投递",
    "keys.rotate": "启用新密钥",
    "keys.retire": "停用旧密钥",
    "keys.rewrap": "更换主密钥封装",
    "keys.export": "导出密钥备份",
    "keys.import": "恢复密钥备份",
    "changes.propose": "提交变更",
    "changes.approve": "复核通过变更",
    "changes.reject": "复核退回变更",
    "changes.withdraw": "撤回变更",
    "changes.expire": "变更逾期失效",
}
_objects: dict[str, str] = {
    "audit.chain": "审计链",
    "audit.log": "日志",
    "identity.session": "登录凭证",
    "loans.quote": "还款测算",
    "operations.night": "全省日终",
}
_dictionaries: dict[tuple[str, str], str] = {}
_fields: dict[str, str] = {
    "fields": "查看的字段",
    "rows": "行数",
    "filters": "条件",
    "reason": "原因",
    "actions": "权限",
    "since": "起始时间",
    "until": "截止时间",
    "kind": "类别",
    "action": "操作",
    "actor": "操作人",
    "object_type": "对象类型",
    "object_no": "对象编号",
    "correlation_id": "关联号",
    "ip": "IP 地址",
    "batch": "批次",
    "outcome": "结果",
    "port": "外部系统",
    "business_no": "业务编号",
    "username": "用户名",
    "entity_code": "机构",
    "method": "还款方式",
    "annual_rate": "年化利率",
    "q": "检索词",
}
BATCHES = {
    "endofday.night": "日终",
    "entities.onboarding": "行社开通",
    "audit.verify": "审计链校验",
    "identity.clearing": "失效凭证清理",
}
PORTS = {"core_banking": "核心系统"}
OPERATIONS = {"pay": "放款付款", "inquire": "付款结果查询", "answer": "付款结果通知"}
STATE_FIELDS = ("state", "status", "decision")


def is_english() -> bool:
    """Whether whoever reads this reads English."""
    return (get_language() or "").startswith("en")


def in_chinese() -> override:
    """Names things in Chinese whoever asks: for what is written into a log."""
    return override("zh-hans")


def unknown() -> str:
    return "Unknown" if is_english() else "未知"


def name_actions(**names: str) -> None:
    """Name an app's audited actions that are no permissions: `name_actions(**{"loans.loan_open": "建立借据"})`."""
    _actions.update(names)


def name_objects(**names: str) -> None:
    """Name what is audited without being a model."""
    _objects.update(names)


def name_fields(**names: str) -> None:
    """Name keys of `changes` that are no fields of the object."""
    _fields.update(names)


def name_dictionary(object_type: str, **fields: str) -> None:
    """Say which fields of an object hold codes of a dictionary: `name_dictionary("customers.customer",
    occupation="customers.occupation")`."""
    _dictionaries.update({(object_type, name): code for name, code in fields.items()})


def has_name(action: str) -> bool:
    return action in _actions or action in ACTIONS


def action_label(action: str) -> str:
    """The name of an action; one that an older version wrote and nobody names any more shows its code."""
    if is_english():
        return english.action(action) if action else action
    return _actions.get(action) or ACTIONS.get(action) or action


def actions() -> dict[str, str]:
    """Every action that may stand in the log, by code."""
    found = {**ACTIONS, **_actions}
    return {code: english.action(code) for code in found} if is_english() else found


def batch_label(code: str) -> str:
    return (english.BATCHES if is_english() else BATCHES).get(code, code)


def port_label(code: str) -> str:
    return (english.PORTS if is_english() else PORTS).get(code, code)


def operation_label(code: str) -> str:
    return (english.OPERATIONS if is_english() else OPERATIONS).get(code, code)


def options() -> dict[str, list[dict[str, str]]]:
    """What the logs can be searched by: codes with their names, in the order of the names."""
    objects = [m._meta.label_lower for m in apps.get_models() if _is_ours(m)]
    found = {
        "actions": actions(),
        "object_types": {code: object_label(code) for code in (*objects, *_objects)},
        "batches": {code: batch_label(code) for code in BATCHES},
        "ports": {code: port_label(code) for code in PORTS},
    }
    return {
        name: [{"code": code, "label": label} for code, label in sorted(all_.items(), key=lambda x: x[1])]
        for name, all_ in found.items()
    }


def _is_ours(model: type[models.Model]) -> bool:
    return model.__module__.split(".")[0] in ("backend", "shared", "tenants")


@cache
def _model(object_type: str) -> type[models.Model] | None:
    return next((m for m in apps.get_models() if m._meta.label_lower == object_type), None)


def object_label(object_type: str) -> str:
    if is_english():
        return english.object_name(object_type) if object_type else EMPTY
    if object_type in _objects:
        return _objects[object_type]
    model = _model(object_type)
    return str(model._meta.verbose_name) if model else object_type or EMPTY


def state_label(object_type: str, code: str) -> str:
    """A state in words, from the choices of the object's model."""
    if is_english():
        return english.choice(code) if code in _states(object_type) else code
    return _states(object_type).get(code, code)


@cache
def _states(object_type: str) -> dict[str, str]:
    model = _model(object_type)
    found: dict[str, str] = {}
    for field in model._meta.get_fields() if model else ():
        if getattr(field, "name", "") in STATE_FIELDS and getattr(field, "choices", None):
            for code, label in field.flatchoices:  # type: ignore[union-attr]
                found.setdefault(str(code), str(label))
    return found


def _field(object_type: str, name: str) -> Any:
    model = _model(object_type)
    if model is None:
        return None
    try:
        return model._meta.get_field(name)
    except FieldDoesNotExist:
        return None


def field_label(object_type: str, name: str) -> str:
    if is_english():
        return english.field(name)
    field = _field(object_type, name)
    return str(getattr(field, "verbose_name", "") or _fields.get(name, name))


def value_label(object_type: str, name: str, value: Any) -> str:
    """A value as people read it: choices by their labels, lists and mappings as one line."""
    if value is None or value == "" or value == "None":
        return EMPTY
    if isinstance(value, bool) or value in ("True", "False"):
        yes, no = ("Yes", "No") if is_english() else ("是", "否")
        return yes if value in (True, "True") else no
    if isinstance(value, Mapping):
        pairs = (
            f"{field_label(object_type, key)} {condition(key, value_label(object_type, key, v))}"
            for key, v in value.items()
        )
        return "; ".join(pairs) or EMPTY
    if isinstance(value, list | tuple):
        between = ", " if is_english() else "、"
        if name == "fields":
            return between.join(field_label(object_type, str(one)) for one in value) or EMPTY
        return between.join(value_label(object_type, name, one) for one in value) or EMPTY
    if getattr(_field(object_type, name), "decimal_places", None) == 2:
        return _amount(str(value))
    if (object_type, name) in _dictionaries:
        return _words(_dictionaries[object_type, name]).get(str(value), str(value))
    choices = _choices(object_type, name)
    if is_english() and str(value) in choices:
        return english.choice(str(value))
    return choices.get(str(value), str(value))


def _words(dictionary: str) -> dict[str, str]:
    """The entries of a dictionary, read once for each request, however many records it shows."""
    request, known = _words_read.get()
    if request != correlation_id():
        known = {}
        _words_read.set((correlation_id(), known))
    if dictionary not in known:
        known[dictionary] = _entries(dictionary)
    return known[dictionary]


def _entries(dictionary: str) -> dict[str, str]:
    if not is_english():
        return ports.dictionary_words(dictionary)
    port = ports.bank_dictionary if current_entity().is_bank else ports.province_dictionary
    return {code: en or zh for code, (zh, en) in port(dictionary).items()}


_words_read: ContextVar[tuple[str, dict[str, dict[str, str]]]] = ContextVar("words_read", default=("", {}))


def _amount(text: str) -> str:
    try:
        return f"{Decimal(text):,.2f}"
    except InvalidOperation:
        return text


CONDITIONS: dict[str, Callable[[str], str]] = {
    "action": action_label,
    "object_type": object_label,
    "batch": batch_label,
    "port": port_label,
}


def condition(name: str, text: str) -> str:
    """A condition as the logs name it, if it is one that they are searched by; else as it stands."""
    return CONDITIONS[name](text) if name in CONDITIONS else text


@cache
def _choices(object_type: str, name: str) -> dict[str, str]:
    field = _field(object_type, name)
    base = getattr(field, "base_field", field)  # the entries of an array
    return {str(code): str(label) for code, label in getattr(base, "flatchoices", None) or ()}


def changes_shown(object_type: str, changes: Mapping[str, Any]) -> list[dict[str, str]]:
    """`{field: [old, new]}` as rows of words; a value that is no pair is what the record then was."""
    shown = []
    for name, change in changes.items():
        pair = isinstance(change, list) and len(change) == 2
        before, after = change if pair else (None, change)
        shown.append(
            {
                "field": name,
                "label": field_label(object_type, name),
                "before": value_label(object_type, name, before),
                "after": value_label(object_type, name, after),
            }
        )
    return shown
