"""What people are told of their tasks."""

from collections.abc import Iterable

from backend.platform.desk.notice_kinds import declare_notice
from backend.platform.desk.notices import notify
from backend.platform.masking import mask_name
from backend.platform.permissions import Actor
from tenants.organisation import selectors as organisation

from .models import Task

HANDED_OVER = declare_notice(
    "approvals.task_handed_over",
    name_zh="待办转交",
    name_en="Task handed over",
    zh="{node}待办 {business_no}({customer})已转交给您",
    en="The task {business_no} ({customer}) at the node {node} was handed over to you",
)


def tasks_tell(actor: Actor, tasks: Iterable[Task], to_id: int) -> None:
    """Tell a person of tasks that are his from now on, each by itself: each is to be opened."""
    accounts = organisation.accounts_of_staff(to_id)
    for task in tasks:
        notify(
            HANDED_OVER,
            to=accounts,
            path=f"/tasks/{task.pk}",
            params={
                "node": task.node_name,
                "business_no": task.business_no,
                "customer": mask_name(task.customer_name),
            },
            by=actor,
        )
