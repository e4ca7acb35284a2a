"""What a contract's text says: the row and its parties as the template prints them."""

from typing import Any

from backend.kernel.loanmath import DayCount, LoanTerms, Method, Schedule, build_schedule
from backend.platform.tenancy import require_bank
from shared.entities import selectors as entities
from tenants.intake.types import Purpose

from . import wording as w
from .models import LoanContract
from .selectors import default_terms_on


def schedule_of(contract: LoanContract) -> Schedule:
    """The repayment plan if the whole amount is drawn on the first day."""
    return build_schedule(
        LoanTerms.of(
            principal=contract.amount,
            annual_rate=contract.annual_rate,
            method=Method(contract.method),
            start_on=contract.start_on,
            term_months=contract.term_months,
            interest_day=contract.interest_day,
            day_count=DayCount(contract.day_count),
            period_months=contract.period_months,
        )
    )


def contract_data(contract: LoanContract, template_version: str) -> dict[str, Any]:
    """The template's data: texts only, so that it computes nothing. Identity and account are masked."""
    rate = contract.annual_rate
    late = default_terms_on(contract.start_on)
    schedule = schedule_of(contract)
    method = contract.get_method_display()
    return {
        "title": "个人借款合同",
        "contract_no": contract.contract_no,
        "template_version": template_version,
        "lender": {"name": entities.entity_get(require_bank().code).name, "branch": contract.branch.name},
        "borrower": {
            "name": contract.customer.name,
            "id_type": "居民身份证",
            "id_no": contract.customer.id_no_masked,
            "customer_no": contract.customer.customer_no,
        },
        "terms": [
            {"label": "借款金额（小写）", "value": f"人民币 {w.money(contract.amount)} 元"},
            {"label": "借款金额（大写）", "value": f"人民币{w.amount_in_words(contract.amount)}"},
            {"label": "借款期限", "value": f"{contract.term_months} 个月"},
            {"label": "起止日期", "value": f"{w.day(contract.start_on)}至{w.day(contract.end_on)}"},
            {"label": "年利率", "value": w.percent(rate)},
            {"label": "还款方式", "value": method},
        ],
        "purpose": "，".join(filter(None, (Purpose(contract.purpose).label, contract.purpose_text))) + "。",
        "rate": {
            "annual": w.percent(rate),
            "lpr": w.percent(contract.lpr_rate),
            "lpr_tenor": w.TENORS[contract.lpr_tenor],
            "lpr_published_on": w.day(contract.lpr_published_on),
            "spread": w.spread(contract.bp),
            "course": w.course(contract.reprice, w.TENORS[contract.lpr_tenor]),
            "day_count": w.DAY_COUNTS[contract.day_count],
        },
        "account_no": contract.account_masked,
        "repayment": {
            "method": method,
            "rhythm": w.rhythm(contract.method, contract.period_months, contract.interest_day),
            "order": w.ALLOCATION_ORDERS[late.principal_first],
        },
        "guarantee_mode": f"{contract.get_guarantee_mode_display()}。",
        "penalty": {
            "overdue": w.percent(rate * late.overdue_multiplier),
            "overdue_more": w.whole_percent(late.overdue_multiplier - 1),
            "misuse": w.percent(rate * late.misuse_multiplier),
            "misuse_more": w.whole_percent(late.misuse_multiplier - 1),
        },
        "schedule": {
            "amount": w.money(contract.amount),
            "start_on": w.day(contract.start_on),
            "end_on": w.day(contract.end_on),
            "rows": [
                [
                    str(row.no),
                    row.due_on.isoformat(),
                    str(row.days),
                    *(w.money(value) for value in (row.principal, row.interest, row.payment, row.balance)),
                ]
                for row in schedule.rows
            ],
            "totals": [
                w.money(value)
                for value in (schedule.total_principal, schedule.total_interest, schedule.total_payment)
            ],
        },
    }
