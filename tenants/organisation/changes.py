"""The changes of roles, posts and delegated authority that need a second person."""

import zlib
from datetime import date
from decimal import Decimal
from typing import Any

from backend.platform.errors import FieldErrors
from backend.platform.permissions import Actor, Scope
from backend.platform.records import changes
from backend.platform.records.changes import ChangeKind, Line, Payload, line
from backend.platform.records.models import PendingChange
from shared.catalog import selectors as catalog
from shared.catalog.types import GuaranteeMode

from . import errors, selectors, services
from .models import Authority, Branch, Post, PostHolding, Role, Staff
from .permissions import ACCESS_CHECK, ACCESS_MANAGE, REDELEGATE
from .services import access, authority

ROLE_DEFINE = "organisation.role_define"
POST_ASSIGN = "organisation.post_assign"
POST_END = "organisation.post_end"
AUTHORITY_GRANT = "organisation.authority_grant"
AUTHORITY_REVOKE = "organisation.authority_revoke"
AUTHORITY_DELEGATE = "organisation.authority_delegate"
OPEN_END = "长期"
ANY = "不限"


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


# -- roles -------------------------------------------------------------------------------------------


def _role_describe(payload: Payload, subject_id: int | None) -> list[Line]:
    access.known_actions(payload["actions"])
    role = Role.objects.filter(pk=subject_id or 0).first()
    if role is None and Role.objects.filter(code=payload["code"]).exists():
        raise FieldErrors([errors.ROLE_CODE_TAKEN.at(field="code")])
    lines = [
        line("code", "角色代码", role.code if role else "", payload["code"]),
        line("name", "角色名称", role.name if role else "", payload["name"]),
    ]
    before = role.actions if role else []
    return [*changes.differing(lines), *changes.action_lines(before, payload["actions"])]


def _role_define(actor: Actor, change: PendingChange) -> None:
    services.role_define(actor=actor, **change.payload)


# -- posts -------------------------------------------------------------------------------------------


def _staff(pk: int) -> Staff:
    """The person whom a change is about; the error stands at `staff_id`."""
    staff = Staff.objects.filter(pk=pk).select_related("branch").first()
    if staff is None:
        raise FieldErrors([errors.UNKNOWN_CHOICE.at(field="staff_id")])
    if not staff.is_active:
        raise FieldErrors([errors.STAFF_LEFT.at(field="staff_id")])
    return staff


def _assignment(payload: Payload) -> dict[str, Any]:
    role = Role.objects.filter(pk=payload["role_id"]).first()
    branch = Branch.objects.filter(pk=payload["branch_id"], is_open=True).first()
    missing = [
        errors.UNKNOWN_CHOICE.at(field=field)
        for field, found in (("role_id", role), ("branch_id", branch))
        if found is None
    ]
    if missing:
        raise FieldErrors(missing)
    return {
        "staff": _staff(payload["staff_id"]),
        "role": role,
        "branch": branch,
        "scope": Scope(payload["scope"]),
        "on": date.fromisoformat(payload["valid_from"]),
        "until": _day(payload["valid_to"]),
    }


def _assign_describe(payload: Payload, subject_id: int | None) -> list[Line]:
    wanted = _assignment(payload)
    faults = access.assignment_faults(**wanted)
    if faults:
        raise FieldErrors(faults)
    staff = wanted["staff"]
    held = "、".join(holding.post.name for holding in selectors.posts_of(staff.pk))
    return [
        line("staff_id", "人员", "", f"{staff.staff_no} {staff.name}"),
        line("posts", "现任岗位", held, f"{held}、新增如下" if held else "新增如下"),
        line("role_id", "角色", "", wanted["role"].name),
        line("branch_id", "任职机构", "", wanted["branch"].name),
        line("scope", "数据权限", "", Post.Scope(wanted["scope"]).label),
        line("valid_from", "起始日", "", payload["valid_from"]),
        line("valid_to", "终止日", "", payload["valid_to"] or OPEN_END),
    ]


def _assign(actor: Actor, change: PendingChange) -> None:
    services.post_assign(actor=actor, **_assignment(change.payload))


