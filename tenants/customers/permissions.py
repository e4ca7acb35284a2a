from backend.platform.permissions import declare_actions

VIEW = "customers.view"
REGISTER = "customers.register"
EDIT = "customers.edit"
REVEAL = "customers.reveal"

declare_actions(**{VIEW: "查看客户", REGISTER: "客户建档", EDIT: "修改客户信息", REVEAL: "查看客户敏感信息"})
