from backend.platform.permissions import Face, declare_actions

VIEW = "catalog.view"
MANAGE = "catalog.manage"
PUBLISH = "catalog.publish"

declare_actions(Face.PROVINCE, **{VIEW: "查看一级产品", MANAGE: "维护一级产品", PUBLISH: "发布一级产品"})
