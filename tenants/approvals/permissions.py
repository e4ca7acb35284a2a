from backend.platform.permissions import declare_actions

declare_actions(
    **{
        "approvals.view": "查看审批任务",
        "approvals.review": "审查",
        "approvals.approve": "审批",
    }
)
