"""Which event of a loan books which lines: the whole table, to be read by accountants.

`make docs` writes it to docs/vouchers.md, and the console shows it beside each voucher. Penalty and compound
are income when they are received: until then they are claims off the balance sheet, kept in the loan's rows.
"""

from decimal import Decimal

from shared.reference.types import Subject
from tenants.ledger.types import Line, VoucherKind, VoucherRule, credit, debit, declare_voucher

DISBURSEMENT = declare_voucher(
    VoucherRule(
        VoucherKind.DISBURSEMENT,
        zh="核心系统答复放款成功时",
        en="When core banking answers that the money has been paid out",
        amounts={"amount": ("放款金额", "amount drawn")},
        lines=(
            debit(
                Subject.LOAN_PRINCIPAL,
                "amount",
                zh="借款人欠本行的本金",
                en="Principal that the borrower owes",
            ),
            credit(
                Subject.CORE_CLEARING,
                "amount",
                zh="核心系统代付、待清算的款项",
                en="Money that core banking paid out",
            ),
        ),
    )
)
ACCRUAL = declare_voucher(
    VoucherRule(
        VoucherKind.ACCRUAL,
        zh="日终,每机构一张:借据已计提而账上尚未记的利息",
        en="In the night, one a branch: interest that loans earned and the ledger does not know",
        amounts={"interest": ("本次入账利息", "interest not posted before")},
        lines=(
            debit(
                Subject.INTEREST_RECEIVABLE,
                "interest",
                zh="已赚取、未收到的利息",
                en="Interest earned and not received",
            ),
            credit(
                Subject.INTEREST_INCOME,
                "interest",
                zh="按权责发生制确认收入",
                en="Income on the accrual basis",
            ),
        ),
    )
)
OVERDUE = declare_voucher(
    VoucherRule(
        VoucherKind.OVERDUE,
        zh="日终,每机构一张:到期未还的本金转入逾期,还清或宽限后转回",
        en="In the night, one a branch: principal not paid on its day moves to overdue, and back when it is settled",
        amounts={"principal": ("新增逾期本金", "principal newly overdue")},
        lines=(
            debit(Subject.LOAN_OVERDUE, "principal", zh="本金转入逾期", en="Principal becomes overdue"),
            credit(
                Subject.LOAN_PRINCIPAL, "principal", zh="本金转出正常", en="Principal leaves the normal loans"
            ),
        ),
    )
)
REPAYMENT = declare_voucher(
    VoucherRule(
        VoucherKind.REPAYMENT,
        zh="收到还款时,按冲账顺序分配之后",
        en="When a repayment is received, as the order of allocation divides it",
        amounts={
            "overdue_principal": ("收回逾期本金", "overdue principal paid"),
            "normal_principal": ("收回正常本金", "other principal paid"),
            "receivable": ("收回已计提利息", "interest paid that was accrued before"),
            "income": ("本次才确认的利息", "interest that only this repayment shows"),
            "penalty": ("收到罚息", "penalty interest paid"),
            "compound": ("收到复利", "compound interest paid"),
            "fee": ("收到违约金", "prepayment fee paid"),
        },
        lines=(
            debit(
                Subject.CORE_CLEARING,
                "overdue_principal", "normal_principal", "receivable", "income", "penalty", "compound", "fee",
                zh="实际收到的款项", en="Money received",
            ),  # fmt: skip
            credit(Subject.LOAN_OVERDUE, "overdue_principal", zh="逾期本金减少", en="Less overdue principal"),
            credit(Subject.LOAN_PRINCIPAL, "normal_principal", zh="未逾期的本金减少", en="Less principal that is not overdue"),
            credit(Subject.INTEREST_RECEIVABLE, "receivable", zh="计提过的利息已收回", en="Accrued interest is received"),
            credit(
                Subject.INTEREST_INCOME, "income",
                zh="提前结清时利息与已计提之差;计提多了则记借方",
                en="On settlement, the interest beyond what was accrued; a debit where too much was",
            ),  # fmt: skip
            credit(Subject.PENALTY_INCOME, "penalty", zh="罚息收到时确认收入", en="Penalty is income when received"),
            credit(Subject.COMPOUND_INCOME, "compound", zh="复利收到时确认收入", en="Compound is income when received"),
            credit(Subject.FEE_INCOME, "fee", zh="提前还款违约金,收到时确认收入", en="A prepayment fee is income when received"),
        ),
    )
)  # fmt: skip


def disbursement(amount: Decimal) -> list[Line]:
    """放款."""
    return DISBURSEMENT.lines_for(amount=amount)


def accrual(interest: Decimal) -> list[Line]:
    """计提: interest earned and not yet in the ledger; negative takes back what was posted too much."""
    return ACCRUAL.lines_for(interest=interest)


def overdue(principal: Decimal) -> list[Line]:
    """转逾期: principal of rows that were not paid on their day."""
    return OVERDUE.lines_for(principal=principal)


def repayment(
    *,
    overdue_principal: Decimal,
    normal_principal: Decimal,
    receivable: Decimal,
    income: Decimal,
    penalty: Decimal,
    compound: Decimal,
    fee: Decimal = Decimal("0.00"),
) -> list[Line]:
    """还款: `receivable` is interest earned before, `income` the interest that only this repayment shows."""
    return REPAYMENT.lines_for(
        overdue_principal=overdue_principal,
        normal_principal=normal_principal,
        receivable=receivable,
        income=income,
        penalty=penalty,
        compound=compound,
        fee=fee,
    )
