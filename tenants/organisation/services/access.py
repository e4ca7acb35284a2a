"""Writes of roles, posts and accounts of people. Persons reach them through checked changes (`..changes`);
the seed, the demo and onboarding call them as the system."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.db.models import Q

from backend.platform import ports
from backend.platform.errors import DomainError, FieldErrors
from backend.platform.permissions import Actor, Face, Scope, actions_of
from backend.platform.records import audit
from backend.platform.tenancy import current_entity

from .. import errors
from ..models import Branch, IncompatibleRoles, Post, PostHolding, Role, Staff
from ..selectors import business_date


def known_actions(actions: Iterable[str]) -> list[str]:
    """The actions in order, each once; refuses those that banks do not know, at `actions` (422)."""
    wanted = sorted(set(actions))
    known = actions_of(Face.BANK)
    unknown = [errors.UNKNOWN_ACTION.at(field="actions", action=a) for a in wanted if a not in known]
    if unknown:
        raise FieldErrors(unknown)
    return wanted


@transaction.atomic
def role_define(
    *,
    actor: Actor,
    code: str,
    name: str,
    actions: Iterable[str],
    requires_second_factor: bool | None = None,
) -> Role:
    """Create a role or give it another name and set of actions; acts at the next request of its holders.

    Whether they need a second factor stays as it is when nothing is said.
    """
    wanted = known_actions(actions)
    role = Role.objects.select_for_update().filter(code=code).first()
    before = list(role.actions) if role else None
    if role is None:
        role = Role(code=code, name=name, actions=wanted)
    else:
        role.name, role.actions, role.version = name, wanted, role.version + 1
    if requires_second_factor is not None:
        role.requires_second_factor = requires_second_factor
    role.save()
    audit.record(
        actor, "organisation.role_define", role, object_no=code, changes={"actions": [before, wanted]}
    )
    return role


@transaction.atomic
def incompatible_roles_declare(*, actor: Actor, first: str, second: str, reason: str) -> IncompatibleRoles:
    """Say that nobody may hold both roles; holdings that stand already are shown, not ended."""
    codes = sorted((first, second))
    pair, _ = IncompatibleRoles.objects.update_or_create(
        first_code=codes[0], second_code=codes[1], defaults={"reason": reason}
    )
    audit.record(actor, "organisation.incompatible_declare", pair, object_no="-".join(codes))
    return pair


def _same_person(staff: Staff) -> list[int]:
    """The rows of this bank that stand for the same natural person, this one included, in order."""
    if staff.account_id is None:
        return [staff.pk]
    accounts = ports.accounts_of_same_persons({staff.account_id})
    return sorted({staff.pk, *Staff.objects.filter(account_id__in=accounts).values_list("pk", flat=True)})


def assignment_faults(
    *, staff: Staff, role: Role, branch: Branch, scope: str, on: date, until: date | None
) -> list[DomainError]:
    """Why the person may not hold the role in that time: held already, or incompatible with one he holds.

    What he holds under another staff number counts too.
    """
    if until is not None and until < on:
        return [errors.ENDS_BEFORE_START.at(field="valid_to")]
    overlapping = Q(valid_to=None) | Q(valid_to__gte=on)
    if until is not None:
        overlapping &= Q(valid_from__lte=until)
    held = list(
        PostHolding.objects.filter(overlapping, staff__in=_same_person(staff))
        .select_related("post__role")
        .order_by("id")
    )
    for holding in held:
        post = holding.post
        same_post = (post.role_id, post.branch_id, post.scope) == (role.pk, branch.pk, scope)
        if same_post and holding.staff_id == staff.pk:
            return [errors.POST_HELD.at(field="role_id", post=post.name)]
    roles = {holding.post.role.code: holding.post.role for holding in held}
    pairs = IncompatibleRoles.objects.filter(
        Q(first_code=role.code, second_code__in=roles) | Q(second_code=role.code, first_code__in=roles)
    )
    for pair in pairs.order_by("id"):
        other = pair.second_code if pair.first_code == role.code else pair.first_code
        return [
            errors.ROLES_INCOMPATIBLE.at(
                field="role_id", role=role.name, held=roles[other].name, reason=pair.reason
            )
        ]
    return []


@transaction.atomic
def post_assign(
    *,
    actor: Actor,
    staff: Staff,
    role: Role,
    branch: Branch,
    scope: Scope,
    on: date,
    until: date | None = None,
) -> PostHolding:
    """Let the person hold the role at the branch from that date on, and no longer than `until`.

    Under a lock of the person, so that two assignments at once see each other. Raises
    `organisation.post_held` and `organisation.roles_incompatible` at `role_id`.
    """
    list(Staff.objects.select_for_update().filter(pk__in=_same_person(staff)).order_by("pk"))
    faults = assignment_faults(staff=staff, role=role, branch=branch, scope=scope, on=on, until=until)
    if faults:
        raise FieldErrors(faults)
    post, _ = Post.objects.get_or_create(
        role=role, branch=branch, scope=scope, defaults={"name": f"{branch.name}{role.name}"}
    )
    holding = PostHolding.objects.create(staff=staff, post=post, valid_from=on, valid_to=until)
    audit.record(actor, "organisation.post_assign", staff, object_no=staff.staff_no, comment=post.name)
    return holding


@transaction.atomic
def post_end(*, actor: Actor, holding: PostHolding, on: date) -> None:
    """End a holding; `on` is the last day on which it counts."""
    holding = PostHolding.objects.select_for_update(of=("self",)).get(pk=holding.pk)
    if holding.valid_to is not None and holding.valid_to <= on:
        raise errors.HOLDING_ENDED.at()
    if on < holding.valid_from:
        raise FieldErrors([errors.ENDS_BEFORE_START.at(field="on")])
    holding.valid_to = on
    holding.save(update_fields=["valid_to"])
    audit.record(
        actor,
        "organisation.post_end",
        holding.staff,
        object_no=holding.staff.staff_no,
        comment=holding.post.name,
    )


@transaction.atomic
def account_attach(*, actor: Actor, person_id: int, account_id: int) -> None:
    """Let the person sign in with the account. Raises `organisation.staff_has_account` (409)."""
    staff = Staff.objects.select_for_update().get(pk=person_id)
    if staff.account_id is not None:
        raise errors.STAFF_HAS_ACCOUNT.at()
    staff.account_id = account_id
    staff.save(update_fields=["account_id"])
    audit.record(actor, "organisation.account_attach", staff, object_no=staff.staff_no)


@transaction.atomic
def administrator_appoint(*, account_id: int, name: str, number: str, role_code: str) -> None:
    """Take in an administrator whom the province appointed: a person of the head office with the role.

    Does nothing where it was done.
    """
    if Staff.objects.filter(account_id=account_id).exists():
        return
    actor = Actor.system(current_entity().code, name="省联社指派")
    head = Branch.objects.get(kind=Branch.Kind.HEAD_OFFICE, parent=None)
    staff = Staff.objects.create(staff_no=_free_number(number), name=name, branch=head, account_id=account_id)
    audit.record(actor, "organisation.staff_register", staff, object_no=staff.staff_no)
    role = Role.objects.get(code=role_code)
    post_assign(actor=actor, staff=staff, role=role, branch=head, scope=Scope.ENTITY, on=business_date())


def _free_number(wanted: str) -> str:
    number, taken = wanted[:20], 1
    while Staff.objects.filter(staff_no=number).exists():
        taken += 1
        number = f"{wanted[:17]}-{taken}"
    return number
