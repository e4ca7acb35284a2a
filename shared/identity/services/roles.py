"""Writes of the roles of province users. Persons reach them through checked changes (`..changes`)."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.db.models import Q

from backend.platform.errors import DomainError, FieldErrors
from backend.platform.permissions import Actor, Face, actions_of
from backend.platform.records import audit

from .. import errors
from ..models import Account, ProvinceRole, ProvinceRoleHolding
from ..permissions import PROVINCE_ROLES, SEPARATE_POWERS, WITH_SECOND_FACTOR
from ..selectors import accounts_of_same_persons


def known_actions(actions: Iterable[str]) -> list[str]:
    """The actions in order, each once; refuses those that the province does not know, at `actions`."""
    wanted = sorted(set(actions))
    known = actions_of(Face.PROVINCE)
    unknown = [errors.UNKNOWN_ACTION.at(field="actions", action=a) for a in wanted if a not in known]
    if unknown:
        raise FieldErrors(unknown)
    return wanted


@transaction.atomic
def province_role_define(
    *,
    actor: Actor,
    code: str,
    name: str,
    actions: Iterable[str],
    requires_second_factor: bool | None = None,
) -> ProvinceRole:
    """Create a role of the province or give it another name and set of actions; acts at the next request.

    Whether its people need a second factor stays as it is when nothing is said.
    """
    wanted = known_actions(actions)
    role = ProvinceRole.objects.select_for_update().filter(code=code).first()
    before = list(role.actions) if role else None
    if role is None:
        role = ProvinceRole(code=code, name=name, actions=wanted)
    else:
        role.name, role.actions, role.version = name, wanted, role.version + 1
    if requires_second_factor is not None:
        role.requires_second_factor = requires_second_factor
    role.save()
    audit.record(actor, "identity.role_define", role, object_no=code, changes={"actions": [before, wanted]})
    return role


def holding_faults(
    *, account: Account, role: ProvinceRole, on: date, until: date | None
) -> list[DomainError]:
    """Why the account may not hold the role in that time: held already, or powers that must be separate.

    The holdings of the person's other accounts count too.
    """
    if until is not None and until < on:
        return [errors.ENDS_BEFORE_START.at(field="valid_to")]
    overlapping = Q(valid_to=None) | Q(valid_to__gte=on)
    if until is not None:
        overlapping &= Q(valid_from__lte=until)
    held = ProvinceRoleHolding.objects.filter(
        overlapping, account_id__in=accounts_of_same_persons({account.pk})
    ).select_related("role")
    for holding in held.order_by("id"):
        if holding.role_id == role.pk and holding.account_id == account.pk:
            return [errors.ROLE_HELD.at(field="role_id", role=role.name)]
        if holding.role_id != role.pk and {holding.role.code, role.code} <= set(SEPARATE_POWERS):
            return [errors.POWERS_SEPARATE.at(field="role_id", role=role.name, held=holding.role.name)]
    return []


@transaction.atomic
def province_role_assign(
    *, actor: Actor, account: Account, role: ProvinceRole, on: date, until: date | None = None
) -> ProvinceRoleHolding:
    """Let the account hold the role from that date on, and no longer than `until`.

    Under a lock of the accounts of the person, so that two assignments at once see each other. Raises
    `identity.role_held` and `identity.powers_separate` at `role_id`.
    """
    same = accounts_of_same_persons({account.pk})
    list(Account.objects.select_for_update().filter(pk__in=same).order_by("pk").values_list("pk"))
    faults = holding_faults(account=account, role=role, on=on, until=until)
    if faults:
        raise FieldErrors(faults)
    holding = ProvinceRoleHolding.objects.create(account=account, role=role, valid_from=on, valid_to=until)
    audit.record(actor, "identity.role_assign", account, object_no=account.username, comment=role.name)
    return holding


@transaction.atomic
def province_role_end(*, actor: Actor, holding: ProvinceRoleHolding, on: date) -> None:
    """End a holding; `on` is the last day on which it counts."""
    holding = ProvinceRoleHolding.objects.select_for_update(of=("self",)).get(pk=holding.pk)
    if holding.valid_to is not None and holding.valid_to <= on:
        raise errors.HOLDING_ENDED.at()
    if on < holding.valid_from:
        raise FieldErrors([errors.ENDS_BEFORE_START.at(field="on")])
    holding.valid_to = on
    holding.save(update_fields=["valid_to"])
    account = holding.account
    audit.record(actor, "identity.role_end", account, object_no=account.username, comment=holding.role.name)


def province_roles_seed() -> None:
    """The roles of a new province; does nothing where they are already defined."""
    actor = Actor.system("province")
    for code, (name, actions) in PROVINCE_ROLES.items():
        if not ProvinceRole.objects.filter(code=code).exists():
            province_role_define(
                actor=actor,
                code=code,
                name=name,
                actions=actions,
                requires_second_factor=code in WITH_SECOND_FACTOR,
            )
