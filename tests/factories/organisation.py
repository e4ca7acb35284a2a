"""Offices, departments, people and grids of the bank, made through the services."""

from datetime import date
from itertools import count
from typing import Any

from backend.platform.permissions import Actor, Scope
from tenants.organisation import services
from tenants.organisation.models import Branch, Department, Grid, Role, Staff
from tests import world

_numbers = count(1)


def branch_values(parent: Branch | None = None, **overrides: Any) -> dict[str, Any]:
    """What opening an office takes; below the head office unless a parent is given."""
    number = next(_numbers)
    above = parent or Branch.objects.get(parent=None)
    named = {"code": f"X{number:05d}", "name": f"测试支行{number}", "kind": "BRANCH"}
    return {**named, "parent_id": above.pk, **overrides}


def make_branch(actor: Actor, parent: Branch | None = None, **overrides: Any) -> Branch:
    return services.branch_open(actor=actor, **branch_values(parent, **overrides))


def make_department(actor: Actor, branch: Branch, **overrides: Any) -> Department:
    number = next(_numbers)
    values = {"code": f"D{number:05d}", "name": f"测试部门{number}", **overrides}
    return services.department_create(actor=actor, branch_id=branch.pk, **values)


def make_staff(
    actor: Actor, branch: Branch, *, role: str = "", scope: Scope = Scope.SELF, **overrides: Any
) -> Staff:
    """A person of the branch, with a post there when a role is named."""
    number = next(_numbers)
    values = {"staff_no": f"S{number:05d}", "name": f"测试人员{number}", **overrides}
    staff = services.staff_take_on(actor=actor, branch_id=branch.pk, **values)
    if role:
        services.post_assign(
            actor=actor,
            staff=staff,
            role=Role.objects.get(code=role),
            branch=branch,
            scope=scope,
            on=date(2020, 1, 1),
        )
    return staff


def grid_values(branch: Branch, officer_id: int, **overrides: Any) -> dict[str, Any]:
    """What making a grid takes."""
    number = next(_numbers)
    return {
        "code": f"G{number:05d}",
        "name": f"龙井村网格{number}",
        "region_code": "520111102203",
        "region_name": "花溪区青岩镇龙井村",
        "branch_id": branch.pk,
        "officer_id": officer_id,
        "valid_from": world.BUSINESS_DATE,
        **overrides,
    }


def make_grid(actor: Actor, branch: Branch, officer_id: int, **overrides: Any) -> Grid:
    return services.grid_create(actor=actor, **grid_values(branch, officer_id, **overrides))
