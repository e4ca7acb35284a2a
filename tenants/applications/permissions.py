from backend.platform.permissions import declare_actions
from backend.platform.records.labels import name_actions

VIEW = "applications.view"
EDIT = "applications.edit"
SUBMIT = "applications.submit"
CANCEL = "applications.cancel"
CONVERT = "intake.convert"

declare_actions(
    **{
        VIEW: "查看业务申请",
        EDIT: "填写调查与申请要素",
        SUBMIT: "提交审批",
        CANCEL: "撤销业务申请",
        CONVERT: "进件转申请",
    }
)

name_actions(
    **{
        "applications.open": "发起业务",
        "applications.investigate": "开始调查",
        "applications.edit": "修改申请",
        "applications.submit": "提交审查",
        "applications.review": "进入审查",
        "applications.approval": "进入审批",
        "applications.approve": "审批同意",
        "applications.return": "退回补件",
        "applications.reject": "否决",
        "applications.cancel": "撤销",
        "applications.contract": "签约",
        "applications.release": "合同作废, 恢复待签约",
        "applications.lapse": "失效",
    }
)
