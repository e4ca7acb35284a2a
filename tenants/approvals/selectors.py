"""Readings of the approvals: the to-do list, one task, the tasks of a business object."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone

from backend.platform import clock
from backend.platform.errors import NOT_FOUND
from backend.platform.permissions import Actor, scoped
from tenants.organisation import selectors as organisation
from tenants.organisation.types import counted

from .definition import TWO_NODE
from .digests import chain_is_intact, facts_of, facts_sha256
from .models import Action, Task


def task_list(
    *, actor: Actor, state: str = "", node: str = "", q: str = "", mine: bool = False
) -> QuerySet[Task]:
    """Tasks, oldest first. With `mine` the actor's own: those he may decide now, those he decided."""
    rows = _rows().order_by("created_at", "id")
    if mine:
        rows = rows.filter(pk__in=_own(actor, state).values("pk"))
    else:
        rows = scoped(rows, actor, "approvals.view", owner="instance__opened_by")
    if state:
        rows = rows.filter(state=state)
    if node:
        rows = rows.filter(node_key=node)
    if q:
        rows = rows.filter(Q(business_no__istartswith=q) | Q(customer_name__icontains=q))
    return rows


def _own(actor: Actor, state: str) -> QuerySet[Task]:
    done = Task.objects.filter(state=Task.State.DONE, done_by=actor.staff_id)
    if state == Task.State.DONE:
        return done
    decidable = _decidable(actor)
    return decidable if state == Task.State.OPEN else decidable | done


def _decidable(actor: Actor) -> QuerySet[Task]:
    """Open tasks in the actor's pools, without those of cases that he has prepared or decided elsewhere."""
    if actor.staff_id is None:
        return Task.objects.none()
    free = Q(assignee_id=None) | Q(assignee_id=actor.staff_id)
    acted_elsewhere = Action.objects.filter(instance=OuterRef("instance"), staff_id=actor.staff_id).exclude(
        node_key=OuterRef("node_key")
    )
    rows = Task.objects.none()
    for node in TWO_NODE.nodes:
        pool = Task.objects.filter(free, candidate_action=node.action, state=Task.State.OPEN)
        rows = rows | scoped(pool, actor, node.action, owner="assignee_id")
    return rows.exclude(instance__excluded_staff__contains=[actor.staff_id]).exclude(Exists(acted_elsewhere))


def task_get(*, actor: Actor, pk: int) -> Task:
    """One task with the facts of its case, the signed actions so far and what the actor may do.

    `authority_limit` is the actor's own, at nodes that ask for it. Raises `platform.not_found`.
    """
    task = scoped(_rows(), actor, "approvals.view", owner="instance__opened_by").filter(pk=pk).first()
    if task is None:
        raise NOT_FOUND.at()
    return _for_page(actor, task)


def task_shown(actor: Actor, pk: int) -> Task:
    """The task as its page shows it, for the answer to a command that was already allowed."""
    return _for_page(actor, _rows().get(pk=pk))


WEEK = 7


def task_week(*, actor: Actor) -> dict[str, Any]:
    """The actor's own last seven days of the calendar, today the last: how many tasks he decided on each
    day, and how many of those that arrived on it still wait for him; `older` wait from before.
    """
    today = timezone.localtime(clock.now()).date()
    days = [today - timedelta(days=number) for number in reversed(range(WEEK))]
    waiting = _by_day(_own(actor, Task.State.OPEN), "created_at")
    done = _by_day(_own(actor, Task.State.DONE).filter(done_at__date__gte=days[0]), "done_at")
    return {
        "rows": [{"on": day, "done": done.get(day, 0), "waiting": waiting.get(day, 0)} for day in days],
        "older": sum(count for day, count in waiting.items() if day < days[0]),
    }


def _by_day(rows: QuerySet[Task], moment: str) -> dict[date, int]:
    days = (
        rows.order_by()
        .annotate(on=TruncDate(moment))
        .values_list("on")
        .annotate(count=Count("pk", distinct=True))
    )
    return dict(days)


def tasks_by_branch(staff_id: int) -> dict[int, int]:
    """How many open tasks are meant for the person alone, by branch."""
    return counted(Task.objects.filter(state=Task.State.OPEN, assignee_id=staff_id))


def tasks_at_branch(branch_id: int) -> int:
    return Task.objects.filter(state=Task.State.OPEN, branch_id=branch_id).count()


def business_tasks(*, business_type: str, business_id: int) -> list[Task]:
    """All tasks of a business object in their order, for its own page."""
    return list(_rows().filter(business_type=business_type, business_id=business_id).order_by("id"))


def _rows() -> QuerySet[Task]:
    return Task.objects.select_related("branch", "instance")


def _for_page(actor: Actor, task: Task) -> Task:
    instance = task.instance
    facts = facts_of(instance)
    task.facts = [{"name": name, "value": value} for name, value in facts.items()]
    task.facts_sha256 = facts_sha256(instance, facts)
    task.actions = list(instance.actions.order_by("id"))
    task.chain_intact = chain_is_intact(task.actions)
    task.allowed_actions = ["decide"] if _decidable(actor).filter(pk=task.pk).exists() else []
    task.authority_limit = None
    node = instance.definition.node(task.node_key)
    if node.checks_authority and actor.staff_id and actor.can(node.action):
        task.authority_limit = organisation.authority_limit(
            staff_id=actor.staff_id,
            product_code=instance.product_code,
            guarantee_mode=instance.guarantee_mode,
            on=organisation.business_date(),
        )
    return task
