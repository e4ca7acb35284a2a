"""The changes of accounts and of the province's roles that need a second person."""

from datetime import date
from typing import Any

from backend.platform.errors import FieldErrors
from backend.platform.permissions import Actor
from backend.platform.records import changes
from backend.platform.records.changes import ChangeKind, Line, Payload, line
from backend.platform.records.models import PendingChange
from shared.entities import selectors as entities

from . import errors, selectors, services
from .models import Account, ProvinceRole, ProvinceRoleHolding
from .permissions import CHECK, MANAGE, ROLES_CHECK, ROLES_MANAGE
from .services import roles as role_services
from .types import ADMINISTRATOR_ROLES, person_facts

ACCOUNT_CREATE = "identity.account_create"
ACCOUNT_DISABLE = "identity.account_disable"
ACCOUNT_ENABLE = "identity.account_enable"
ACCOUNT_RESET = "identity.account_reset"
ROLE_DEFINE = "identity.role_define"
ROLE_ASSIGN = "identity.role_assign"
ROLE_END = "identity.role_end"


# -- accounts ----------------------------------------------------------------------------------------


def _create_describe(payload: Payload, subject_id: int | None) -> list[Line]:
    where = payload["entity_code"]
    if Account.objects.filter(entity_code=where, username=payload["username"]).exists():
        raise FieldErrors([errors.USERNAME_TAKEN.at(field="username")])
    lines = [
        line("entity_code", "所属机构", "", entities.entity_get(where).name),
        line("username", "用户名", "", payload["username"]),
        line("name", "姓名", "", payload["name"]),
    ]
    if payload["holder_id"] is not None:
        facts = person_facts(payload["holder_id"])
        if facts is None:
            raise FieldErrors([errors.UNKNOWN_CHOICE.at(field="staff_id")])
        if facts["account_id"] is not None:
            other = Account.objects.get(pk=facts["account_id"])
            raise FieldErrors([errors.PERSON_HAS_ACCOUNT.at(field="staff_id", username=other.username)])
        lines.append(line("staff_id", "工号", "", facts["number"]))
    if payload["appointed_role"]:
        lines.append(line("appointed_role", "指派角色", "", ADMINISTRATOR_ROLES[payload["appointed_role"]]))
    others = _other_accounts(payload["person"])
    if others:
        lines.append(line("other_accounts", "此人已有账号", "", others))
    return lines


def _other_accounts(person: str) -> str:
    if not person:
        return ""
    rows = Account.objects.filter(person_hash=bytes.fromhex(person)).order_by("entity_code", "username")
    return "、".join(f"{row.entity_code}/{row.username} {row.name}" for row in rows)


def _create(actor: Actor, change: PendingChange) -> None:
    values = dict(change.payload)
    person = values.pop("person")
    services.account_open(actor=actor, person=bytes.fromhex(person) if person else None, **values)


def _create_interested(payload: Payload, subject_id: int | None) -> set[int]:
    """The accounts that the person has already."""
    if not payload["person"]:
        return set()
    known = Account.objects.filter(person_hash=bytes.fromhex(payload["person"]))
    return set(known.values_list("pk", flat=True))


def _account(subject_id: int | None) -> Account:
    return selectors.account_of_entity(subject_id or 0)


def _account_version(subject_id: int | None) -> int | None:
    row = (
        Account.objects.select_for_update().filter(selectors.accounts_in_sight(), pk=subject_id or 0).first()
    )
    return row.version if row else None


def _themselves(payload: Payload, subject_id: int | None) -> set[int]:
    return {subject_id} if subject_id else set()


def _disable_describe(payload: Payload, subject_id: int | None) -> list[Line]:
    if not _account(subject_id).is_active:
        raise errors.ALREADY_DISABLED.at()
    return [line("is_active", "账号状态", "启用", "停用")]


def _enable_describe(payload: Payload, subject_id: int | None) -> list[Line]:
    if _account(subject_id).is_active:
        raise errors.ALREADY_ENABLED.at()
    return [line("is_active", "账号状态", "停用", "启用")]


def _reset_describe(payload: Payload, subject_id: int | None) -> list[Line]:
    _account(subject_id)
    return [line("password", "密码", "本人现用密码", "作废,另发一次性初始密码,首次登录须修改")]


def _of_account(code: str, name: str, describe: Any, service: Any) -> ChangeKind:
    def apply(actor: Actor, change: PendingChange) -> None:
        service(actor=actor, account=_account(change.subject_id))

    return ChangeKind(
        code=code,
        name=name,
        make_action=MANAGE,
        check_action=CHECK,
        apply=apply,
        describe=describe,
        current_version=_account_version,
        interested=_themselves,
        subject_type="identity.account",
    )


# -- roles of the province ---------------------------------------------------------------------------


