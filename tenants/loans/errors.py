from backend.kernel.loanmath import TITLES_ZH, LoanMathError
from backend.platform.errors import DomainError, declare

CONTRACT_NOT_EFFECTIVE = declare(
    "loans.contract_not_effective",
    409,
    zh="合同状态({state})不能出账",
    en="Nothing can be drawn under a contract in state {state}",
)
CONTRACT_AMOUNT_EXCEEDED = declare(
    "loans.contract_amount_exceeded",
    409,
    zh="出账金额超过合同可用金额 {available}",
    en="The amount exceeds what is available under the contract: {available}",
)
BEYOND_CONTRACT_END = declare(
    "loans.beyond_contract_end",
    409,
    zh="借据到期日 {maturity_on} 晚于合同到期日 {end_on}",
    en="The loan would mature on {maturity_on}, after the contract's end on {end_on}",
)
CONTRACT_ENDED = declare(
    "loans.contract_ended", 409, zh="合同已于 {end_on} 到期", en="The contract ended on {end_on}"
)
PAYEE_REQUIRED = declare(
    "loans.payee_required", 422, zh="受托支付须填写收款账号", en="Entrusted payment needs the payee's account"
)
PAYEE_NOT_FOR_SELF = declare(
    "loans.payee_not_for_self_payment",
    422,
    zh="自主支付只能入账合同约定的本人账户",
    en="Self payment goes to the borrower's own account named in the contract",
)
SAME_PERSON = declare(
    "loans.same_person",
    403,
    zh="放款审核不能由经办人或主办客户经理本人完成",
    en="The person who requested the drawdown, or the loan's officer, may not check it",
)
NOTHING_DUE = declare("loans.nothing_due", 409, zh="没有到期未还的款项", en="Nothing is due")
LOAN_SETTLED = declare("loans.loan_settled", 409, zh="借据 {loan_no} 已结清", en="Loan {loan_no} is settled")
SETTLEMENT_AMOUNT_DIFFERS = declare(
    "loans.settlement_amount_differs",
    409,
    zh="提前结清应还 {total},与所填金额不符",
    en="Settlement in full takes {total}, which is not the amount given",
)
ARREARS_FIRST = declare(
    "loans.arrears_first",
    409,
    zh="有到期未还款项 {due},须先还清才能提前部分还本",
    en="{due} is due and has to be paid before anything is prepaid",
)
PREPAYMENT_TOO_SMALL = declare(
    "loans.prepayment_too_small",
    409,
    zh="提前部分还本不得低于 {minimum}",
    en="A prepayment in part is at least {minimum}",
)
PREPAYMENT_TOO_LARGE = declare(
    "loans.prepayment_too_large",
    409,
    zh="提前部分还本须少于本金余额 {outstanding};全部归还请用提前结清",
    en="A prepayment in part is less than the principal of {outstanding}; settle the loan in full instead",
)
PREPAID_TODAY = declare(
    "loans.prepaid_today", 409, zh="该借据今日已提前部分还本", en="The loan has been prepaid in part today"
)
TOO_MANY_PREPAYMENTS = declare(
    "loans.too_many_prepayments",
    409,
    zh="该借据今年提前部分还本已达 {most} 次上限",
    en="The loan has had its {most} prepayments of the year",
)
PREPAYMENT_UNNAMED = declare(
    "loans.prepayment_unnamed",
    422,
    zh="提前部分还本须填写本金和还本方式",
    en="A prepayment in part needs the principal and what it changes",
)
PREPAYMENT_ONLY = declare(
    "loans.prepayment_only", 422, zh="仅提前部分还本填写此项", en="Only a prepayment in part has this"
)
QUOTE_IN_THE_PAST = declare(
    "loans.quote_in_the_past",
    422,
    zh="试算日不能早于营业日 {today}",
    en="The day lies before the business date {today}",
)
RECEIPT_DAY = declare(
    "loans.receipt_day",
    422,
    zh="补记款项的起息日须不早于借据起息日 {start_on}、早于营业日 {today}",
    en="The receipt's day lies on or after {start_on} and before the business date {today}",
)
RECEIPT_KIND = declare(
    "loans.receipt_kind",
    422,
    zh="提前部分还本不能补记:还款计划自办理当日起变更",
    en="A prepayment in part is not back-dated: it plans the rows anew from the day it is taken",
)
RECEIPT_KNOWN = declare(
    "loans.receipt_known",
    409,
    zh="该流水号已入账(还款 {repay_no})",
    en="This number was booked before, as repayment {repay_no}",
)
RECEIPT_NEEDS_APPROVAL = declare(
    "loans.receipt_needs_approval",
    409,
    zh="起息日 {value_on} 过早,须提交复核",
    en="A receipt of {value_on} has to be checked by a second person",
)
STATEMENT_RANGE = declare(
    "loans.statement_range",
    422,
    zh="对账单的截止日不能早于起始日 {since}",
    en="A statement cannot end before it begins on {since}",
)
STATEMENT_IN_THE_FUTURE = declare(
    "loans.statement_in_the_future",
    422,
    zh="对账单的截止日不能晚于营业日 {today}",
    en="A statement ends on the business date {today} at the latest",
)
STATEMENT_TOO_LONG = declare(
    "loans.statement_too_long",
    422,
    zh="对账单一次最多 {most} 天",
    en="A statement covers {most} days at most",
)
STATEMENT_NOT_PRINTABLE = declare(
    "loans.statement_not_printable",
    422,
    zh="对账单中有字库没有的字,无法打印",
    en="The statement holds a character that its fonts do not have",
)
REVERSED_SAME_DAY_ONLY = declare(
    "loans.reversed_same_day_only",
    409,
    zh="只能冲正当日入账的还款(该笔入账日 {booked_on})",
    en="Only a repayment of today can be reversed; this one was booked on {booked_on}",
)
LATER_REPAYMENT = declare(
    "loans.later_repayment",
    409,
    zh="之后另有还款 {repay_no},须先冲正该笔",
    en="Repayment {repay_no} came later and has to be reversed first",
)
DIFFERS_FROM_EVENTS = declare(
    "loans.differs_from_events",
    409,
    zh="借据 {loan_no} 的还款明细与其业务流水不一致,不能冲正,请联系科技人员核对",
    en="Loan {loan_no} is not what its events make it: nothing is reversed before that is cleared up",
)
BAD_SIGNATURE = declare("loans.bad_signature", 401, zh="签名无效", en="The signature is not valid")

LOANMATH = {code: declare(code, 422, zh=title, en="{message}") for code, title in TITLES_ZH.items()}


def of_the_kernel(refusal: LoanMathError) -> DomainError:
    """A refusal of the loan mathematics as an error of ours, under its own code and field."""
    return LOANMATH[refusal.code].at(field=refusal.field, message=refusal.message)


TOO_MANY_DRAWDOWNS = declare(
    "loans.too_many_drawdowns_today",
    409,
    zh="该合同今日出账已达 {most} 笔上限",
    en="The contract has had its {most} drawdowns of the day",
)
