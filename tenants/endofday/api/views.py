from typing import Any

from backend.platform.api.operations import Endpoint, command, query
from backend.platform.api.serializers import EmptyInput
from tenants.endofday import errors, selectors, services

from .serializers import NightDetailSerializer, NightFilters, NightRowSerializer


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
        summary="Start the night of the current business date",
        zh="启动当前营业日期的日终",
        input=EmptyInput,
        output=NightDetailSerializer,
        status=201,
        errors=[errors.NIGHT_OPEN],
    )
    def post(self, request: Any, data: dict[str, Any]) -> Any:
        return selectors.night_get(services.night_start(actor=request.actor).pk)


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
