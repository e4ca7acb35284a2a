from backend.platform.permissions import declare_actions
from backend.platform.records.labels import name_actions

VIEW = "contracts.view"
CREATE = "contracts.create"
SIGN_BORROWER = "contracts.sign_borrower"
SIGN_BANK = "contracts.sign_bank"
VOID = "contracts.void"

declare_actions(
    **{
        VIEW: "查看合同",
        CREATE: "生成合同",
        SIGN_BORROWER: "登记借款人签署",
        SIGN_BANK: "行社签署",
        VOID: "作废合同",
    }
)

name_actions(
    **{
        "contracts.create": "生成合同",
        "contracts.sign_borrower": "借款人签署",
        "contracts.sign_bank": "行社签署",
        "contracts.use": "首次用信",
        "contracts.settle": "结清",
        "contracts.void": "作废",
    }
)
