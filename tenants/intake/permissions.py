from backend.platform.permissions import declare_actions

VIEW = "intake.view"
CREATE = "intake.create"
ACCEPT = "intake.accept"
REJECT = "intake.reject"
WITHDRAW = "intake.withdraw"
ASSIGN = "intake.assign"

declare_actions(
    **{
        VIEW: "查看进件",
        CREATE: "录入进件",
        ACCEPT: "受理进件",
        REJECT: "不予受理",
        WITHDRAW: "登记客户撤回",
        ASSIGN: "分派进件",
    }
)
