from typing import Any

from django.db.models import QuerySet

from backend.platform.api.changes import ChangeDetailSerializer
from backend.platform.api.operations import Endpoint, command, query
from backend.platform.dictionaries import ENTRY_ENDED, ENTRY_UNKNOWN
from backend.platform.errors import WRONG_STATE
from backend.platform.records.changes import ALREADY_PENDING, NOTHING_CHANGES
from tenants.customers import corrections, errors, permissions, selectors, services
from tenants.customers.models import Customer, Household
from tenants.organisation.types import GRID_REFUSALS

from . import serializers as s


class Customers(Endpoint):
    tag = "customers"

    @query(
        action=permissions.VIEW,
        summary="List customers",
        zh="查询客户",
        output=s.CustomerRow,
        paged=True,
        filters=s.CustomerFilters,
        sorts={
            "customer_no": "customer_no",
            "name": "name",
            "birth_on": "birth_on",
            "created_at": "created_at",
        },
    )
    def get(self, request: Any, filters: dict[str, Any]) -> QuerySet[Customer]:
        return selectors.customer_list(actor=request.actor, **filters)

    @command(
        action=permissions.REGISTER,
        summary="Open a customer's file",
        zh="客户建档",
        input=s.CustomerRegisterInput,
        output=s.CustomerDetail,
        status=201,
        errors=[
            errors.DUPLICATE,
            errors.ID_NO_FORM,
            errors.ID_NO_BIRTH,
            errors.ID_NO_CHECK,
            errors.PHONE_FORM,
            ENTRY_UNKNOWN,
            ENTRY_ENDED,
        ],
    )
    def post(self, request: Any, data: dict[str, Any]) -> Customer:
        return selectors.customer_shown(services.customer_register(actor=request.actor, **data).pk)


class CustomerOne(Endpoint):
    tag = "customers"

    @query(action=permissions.VIEW, summary="Show a customer", zh="查看客户", output=s.CustomerDetail)
    def get(self, request: Any, pk: int) -> Customer:
        return selectors.customer_get(request.actor, pk)

    @command(
        action=permissions.EDIT,
        summary="Edit a customer's file",
        zh="修改客户信息",
        input=s.CustomerEditInput,
        output=s.CustomerDetail,
        if_match=True,
        errors=[ENTRY_UNKNOWN, ENTRY_ENDED],
    )
    def patch(self, request: Any, pk: int, data: dict[str, Any], version: int) -> Customer:
        services.customer_edit(actor=request.actor, pk=pk, version=version, changes=data)
        return selectors.customer_shown(pk)


class CustomerIdentityCorrection(Endpoint):
    tag = "customers"

    @command(
        action=permissions.EDIT,
        summary="Propose another name, identity number or telephone of a customer",
        zh="提交客户身份信息更正",
        input=s.IdentityCorrectionInput,
        output=ChangeDetailSerializer,
        status=202,
        errors=[
            ALREADY_PENDING,
            NOTHING_CHANGES,
            WRONG_STATE,
            errors.DUPLICATE,
            errors.ID_NO_FORM,
            errors.ID_NO_BIRTH,
            errors.ID_NO_CHECK,
            errors.PHONE_FORM,
        ],
    )
    def post(self, request: Any, pk: int, data: dict[str, Any]) -> Any:
        return corrections.identity_correct_propose(actor=request.actor, pk=pk, **data)


class CustomerReveal(Endpoint):
    tag = "customers"

    # Not idempotent: a stored answer would keep the values in clear, and every reading is to be logged.
    @command(
        action=permissions.REVEAL,
        summary="Read sensitive values in full; each reading is logged and counts towards the day's quota",
        zh="查看完整敏感信息(留痕,计入每日次数)",
        input=s.CustomerRevealInput,
        output=s.RevealedValues,
        idempotent=False,
        errors=[errors.REVEAL_QUOTA],
    )
    def post(self, request: Any, pk: int, data: dict[str, Any]) -> dict[str, str]:
        return services.customer_reveal(actor=request.actor, pk=pk, **data)


class Households(Endpoint):
    tag = "customers"

    @query(
        action=permissions.VIEW,
        summary="List farmer households",
        zh="查询农户",
        output=s.HouseholdRow,
        paged=True,
        filters=s.HouseholdFilters,
        sorts={"household_no": "household_no", "name": "name", "region_code": "region_code"},
    )
    def get(self, request: Any, filters: dict[str, Any]) -> QuerySet[Household]:
        return selectors.household_list(actor=request.actor, **filters)

    @command(
        action=permissions.REGISTER,
        summary="Open the file of a farmer household",
        zh="农户建档",
        input=s.HouseholdCreateInput,
        output=s.HouseholdDetail,
        status=201,
        errors=GRID_REFUSALS,
    )
    def post(self, request: Any, data: dict[str, Any]) -> Household:
        return selectors.household_shown(services.household_create(actor=request.actor, **data).pk)


class HouseholdOne(Endpoint):
    tag = "customers"

    @query(
        action=permissions.VIEW, summary="Show a farmer household", zh="查看农户", output=s.HouseholdDetail
    )
    def get(self, request: Any, pk: int) -> Household:
        return selectors.household_get(request.actor, pk)


class HouseholdMembers(Endpoint):
    tag = "customers"

    @command(
        action=permissions.EDIT,
        summary="Add a customer to a household",
        zh="添加家庭成员",
        input=s.HouseholdMemberInput,
        output=s.HouseholdDetail,
        status=201,
        errors=[errors.UNKNOWN, errors.IN_HOUSEHOLD, errors.HAS_HEAD],
    )
    def post(self, request: Any, pk: int, data: dict[str, Any]) -> Household:
        services.household_add_member(actor=request.actor, pk=pk, **data)
        return selectors.household_shown(pk)
