from backend.platform.permissions import declare_actions
from backend.platform.records.labels import name_actions

VIEW = "customers.view"
REGISTER = "customers.register"
EDIT = "customers.edit"
REVEAL = "customers.reveal"
CHECK = "customers.check"

declare_actions(
    **{
        VIEW: "查看客户",
        REGISTER: "客户建档",
        EDIT: "修改客户信息",
        REVEAL: "查看客户敏感信息",
        CHECK: "复核客户身份信息更正",
    }
)

name_actions(
    **{
        "customers.register": "客户建档",
        "customers.edit": "修改客户信息",
        "customers.identity_correct": "更正客户身份信息",
        "customers.reveal_alarm": "查看明文客户数异常",
        "customers.hand_over": "移交客户",
        "customers.household_hand_over": "移交农户",
        "customers.reveal": "查看敏感信息",
        "customers.household_create": "农户建档",
        "customers.household_add_member": "添加家庭成员",
    }
)
