from typing import Any

from backend.platform import errors as platform
from backend.platform.api.changes import ChangeDetailSerializer
from backend.platform.api.operations import Endpoint, command, query
from backend.platform.api.serializers import ReasonInput
from backend.platform.records.changes import ALREADY_PENDING
from tenants.organisation import errors, permissions, proposals, selectors, services

from ..serializers import offices as s

NAMING = [errors.BRANCH_UNKNOWN, errors.BRANCH_CLOSED]


class Branches(Endpoint):
    tag = "organisation"

    @query(
        action=permissions.VIEW,
        summary="List the branches",
        zh="查询机构",
        output=s.BranchRowSerializer,
        filters=s.BranchFilters,
        paged=True,
        sorts={"code": "code", "name": "name"},
    )
    def get(self, request: Any, filters: dict[str, Any]) -> Any:
        return selectors.branch_list(**filters)

    @command(
        action=permissions.MANAGE,
        summary="Open a branch",
        zh="新增机构",
        input=s.BranchCreateInput,
        output=s.BranchDetail,
        status=201,
        errors=[*NAMING, errors.CODE_TAKEN, errors.TOO_DEEP],
    )
    def post(self, request: Any, data: dict[str, Any]) -> Any:
        branch = services.branch_open(actor=request.actor, **data)
        return selectors.branch_get(request.actor, branch.pk)


class BranchTree(Endpoint):
    tag = "organisation"

    @query(
        action=permissions.VIEW,
        summary="All branches, parents before children",
        zh="查询机构树",
        output=s.BranchRowSerializer,
        many=True,
    )
    def get(self, request: Any) -> Any:
        return selectors.branch_tree()


class BranchOne(Endpoint):
    tag = "organisation"

    @query(
        action=permissions.VIEW, summary="A branch with its history", zh="查询机构详情", output=s.BranchDetail
    )
    def get(self, request: Any, pk: int) -> Any:
        return selectors.branch_get(request.actor, pk)

    @command(
        action=permissions.MANAGE,
        summary="Change a branch",
        zh="修改机构",
        input=s.BranchEditInput,
        output=s.BranchDetail,
        if_match=True,
        errors=[errors.HEAD_OFFICE_STAYS],
    )
    def patch(self, request: Any, pk: int, data: dict[str, Any], version: int) -> Any:
        services.branch_edit(actor=request.actor, pk=pk, version=version, changes=data)
        return selectors.branch_get(request.actor, pk)


class BranchHoldings(Endpoint):
    tag = "organisation"

    @query(
        action=permissions.VIEW,
        summary="What keeps a branch from closing",
        zh="查询机构关闭前须清理的内容",
        output=s.HoldingRow,
        many=True,
    )
    def get(self, request: Any, pk: int) -> Any:
        return selectors.branch_holdings(selectors.branch_get(request.actor, pk).pk)


class BranchMove(Endpoint):
    tag = "organisation"

    @command(
        action=permissions.MANAGE,
        summary="Propose to put a branch with its sub-offices under another one",
        zh="提交划转机构变更",
        input=s.BranchMoveInput,
        output=ChangeDetailSerializer,
        status=202,
        errors=[
            ALREADY_PENDING,
            *NAMING,
            errors.HEAD_OFFICE_STAYS,
            errors.MOVE_CYCLE,
            errors.MOVE_NOWHERE,
            errors.TOO_DEEP,
        ],
    )
    def post(self, request: Any, pk: int, data: dict[str, Any]) -> Any:
        return proposals.branch_move(actor=request.actor, pk=pk, **data)


class BranchClose(Endpoint):
    tag = "organisation"

    @command(
        action=permissions.MANAGE,
        summary="Propose to close a branch",
        zh="提交关闭机构变更",
        input=ReasonInput,
        output=ChangeDetailSerializer,
        status=202,
        errors=[ALREADY_PENDING, errors.STILL_HANGS, errors.HEAD_OFFICE_STAYS, platform.WRONG_STATE],
    )
    def post(self, request: Any, pk: int, data: dict[str, Any]) -> Any:
        return proposals.branch_close(actor=request.actor, pk=pk, **data)


