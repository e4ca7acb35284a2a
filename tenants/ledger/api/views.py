from typing import Any

from backend.platform.api.operations import Endpoint, query
from tenants.ledger import selectors

from .serializers import (
    TrialBalanceFilters,
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
        action="ledger.view", summary="The trial balance at the end of a business day", zh="查询营业日终了的试算平衡表",
        output=TrialBalanceSerializer, filters=TrialBalanceFilters,
    )  # fmt: skip
    def get(self, request: Any, filters: dict[str, Any]) -> Any:
        return selectors.trial_balance(actor=request.actor, **filters)
