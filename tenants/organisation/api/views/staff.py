from typing import Any

from backend.platform.api.changes import ChangeDetailSerializer
from backend.platform.api.operations import Endpoint, command, query
from backend.platform.api.serializers import ReasonInput
from backend.platform.records.changes import ALREADY_PENDING
from tenants.organisation import errors, permissions, proposals, selectors, services

from ..serializers import offices
from ..serializers import staff as s

PLACE = [
    errors.BRANCH_UNKNOWN,
    errors.BRANCH_CLOSED,
    errors.DEPARTMENT_UNKNOWN,
    errors.DEPARTMENT_CLOSED,
]


class StaffMembers(Endpoint):
    tag = "organisation"

    @query(
        action=permissions.VIEW,
        summary="List the staff",
        zh="查询人员",
        output=s.StaffRowSerializer,
        filters=s.StaffFilters,
        paged=True,
        sorts={"staff_no": "staff_no", "name": "name", "branch": "branch__path"},
    )
    def get(self, request: Any, filters: dict[str, Any]) -> Any:
        return selectors.staff_list(**filters)

    @command(
        action=permissions.MANAGE,
        summary="Register a person",
        zh="登记人员",
        input=s.StaffRegisterInput,
        output=s.StaffDetail,
        status=201,
        errors=[*PLACE, errors.STAFF_NO_TAKEN, errors.STAFF_LEFT_BEFORE],
    )
    def post(self, request: Any, data: dict[str, Any]) -> Any:
        person = services.staff_take_on(actor=request.actor, **data)
        return selectors.staff_get(request.actor, person.pk)


class StaffOne(Endpoint):
    tag = "organisation"

    @query(
        action=permissions.VIEW,
        summary="A person with posts and history",
        zh="查询人员详情",
        output=s.StaffDetail,
    )
    def get(self, request: Any, pk: int) -> Any:
        return selectors.staff_get(request.actor, pk)

    @command(
        action=permissions.MANAGE,
        summary="Change a person's name, department or account",
        zh="修改人员",
        input=s.StaffEditInput,
        output=s.StaffDetail,
        if_match=True,
        errors=[errors.DEPARTMENT_UNKNOWN, errors.DEPARTMENT_CLOSED, errors.NOT_ACTIVE],
    )
    def patch(self, request: Any, pk: int, data: dict[str, Any], version: int) -> Any:
        services.staff_edit(actor=request.actor, pk=pk, version=version, changes=data)
        return selectors.staff_get(request.actor, pk)


class StaffTransfer(Endpoint):
    tag = "organisation"

    @command(
        action=permissions.MANAGE,
        summary="Transfer a person to another branch",
        zh="人员调动",
        input=s.StaffPlaceInput,
        output=s.StaffDetail,
        errors=[*PLACE, errors.OWN_RECORD, errors.NOT_ACTIVE, errors.MOVE_NOWHERE],
    )
    def post(self, request: Any, pk: int, data: dict[str, Any]) -> Any:
        services.staff_transfer(actor=request.actor, pk=pk, **data)
        return selectors.staff_get(request.actor, pk)


class StaffLeave(Endpoint):
    tag = "organisation"

    @command(
        action=permissions.MANAGE,
        summary="Propose to let a person leave the bank",
        zh="提交人员离职变更",
        input=ReasonInput,
        output=ChangeDetailSerializer,
        status=202,
        errors=[ALREADY_PENDING, errors.OWN_RECORD, errors.NOT_ACTIVE, errors.STAFF_STILL_OWNS],
    )
    def post(self, request: Any, pk: int, data: dict[str, Any]) -> Any:
        return proposals.staff_leave(actor=request.actor, pk=pk, **data)


class StaffReturn(Endpoint):
    tag = "organisation"

    @command(
        action=permissions.MANAGE,
        summary="Take a person on again who had left",
        zh="办理返岗",
        input=s.StaffPlaceInput,
        output=s.StaffDetail,
        errors=[*PLACE, errors.OWN_RECORD, errors.STILL_ACTIVE],
    )
    def post(self, request: Any, pk: int, data: dict[str, Any]) -> Any:
        services.staff_return(actor=request.actor, pk=pk, **data)
        return selectors.staff_get(request.actor, pk)


class StaffHandover(Endpoint):
    tag = "organisation"

    @query(
        action=permissions.HANDOVER,
        summary="What a handover would move",
        zh="查询可移交业务",
        output=offices.HoldingRow,
        filters=s.HandoverPreviewFilters,
        many=True,
        errors=[errors.STAFF_UNKNOWN],
    )
    def get(self, request: Any, pk: int, filters: dict[str, Any]) -> Any:
        return selectors.handover_preview(actor=request.actor, pk=pk, **filters)

    @command(
        action=permissions.HANDOVER,
        summary="Put another person in charge of what this one is in charge of",
        zh="移交名下业务",
        input=s.HandoverInput,
        output=s.HandoverResult,
        errors=[
            errors.STAFF_UNKNOWN,
            errors.RECIPIENT_SAME,
            errors.RECIPIENT_REACHES_NOT,
            errors.NOTHING_TO_HAND_OVER,
        ],
    )
    def post(self, request: Any, pk: int, data: dict[str, Any]) -> Any:
        return {"moved": services.staff_hand_over(actor=request.actor, pk=pk, **data)}
