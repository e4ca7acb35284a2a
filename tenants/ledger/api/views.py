from typing import Any

from backend.platform.api.operations import Endpoint, query
from tenants.ledger import selectors

from .serializers import (
    SubjectEntryFilters,
    SubjectEntryRowSerializer,
    TrialBalanceFilters,
    TrialBalanceRowSerializer,
    TrialBalanceSerializer,
    VoucherDetailSerializer,
    VoucherFilters,
    VoucherRowSerializer,
)


class Vouchers(Endpoint):
    tag = "ledger"

    @query(
        action="ledger.view", summary="List vouchers", zh="查询传票", output=VoucherRowSerializer, paged=True,
        filters=VoucherFilters, sorts={"business_on": "business_on", "total": "total", "voucher_no": "id"},
    )  # fmt: skip
    def get(self, request: Any, filters: dict[str, Any]) -> Any:
        return selectors.voucher_list(actor=request.actor, **filters)


class VoucherOne(Endpoint):
    tag = "ledger"

    @query(
        action="ledger.view",
        summary="A voucher with its lines",
        zh="查看传票及分录",
        output=VoucherDetailSerializer,
    )
    def get(self, request: Any, pk: int) -> Any:
        return selectors.voucher_get(actor=request.actor, voucher_id=pk)


class TrialBalances(Endpoint):
    tag = "ledger"

    @query(
        action="ledger.view", summary="The trial balance of business days, with both sides' totals", zh="查询试算平衡表",
        output=TrialBalanceSerializer, filters=TrialBalanceFilters,
    )  # fmt: skip
    def get(self, request: Any, filters: dict[str, Any]) -> Any:
        return selectors.trial_balance(actor=request.actor, **filters)


class TrialBalanceRows(Endpoint):
    tag = "ledger"

    @query(
        action="ledger.view", summary="The rows of the trial balance, to be paged or exported", zh="查询科目余额表",
        output=TrialBalanceRowSerializer, filters=TrialBalanceFilters, paged=True,
    )  # fmt: skip
    def get(self, request: Any, filters: dict[str, Any]) -> Any:
        return selectors.trial_balance(actor=request.actor, **filters).rows


class SubjectEntries(Endpoint):
    tag = "ledger"

    @query(
        action="ledger.view", summary="The entries of a subject with its running balance, the oldest first",
        zh="查询科目明细账", output=SubjectEntryRowSerializer, filters=SubjectEntryFilters, paged=True,
    )  # fmt: skip
    def get(self, request: Any, filters: dict[str, Any]) -> Any:
        return selectors.subject_entries(actor=request.actor, **filters)
