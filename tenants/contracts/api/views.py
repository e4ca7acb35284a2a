from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from rest_framework.renderers import JSONRenderer

from backend.platform.api.operations import Endpoint, command, query
from backend.platform.api.pdfs import MEDIA_TYPE, ProblemBesidePdf, pdf_response
from backend.platform.errors import WRONG_STATE
from tenants.contracts import errors, permissions, selectors, services
from tenants.contracts.models import LoanContract

from . import serializers as s


class Contracts(Endpoint):
    tag = "contracts"

    @query(
        action=permissions.VIEW,
        summary="List contracts",
        zh="查询合同",
        output=s.ContractRow,
        paged=True,
        filters=s.ContractFilters,
        sorts={
            "contract_no": "contract_no",
            "amount": "amount",
            "created_at": "created_at",
            "end_on": "end_on",
        },
    )
    def get(self, request: Any, filters: dict[str, Any]) -> QuerySet[LoanContract]:
        return selectors.contract_list(actor=request.actor, **filters)

    @command(
        moves_money=True,
        action=permissions.CREATE,
        summary="Print the contract of an approved application",
        zh="生成合同",
        input=s.ContractCreateInput,
        output=s.ContractDetail,
        status=201,
        errors=[errors.ALREADY_EXISTS, errors.ACCOUNT_INVALID, errors.NOT_PRINTABLE],
    )
    def post(self, request: Any, data: dict[str, Any]) -> LoanContract:
        row = services.contract_create(actor=request.actor, **data)
        return selectors.contract_shown(request.actor, row.pk)


class ContractOne(Endpoint):
    tag = "contracts"

    @query(action=permissions.VIEW, summary="Show a contract", zh="查看合同", output=s.ContractDetail)
    def get(self, request: Any, pk: int) -> LoanContract:
        return selectors.contract_get(actor=request.actor, pk=pk)


class ContractSigning(Endpoint):
    """Whoever sees a contract and signs for some party may ask; the party says which action it takes."""

    tag = "contracts"

    @command(
        moves_money=True,
        action=permissions.VIEW,
        any_of=[permissions.SIGN_BORROWER, permissions.SIGN_BANK],
        summary="Record a party's signature",
        zh="登记合同签署",
        input=s.ContractSignInput,
        output=s.ContractDetail,
        errors=[
            WRONG_STATE,
            errors.ALREADY_SIGNED,
            errors.BORROWER_FIRST,
            errors.SAME_PERSON,
            errors.TERMS_DIFFER,
        ],
    )
    def post(self, request: Any, pk: int, data: dict[str, Any]) -> LoanContract:
        services.contract_sign(actor=request.actor, pk=pk, **data)
        return selectors.contract_shown(request.actor, pk)


class ContractVoiding(Endpoint):
    tag = "contracts"

    @command(
        moves_money=True,
        action=permissions.VOID,
        summary="Make a contract void before any drawdown",
        zh="作废未出账的合同",
        input=s.ContractVoidInput,
        output=s.ContractDetail,
        errors=[WRONG_STATE, errors.IN_USE],
    )
    def post(self, request: Any, pk: int, data: dict[str, Any]) -> LoanContract:
        services.contract_void(actor=request.actor, pk=pk, **data)
        return selectors.contract_shown(request.actor, pk)


class ContractDocument(Endpoint):
    tag = "contracts"
    renderer_classes = [JSONRenderer, ProblemBesidePdf]

    @query(
        action=permissions.VIEW,
        summary="The contract's printed text",
        zh="下载合同文本",
        media_type=MEDIA_TYPE,
    )
    def get(self, request: Any, pk: int) -> HttpResponse:
        name, content = selectors.contract_file(actor=request.actor, pk=pk)
        return pdf_response(name, content)
