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
