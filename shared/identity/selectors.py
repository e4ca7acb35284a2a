"""Readings of accounts and sessions."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Max, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from backend.platform import clock, second_factor
from backend.platform.crypto import province_hash
from backend.platform.errors import NOT_FOUND
from backend.platform.permissions import Actor, Grant, Scope
from backend.platform.records.bounded import bounded, within
from backend.platform.tenancy import current_entity

from . import factors
from .backends import EntityBackend
from .models import (
    Account,
    AuthenticationEvent,
    ProvinceRole,
    ProvinceRoleHolding,
    Session,
    SignInFailures,
)
from .sessions import in_force, is_over
from .tokens import Claims
from .types import session_facts


def roles_in_force(on: date) -> Q:
    return Q(valid_from__lte=on) & (Q(valid_to=None) | Q(valid_to__gte=on))


def province_actor(account: Any, ip: str = "") -> Actor:
    """The actor of a province user, with the roles that he holds today."""
    grants: dict[str, list[Grant]] = defaultdict(list)
    held = ProvinceRoleHolding.objects.filter(
        roles_in_force(timezone.localdate()), account_id=account.pk
    ).select_related("role")
    for holding in held:
        for action in holding.role.actions:
            grants[action].append(Grant(Scope.ENTITY))
    return Actor(
        account_id=account.pk,
        name=account.name,
        entity_code="province",
        grants={action: tuple(found) for action, found in grants.items()},
        ip=ip,
        requires_second_factor=any(holding.role.requires_second_factor for holding in held),
    )


def accounts_holding(action: str) -> list[int]:
    """The accounts of the province that hold the action through some role today."""
    held = ProvinceRoleHolding.objects.filter(
        roles_in_force(timezone.localdate()), role__actions__contains=[action], account__is_active=True
    )
    return sorted(set(held.values_list("account_id", flat=True)))


def session_of(*, account: Any, actor: Actor, entity: Any) -> dict[str, Any]:
    """What the console needs to know after sign-in: who, where, when, and what he may do."""
    bank = current_entity().is_bank
    facts = session_facts(account.pk) if bank else {"staff": None, "business_date": None, "posts": []}
    return {
        "account": {"id": account.pk, "username": account.username, "name": account.name},
        "must_change_password": account.must_change_password,
        "must_set_second_factor": actor.must_set_second_factor,
        "has_second_factor": actor.has_second_factor,
        "entity": {"code": entity.code, "name": entity.name, "kind": entity.kind},
        "realm": "bank" if bank else "province",
        "actions": sorted(actor.grants),
        **facts,
    }


def accounts_in_sight() -> Q:
    """The accounts of this host's entity; at the province also the administrators whom it appointed."""
    here = current_entity()
    own = Q(entity_code=here.code)
    return own if here.is_bank else own | ~Q(appointed_role="")


def _accounts() -> QuerySet[Account]:
    """The accounts in sight, each with the end of its lock, if it is locked anywhere."""
    locks = SignInFailures.objects.filter(
        entity_code=OuterRef("entity_code"), username=OuterRef("username"), locked_until__gt=clock.now()
    )
    until = locks.values("username").annotate(until=Max("locked_until")).values("until")
    rows = Account.objects.filter(accounts_in_sight()).annotate(locked_until=Subquery(until))
    held = ProvinceRoleHolding.objects.filter(roles_in_force(timezone.localdate())).select_related("role")
    return factors.told_with(rows).prefetch_related(Prefetch("province_roles", held.order_by("id")))


def account_list(*, q: str = "", entity_code: str = "", is_active: bool | None = None) -> QuerySet[Account]:
    """The accounts in sight of this host and no others."""
    rows = _accounts()
    if q:
        rows = rows.filter(Q(username__icontains=q) | Q(name__icontains=q))
    if entity_code:
        rows = rows.filter(entity_code=entity_code)
    return (rows if is_active is None else rows.filter(is_active=is_active)).order_by("username", "id")


def persons_with_several_accounts() -> list[dict[str, Any]]:
    """Natural persons who may sign in with more than one account, each with all of them."""
    several = Account.objects.filter(person_hash__isnull=False, is_active=True).values("person_hash")
    hashes = several.annotate(count=Count("pk")).filter(count__gt=1).values("person_hash")
    found: dict[bytes, list[Account]] = defaultdict(list)
    for account in Account.objects.filter(person_hash__in=hashes).order_by("entity_code", "username"):
        found[bytes(account.person_hash or b"")].append(account)
    persons = [
        {"id": accounts[0].pk, "name": accounts[0].name, "accounts": accounts} for accounts in found.values()
    ]
    return sorted(persons, key=lambda person: str(person["name"]))