def _role_describe(payload: Payload, subject_id: int | None) -> list[Line]:
    role_services.known_actions(payload["actions"])
    role = ProvinceRole.objects.filter(pk=subject_id or 0).first()
    if role is None and ProvinceRole.objects.filter(code=payload["code"]).exists():
        raise FieldErrors([errors.ROLE_CODE_TAKEN.at(field="code")])
    lines = [
        line("code", "角色代码", role.code if role else "", payload["code"]),
        line("name", "角色名称", role.name if role else "", payload["name"]),
    ]
    return [
        *changes.differing(lines),
        *changes.action_lines(role.actions if role else [], payload["actions"]),
    ]


def _role_version(subject_id: int | None) -> int | None:
    row = ProvinceRole.objects.select_for_update().filter(pk=subject_id or 0).first()
    return row.version if row else None


def _role_define(actor: Actor, change: PendingChange) -> None:
    services.province_role_define(actor=actor, **change.payload)


def _assign_read(payload: Payload) -> dict[str, Any]:
    account = Account.objects.filter(entity_code="province", pk=payload["account_id"]).first()
    role = ProvinceRole.objects.filter(pk=payload["role_id"]).first()
    missing = [
        errors.UNKNOWN_CHOICE.at(field=field)
        for field, found in (("account_id", account), ("role_id", role))
        if found is None
    ]
    if missing:
        raise FieldErrors(missing)
    until = payload["valid_to"]
    return {
        "account": account,
        "role": role,
        "on": date.fromisoformat(payload["valid_from"]),
        "until": date.fromisoformat(until) if until else None,
    }


def _assign_describe(payload: Payload, subject_id: int | None) -> list[Line]:
    read = _assign_read(payload)
    faults = role_services.holding_faults(**read)
    if faults:
        raise FieldErrors(faults)
    return [
        line("account_id", "用户", "", f"{read['account'].username} {read['account'].name}"),
        line("role_id", "角色", "", read["role"].name),
        line("valid_from", "起始日", "", payload["valid_from"]),
        line("valid_to", "终止日", "", payload["valid_to"] or "长期"),
    ]


def _assign(actor: Actor, change: PendingChange) -> None:
    services.province_role_assign(actor=actor, **_assign_read(change.payload))


def _holding(subject_id: int | None) -> ProvinceRoleHolding | None:
    return ProvinceRoleHolding.objects.filter(pk=subject_id or 0).select_related("account", "role").first()


def _holding_version(subject_id: int | None) -> int | None:
    row = ProvinceRoleHolding.objects.select_for_update().filter(pk=subject_id or 0).first()
    if row is None:
        return None
    return row.valid_to.toordinal() if row.valid_to else 0


def _end_describe(payload: Payload, subject_id: int | None) -> list[Line]:
    holding = _holding(subject_id)
    assert holding is not None
    on = date.fromisoformat(payload["on"])
    if holding.valid_to is not None and holding.valid_to <= on:
        raise errors.HOLDING_ENDED.at()
    if on < holding.valid_from:
        raise FieldErrors([errors.ENDS_BEFORE_START.at(field="on")])
    return [line("valid_to", f"{holding.role.name} 终止日", holding.valid_to or "长期", payload["on"])]


def _end(actor: Actor, change: PendingChange) -> None:
    holding = _holding(change.subject_id)
    assert holding is not None
    services.province_role_end(actor=actor, holding=holding, on=date.fromisoformat(change.payload["on"]))


def _holder(payload: Payload, subject_id: int | None) -> set[int]:
    holding = _holding(subject_id)
    return {holding.account_id} if holding else set()


def register() -> None:
    """Make the kinds known; called once at start-up."""
    changes.register(
        ChangeKind(
            code=ACCOUNT_CREATE,
            name="开立账号",
            make_action=MANAGE,
            check_action=CHECK,
            apply=_create,
            describe=_create_describe,
            interested=_create_interested,
            subject_type="identity.account",
        )
    )
    changes.register(_of_account(ACCOUNT_DISABLE, "停用账号", _disable_describe, services.account_disable))
    changes.register(_of_account(ACCOUNT_ENABLE, "启用账号", _enable_describe, services.account_enable))
    changes.register(_of_account(ACCOUNT_RESET, "重置密码", _reset_describe, services.account_reset))
    changes.register(
        ChangeKind(
            code=ROLE_DEFINE,
            name="省联社角色权限",
            make_action=ROLES_MANAGE,
            check_action=ROLES_CHECK,
            apply=_role_define,
            describe=_role_describe,
            current_version=_role_version,
            subject_type="identity.provincerole",
        )
    )
    changes.register(
        ChangeKind(
            code=ROLE_ASSIGN,
            name="省联社任职",
            make_action=ROLES_MANAGE,
            check_action=ROLES_CHECK,
            apply=_assign,
            describe=_assign_describe,
            current_version=_account_version,
            interested=_themselves,
            subject_type="identity.account",
        )
    )
    changes.register(
        ChangeKind(
            code=ROLE_END,
            name="终止省联社任职",
            make_action=ROLES_MANAGE,
            check_action=ROLES_CHECK,
            apply=_end,
            describe=_end_describe,
            current_version=_holding_version,
            interested=_holder,
            subject_type="identity.provinceroleholding",
        )
    )
