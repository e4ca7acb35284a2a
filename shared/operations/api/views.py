from typing import Any

from backend.platform.api.changes import ChangeDetailSerializer
from backend.platform.api.operations import Endpoint, command, query
from backend.platform.records.changes import ALREADY_PENDING
from backend.platform.tenancy import current_entity
from shared.operations import selectors, services, skips

from .serializers import (
    AuditHeadFilters,
    AuditHeadRowSerializer,
    EntityBacklogFilters,
    EntityBacklogRow,
    EntityNightFilters,
    EntityNightRowSerializer,
    NightBoardFilters,
    NightBoardSerializer,
    NightCommandInput,
    NightCommandResult,
    NightDurationFilters,
    NightDurationsSerializer,
    NightStepSkipInput,
    NightSummarySerializer,
)


class EntityNights(Endpoint):
    tag = "operations"

    @query(
        action="operations.view",
        summary="List the nights of all banks",
        zh="查询全省各行社日终",
        output=EntityNightRowSerializer,
        filters=EntityNightFilters,
        paged=True,
        sorts={"business_on": "business_on", "entity_code": "entity_code", "state": "state"},
    )
    def get(self, request: Any, filters: dict[str, Any]) -> Any:
        return selectors.entity_night_list(**filters)

    @command(
        action="operations.command",
        summary="Start, retry, stop or resume the nights of the named banks, or of all",
        zh="启动、重试、停止或恢复指定(或全部)行社的日终",
        input=NightCommandInput,
        output=NightCommandResult,
        status=202,
    )
    def post(self, request: Any, data: dict[str, Any]) -> Any:
        return {"codes": services.nights_command(actor=request.actor, **data)}


class NightSummary(Endpoint):
    tag = "operations"

    @query(
        action="operations.view",
        summary="Where the banks stand tonight",
        zh="各行社当晚日终进度汇总",
        output=NightSummarySerializer,
    )
    def get(self, request: Any) -> Any:
        return selectors.night_summary()


class NightBoard(Endpoint):
    tag = "operations"

    @query(
        action="operations.view",
        summary="Banks by steps: how far each bank's night has come",
        zh="行社与步骤矩阵:各行社日终进度",
        output=NightBoardSerializer,
        filters=NightBoardFilters,
    )
    def get(self, request: Any, filters: dict[str, Any]) -> Any:
        return selectors.night_board(**filters)


class NightDurations(Endpoint):
    tag = "operations"

    @query(
        action="operations.view",
        summary="How long the last nights took",
        zh="历次日终用时",
        output=NightDurationsSerializer,
        filters=NightDurationFilters,
    )
    def get(self, request: Any, filters: dict[str, Any]) -> Any:
        return {"nights": selectors.night_durations(**filters)}


class EntityNightStepSkip(Endpoint):
    tag = "operations"

    @command(
        action="operations.command",
        summary="Ask that a failed step of a bank's night be skipped; somebody else must approve",
        zh="申请跳过行社日终的失败步骤,须他人复核",
        input=NightStepSkipInput,
        output=ChangeDetailSerializer,
        status=202,
        errors=[skips.STEP_NOT_FAILED, skips.STEP_REQUIRED, ALREADY_PENDING],
    )
    def post(self, request: Any, pk: int, name: str, data: dict[str, Any]) -> Any:
        return skips.step_skip_propose(actor=request.actor, pk=pk, name=name, **data)


class EntityBacklogs(Endpoint):
    tag = "operations"

    @query(
        action="operations.view",
        summary="List the entities with events that have not arrived",
        zh="查询各机构未送达的事件",
        output=EntityBacklogRow,
        filters=EntityBacklogFilters,
        paged=True,
    )
    def get(self, request: Any, filters: dict[str, Any]) -> Any:
        return selectors.backlog_list(**filters)


class BankAuditHeads(Endpoint):
    tag = "audit"

    @query(
        action="audit.view",
        summary="The heads of the bank's audit chain that the province keeps",
        zh="查询省联社留存的本行审计链头",
        output=AuditHeadRowSerializer,
        paged=True,
    )
    def get(self, request: Any) -> Any:
        return selectors.audit_head_list(entity_code=current_entity().code)


class AuditHeads(Endpoint):
    tag = "audit"

    @query(
        action="province.audit_view",
        summary="The heads of all audit chains, by day",
        zh="查询全省审计链头",
        output=AuditHeadRowSerializer,
        filters=AuditHeadFilters,
        paged=True,
        sorts={"on": "on", "entity_code": "entity_code"},
    )
    def get(self, request: Any, filters: dict[str, Any]) -> Any:
        return selectors.audit_head_list(**filters)