class BranchReopen(Endpoint):
    tag = "organisation"

    @command(
        action=permissions.MANAGE,
        summary="Open a closed branch again",
        zh="恢复机构营业",
        input=ReasonInput,
        output=s.BranchDetail,
        errors=[errors.BRANCH_CLOSED, platform.WRONG_STATE],
    )
    def post(self, request: Any, pk: int, data: dict[str, Any]) -> Any:
        services.branch_reopen(actor=request.actor, pk=pk, **data)
        return selectors.branch_get(request.actor, pk)


class Departments(Endpoint):
    tag = "organisation"

    @query(
        action=permissions.VIEW,
        summary="List the departments",
        zh="查询部门",
        output=s.DepartmentRow,
        filters=s.DepartmentFilters,
        paged=True,
        sorts={"code": "code", "name": "name"},
    )
    def get(self, request: Any, filters: dict[str, Any]) -> Any:
        return selectors.department_list(**filters)

    @command(
        action=permissions.MANAGE,
        summary="Set up a department",
        zh="新增部门",
        input=s.DepartmentCreateInput,
        output=s.DepartmentDetail,
        status=201,
        errors=[*NAMING, errors.CODE_TAKEN],
    )
    def post(self, request: Any, data: dict[str, Any]) -> Any:
        department = services.department_create(actor=request.actor, **data)
        return selectors.department_get(request.actor, department.pk)


class DepartmentOne(Endpoint):
    tag = "organisation"

    @query(
        action=permissions.VIEW,
        summary="A department with its history",
        zh="查询部门详情",
        output=s.DepartmentDetail,
    )
    def get(self, request: Any, pk: int) -> Any:
        return selectors.department_get(request.actor, pk)

    @command(
        action=permissions.MANAGE,
        summary="Rename a department",
        zh="修改部门",
        input=s.DepartmentEditInput,
        output=s.DepartmentDetail,
        if_match=True,
    )
    def patch(self, request: Any, pk: int, data: dict[str, Any], version: int) -> Any:
        services.department_edit(actor=request.actor, pk=pk, version=version, **data)
        return selectors.department_get(request.actor, pk)


class DepartmentMove(Endpoint):
    tag = "organisation"

    @command(
        action=permissions.MANAGE,
        summary="Put a department into another branch",
        zh="调整部门隶属",
        input=s.DepartmentMoveInput,
        output=s.DepartmentDetail,
        errors=[*NAMING, errors.MOVE_NOWHERE, errors.STILL_HANGS],
    )
    def post(self, request: Any, pk: int, data: dict[str, Any]) -> Any:
        services.department_move(actor=request.actor, pk=pk, **data)
        return selectors.department_get(request.actor, pk)


class DepartmentClose(Endpoint):
    tag = "organisation"

    @command(
        action=permissions.MANAGE,
        summary="Close a department",
        zh="停用部门",
        input=ReasonInput,
        output=s.DepartmentDetail,
        errors=[errors.STILL_HANGS, platform.WRONG_STATE],
    )
    def post(self, request: Any, pk: int, data: dict[str, Any]) -> Any:
        services.department_close(actor=request.actor, pk=pk, **data)
        return selectors.department_get(request.actor, pk)


class DepartmentReopen(Endpoint):
    tag = "organisation"

    @command(
        action=permissions.MANAGE,
        summary="Use a closed department again",
        zh="启用部门",
        input=ReasonInput,
        output=s.DepartmentDetail,
        errors=[errors.BRANCH_CLOSED, platform.WRONG_STATE],
    )
    def post(self, request: Any, pk: int, data: dict[str, Any]) -> Any:
        services.department_reopen(actor=request.actor, pk=pk, **data)
        return selectors.department_get(request.actor, pk)
