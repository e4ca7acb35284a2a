"""The changes of offices and people that need a second person: an office moved or closed, a person leaving."""

from django.db.models import Q

from backend.platform.permissions import Actor
from backend.platform.records import changes
from backend.platform.records.changes import ChangeKind, Line, Payload, line
from backend.platform.records.models import PendingChange

from . import locks, selectors, services
from .models import Authority, Branch, PostHolding, Staff
from .permissions import CHECK, MANAGE
from .services import offices, staff
from .services.history import named

BRANCH_MOVE = "organisation.branch_move"
BRANCH_CLOSE = "organisation.branch_close"
STAFF_LEAVE = "organisation.staff_leave"


def _branch(subject_id: int | None) -> Branch:
    return Branch.objects.select_related("parent").get(pk=subject_id or 0)


def _branch_version(subject_id: int | None) -> int | None:
    """Read under the tree, which comes before all other locks."""
    locks.branch_tree_lock()
    rows = Branch.objects.select_for_update(no_key=True).filter(pk=subject_id or 0)
    return rows.values_list("version", flat=True).first()


def _move_describe(payload: Payload, subject_id: int | None) -> list[Line]:
    branch = _branch(subject_id)
    parent = Branch.objects.get(pk=payload["parent_id"])
    former = offices.branch_move_check(branch, parent)
    below = Branch.objects.filter(path__startswith=branch.path).exclude(pk=branch.pk).count()
    lines = [line("parent_id", "上级机构", named(former), named(parent))]
    if below:
        lines.append(line("below", "随同划转的下级机构", "", f"{below} 个"))
    return lines


def _move(actor: Actor, change: PendingChange) -> None:
    services.branch_move(actor=actor, pk=change.subject_id or 0, action=CHECK, **change.payload)


def _close_describe(payload: Payload, subject_id: int | None) -> list[Line]:
    offices.branch_close_check(_branch(subject_id))
    return [line("is_open", "状态", "营业", "关闭")]


def _close(actor: Actor, change: PendingChange) -> None:
    services.branch_close(actor=actor, pk=change.subject_id or 0, action=CHECK, **change.payload)


def _staff_version(subject_id: int | None) -> int | None:
    locks.branch_tree_lock()
    person = locks.staff_leaving_lock(subject_id or 0)
    return person.version if person else None


def _leave_describe(payload: Payload, subject_id: int | None) -> list[Line]:
    """That he leaves, and with it what ends: the posts and authorities that still run, and the account."""
    person = Staff.objects.get(pk=subject_id or 0)
    staff.staff_leave_check(person)
    running = Q(valid_to=None) | Q(valid_to__gte=selectors.business_date())
    posts = PostHolding.objects.filter(running, staff=person).select_related("post").order_by("id")
    given = Authority.objects.filter(running, staff=person, revoked_at=None).order_by("id")
    lines = [
        line("is_active", "状态", "在岗", "离职"),
        line("posts", "任职", "、".join(held.post.name for held in posts), ""),
        line("authorities", "审批授权", "、".join(f"{row.max_amount:,}" for row in given), ""),
        line("account", "登录账号", "启用" if person.account_id else "", "停用" if person.account_id else ""),
    ]
    return changes.differing(lines)


def _leave(actor: Actor, change: PendingChange) -> None:
    services.staff_leave(actor=actor, pk=change.subject_id or 0, action=CHECK, **change.payload)


def _leaver(payload: Payload, subject_id: int | None) -> set[int]:
    person = Staff.objects.filter(pk=subject_id or 0, account_id__isnull=False).first()
    return {person.account_id} if person and person.account_id else set()


def register() -> None:
    """Make the kinds known; called once at start-up."""
    for kind in (
        ChangeKind(
            code=BRANCH_MOVE,
            name="划转机构",
            make_action=MANAGE,
            check_action=CHECK,
            apply=_move,
            describe=_move_describe,
            current_version=_branch_version,
            subject_type="organisation.branch",
        ),
        ChangeKind(
            code=BRANCH_CLOSE,
            name="关闭机构",
            make_action=MANAGE,
            check_action=CHECK,
            apply=_close,
            describe=_close_describe,
            current_version=_branch_version,
            subject_type="organisation.branch",
        ),
        ChangeKind(
            code=STAFF_LEAVE,
            name="人员离职",
            make_action=MANAGE,
            check_action=CHECK,
            apply=_leave,
            describe=_leave_describe,
            current_version=_staff_version,
            interested=_leaver,
            subject_type="organisation.staff",
        ),
    ):
        changes.register(kind)
