from backend.platform.errors import declare

WRONG_CREDENTIALS = declare(
    "identity.wrong_credentials", 401, zh="用户名或密码不正确", en="The user name or the password is wrong"
)
ACCOUNT_DISABLED = declare("identity.account_disabled", 403, zh="账号已停用", en="The account is disabled")
LOCKED_OUT = declare(
    "identity.locked_out",
    429,
    zh="失败次数过多,请于 {time} 后再试",
    en="Too many failures: try again after {time}",
)
WRONG_PASSWORD = declare(
    "identity.wrong_password", 422, zh="原密码不正确", en="The current password is wrong"
)
PASSWORD_TOO_SHORT = declare(
    "identity.password_too_short",
    422,
    zh="密码至少 {min_length} 位",
    en="At least {min_length} characters",
)
PASSWORD_TOO_COMMON = declare(
    "identity.password_too_common", 422, zh="密码过于常见", en="This password is too common"
)
PASSWORD_NUMERIC = declare(
    "identity.password_numeric", 422, zh="密码不能只有数字", en="A password needs more than digits"
)
PASSWORD_HAS_USERNAME = declare(
    "identity.password_has_username",
    422,
    zh="密码不能含有用户名",
    en="The password must not hold the user name",
)
PASSWORD_FEW_CLASSES = declare(
    "identity.password_few_classes",
    422,
    zh="密码须含大写字母、小写字母、数字、符号中的三类",
    en="Use three of: capital letters, small letters, digits, symbols",
)
PASSWORD_REUSED = declare(
    "identity.password_reused",
    422,
    zh="不能使用最近 {count} 次用过的密码",
    en="This is one of your last {count} passwords",
)
