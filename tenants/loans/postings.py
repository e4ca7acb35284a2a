"""Which event of a loan books which lines: the whole table, to be read by accountants.

    event                debit                              credit
    放款                 1301 短期贷款-正常                  1011 存放核心清算款
    计提                 1132 应收利息                       6011 利息收入
    转逾期               1303 逾期贷款                       1301 短期贷款-正常
    还款                 1011 存放核心清算款                 1303 逾期本金, 1301 其余本金, 1132 应收利息,
                                                            6011 本次还款才确认的利息(负数则记借方),
                                                            6012 罚息收入, 6013 复利收入

    Penalty and compound are income when they are received: until then they are claims off the balance sheet,
    kept in the loan's rows.

A line of nought is left out; a negative amount stands on the other side.
"""

from decimal import Decimal

from shared.reference.types import Subject
from tenants.ledger.types import Line, Side


def _lines(*wanted: tuple[Side, str, Decimal]) -> list[Line]:
    return [
        Line(subject, side if amount > 0 else side.other, abs(amount))
        for side, subject, amount in wanted
        if amount
    ]


def disbursement(amount: Decimal) -> list[Line]:
    """放款."""
    return _lines((Side.DEBIT, Subject.LOAN_PRINCIPAL, amount), (Side.CREDIT, Subject.CORE_CLEARING, amount))


def accrual(interest: Decimal) -> list[Line]:
    """计提: interest earned and not yet in the ledger; negative takes back what was posted too much."""
    return _lines(
        (Side.DEBIT, Subject.INTEREST_RECEIVABLE, interest), (Side.CREDIT, Subject.INTEREST_INCOME, interest)
    )


def overdue(principal: Decimal) -> list[Line]:
    """转逾期: principal of rows that were not paid on their day."""
    return _lines(
        (Side.DEBIT, Subject.LOAN_OVERDUE, principal), (Side.CREDIT, Subject.LOAN_PRINCIPAL, principal)
    )


def repayment(
    *,
    overdue_principal: Decimal,
    normal_principal: Decimal,
    receivable: Decimal,
    income: Decimal,
    penalty: Decimal,
    compound: Decimal,
) -> list[Line]:
    """还款: `receivable` is interest earned before, `income` the interest that only this repayment shows."""
    total = overdue_principal + normal_principal + receivable + income + penalty + compound
    return _lines(
        (Side.DEBIT, Subject.CORE_CLEARING, total),
        (Side.CREDIT, Subject.LOAN_OVERDUE, overdue_principal),
        (Side.CREDIT, Subject.LOAN_PRINCIPAL, normal_principal),
        (Side.CREDIT, Subject.INTEREST_RECEIVABLE, receivable),
        (Side.CREDIT, Subject.INTEREST_INCOME, income),
        (Side.CREDIT, Subject.PENALTY_INCOME, penalty),
        (Side.CREDIT, Subject.COMPOUND_INCOME, compound),
    )
