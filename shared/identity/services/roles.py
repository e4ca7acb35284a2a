"""Writes of the roles of province users."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction

from backend.platform.permissions import ACTIONS, Actor
from backend.platform.records import audit

from ..models import Account, ProvinceRole, ProvinceRoleHolding


@transaction.atomic
def province_role_define(
    *, code: str, name: str, actions: Iterable[str], requires_second_factor: bool | None = None
) -> ProvinceRole:
    """Create a role or change it. Whether its people need a second factor stays when nothing is said."""
    wanted = sorted(set(actions))
    unknown = [action for action in wanted if action not in ACTIONS]
    if unknown:
        raise ValueError(f"role {code} names undeclared actions: {unknown}")
    values: dict[str, Any] = {"name": name, "actions": wanted}
    if requires_second_factor is not None:
        values["requires_second_factor"] = requires_second_factor
    role, _ = ProvinceRole.objects.update_or_create(code=code, defaults=values)
    return role


@transaction.atomic
def province_role_assign(
    *, actor: Actor, account: Account, role: ProvinceRole, on: date
) -> ProvinceRoleHolding:
    holding, _ = ProvinceRoleHolding.objects.get_or_create(
        account=account, role=role, valid_to=None, defaults={"valid_from": on}
    )
    audit.record(actor, "identity.role_assign", account, object_no=account.username, comment=role.name)
    return holding


def province_roles_seed() -> None:
    """The roles of a new province; does nothing where they are already defined."""
    from ..permissions import PROVINCE_ROLES, WITH_SECOND_FACTOR

    for code, (name, actions) in PROVINCE_ROLES.items():
        if not ProvinceRole.objects.filter(code=code).exists():
            province_role_define(
                code=code, name=name, actions=actions, requires_second_factor=code in WITH_SECOND_FACTOR
            )
