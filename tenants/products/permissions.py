from backend.platform.permissions import declare_actions
from backend.platform.records.labels import name_actions

VIEW = "products.view"
MANAGE = "products.manage"
PUBLISH = "products.publish"

declare_actions(**{VIEW: "查看产品", MANAGE: "维护二级产品", PUBLISH: "发布二级产品"})

name_actions(
    **{
        "products.create": "新建二级产品",
        "products.edit": "修改二级产品",
        "products.publish": "发布二级产品",
        "products.suspend": "停售二级产品",
    }
)
