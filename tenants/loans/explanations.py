"""How amounts of a loan came about, in words of the rulebook and parts that add up to the amount."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from backend.kernel.loanmath import (
    AllocationOrder,
    Buckets,
    DayCount,
    Method,
    Part,
    ReceiptKind,
    RowTerms,
    RowType,
    Rule,
    Served,
    explain_row,
)
from backend.platform.errors import NOT_FOUND
from backend.platform.permissions import Actor
from tenants.organisation import selectors as organisation

from . import lives, selectors
from .models import LoanAccount, Repayment, RepaymentAdjustment

RULES: dict[Rule, tuple[str, str]] = {
    Rule.BY_MONTH: (
        "计息期为整月的按月计息,月利率 = 年利率 ÷ 12;有零头天数的,零头天数按日计息,日利率 = 年利率 ÷ 360(银发〔2005〕129号)",
        "Whole months bear a twelfth of the yearly rate each, odd days a 360th (PBoC 2005 no. 129)",
    ),
    Rule.BY_DAY: (
        "按实际天数逐日计息,算头不算尾,按合同约定的计息基础折算日利率(银发〔2005〕129号)",
        "Calendar days, the first counted and the last not, by the contract's day count (PBoC 2005 no. 129)",
    ),
    Rule.FLAT_INTEREST: (
        "等本等息:每期利息按放款金额计算,不随本金归还减少",
        "Flat interest: on the amount lent in each period, whatever was repaid",
    ),
    Rule.LEVEL_INSTALMENT: (
        "等额本息:每期应还固定金额,先计利息,余下为本金;末期归还全部剩余本金",
        "Level instalment: interest first, the rest is principal; the last row takes all that is left",
    ),
    Rule.EQUAL_SHARES: (
        "等额本金:每期归还放款金额的等份;末期归还全部剩余本金",
        "Equal principal: the amount lent over the number of rows; the last row takes all that is left",
    ),
    Rule.AT_MATURITY: ("到期一次归还全部本金", "All principal is repaid at maturity"),
    Rule.AS_PLANNED: ("按合同约定的还款计划", "As the contract's plan says"),
    Rule.SETTLEMENT: (
        "提前结清:归还全部剩余本金,利息按实际用款天数计算(民法典第六百七十七条)",
        "Settled early: all principal left, interest for the days really used (Civil Code, art. 677)",
    ),
    Rule.PREPAYMENT: (
        "提前部分还本:归还约定的本金,其利息自上一还款日起按实际用款天数计算(民法典第六百七十七条)",
        "Prepaid in part: the principal agreed, with its interest for the days really used since the last due date (Civil Code, art. 677)",
    ),
    Rule.PENALTY: (
        "罚息:逾期本金 × 罚息利率 × 天数 ÷ 360,自到期日起算至还款日前一日(银发〔2003〕251号);结算时四舍五入到分",
        "Penalty: overdue principal × penalty rate × days / 360, from the due date to the day before payment"
        " (PBoC 2003 no. 251); rounded to the cent when settled",
    ),
    Rule.COMPOUND: (
        "复利:未还利息 × 罚息利率 × 天数 ÷ 360,自到期日起算至还款日前一日(银发〔2003〕251号);结算时四舍五入到分",
        "Compound: unpaid interest × penalty rate × days / 360, from the due date to the day before payment"
        " (PBoC 2003 no. 251); rounded to the cent when settled",
    ),
}
ORDERS: dict[AllocationOrder, tuple[str, str]] = {
    AllocationOrder.NORMAL: (
        "逾期不超过 90 天:逐期冲账,先旧后新;每期依次为复利、罚息、利息、本金",
        "Not more than 90 days overdue: instalment by instalment, the oldest first; compound, penalty, interest, principal",
    ),
    AllocationOrder.PRINCIPAL_FIRST: (
        "逾期超过 90 天:先还各期本金,再还利息、罚息、复利",
        "More than 90 days overdue: principal of all instalments first, then interest, penalty, compound",
    ),
}


@dataclass(frozen=True)
class RuleWords:
    """A paragraph of the rulebook."""

    code: str
    zh: str
    en: str


@dataclass(frozen=True)
class AmountExplanation:
    """An amount as the sum of its parts."""

    bucket: str
    amount: Decimal
    rule: RuleWords
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class InstalmentExplanation:
    """What a row of the schedule owes by a day, and why."""

    no: int
    due_on: date
    on: date
    amounts: list[AmountExplanation]

    @property
    def total(self) -> Decimal:
        return sum((item.amount for item in self.amounts), Decimal("0.00"))


@dataclass(frozen=True)
class RepaymentExplanation:
    """How a repayment was divided, and why in this order."""

    repay_no: str
    value_on: date
    overdue_days: int
    order: RuleWords
    lines: list[dict[str, Any]]
    taken: Buckets
    unapplied: Decimal
    adjustments: list[RepaymentAdjustment]


def instalment_explanation(*, actor: Actor, loan_id: int, no: int) -> InstalmentExplanation:
    """Raises 404 out of scope, and for a number that is not in force."""
    loan = selectors.loan_get(actor=actor, loan_id=loan_id)
    on = organisation.business_date()
    served = lives.lived(loan, lives.receipts_in_force(loan), on)
    row = next((row for row in served.rows if row.no == no), None)
    if row is None:
        raise NOT_FOUND.at()
    amounts = [
        AmountExplanation(item.bucket, item.amount, RuleWords(item.rule, *RULES[item.rule]), item.parts)
        for item in explain_row(served, no, _row_terms(loan, served))
    ]
    return InstalmentExplanation(no, row.due_on, on, amounts)


def repayment_explanation(*, actor: Actor, loan_id: int, repayment_id: int) -> RepaymentExplanation:
    """Raises 404 out of scope. A repayment that was reversed is explained as if it stood."""
    loan = selectors.loan_get(actor=actor, loan_id=loan_id)
    repayment = loan.repayments.filter(pk=repayment_id).first()
    if repayment is None:
        raise NOT_FOUND.at()
    before = loan.repayments.filter(pk__lt=repayment_id).exclude(state=Repayment.State.REVERSED)
    served = lives.lived(loan, [*before.order_by("value_on", "id"), repayment], repayment.value_on)
    done = next(item for item in served.receipts if item.receipt.reference == repayment.repay_no)
    return RepaymentExplanation(
        repay_no=repayment.repay_no,
        value_on=repayment.value_on,
        overdue_days=done.overdue_days,
        order=RuleWords(done.order, *ORDERS[done.order]),
        lines=[
            {"no": line.no, "due_on": line.due_on, **line.taken.as_mapping()}
            for line in done.allocation.lines
        ],
        taken=done.allocation.taken,
        unapplied=repayment.unapplied,
        adjustments=list(lives.adjustments_in_force(repayment)),
    )


def _row_terms(loan: LoanAccount, served: Served) -> RowTerms:
    ends = {done.receipt.on for done in served.receipts if done.receipt.kind is ReceiptKind.PREPAY_FULL}
    due_on = list(loan.instalments.filter(version=1).values_list("due_on", flat=True))
    settlement = [
        row.no for row in served.rows
        if row.due_on in ends and row.due_on not in due_on and row.type is RowType.DUE
    ]  # fmt: skip
    terms = lives.servicing_terms(loan, served.on)
    return RowTerms(
        method=Method(loan.method),
        day_count=DayCount(loan.day_count),
        annual_rate=terms.annual_rate,
        rate_changes=terms.rate_changes,
        period_months=loan.period_months,
        drawn=loan.drawn,
        rows=len(due_on),
        settlement_no=settlement[0] if settlement else None,
    )
