from typing import Any

from backend.platform.api.operations import Endpoint, command, query
from tenants.organisation import errors, permissions, selectors, services

from ..serializers import grids as s

OFFICER = [errors.STAFF_UNKNOWN, errors.OFFICER_ELSEWHERE]


class Grids(Endpoint):
    tag = "organisation"

    @query(
        action=permissions.VIEW,
        summary="List the grids",
        zh="查询网格",
        output=s.GridRow,
        filters=s.GridFilters,
        paged=True,
        sorts={"code": "code", "name": "name", "region_code": "region_code", "valid_from": "valid_from"},
    )
    def get(self, request: Any, filters: dict[str, Any]) -> Any:
        return selectors.grid_list(**filters)

    @command(
        action=permissions.MANAGE,
        summary="Give villages to an officer",
        zh="新增网格",
        input=s.GridCreateInput,
        output=s.GridDetail,
        status=201,
        errors=[
            *OFFICER,
            errors.BRANCH_UNKNOWN,
            errors.BRANCH_CLOSED,
            errors.CODE_TAKEN,
            errors.DATES_REVERSED,
        ],
    )
    def post(self, request: Any, data: dict[str, Any]) -> Any:
        grid = services.grid_create(actor=request.actor, **data)
        return selectors.grid_get(request.actor, grid.pk)


class GridOne(Endpoint):
    tag = "organisation"

    @query(action=permissions.VIEW, summary="A grid with its history", zh="查询网格详情", output=s.GridDetail)
    def get(self, request: Any, pk: int) -> Any:
        return selectors.grid_get(request.actor, pk)

    @command(
        action=permissions.MANAGE,
        summary="Change a grid",
        zh="修改网格",
        input=s.GridEditInput,
        output=s.GridDetail,
        if_match=True,
        errors=[errors.DATES_REVERSED],
    )
    def patch(self, request: Any, pk: int, data: dict[str, Any], version: int) -> Any:
        services.grid_edit(actor=request.actor, pk=pk, version=version, changes=data)
        return selectors.grid_get(request.actor, pk)


class GridReassign(Endpoint):
    tag = "organisation"

    @command(
        action=permissions.MANAGE,
        summary="Make another officer responsible for a grid",
        zh="改派网格责任人",
        input=s.GridReassignInput,
        output=s.GridDetail,
        errors=[*OFFICER, errors.GRID_ENDED, errors.MOVE_NOWHERE],
    )
    def post(self, request: Any, pk: int, data: dict[str, Any]) -> Any:
        services.grid_reassign(actor=request.actor, pk=pk, **data)
        return selectors.grid_get(request.actor, pk)
