"""The applications' side of the approvals."""

from dataclasses import replace
from datetime import timedelta

from backend.platform.errors import FieldErrors
from backend.platform.permissions import Actor
from backend.platform.records import outbox
from tenants.approvals.types import Outcome, ProcessResult
from tenants.organisation import selectors as organisation
from tenants.products import selectors as products
from tenants.products import services as product_services

from . import events, locks, notices
from .models import LoanApplication
from .parameters import LAPSE_DAYS
from .states import change_state

State = LoanApplication.State
STATE_AT_NODE = {"review": State.IN_REVIEW, "approve": State.IN_APPROVAL}
STATE_AFTER = {
    Outcome.APPROVED: State.APPROVED,
    Outcome.RETURNED: State.RETURNED,
    Outcome.REJECTED: State.REJECTED,
}


class ApplicationHandler:
    """Moves the application as its process moves."""

    def hold(self, business_id: int) -> None:
        locks.application_lock(business_id)

    def facts(self, business_id: int) -> dict[str, str]:
        row = LoanApplication.objects.select_related("customer", "product", "branch", "officer").get(
            pk=business_id
        )
        return {
            "申请编号": row.app_no,
            "客户": f"{row.customer.name}({row.customer.customer_no})",
            "产品": row.product.name,
            "申请金额": f"{row.amount:.2f}",
            "申请期限(月)": str(row.term_months),
            "还款方式": row.get_method_display(),
            "担保方式": row.get_guarantee_mode_display(),
            "年利率": f"{row.annual_rate:.6f}",
            "LPR": f"{row.lpr_rate:.6f}({row.get_lpr_tenor_display()})",
            "LPR 公布日": row.lpr_published_on.isoformat(),
            "加点(基点)": str(row.bp),
            "利率方式": row.get_reprice_display(),
            "用途": f"{row.get_purpose_display()} {row.purpose_text}".strip(),
            "调查结论": row.investigation_summary,
            "第一还款来源": row.primary_source,
            "月收入": f"{row.monthly_income:.2f}" if row.monthly_income is not None else "",
            "月负债支出": f"{row.monthly_debt:.2f}" if row.monthly_debt is not None else "",
            "机构": row.branch.name,
            "客户经理": row.officer.name,
        }

    def on_node(self, *, actor: Actor, business_id: int, node_key: str) -> None:
        row = locks.application_lock(business_id)
        change_state(actor, row, STATE_AT_NODE[node_key], f"applications.{node_key}")

    def on_outcome(self, *, actor: Actor, result: ProcessResult) -> None:
        row = locks.application_lock(result.business_id)
        if result.outcome is Outcome.APPROVED:
            _check_approved(row, result)
            row.approved_amount = result.approved_amount
            row.approved_term_months = result.approved_term_months
            valid_days = organisation.parameter_value(LAPSE_DAYS, on=result.decided_on)
            row.lapses_on = result.decided_on + timedelta(days=valid_days)
        if result.outcome is not Outcome.RETURNED:
            row.decided_on = result.decided_on
            _tell(row, result)
        verb = {Outcome.APPROVED: "approve", Outcome.RETURNED: "return", Outcome.REJECTED: "reject"}[
            result.outcome
        ]
        change_state(actor, row, STATE_AFTER[result.outcome], f"applications.{verb}", comment=result.opinion)
        notices.outcome_tell(actor, row, result)


def _check_approved(row: LoanApplication, result: ProcessResult) -> None:
    """The lowered figures must still be ones that the product sells."""
    try:
        product_services.terms_check(
            products.product_terms(row.product_id),
            amount=result.approved_amount,
            term_months=result.approved_term_months,
        )
    except FieldErrors as refused:
        raise FieldErrors(
            [replace(error, field=f"approved_{error.field}") for error in refused.errors]
        ) from refused


def _tell(row: LoanApplication, result: ProcessResult) -> None:
    outbox.emit(
        events.DECIDED,
        aggregate=f"applications.application:{row.pk}",
        payload={
            "application_id": row.pk,
            "app_no": row.app_no,
            "customer_id": row.customer_id,
            "outcome": result.outcome.value,
            "approved_amount": str(result.approved_amount) if result.approved_amount is not None else None,
        },
    )
