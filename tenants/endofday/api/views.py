from typing import Any

from backend.platform.api.changes import ChangeDetailSerializer
from backend.platform.api.operations import Endpoint, command, query
from backend.platform.api.serializers import EmptyInput
from backend.platform.records.changes import ALREADY_PENDING
from tenants.endofday import errors, selectors, services, skips, timetable

from .serializers import (
    NightDetailSerializer,
    NightFilters,
    NightRowSerializer,
    NightStartInput,
    NightTimetableSerializer,
    StepSkipInput,
)


class Nights(Endpoint):
    tag = "endofday"

    @query(
        action="endofday.view",
        summary="List the nights",
        zh="查询日终",
        output=NightRowSerializer,
        filters=NightFilters,
        paged=True,
        sorts={"business_on": "business_on"},
    )
    def get(self, request: Any, filters: dict[str, Any]) -> Any:
        return selectors.night_list(**filters)

    @command(
        action="endofday.run",
        summary="Start the night of the current business date, or of all missed dates",
        zh="启动当前营业日期的日终,或追批",
        input=NightStartInput,
        output=NightDetailSerializer,
        status=201,
        errors=[errors.NIGHT_OPEN, errors.CATCH_UP_RANGE],
    )
    def post(self, request: Any, data: dict[str, Any]) -> Any:
        return selectors.night_get(services.night_start(actor=request.actor, **data).pk)


class NightTimetable(Endpoint):
    tag = "endofday"

    @query(
        action="endofday.view",
        summary="When the night of the business date begins by itself",
        zh="查看自动日终安排",
        output=NightTimetableSerializer,
    )
    def get(self, request: Any) -> Any:
        return timetable.timetable()


class NightOne(Endpoint):
    tag = "endofday"

    @query(
        action="endofday.view",
        summary="One night with its steps",
        zh="查看一次日终及其步骤",
        output=NightDetailSerializer,
    )
    def get(self, request: Any, pk: int) -> Any:
        return selectors.night_get(pk)


class NightRetry(Endpoint):
    tag = "endofday"

    @command(
        action="endofday.run",
        summary="Go on with a night that failed",
        zh="重试失败的日终",
        input=EmptyInput,
        output=NightDetailSerializer,
        errors=[errors.NOT_FAILED],
    )
    def post(self, request: Any, pk: int, data: dict[str, Any]) -> Any:
        return selectors.night_get(services.night_retry(actor=request.actor, run_id=pk).pk)


class NightStop(Endpoint):
    tag = "endofday"

    @command(
        action="endofday.run",
        summary="Stop a night between two pieces of its work",
        zh="停止日终(处理完当前分段后生效)",
        input=EmptyInput,
        output=NightDetailSerializer,
        errors=[errors.NOT_UNDER_WAY],
    )
    def post(self, request: Any, pk: int, data: dict[str, Any]) -> Any:
        return selectors.night_get(services.night_stop(actor=request.actor, run_id=pk).pk)


class NightResume(Endpoint):
    tag = "endofday"

    @command(
        action="endofday.run",
        summary="Go on with a night that was stopped",
        zh="恢复已停止的日终",
        input=EmptyInput,
        output=NightDetailSerializer,
        errors=[errors.NOT_STOPPED],
    )
    def post(self, request: Any, pk: int, data: dict[str, Any]) -> Any:
        return selectors.night_get(services.night_resume(actor=request.actor, run_id=pk).pk)


class NightStepSkip(Endpoint):
    tag = "endofday"

    @command(
        action="endofday.run",
        summary="Ask that a failed step be skipped; somebody else must approve",
        zh="申请跳过失败步骤,须他人复核",
        input=StepSkipInput,
        output=ChangeDetailSerializer,
        status=202,
        errors=[errors.STEP_NOT_FAILED, errors.STEP_REQUIRED, ALREADY_PENDING],
    )
    def post(self, request: Any, pk: int, name: str, data: dict[str, Any]) -> Any:
        return skips.step_skip_propose(actor=request.actor, run_id=pk, name=name, **data)
