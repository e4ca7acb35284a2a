"""Readings of accounts and sessions."""

from collections import defaultdict
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from backend.platform.permissions import Actor, Grant, Scope
from backend.platform.tenancy import current_entity

from .models import Account, AuthenticationEvent, ProvinceRoleHolding
from .types import session_facts


def roles_in_force(on: date) -> Q:
    return Q(valid_from__lte=on) & (Q(valid_to=None) | Q(valid_to__gte=on))


def province_actor(account: Any, ip: str = "") -> Actor:
    """The actor of a province user, with the roles that he holds today."""
    grants: dict[str, list[Grant]] = defaultdict(list)
    held = ProvinceRoleHolding.objects.filter(roles_in_force(timezone.localdate()), account_id=account.pk)
    for holding in held.select_related("role"):
        for action in holding.role.actions:
            grants[action].append(Grant(Scope.ENTITY))
    return Actor(
        account_id=account.pk,
        name=account.name,
        entity_code="province",
        grants={action: tuple(found) for action, found in grants.items()},
        ip=ip,
    )


def session_of(*, account: Any, actor: Actor, entity: Any) -> dict[str, Any]:
    """What the console needs to know after sign-in: who, where, when, and what he may do."""
    bank = current_entity().is_bank
    facts = session_facts(account.pk) if bank else {"staff": None, "business_date": None, "posts": []}
    return {
        "account": {"id": account.pk, "username": account.username, "name": account.name},
        "entity": {"code": entity.code, "name": entity.name, "kind": entity.kind},
        "realm": "bank" if bank else "province",
        "actions": sorted(actor.grants),
        **facts,
    }


def account_list(*, entity_code: str = "province", q: str = "") -> QuerySet[Account]:
    rows = Account.objects.filter(entity_code=entity_code).prefetch_related("province_roles__role")
    if q:
        rows = rows.filter(Q(username__icontains=q) | Q(name__icontains=q))
    return rows.order_by("username")


def authentication_log(*, entity_code: str) -> QuerySet[AuthenticationEvent]:
    return AuthenticationEvent.objects.filter(entity_code=entity_code).order_by("-id")
