"""Writes of roles, posts and delegated authority."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from backend.platform.permissions import ACTIONS, Actor, Scope
from backend.platform.records import audit

from ..models import Authority, Branch, Post, PostHolding, Role, Staff


@transaction.atomic
def role_define(
    *,
    actor: Actor,
    code: str,
    name: str,
    actions: Iterable[str],
    requires_second_factor: bool | None = None,
) -> Role:
    """Create a role or give it another set of actions; an undeclared action is refused.

    Whether its people need a second factor stays as it is when nothing is said.
    """
    wanted = sorted(set(actions))
    unknown = [action for action in wanted if action not in ACTIONS]
    if unknown:
        raise ValueError(f"role {code} names undeclared actions: {unknown}")
    values: dict[str, Any] = {"name": name, "actions": wanted}
    if requires_second_factor is not None:
        values["requires_second_factor"] = requires_second_factor
    role, _ = Role.objects.update_or_create(code=code, defaults=values)
    audit.record(actor, "organisation.role_define", role, object_no=code, changes={"actions": [None, wanted]})
    return role


@transaction.atomic
def post_assign(
    *, actor: Actor, staff: Staff, role: Role, branch: Branch, scope: Scope, on: date
) -> PostHolding:
    """Let the person hold the role at the branch from that date."""
    post, _ = Post.objects.get_or_create(
        role=role, branch=branch, scope=scope, defaults={"name": f"{branch.name}{role.name}"}
    )
    holding = PostHolding.objects.create(staff=staff, post=post, valid_from=on)
    audit.record(actor, "organisation.post_assign", staff, object_no=staff.staff_no, comment=post.name)
    return holding


@transaction.atomic
def post_end(*, actor: Actor, holding: PostHolding, on: date) -> None:
    """End a holding; `on` is the last day on which it counts."""
    holding.valid_to = on
    holding.save(update_fields=["valid_to"])
    audit.record(actor, "organisation.post_end", holding.staff, object_no=holding.staff.staff_no)


@transaction.atomic
def authority_grant(
    *,
    actor: Actor,
    staff: Staff,
    max_amount: Decimal,
    on: date,
    product_code: str = "",
    guarantee_mode: str = "",
    until: date | None = None,
) -> Authority:
    """Delegate authority to approve up to `max_amount` yuan."""
    authority = Authority.objects.create(
        staff=staff,
        max_amount=max_amount,
        product_code=product_code,
        guarantee_mode=guarantee_mode,
        valid_from=on,
        valid_to=until,
    )
    audit.record(actor, "organisation.authority_grant", staff, object_no=staff.staff_no)
    return authority
