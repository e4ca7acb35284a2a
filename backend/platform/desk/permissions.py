from backend.platform.permissions import Face, declare_actions
from backend.platform.records.labels import name_actions

SHARE_VIEWS = "desk.share_views"

declare_actions(Face.BOTH, **{SHARE_VIEWS: "共享列表视图"})

name_actions(
    **{
        "desk.view_create": "保存列表视图",
        "desk.view_edit": "修改列表视图",
        "desk.view_delete": "删除列表视图",
        "desk.view_share": "共享列表视图",
        "desk.view_unshare": "取消共享列表视图",
    }
)
