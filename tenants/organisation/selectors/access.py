"""Readings of roles and posts, and the actor that they make."""

from collections import defaultdict
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from backend.platform.errors import NOT_FOUND
from backend.platform.permissions import Actor, Grant, Scope
from backend.platform.tenancy import require_bank

from ..models import IncompatibleRoles, Post, PostHolding, Role, Staff
from .dates import business_date
from .offices import staff_of_account


def holdings_in_force(on: date) -> Q:
    return Q(valid_from__lte=on) & (Q(valid_to=None) | Q(valid_to__gte=on))


ACTOR = """
SELECT staff.id, staff.name, staff.branch_id, post.scope, post.branch_id, branch.path, role.actions,
       role.requires_second_factor
  FROM organisation_staff staff
  LEFT JOIN (organisation_postholding holding
             JOIN organisation_businessdate today ON holding.valid_from <= today.current_on
                  AND (holding.valid_to IS NULL OR holding.valid_to >= today.current_on)
             JOIN organisation_post post ON post.id = holding.post_id
             JOIN organisation_role role ON role.id = post.role_id
             JOIN organisation_branch branch ON branch.id = post.branch_id)
    ON holding.staff_id = staff.id
 WHERE staff.account_id = %s AND staff.is_active
 ORDER BY staff.id, holding.id
"""
"""Who an account is at the bank, with a row for each post: asked at every request, so it is one plain statement."""


def bank_actor(account: Any, ip: str = "") -> Actor:
    """The actor for an account, with the grants of the posts that he holds on the business date.

    One query. An account without active staff gets an actor that may do nothing.
    """
    entity = require_bank()
    with connection.cursor() as cursor:
        rows = cursor.execute(ACTOR, [account.pk]).fetchall()
    if not rows:
        return Actor(account_id=account.pk, name=account.name, entity_code=entity.code, ip=ip)
    staff_id, name, home_id = rows[0][:3]
    posts = [row[3:] for row in rows if row[0] == staff_id and row[3] is not None]
    grants: dict[str, list[Grant]] = defaultdict(list)
    for scope, branch_id, path, actions, _ in posts:
        grant = Grant(Scope(scope), branch_id, path)
        for action in actions:
            grants[action].append(grant)
    return Actor(
        account_id=account.pk,
        name=name,
        entity_code=entity.code,
        staff_id=staff_id,
        branch_id=home_id,
        grants={action: tuple(found) for action, found in grants.items()},
        ip=ip,
        requires_second_factor=any(post[-1] for post in posts),
    )


def accounts_holding(action: str) -> list[int]:
    """The accounts of active people who hold the action through some post on the business date."""
    held = PostHolding.objects.filter(
        holdings_in_force(business_date()),
        post__role__actions__contains=[action],
        staff__is_active=True,
        staff__account_id__isnull=False,
    )
    return sorted({pk for pk in held.values_list("staff__account_id", flat=True) if pk})


def accounts_of_staff(*staff_ids: int | None) -> list[int]:
    """The accounts of these people, for telling them something; who has none is left out."""
    rows = Staff.objects.filter(pk__in={pk for pk in staff_ids if pk})
    return sorted({pk for pk in rows.values_list("account_id", flat=True) if pk})


def posts_of(staff_id: int) -> list[PostHolding]:
    return list(
        PostHolding.objects.filter(holdings_in_force(business_date()), staff_id=staff_id).select_related(
            "post__role", "post__branch"
        )
    )


def role_list() -> QuerySet[Role]:
    """The roles, each with the number of persons who hold it on the business date."""
    held = PostHolding.objects.filter(
        holdings_in_force(business_date()), post__role=OuterRef("pk"), staff__is_active=True
    ).values("post__role")
    count = held.annotate(count=Count("staff", distinct=True)).values("count")
    return Role.objects.annotate(holders=Coalesce(Subquery(count), 0)).order_by("id")


def role_get(pk: int) -> Role:
    """One of them with its holdings, those in force first; `platform.not_found` (404)."""
    role = role_list().filter(pk=pk).first()
    if role is None:
        raise NOT_FOUND.at()
    role.held = list(holding_list(role_id=role.pk))
    return role


def role_version(pk: int | None) -> int | None:
    """The version of a role, under its lock."""
    row = Role.objects.select_for_update().filter(pk=pk or 0).first()
    return row.version if row else None


def post_list() -> QuerySet[Post]:
    return Post.objects.select_related("role", "branch").order_by("branch__path", "id")


def holding_list(
    *,
    q: str = "",
    staff_id: int | None = None,
    role_id: int | None = None,
    branch_id: int | None = None,
    in_force: bool | None = None,
) -> QuerySet[PostHolding]:
    """Who holds which post, open-ended and later holdings first."""
    rows = PostHolding.objects.select_related("staff", "post__role", "post__branch").order_by(
        F("valid_to").desc(nulls_first=True), "staff__staff_no", "id"
    )
    exact = {"staff_id": staff_id, "post__role_id": role_id, "post__branch_id": branch_id}
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    if q:
        rows = rows.filter(Q(staff__name__icontains=q) | Q(staff__staff_no__icontains=q))
    if in_force is None:
        return rows
    now = holdings_in_force(business_date())
    return rows.filter(now) if in_force else rows.exclude(now)


def incompatible_list() -> list[dict[str, Any]]:
    """Pairs of roles that nobody may hold together, each with who does nevertheless on the business date."""
    names = dict(Role.objects.values_list("code", "name"))
    held: dict[str, dict[int, str]] = defaultdict(dict)
    for holding in PostHolding.objects.filter(holdings_in_force(business_date())).select_related(
        "staff", "post__role"
    ):
        held[holding.post.role.code][holding.staff_id] = f"{holding.staff.staff_no} {holding.staff.name}"
    return [
        {
            "first": {"code": pair.first_code, "name": names.get(pair.first_code, pair.first_code)},
            "second": {"code": pair.second_code, "name": names.get(pair.second_code, pair.second_code)},
            "reason": pair.reason,
            "held_by": sorted(
                name for pk, name in held[pair.first_code].items() if pk in held[pair.second_code]
            ),
        }
        for pair in IncompatibleRoles.objects.order_by("first_code", "second_code")
    ]


def person_facts(person_id: int) -> dict[str, Any] | None:
    """Name, number and account of a person who works here, under his lock; None for anybody else."""
    staff = Staff.objects.select_for_update().filter(pk=person_id, is_active=True).first()
    if staff is None:
        return None
    return {"name": staff.name, "number": staff.staff_no, "account_id": staff.account_id}


def session_facts(account_id: int) -> dict[str, Any]:
    """The bank's part of a session: the staff member, his posts and the business date."""
    staff = staff_of_account(account_id)
    posts = posts_of(staff.pk) if staff else []
    return {
        "staff": {"id": staff.pk, "staff_no": staff.staff_no, "name": staff.name, "branch": staff.branch}
        if staff
        else None,
        "business_date": business_date(),
        "posts": [
            {"id": h.post_id, "name": h.post.name, "role": h.post.role.name, "scope": h.post.scope}
            for h in posts
        ],
    }
