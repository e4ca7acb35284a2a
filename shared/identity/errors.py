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
PASSWORD_NEEDED = declare(
    "identity.password_needed", 422, zh="请输入当前密码", en="Enter your current password"
)
SECOND_FACTOR_DUE = declare(
    "identity.second_factor_due",
    401,
    zh="请输入动态验证码",
    en="Enter the code of your second factor",
)
SIGN_IN_EXPIRED = declare(
    "identity.sign_in_expired",
    401,
    zh="验证超时,请重新输入用户名和密码",
    en="That took too long: enter user name and password again",
)
WRONG_CODE = declare(
    "identity.wrong_code",
    422,
    zh="验证码不正确或已使用过",
    en="The code is wrong or was used before",
)
SECOND_FACTOR_NOT_SET = declare(
    "identity.second_factor_not_set", 409, zh="尚未设置动态验证码", en="There is no second factor"
)
ENROLMENT_NOT_BEGUN = declare(
    "identity.enrolment_not_begun", 409, zh="请先扫描新的二维码", en="Scan a new QR code first"
)
SECOND_FACTOR_ENFORCED = declare(
    "identity.second_factor_enforced",
    409,
    zh="您的岗位必须使用动态验证码,不能停用",
    en="Your role requires a second factor: it cannot be removed",
)
TOKEN_INVALID = declare(
    "identity.token_invalid", 401, zh="令牌无效或已过期", en="The token is not valid, or no more"
)
REFRESH_REUSED = declare(
    "identity.refresh_reused",
    401,
    zh="刷新令牌已被使用过,登录已结束,请重新登录",
    en="This refresh token was used before: the session has ended, sign in again",
)
TWO_CREDENTIALS = declare(
    "identity.two_credentials",
    401,
    zh="请求同时带有两个账号的凭证",
    en="The request carries the credentials of two accounts",
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
