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
USERNAME_TAKEN = declare(
    "identity.username_taken", 409, zh="该用户名已存在", en="This user name is taken at this entity"
)
USERNAME_FORM = declare(
    "identity.username_form",
    422,
    zh="用户名须以小写字母开头,由 3 至 40 位小写字母、数字、点、横线或下划线组成",
    en="A user name starts with a small letter and has 3 to 40 small letters, digits, dots or dashes",
)
ID_NO_INVALID = declare("identity.id_no_invalid", 422, zh="身份证号有误", en="This is not an identity number")
PERSON_HAS_ACCOUNT = declare(
    "identity.person_has_account",
    409,
    zh="此人在该机构已有账号 {username}",
    en="This person has an account at this entity already: {username}",
)
NO_FIRST_PASSWORD = declare(
    "identity.no_first_password",
    409,
    zh="没有待发放的初始密码:须先经复核开户或重置",
    en="No first password is due: the account must be made or reset by a checked change first",
)
ALREADY_DISABLED = declare(
    "identity.already_disabled", 409, zh="账号已是停用状态", en="The account is disabled already"
)
ALREADY_ENABLED = declare(
    "identity.already_enabled", 409, zh="账号已是启用状态", en="The account is enabled already"
)
ROLE_CODE_TAKEN = declare(
    "identity.role_code_taken", 409, zh="该角色代码已存在", en="This role code is taken"
)
UNKNOWN_ACTION = declare(
    "identity.unknown_action",
    422,
    zh="没有这项权限:{action}",
    en="There is no such action here: {action}",
)
UNKNOWN_CHOICE = declare("identity.unknown_choice", 422, zh="没有这个选项", en="There is no such record")
ROLE_HELD = declare(
    "identity.role_held",
    409,
    zh="此人在该期间已任 {role}",
    en="The person holds {role} in that time already",
)
POWERS_SEPARATE = declare(
    "identity.powers_separate",
    409,
    zh="{role} 与已任的 {held} 须由不同人员担任",
    en="{role} and {held}, which is held already, must be held by different persons",
)
HOLDING_ENDED = declare("identity.holding_ended", 409, zh="任职已终止", en="The holding has ended")
ENDS_BEFORE_START = declare(
    "identity.ends_before_start", 422, zh="终止日早于起始日", en="The last day lies before the first"
)
ROLE_FOR_BANKS = declare(
    "identity.role_for_banks",
    422,
    zh="为行社开户时须指派角色,省联社用户的角色另行任职",
    en="An account at a bank is opened for a role; province users get theirs afterwards",
)
