from typing import Any

from django.db.models import QuerySet

from backend.platform.api.operations import Endpoint, command, query
from backend.platform.api.serializers import EmptyInput, ReasonInput
from backend.platform.errors import WRONG_STATE
from tenants.applications import errors, permissions, selectors, services
from tenants.applications.models import LoanApplication

from . import serializers as s


class IntakeConversion(Endpoint):
    tag = "applications"

    @command(
        action=permissions.CONVERT,
        summary="Turn an accepted intake into an application",
        zh="受理后发起业务申请",
        input=EmptyInput,
        output=s.ApplicationDetail,
        status=201,
        errors=[WRONG_STATE],
    )
    def post(self, request: Any, pk: int, data: dict[str, Any]) -> LoanApplication:
        row = services.application_open_from_intake(actor=request.actor, intake_id=pk)
        return selectors.application_shown(request.actor, row.pk)


class Applications(Endpoint):
    tag = "applications"

    @query(
        action=permissions.VIEW,
        summary="List applications",
        zh="查询业务申请",
        output=s.ApplicationRow,
        paged=True,
        filters=s.ApplicationFilters,
        sorts={"app_no": "app_no", "amount": "amount", "created_at": "created_at"},
    )
    def get(self, request: Any, filters: dict[str, Any]) -> QuerySet[LoanApplication]:
        return selectors.application_list(actor=request.actor, **filters)


class ApplicationOne(Endpoint):
    tag = "applications"

    @query(
        action=permissions.VIEW, summary="Show an application", zh="查看业务申请", output=s.ApplicationDetail
    )
    def get(self, request: Any, pk: int) -> LoanApplication:
        return selectors.application_get(actor=request.actor, pk=pk)

    @command(
        action=permissions.EDIT,
        summary="Fill in the terms and the investigation",
        zh="填写方案与调查",
        input=s.ApplicationEditInput,
        output=s.ApplicationDetail,
        if_match=True,
        errors=[WRONG_STATE, errors.FIXED_BY_PRODUCT, errors.TERMS_IMPOSSIBLE],
    )
    def patch(self, request: Any, pk: int, data: dict[str, Any], version: int) -> LoanApplication:
        services.application_edit(actor=request.actor, pk=pk, version=version, changes=data)
        return selectors.application_shown(request.actor, pk)


class ApplicationSubmission(Endpoint):
    tag = "applications"

    @command(
        action=permissions.SUBMIT,
        summary="Put an application before the reviewer",
        zh="提交审查",
        input=EmptyInput,
        output=s.ApplicationDetail,
        errors=[WRONG_STATE, errors.INVESTIGATION_MISSING],
    )
    def post(self, request: Any, pk: int, data: dict[str, Any]) -> LoanApplication:
        services.application_submit(actor=request.actor, pk=pk)
        return selectors.application_shown(request.actor, pk)


class ApplicationCancellation(Endpoint):
    tag = "applications"

    @command(
        action=permissions.CANCEL,
        summary="Cancel an application before a decision",
        zh="撤销未审结的业务申请",
        input=ReasonInput,
        output=s.ApplicationDetail,
        errors=[WRONG_STATE],
    )
    def post(self, request: Any, pk: int, data: dict[str, Any]) -> LoanApplication:
        services.application_cancel(actor=request.actor, pk=pk, **data)
        return selectors.application_shown(request.actor, pk)