def _staff_version(subject_id: int | None) -> int | None:
    """Moves when the person gets or loses a post, leaves or moves; read under his lock."""
    staff = Staff.objects.select_for_update().filter(pk=subject_id or 0).first()
    if staff is None:
        return None
    ends = PostHolding.objects.filter(staff=staff).order_by("id").values_list("pk", "valid_to")
    return zlib.crc32(f"{staff.branch_id}|{staff.is_active}|{list(ends)}".encode())


def _accounts(*staff: Staff | None) -> set[int]:
    return {person.account_id for person in staff if person is not None and person.account_id}


def _person(payload: Payload, subject_id: int | None) -> set[int]:
    return _accounts(Staff.objects.filter(pk=payload["staff_id"]).first())


def _holding(pk: int | None) -> PostHolding | None:
    return PostHolding.objects.select_related("staff", "post").filter(pk=pk or 0).first()


def _holding_version(subject_id: int | None) -> int | None:
    row = PostHolding.objects.select_for_update().filter(pk=subject_id or 0).first()
    if row is None:
        return None
    return row.valid_to.toordinal() if row.valid_to else 0


def _end_describe(payload: Payload, subject_id: int | None) -> list[Line]:
    holding = _holding(subject_id)
    assert holding is not None  # the proposal has read it
    on = date.fromisoformat(payload["on"])
    if holding.valid_to is not None and holding.valid_to <= on:
        raise errors.HOLDING_ENDED.at()
    if on < holding.valid_from:
        raise FieldErrors([errors.ENDS_BEFORE_START.at(field="on")])
    return [line("valid_to", f"{holding.post.name} 终止日", holding.valid_to or OPEN_END, payload["on"])]


def _end(actor: Actor, change: PendingChange) -> None:
    holding = _holding(change.subject_id)
    assert holding is not None  # posts are never deleted
    services.post_end(actor=actor, holding=holding, on=date.fromisoformat(change.payload["on"]))


def _holder(payload: Payload, subject_id: int | None) -> set[int]:
    holding = _holding(subject_id)
    return _accounts(holding.staff if holding else None)


# -- authority ---------------------------------------------------------------------------------------


def _product(code: str) -> str:
    if not code:
        return ANY
    found = catalog.level_one_find(code)
    if found is None:
        raise FieldErrors([errors.UNKNOWN_CHOICE.at(field="product_code")])
    return found.name


def _guarantee(mode: str) -> str:
    return str(GuaranteeMode(mode).label) if mode else ANY


def _given(payload: Payload) -> dict[str, Any]:
    return {
        "staff": _staff(payload["staff_id"]),
        "max_amount": Decimal(payload["max_amount"]),
        "on": date.fromisoformat(payload["valid_from"]),
        "until": _day(payload["valid_to"]),
        "product_code": payload["product_code"],
        "guarantee_mode": payload["guarantee_mode"],
    }


def _terms(given: dict[str, Any], source: Authority | None = None) -> list[Line]:
    """The authority as its checker reads it; beside the one that it is passed on from, if it is."""
    above = ("", "", "", "", "")
    if source is not None:
        above = (
            _product(source.product_code),
            _guarantee(source.guarantee_mode),
            f"{source.max_amount:,}",
            str(source.valid_from),
            str(source.valid_to or OPEN_END),
        )
    return [
        line("product_code", "一级产品", above[0], _product(given["product_code"])),
        line("guarantee_mode", "担保方式", above[1], _guarantee(given["guarantee_mode"])),
        line("max_amount", "最高金额", above[2], f"{given['max_amount']:,}"),
        line("valid_from", "起始日", above[3], given["on"]),
        line("valid_to", "终止日", above[4], given["until"] or OPEN_END),
    ]


def _grant_describe(payload: Payload, subject_id: int | None) -> list[Line]:
    given = _given(payload)
    if given["until"] is not None and given["until"] < given["on"]:
        raise FieldErrors([errors.ENDS_BEFORE_START.at(field="valid_to")])
    staff = given["staff"]
    return [
        line("staff_id", "被授权人", "", f"{staff.staff_no} {staff.name}"),
        *_terms(given),
        line("levels", "可转授层数", "", payload["levels"]),
    ]


def _grant(actor: Actor, change: PendingChange) -> None:
    services.authority_grant(actor=actor, levels=change.payload["levels"], **_given(change.payload))


