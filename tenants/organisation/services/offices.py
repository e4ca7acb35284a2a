"""Writes of branches and staff."""

from django.db import transaction

from backend.platform.permissions import Actor
from backend.platform.records import audit

from ..models import Branch, Staff


@transaction.atomic
def branch_create(*, actor: Actor, code: str, name: str, kind: str, parent: Branch | None) -> Branch:
    """Open an office below `parent` (None: the head office)."""
    branch = Branch.objects.create(code=code, name=name, kind=kind, parent=parent, path="")
    branch.path = f"{parent.path if parent else ''}{branch.pk}."
    branch.save(update_fields=["path"])
    audit.record(actor, "organisation.branch_create", branch, object_no=code)
    return branch


@transaction.atomic
def staff_register(
    *, actor: Actor, staff_no: str, name: str, branch: Branch, account_id: int | None
) -> Staff:
    staff = Staff.objects.create(staff_no=staff_no, name=name, branch=branch, account_id=account_id)
    audit.record(actor, "organisation.staff_register", staff, object_no=staff_no)
    return staff
