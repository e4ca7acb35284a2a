from backend.platform.errors import declare

STALE_TASK = declare(
    "approvals.stale_task",
    409,
    zh="任务已有变化({state}),请刷新后再处理",
    en="The task has changed since you read it (now {state}): reload it",
)
SAME_PERSON = declare(
    "approvals.same_person",
    403,
    zh="调查、审查、审批不得为同一人",
    en="Investigator, reviewer and approver of one case are different persons",
)
AMOUNT_ABOVE = declare(
    "approvals.amount_above",
    422,
    zh="批准金额不得高于 {limit} 元",
    en="The approved amount may not exceed {limit} yuan",
)
TERM_ABOVE = declare(
    "approvals.term_above",
    422,
    zh="批准期限不得长于 {limit} 个月",
    en="The approved term may not exceed {limit} months",
)
TERMS_WITHOUT_AGREEMENT = declare(
    "approvals.terms_without_agreement",
    422,
    zh="只有同意时才能填写批准金额和期限",
    en="An approved amount or term goes with an agreement only",
)
ALREADY_RUNNING = declare(
    "approvals.already_running", 409, zh="该业务已在审批中", en="The case is already under approval"
)
RECIPIENT_CANNOT_DECIDE = declare(
    "approvals.recipient_cannot_decide",
    409,
    zh="接收人不能办理 {business_no} 的待办任务",
    en="The recipient may not decide the open task of {business_no}",
)
