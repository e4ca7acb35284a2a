"""Readings of posts, roles and delegated authority."""

from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet

from backend.platform.permissions import Actor, Grant, Scope
from backend.platform.tenancy import require_bank

from .. import errors
from ..models import Authority, Post, PostHolding, Role, Staff
from .dates import business_date
from .offices import staff_of_account


def holdings_in_force(on: date) -> Q:
    return Q(valid_from__lte=on) & (Q(valid_to=None) | Q(valid_to__gte=on))


def bank_actor(account: Any, ip: str = "") -> Actor:
    """The actor for an account, with the grants of the posts that he holds on the business date.

    Two queries. An account without active staff gets an actor that may do nothing.
    """
    entity = require_bank()
    staff = Staff.objects.filter(account_id=account.pk, is_active=True).first()
    if staff is None:
        return Actor(account_id=account.pk, name=account.name, entity_code=entity.code, ip=ip)
    grants: dict[str, list[Grant]] = defaultdict(list)
    held = (
        PostHolding.objects.filter(holdings_in_force(business_date()), staff=staff)
        .select_related("post__role", "post__branch")
        .order_by("id")
    )
    for holding in held:
        post = holding.post
        grant = Grant(Scope(post.scope), post.branch_id, post.branch.path)
        for action in post.role.actions:
            grants[action].append(grant)
    return Actor(
        account_id=account.pk,
        name=staff.name,
        entity_code=entity.code,
        staff_id=staff.pk,
        branch_id=staff.branch_id,
        grants={action: tuple(found) for action, found in grants.items()},
        ip=ip,
        requires_second_factor=any(holding.post.role.requires_second_factor for holding in held),
    )


def posts_of(staff_id: int) -> list[PostHolding]:
    return list(
        PostHolding.objects.filter(holdings_in_force(business_date()), staff_id=staff_id).select_related(
            "post__role", "post__branch"
        )
    )


def authority_limit(*, staff_id: int, product_code: str, guarantee_mode: str, on: date) -> Decimal:
    """The highest amount that the person may approve for this product and guarantee mode on that date."""
    limits = (
        Authority.objects.filter(holdings_in_force(on), staff_id=staff_id)
        .filter(Q(product_code="") | Q(product_code=product_code))
        .filter(Q(guarantee_mode="") | Q(guarantee_mode=guarantee_mode))
        .values_list("max_amount", flat=True)
    )
    return max(limits, default=Decimal("0.00"))


def authority_require(
    *, staff_id: int, product_code: str, guarantee_mode: str, amount: Decimal, on: date
) -> None:
    """Raise `organisation.authority_insufficient` (403) unless the person may approve the amount."""
    limit = authority_limit(
        staff_id=staff_id, product_code=product_code, guarantee_mode=guarantee_mode, on=on
    )
    if amount > limit:
        raise errors.AUTHORITY_INSUFFICIENT.at(amount=amount, limit=limit)


def role_list() -> QuerySet[Role]:
    return Role.objects.order_by("id")


def post_list() -> QuerySet[Post]:
    return Post.objects.select_related("role", "branch").order_by("branch__path", "id")


def authority_list() -> QuerySet[Authority]:
    return Authority.objects.select_related("staff").order_by(
        "staff__staff_no", "product_code", "guarantee_mode"
    )


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
