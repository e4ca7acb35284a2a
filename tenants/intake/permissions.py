from backend.platform.permissions import declare_actions
from backend.platform.records.labels import name_actions

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

name_actions(
    **{
        "intake.create": "录入进件",
        "intake.assign": "分派",
        "intake.accept": "受理",
        "intake.reject": "不予受理",
        "intake.withdraw": "客户撤回",
        "intake.convert": "发起业务",
    }
)
