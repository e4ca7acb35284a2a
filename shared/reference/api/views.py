from typing import Any

from backend.platform.api.operations import Endpoint, command, query
from backend.platform.permissions import SIGNED_IN
from shared.reference import errors, selectors, services

from .serializers import (
    AccountSubjectFilters,
    AccountSubjectRowSerializer,
    CalendarDay,
    CalendarFilters,
    LprConfirmationSerializer,
    LprConfirmInput,
    LprEnterInput,
    LprRowSerializer,
)


class Calendar(Endpoint):
    tag = "reference"

    @query(
        action=SIGNED_IN,
        summary="The days that differ from their weekday: holidays, and working days at weekends",
        zh="查询节假日与调休工作日",
        output=CalendarDay,
        filters=CalendarFilters,
        many=True,
    )
    def get(self, request: Any, filters: dict[str, Any]) -> Any:
        return selectors.calendar_exceptions(**filters)


class AccountSubjects(Endpoint):
    tag = "reference"

    @query(
        action=SIGNED_IN,
        summary="List the chart of accounts",
        zh="查询会计科目",
        output=AccountSubjectRowSerializer,
        filters=AccountSubjectFilters,
        paged=True,
        sorts={"code": "code"},
    )
    def get(self, request: Any, filters: dict[str, Any]) -> Any:
        return selectors.subject_list(**filters)


class LprQuotes(Endpoint):
    tag = "reference"

    @query(
        action="reference.view",
        summary="List the published loan prime rates",
        zh="查询已公布的 LPR",
        output=LprRowSerializer,
        paged=True,
        sorts={"published_on": "published_on"},
    )
    def get(self, request: Any) -> Any:
        return selectors.lpr_list()

    @command(
        action="reference.manage_lpr",
        summary="Enter a published loan prime rate",
        zh="录入 LPR 报价",
        input=LprEnterInput,
        output=LprRowSerializer,
        status=201,
        errors=[errors.LPR_EXISTS],
    )
    def post(self, request: Any, data: dict[str, Any]) -> Any:
        return services.lpr_enter(actor=request.actor, **data)


class LprConfirmation(Endpoint):
    tag = "reference"

    @query(
        action="reference.view",
        summary="Through which date the list of rates is confirmed",
        zh="查询 LPR 确认截止日",
        output=LprConfirmationSerializer,
    )
    def get(self, request: Any) -> Any:
        return {"through_on": selectors.lpr_confirmed_through()}

    @command(
        action="reference.manage_lpr",
        summary="Confirm the list of rates through a date",
        zh="确认 LPR 沿用至某日",
        input=LprConfirmInput,
        output=LprConfirmationSerializer,
        errors=[errors.LPR_BACKWARDS],
    )
    def post(self, request: Any, data: dict[str, Any]) -> Any:
        return services.lpr_confirm(actor=request.actor, **data)
