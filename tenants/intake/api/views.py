from typing import Any

from django.db.models import QuerySet

from backend.platform.api.operations import Endpoint, command, query
from backend.platform.api.serializers import EmptyInput, ReasonInput
from backend.platform.dictionaries import ENTRY_ENDED, ENTRY_UNKNOWN
from backend.platform.errors import WRONG_STATE
from tenants.customers.types import REFUSALS as CUSTOMER_REFUSALS
from tenants.intake import errors, permissions, selectors, services
from tenants.intake.models import Intake
from tenants.products.types import REFUSALS as PRODUCT_REFUSALS

from . import serializers as s


class Intakes(Endpoint):
    tag = "intake"

    @query(
        action=permissions.VIEW,
        summary="List intakes",
        zh="查询进件",
        output=s.IntakeRow,
        paged=True,
        filters=s.IntakeFilters,
        sorts={"intake_no": "intake_no", "amount": "amount", "created_at": "created_at"},
    )
    def get(self, request: Any, filters: dict[str, Any]) -> QuerySet[Intake]:
        return selectors.intake_list(actor=request.actor, **filters)

    @command(
        action=permissions.CREATE,
        summary="Record an intake",
        zh="登记进件",
        input=s.IntakeCreateInput,
        output=s.IntakeDetail,
        status=201,
        errors=[
            errors.ALREADY_OPEN,
            errors.REJECTED_LATELY,
            errors.KIND_NOT_SERVED,
            *CUSTOMER_REFUSALS,
            *PRODUCT_REFUSALS,
        ],
    )
    def post(self, request: Any, data: dict[str, Any]) -> Intake:
        row = services.intake_create(actor=request.actor, **data)
        return selectors.intake_shown(request.actor, row.pk)


class IntakeOne(Endpoint):
    tag = "intake"

    @query(action=permissions.VIEW, summary="Show an intake", zh="查看进件", output=s.IntakeDetail)
    def get(self, request: Any, pk: int) -> Intake:
        return selectors.intake_get(request.actor, pk)


class IntakeAssign(Endpoint):
    tag = "intake"

    @command(
        action=permissions.ASSIGN,
        summary="Put a staff member in charge of an intake",
        zh="指派进件受理人",
        input=s.IntakeAssignInput,
        output=s.IntakeDetail,
        errors=[WRONG_STATE, errors.STAFF_UNKNOWN],
    )
    def post(self, request: Any, pk: int, data: dict[str, Any]) -> Intake:
        services.intake_assign(actor=request.actor, pk=pk, **data)
        return selectors.intake_shown(request.actor, pk)


class IntakeAccept(Endpoint):
    tag = "intake"

    @command(
        action=permissions.ACCEPT,
        summary="Accept an intake",
        zh="受理进件",
        input=EmptyInput,
        output=s.IntakeDetail,
        errors=[WRONG_STATE, errors.KIND_NOT_SERVED, *CUSTOMER_REFUSALS, *PRODUCT_REFUSALS],
    )
    def post(self, request: Any, pk: int, data: dict[str, Any]) -> Intake:
        services.intake_accept(actor=request.actor, pk=pk)
        return selectors.intake_shown(request.actor, pk)


class IntakeReject(Endpoint):
    tag = "intake"

    @command(
        action=permissions.REJECT,
        summary="Reject an intake",
        zh="拒绝进件",
        input=s.IntakeRejectInput,
        output=s.IntakeDetail,
        errors=[WRONG_STATE, ENTRY_UNKNOWN, ENTRY_ENDED, errors.REASON_WANTED],
    )
    def post(self, request: Any, pk: int, data: dict[str, Any]) -> Intake:
        services.intake_reject(actor=request.actor, pk=pk, **data)
        return selectors.intake_shown(request.actor, pk)


class IntakeWithdraw(Endpoint):
    tag = "intake"

    @command(
        action=permissions.WITHDRAW,
        summary="Record that the customer withdraws an intake",
        zh="登记客户撤回进件",
        input=ReasonInput,
        output=s.IntakeDetail,
        errors=[WRONG_STATE],
    )
    def post(self, request: Any, pk: int, data: dict[str, Any]) -> Intake:
        services.intake_withdraw(actor=request.actor, pk=pk, **data)
        return selectors.intake_shown(request.actor, pk)
