from typing import Any

from backend.platform.api.operations import Endpoint, command, query
from tenants.approvals import errors, selectors, services

from .serializers import (
    TaskDecideInput,
    TaskDetailSerializer,
    TaskFilters,
    TaskRowSerializer,
    TaskWeekSerializer,
)


class Tasks(Endpoint):
    tag = "approvals"

    @query(
        action="approvals.view",
        summary="List approval tasks",
        zh="查询审批任务",
        output=TaskRowSerializer,
        filters=TaskFilters,
        paged=True,
        sorts={"created_at": "created_at", "amount": "amount", "decided_at": "done_at"},
    )
    def get(self, request: Any, filters: dict[str, Any]) -> Any:
        return selectors.task_list(actor=request.actor, **filters)


class TaskWeek(Endpoint):
    tag = "approvals"

    @query(
        action="approvals.view",
        summary="Count one's own tasks of the last seven days",
        zh="统计本人近七日审批任务",
        output=TaskWeekSerializer,
    )
    def get(self, request: Any) -> Any:
        return selectors.task_week(actor=request.actor)


class TaskOne(Endpoint):
    tag = "approvals"

    @query(
        action="approvals.view",
        summary="Show a task with the facts of its case",
        zh="查看审批任务及业务情况",
        output=TaskDetailSerializer,
    )
    def get(self, request: Any, pk: int) -> Any:
        return selectors.task_get(actor=request.actor, pk=pk)


class TaskDecision(Endpoint):
    """Whoever sees a task and decides at some node may ask; the node of the task says which action it takes."""

    tag = "approvals"

    @command(
        action="approvals.view",
        any_of=["approvals.review", "approvals.approve"],
        summary="Decide a task",
        zh="提交审批意见",
        input=TaskDecideInput,
        output=TaskDetailSerializer,
        errors=[
            errors.STALE_TASK,
            errors.SAME_PERSON,
            errors.AMOUNT_ABOVE,
            errors.TERM_ABOVE,
            errors.TERMS_WITHOUT_AGREEMENT,
        ],
    )
    def post(self, request: Any, pk: int, data: dict[str, Any]) -> Any:
        services.task_decide(actor=request.actor, task_id=pk, **data)
        return selectors.task_shown(request.actor, pk)