def _revoke_describe(payload: Payload, subject_id: int | None) -> list[Line]:
    row = selectors.authority_get(subject_id or 0)
    if row.revoked_at is not None:
        raise errors.AUTHORITY_REVOKED.at()
    passed_on = Authority.objects.filter(source=row, revoked_at=None).select_related("staff")
    lines = [line("state", f"{row.staff.name} 的授权 {row.max_amount:,}", "有效", "撤销")]
    return lines + [
        line(f"delegation.{child.pk}", f"转授 {child.staff.name} {child.max_amount:,}", "有效", "随之失效")
        for child in passed_on.order_by("id")
    ]


def _revoke(actor: Actor, change: PendingChange) -> None:
    services.authority_revoke(actor=actor, authority=selectors.authority_get(change.subject_id or 0))


def _revoke_interested(payload: Payload, subject_id: int | None) -> set[int]:
    row = Authority.objects.filter(pk=subject_id or 0).select_related("staff").first()
    return _accounts(row.staff if row else None)


def _delegate_describe(payload: Payload, subject_id: int | None) -> list[Line]:
    source = selectors.authority_get(subject_id or 0)
    if not source.counts:
        raise errors.AUTHORITY_REVOKED.at()
    if source.levels < 1:
        raise errors.DELEGATION_DEPTH.at()
    given = _given(payload)
    faults = authority.delegation_faults(source=source, **given)
    if faults:
        raise FieldErrors(faults)
    staff = given["staff"]
    return [
        line("staff_id", "授权人 → 受转授人", source.staff.name, f"{staff.staff_no} {staff.name}"),
        *_terms(given, source),
    ]


def _delegate(actor: Actor, change: PendingChange) -> None:
    source = selectors.authority_get(change.subject_id or 0)
    services.authority_delegate(actor=actor, source=source, **_given(change.payload))


def _delegate_interested(payload: Payload, subject_id: int | None) -> set[int]:
    source = Authority.objects.filter(pk=subject_id or 0).select_related("staff").first()
    return _person(payload, subject_id) | _accounts(source.staff if source else None)


def register() -> None:
    """Make the kinds known; called once at start-up."""
    for kind in (
        ChangeKind(
            code=ROLE_DEFINE,
            name="角色权限",
            make_action=ACCESS_MANAGE,
            check_action=ACCESS_CHECK,
            apply=_role_define,
            describe=_role_describe,
            current_version=selectors.role_version,
            subject_type="organisation.role",
        ),
        ChangeKind(
            code=POST_ASSIGN,
            name="任职",
            make_action=ACCESS_MANAGE,
            check_action=ACCESS_CHECK,
            apply=_assign,
            describe=_assign_describe,
            current_version=_staff_version,
            interested=_person,
            subject_type="organisation.staff",
        ),
        ChangeKind(
            code=POST_END,
            name="终止任职",
            make_action=ACCESS_MANAGE,
            check_action=ACCESS_CHECK,
            apply=_end,
            describe=_end_describe,
            current_version=_holding_version,
            interested=_holder,
            subject_type="organisation.postholding",
        ),
        ChangeKind(
            code=AUTHORITY_GRANT,
            name="授权",
            make_action=ACCESS_MANAGE,
            check_action=ACCESS_CHECK,
            apply=_grant,
            describe=_grant_describe,
            current_version=_staff_version,
            interested=_person,
            subject_type="organisation.staff",
        ),
        ChangeKind(
            code=AUTHORITY_REVOKE,
            name="撤销授权",
            make_action=ACCESS_MANAGE,
            check_action=ACCESS_CHECK,
            apply=_revoke,
            describe=_revoke_describe,
            current_version=selectors.authority_version,
            interested=_revoke_interested,
            subject_type="organisation.authority",
        ),
        ChangeKind(
            code=AUTHORITY_DELEGATE,
            name="转授权",
            make_action=REDELEGATE,
            check_action=ACCESS_CHECK,
            apply=_delegate,
            describe=_delegate_describe,
            current_version=selectors.authority_version,
            interested=_delegate_interested,
            subject_type="organisation.authority",
        ),
    ):
        changes.register(kind)
