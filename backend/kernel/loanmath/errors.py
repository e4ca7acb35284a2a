"""Refusals of the loan mathematics: one exception class, stable codes, the path of the field at fault.

`field` uses the names of the exchange format (`start_date`, `plan[0].principal`), whichever way the
terms were built, so that a form and a file show the same place.
"""

from __future__ import annotations

from typing import Final

#: Every code that may leave this package, with the text a bank clerk reads.
TITLES_ZH: Final[dict[str, str]] = {
    "loanmath.amort_term_too_short": "摊销期限短于贷款期限",
    "loanmath.amount_not_positive": "金额必须大于零",
    "loanmath.amount_negative": "金额不能为负数",
    "loanmath.amount_too_large": "金额超出系统上限",
    "loanmath.date_out_of_range": "日期超出系统支持的范围",
    "loanmath.date_outside_term": "日期不在贷款期限内",
    "loanmath.day_count_not_for_method": "该还款方式不支持此计息基础",
    "loanmath.draw_exceeds_limit": "提款后余额超过额度",
    "loanmath.duplicate_date": "同一日期重复",
    "loanmath.field_missing": "缺少必填项",
    "loanmath.field_not_for_method": "该还款方式不使用此项",
    "loanmath.grace_out_of_range": "宽限期数超出范围",
    "loanmath.interest_day_out_of_range": "还款日必须在 1 至 31 之间",
    "loanmath.maturity_mismatch": "到期日与期限不一致",
    "loanmath.maturity_missing": "缺少到期日或期限",
    "loanmath.maturity_not_after_start": "到期日必须晚于起息日",
    "loanmath.net_amount_not_positive": "扣除费用后的实得金额必须大于零",
    "loanmath.no_rate": "无法求得年化成本",
    "loanmath.not_a_date": "日期格式不正确",
    "loanmath.not_a_boolean": "应为是或否",
    "loanmath.not_a_list": "应为列表",
    "loanmath.not_a_mapping": "应为对象",
    "loanmath.not_a_number": "不是有效的数字",
    "loanmath.not_an_integer": "应为整数",
    "loanmath.paid_before_due": "未到期的期次不应已有还款",
    "loanmath.paid_more_than_due": "已还金额超过应还金额",
    "loanmath.penalty_multiplier_out_of_range": "罚息倍数必须在 1 至 2 之间",
    "loanmath.period_months_not_allowed": "还款周期只能为 1、3、6 或 12 个月",
    "loanmath.plan_exceeds_principal": "计划还本合计超过贷款本金",
    "loanmath.plan_total_mismatch": "计划还本合计与贷款本金不一致",
    "loanmath.rate_out_of_range": "年利率必须在 0 至 100% 之间",
    "loanmath.repay_exceeds_balance": "还款金额超过贷款余额",
    "loanmath.schedule_differs": "还款计划与约定条款不一致",
    "loanmath.settlement_not_for_method": "该还款方式不支持提前结清试算",
    "loanmath.settlement_short": "金额不足以结清",
    "loanmath.term_out_of_range": "期限超出范围",
    "loanmath.too_many_decimals": "小数位数过多",
    "loanmath.unknown_day_count": "未知的计息基础",
    "loanmath.unknown_event_type": "未知的事件类型",
    "loanmath.unknown_field": "未知的字段",
    "loanmath.unknown_first_due": "未知的首期还款日规则",
    "loanmath.unknown_method": "未知的还款方式",
    "loanmath.unknown_prepayment_mode": "未知的提前还款方式",
}


class LoanMathError(ValueError):
    """An input that the loan mathematics refuses. Nothing was computed."""

    def __init__(self, code: str, message: str, field: str) -> None:
        super().__init__(f"{field}: {message} [{code}]")
        self.code = code
        self.message = message
        self.field = field

    def __reduce__(self) -> tuple[type[LoanMathError], tuple[str, str, str]]:
        return (type(self), (self.code, self.message, self.field))
