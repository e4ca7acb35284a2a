from backend.platform.errors import declare

INVESTIGATION_MISSING = declare(
    "applications.investigation_missing", 422, zh="调查内容未填写", en="The investigation lacks this"
)
FIXED_BY_PRODUCT = declare(
    "applications.fixed_by_product", 422, zh="产品规定为 {fixed}", en="The product fixes this at {fixed}"
)
TERMS_IMPOSSIBLE = declare(
    "applications.terms_impossible",
    422,
    zh="{reason_zh}",
    en="No schedule can be made of these terms: {reason}",
)
APPROVAL_LAPSED = declare(
    "applications.approval_lapsed",
    409,
    zh="批复已于 {lapses_on} 失效,请重新申请",
    en="The approval lapsed on {lapses_on}: apply again",
)
NOT_APPROVED = declare(
    "applications.not_approved",
    409,
    zh="该申请未获批准({state})",
    en="The application is not approved ({state})",
)
OFFICER_DECIDES = declare(
    "applications.officer_decides",
    409,
    zh="接收人已办理过这些申请的审批,不能成为其客户经理:{app_nos}",
    en="The recipient has decided on these applications and cannot become their officer: {app_nos}",
)
