"""Who acts, what he may do, and on which rows: post x action x data scope, denied by default."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.apps import apps
from django.db.models import Q, QuerySet

from .errors import NOT_ALLOWED

PUBLIC = "public"  # no sign-in needed
SIGNED_IN = "signed_in"  # any signed-in account of this entity


class Scope(StrEnum):
    """Which rows an action reaches: one's own, one's branch, its sub-tree, the whole entity."""

    SELF = "SELF"
    BRANCH = "BRANCH"
    SUBTREE = "SUBTREE"
    ENTITY = "ENTITY"


@dataclass(frozen=True)
class Grant:
    """One action through one post: the scope, and the branch that the post belongs to."""

    scope: Scope
    branch_id: int | None = None
    branch_path: str = ""


@dataclass(frozen=True)
class Actor:
    """The person (or the system) that acts, with the permissions in force at this request."""

    account_id: int | None
    name: str
    entity_code: str
    staff_id: int | None = None
    branch_id: int | None = None
    grants: Mapping[str, tuple[Grant, ...]] = field(default_factory=dict)
    ip: str = ""
    is_system: bool = False
    must_change_password: bool = False
    """The account may do nothing but change its password and leave."""
    requires_second_factor: bool = False
    """One of the roles held wants a second factor; whether that is enforced yet, the installation says."""
    has_second_factor: bool = False
    must_set_second_factor: bool = False
    """The account may do nothing but set up its second factor and leave."""
    factor_at: datetime | None = None
    """When this session last proved the second factor."""

    @classmethod
    def system(cls, entity_code: str, name: str = "系统") -> "Actor":
        """The night, a channel or a consumer of events: may do everything inside its entity."""
        return cls(account_id=None, name=name, entity_code=entity_code, is_system=True)

    def can(self, action: str) -> bool:
        return self.is_system or action in self.grants

    def require(self, action: str) -> None:
        """Raise `platform.not_allowed` (403) unless the actor may do this."""
        if not self.can(action):
            raise NOT_ALLOWED.at(action=action)

    def require_any(self, actions: Sequence[str]) -> None:
        """Raise `platform.not_allowed` (403) unless the actor may do one of these."""
        if not any(self.can(action) for action in actions):
            raise NOT_ALLOWED.at(action="|".join(actions))


ACTIONS: dict[str, str] = {}
"""Every declared action and its Chinese name; roles may hold no other."""


class Face(StrEnum):
    """Where an action counts: at the banks, at the province, or at both."""

    BANK = "BANK"
    PROVINCE = "PROVINCE"
    BOTH = "BOTH"


_faces: dict[str, Face] = {}


def declare_actions(face: Face = Face.BANK, /, **names: str) -> None:
    """Register an app's actions: `declare_actions(**{"loans.disburse": "放款"})`."""
    ACTIONS.update(names)
    _faces.update(dict.fromkeys(names, face))


def actions_of(face: Face) -> dict[str, str]:
    """The actions that roles of this face may hold, with their names, in the order of their declaration."""
    return {code: name for code, name in ACTIONS.items() if _faces[code] in (face, Face.BOTH)}


def action_group(action: str) -> tuple[str, str]:
    """The part of the system that an action belongs to, and its Chinese name: that of the app, as a rule."""
    code = action.partition(".")[0]
    for config in apps.get_app_configs():
        if config.label == code:
            return code, str(config.verbose_name)
    return code, OTHER_GROUPS.get(code, code)


OTHER_GROUPS = {
    "access": "角色与授权",
    "audit": "审计日志",
    "dictionaries": "业务字典",
    "events": "事件投递",
    "parameters": "业务参数",
    "province": "审计与运维",
}
"""First words of actions that are no app's label."""


def scoped(
    queryset: QuerySet,
    actor: Actor,
    action: str,
    *,
    branch: str | None = "branch",
    owner: str | None = None,
) -> QuerySet[Any]:
    """The rows of the queryset that the actor's grants for the action reach; none without a grant.

    `branch` is the path of the foreign key to organisation.Branch, `owner` the path of the staff id. A
    scope that the model has no column for reaches nothing: a missing column never widens a scope.
    """
    if actor.is_system:
        return queryset
    condition = Q(pk__in=[])
    for grant in actor.grants.get(action, ()):
        if grant.scope is Scope.ENTITY:
            return queryset
        if grant.scope is Scope.SUBTREE and branch and grant.branch_path:
            condition |= Q(**{f"{branch}__path__startswith": grant.branch_path})
        elif grant.scope is Scope.BRANCH and branch and grant.branch_id:
            condition |= Q(**{f"{branch}_id": grant.branch_id})
        elif grant.scope is Scope.SELF and owner and actor.staff_id:
            condition |= Q(**{owner: actor.staff_id})
    return queryset.filter(condition)


def covers(
    actor: Actor,
    action: str,
    *,
    branch_id: int | None = None,
    branch_path: str = "",
    owner_id: int | None = None,
) -> bool:
    """Whether the actor's grants for the action reach one row that was already read: `scoped` for one."""
    if actor.is_system:
        return True
    for grant in actor.grants.get(action, ()):
        if grant.scope is Scope.ENTITY:
            return True
        if grant.scope is Scope.SUBTREE and grant.branch_path and branch_path.startswith(grant.branch_path):
            return True
        if grant.scope is Scope.BRANCH and grant.branch_id and branch_id == grant.branch_id:
            return True
        if grant.scope is Scope.SELF and actor.staff_id and owner_id == actor.staff_id:
            return True
    return False
