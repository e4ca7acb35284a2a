"""How open tasks are found, and how many wait for a person."""

from django.db.models import Q, QuerySet

from backend.platform.desk.finding import Finder, Found, declare_finder
from backend.platform.desk.todo import Todo, declare_todo
from backend.platform.desk.words import Words
from backend.platform.permissions import Actor, scoped

from . import permissions, selectors
from .models import Task


def _tasks(actor: Actor) -> QuerySet[Task]:
    rows = Task.objects.filter(state=Task.State.OPEN)
    return scoped(rows, actor, permissions.VIEW, owner="instance__opened_by")


def _meant(words: Words) -> Q | None:
    if words.name:
        return words.named("customer_name")
    number = words.numbered("business_no", "SQ")
    # a bare number is the id of the business, not of the task
    return Q(business_id=int(words.number)) if number is not None and words.is_short_number else number


def _task(row: Task) -> Found:
    detail = (row.node_name, row.product_name, f"{row.amount:,.2f}")
    return Found(row.pk, row.business_no, row.customer_name, detail, row.state)


declare_finder(
    Finder(
        kind="approvals.task",
        name_zh="待办",
        name_en="Tasks",
        action=permissions.VIEW,
        path="/tasks/{id}",
        rank=5,
        rows=_tasks,
        match=_meant,
        shown=_task,
    )
)
declare_todo(
    Todo(
        kind="tasks",
        path="/tasks",
        waiting=lambda actor: (
            selectors.task_list(actor=actor, state=Task.State.OPEN, mine=True)
            if actor.can(permissions.VIEW)
            else None
        ),
    )
)
