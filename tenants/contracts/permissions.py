from backend.platform.permissions import declare_actions

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
