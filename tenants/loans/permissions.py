from backend.platform.permissions import declare_actions
from backend.platform.records.labels import name_actions

declare_actions(
    **{
        "loans.view": "查看出账、借据与还款",
        "loans.quote": "还款试算",
        "loans.disburse_request": "发起出账",
        "loans.disburse_check": "放款审核",
        "loans.disburse_inquire": "查询核心放款结果",
        "loans.repay": "还款入账",
        "loans.reversal_check": "复核还款冲正与补记",
    }
)

name_actions(
    **{
        "loans.core_answer_contradicts": "核心结果不一致",
        "loans.disbursement_create": "发起出账",
        "loans.disbursement_check": "提交放款审核",
        "loans.disbursement_approve": "审核通过",
        "loans.disbursement_return": "退回",
        "loans.disbursement_send": "发送核心",
        "loans.disbursement_post": "出账",
        "loans.disbursement_fail": "出账失败",
        "loans.disbursement_unknown": "核心结果未知",
        "loans.disbursement_inquire": "查询核心结果",
        "loans.loan_open": "建立借据",
        "loans.repay": "还款",
        "loans.repayment_reverse": "还款冲正",
        "loans.receipt_book": "补记还款",
        "loans.quote_export": "导出还款测算",
        "loans.statement_export": "打印对账单",
    }
)
