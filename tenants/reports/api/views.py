from typing import Any

from backend.platform.api.operations import Endpoint, query
from backend.platform.errors import REPLICA_UNAVAILABLE
from tenants.reports import selectors

from .serializers import LoanLedgerSerializer, NewLoansFilters, NewLoansSerializer


class LoanLedger(Endpoint):
    tag = "reports"

    @query(
        action="reports.view",
        summary="The loan ledger by branch, product and status",
        zh="借据日报:按机构、产品、状态汇总",
        output=LoanLedgerSerializer,
        errors=[REPLICA_UNAVAILABLE],
    )
    def get(self, request: Any) -> Any:
        return selectors.loan_ledger(actor=request.actor)


class NewLoans(Endpoint):
    tag = "reports"

    @query(
        action="reports.view",
        summary="Loans begun on each of the last days",
        zh="近日新增借据:按日笔数与金额",
        output=NewLoansSerializer,
        filters=NewLoansFilters,
        errors=[REPLICA_UNAVAILABLE],
    )
    def get(self, request: Any, filters: dict[str, Any]) -> Any:
        return selectors.new_loans(actor=request.actor, **filters)
