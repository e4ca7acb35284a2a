from backend.platform.permissions import declare_actions

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
