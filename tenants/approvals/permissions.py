from backend.platform.permissions import declare_actions
from backend.platform.records.labels import name_actions

VIEW = "approvals.view"

declare_actions(
    **{
        VIEW: "查看审批任务",
        "approvals.review": "审查",
        "approvals.approve": "审批",
    }
)

name_actions(
    **{
        "approvals.decide": "办理审批任务",
    }
)
