from backend.platform.permissions import declare_actions

declare_actions(
    **{
        "loans.view": "查看出账、借据与还款",
        "loans.quote": "还款试算",
        "loans.disburse_request": "发起出账",
        "loans.disburse_check": "放款审核",
        "loans.disburse_inquire": "查询核心放款结果",
        "loans.repay": "还款入账",
    }
)