def province_role_list() -> QuerySet[ProvinceRole]:
    """The roles of the province, each with the number of its holders today."""
    today = roles_in_force(timezone.localdate())
    held = ProvinceRoleHolding.objects.filter(today, role=OuterRef("pk")).values("role")
    count = held.annotate(count=Count("pk")).values("count")
    return ProvinceRole.objects.annotate(holders=Coalesce(Subquery(count), 0)).order_by("id")


def province_role_get(pk: int) -> ProvinceRole:
    """One of them with all its holdings, the latest first; `platform.not_found` (404)."""
    role = province_role_list().filter(pk=pk).first()
    if role is None:
        raise NOT_FOUND.at()
    role.held = list(role.holdings.select_related("account").order_by("-valid_from", "-id"))
    return role


def account_of_entity(pk: int) -> Account:
    """One of them; raises `platform.not_found` (404)."""
    account = _accounts().filter(pk=pk).first()
    if account is None:
        raise NOT_FOUND.at()
    return account


def accounts_of_same_persons(account_ids: set[int]) -> set[int]:
    """The accounts of the natural persons behind these accounts, at whatever entity, these included.

    An account made without an identity number stands for itself.
    """
    given = Account.objects.filter(pk__in=account_ids, person_hash__isnull=False)
    same = Account.objects.filter(person_hash__in=given.values("person_hash"))
    return {*account_ids, *same.values_list("pk", flat=True)}


def accounts_of_identity_numbers(numbers: Iterable[str]) -> set[int]:
    """The accounts, at whatever entity, of the persons who bear these (normalised) identity numbers."""
    hashes = [province_hash("id_no", number) for number in set(numbers)]
    return set(Account.objects.filter(person_hash__in=hashes).values_list("pk", flat=True))


def account_found(pk: int) -> Account | None:
    """The account of this host's entity, enabled or not."""
    return Account.objects.filter(entity_code=current_entity().code, pk=pk).first()


def own_sessions(*, account_id: int, session_key: str | None) -> list[dict[str, Any]]:
    """The account's open sessions, the last used first."""
    rows = Session.objects.filter(in_force(clock.now()), account_id=account_id, is_pending=False).order_by(
        "-last_seen_at"
    )
    return [
        {
            "id": row.public_id,
            "created_at": row.created_at,
            "last_seen_at": row.last_seen_at,
            "ip": row.ip,
            "user_agent": row.user_agent,
            "channel": row.channel,
            "device_name": row.device_name,
            "is_current": row.session_key == session_key,
        }
        for row in rows
    ]


def app_session(claims: Claims) -> tuple[Session | None, Account | None]:
    """The living session that a token names, and its account; nothing when the token no longer counts."""
    if claims.is_over:
        return None, None
    row = Session.objects.filter(
        public_id=claims.session_id,
        channel=Session.Channel.APP,
        account_id=claims.account_id,
        entity_code=claims.entity_code,
        audience=claims.audience,
    ).first()
    if row is None or is_over(row, clock.now()):
        return None, None
    return row, EntityBackend().get_user(claims.account_id)


def second_factor_status(*, actor: Actor, account: Account) -> dict[str, Any]:
    """What the page of one's own second factor shows."""
    factor = factors.in_force(account)
    return {
        "is_set": factor is not None,
        "is_required": actor.requires_second_factor and second_factor.is_enforced(),
        "confirmed_at": factor.confirmed_at if factor else None,
        "recovery_codes_left": account.recovery_codes.filter(used_at=None).count(),
    }


def authentication_log(
    *,
    entity_code: str = "",
    kind: str = "",
    username: str = "",
    ip: str = "",
    q: str = "",
    since: datetime | None = None,
    until: datetime | None = None,
) -> QuerySet[AuthenticationEvent]:
    """What happened at the sign-in of one entity, or of all without a code; the latest first."""
    wanted = {"entity_code": entity_code, "kind": kind, "username": username, "ip": ip}
    given = {name: value for name, value in wanted.items() if value}
    rows = within(AuthenticationEvent.objects.filter(**given), "at", since, until).order_by("-id")
    return bounded(rows.filter(Q(username__icontains=q) | Q(ip__startswith=q)) if q else rows)
