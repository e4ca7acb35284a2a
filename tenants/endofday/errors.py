from backend.platform.errors import declare

NIGHT_OPEN = declare(
    "endofday.night_open",
    409,
    zh="{business_on} 的日终尚未完成",
    en="The night of {business_on} is not finished",
)
NOT_FAILED = declare(
    "endofday.not_failed", 409, zh="日终状态为 {state},无需重试", en="The night is {state}: nothing to retry"
)
NOT_STOPPED = declare(
    "endofday.not_stopped",
    409,
    zh="日终状态为 {state},无需恢复",
    en="The night is {state}: nothing to resume",
)
NOT_UNDER_WAY = declare(
    "endofday.not_under_way",
    409,
    zh="日终状态为 {state},无法停止",
    en="The night is {state}: nothing to stop",
)
CATCH_UP_RANGE = declare(
    "endofday.catch_up_range",
    422,
    zh="追批截止日须在 {first} 至 {last} 之间",
    en="Catch up to a date between {first} and {last}",
)
STEP_REQUIRED = declare(
    "endofday.step_required", 409, zh="「{step}」不允许跳过", en="The step {step} may never be skipped"
)
STEP_NOT_FAILED = declare(
    "endofday.step_not_failed", 409, zh="「{step}」不是失败状态,不能跳过", en="The step {step} has not failed"
)

# What stopped a step: shown on the step and told to the province. Texts name no values of rows.
STEP_BROKEN = declare(
    "endofday.step_broken",
    500,
    zh="程序错误({kind}),请凭编号 {correlation} 查询日志",
    en="A program error ({kind}): look for {correlation} in the log",
)
STEP_CONFLICT = declare(
    "endofday.step_conflict",
    500,
    zh="数据违反约束 {constraint}",
    en="The data break the constraint {constraint}",
)
STEP_LOST = declare(
    "endofday.step_lost",
    500,
    zh="执行进程在本步骤连续中断 {count} 次且没有进展",
    en="Its worker was lost {count} times without any progress",
)
LEDGER_DIFFERS = declare(
    "endofday.ledger_differs",
    500,
    zh="总分核对有 {count} 处差异:{first}",
    en="The books differ in {count} places: {first}",
)
