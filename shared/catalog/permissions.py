from backend.platform.permissions import Face, declare_actions
from backend.platform.records.labels import name_actions

VIEW = "catalog.view"
MANAGE = "catalog.manage"
PUBLISH = "catalog.publish"

declare_actions(Face.PROVINCE, **{VIEW: "查看一级产品", MANAGE: "维护一级产品", PUBLISH: "发布一级产品"})

name_actions(
    **{
        "catalog.level_one_create": "新建一级产品",
        "catalog.level_one_edit": "修改一级产品",
        "catalog.level_one_publish": "发布一级产品",
        "catalog.level_one_suspend": "停售一级产品",
    }
)
