from backend.platform.permissions import declare_actions

VIEW = "products.view"
MANAGE = "products.manage"
PUBLISH = "products.publish"

declare_actions(**{VIEW: "查看产品", MANAGE: "维护二级产品", PUBLISH: "发布二级产品"})
