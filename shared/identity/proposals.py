"""What persons propose about accounts and the province's roles; a second person lets it take effect."""

from datetime import date
from typing import Any

from backend.platform.errors import NOT_FOUND, STALE_EDIT, FieldErrors
from backend.platform.permissions import Actor
from backend.platform.records import changes as platform
from backend.platform.records.models import PendingChange
from backend.platform.tenancy import current_entity
from shared.entities import selectors as entities

from . import changes, errors, selectors, services
from .models import ProvinceRoleHolding
from .services.accounts import USERNAME
from .types import person_facts


def account_create(
    *,
    actor: Actor,
    username: str,
    name: str = "",
    id_no: str = "",
    staff_id: int | None = None,
    entity_code: str = "",
    role: str = "",
    comment: str = "",
) -> PendingChange:
    """An account of this entity, at a bank for a person of it (`staff_id`); or, proposed at the province, an
    account of a bank's administrator (`entity_code`, `role`).

    The identity number is hashed here and goes no further. Faults come at their fields (422).
    """
    here = current_entity()
    if not USERNAME.match(username):
        raise FieldErrors([errors.USERNAME_FORM.at(field="username")])
    where = here.code if here.is_bank else entity_code or here.code
    if staff_id is not None:
        facts = person_facts(staff_id)
        name = facts["name"] if facts else name
    if where != here.code and where not in {"province", *entities.ready_codes()}:
        raise FieldErrors([errors.UNKNOWN_CHOICE.at(field="entity_code")])
    if (where != here.code) != bool(role):
        raise FieldErrors([errors.ROLE_FOR_BANKS.at(field="role")])
    return platform.propose(
        actor=actor,
        kind=changes.ACCOUNT_CREATE,
        subject_no=username if where == here.code else f"{where}/{username}",
        payload={
            "entity_code": where,
            "username": username,
            "name": name,
            "person": services.person_hash(id_no).hex() if id_no else "",
            "holder_id": staff_id,
            "appointed_role": role,
        },
        comment=comment,
    )


def account_change(*, actor: Actor, kind: str, pk: int, comment: str = "") -> PendingChange:
    """Disable, enable or reset an account in sight (404 otherwise)."""
    account = selectors.account_of_entity(pk)
    here = account.entity_code == current_entity().code
    return platform.propose(
        actor=actor,
        kind=kind,
        subject_id=account.pk,
        subject_no=account.username if here else f"{account.entity_code}/{account.username}",
        payload={},
        comment=comment,
    )


def province_role_create(*, actor: Actor, code: str, name: str, actions: list[str]) -> PendingChange:
    return platform.propose(
        actor=actor,
        kind=changes.ROLE_DEFINE,
        subject_no=code,
        payload={"code": code, "name": name, "actions": sorted(set(actions))},
    )


def province_role_define(
    *, actor: Actor, pk: int, version: int, name: str, actions: list[str], comment: str = ""
) -> PendingChange:
    """Another name or set of actions; `version` is the one that the maker saw (412 otherwise)."""
    role = selectors.province_role_get(pk)
    if role.version != version:
        raise STALE_EDIT.at()
    return platform.propose(
        actor=actor,
        kind=changes.ROLE_DEFINE,
        subject_id=role.pk,
        subject_no=role.code,
        payload={"code": role.code, "name": name, "actions": sorted(set(actions))},
        title=f"省联社角色权限 {role.name}",
        comment=comment,
    )


def province_role_assign(
    *, actor: Actor, account_id: int, role_id: int, valid_from: date, valid_to: date | None = None
) -> PendingChange:
    payload: dict[str, Any] = {
        "account_id": account_id,
        "role_id": role_id,
        "valid_from": valid_from,
        "valid_to": valid_to,
    }
    account = selectors.account_list(entity_code="province").filter(pk=account_id).first()
    return platform.propose(
        actor=actor,
        kind=changes.ROLE_ASSIGN,
        subject_id=account_id,
        subject_no=account.username if account else "",
        payload=payload,
    )


def province_role_end(*, actor: Actor, pk: int, on: date, comment: str = "") -> PendingChange:
    holding = ProvinceRoleHolding.objects.filter(pk=pk).select_related("account", "role").first()
    if holding is None:
        raise NOT_FOUND.at()
    return platform.propose(
        actor=actor,
        kind=changes.ROLE_END,
        subject_id=holding.pk,
        subject_no=holding.account.username,
        payload={"on": on},
        title=f"终止省联社任职 {holding.account.username} {holding.role.name}",
        comment=comment,
    )
