from backend.platform.errors import declare

WRONG_CREDENTIALS = declare(
    "identity.wrong_credentials", 401, zh="用户名或密码不正确", en="The user name or the password is wrong"
)
ACCOUNT_DISABLED = declare("identity.account_disabled", 403, zh="账号已停用", en="The account is disabled")
