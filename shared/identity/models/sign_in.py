"""Sessions, failed attempts and the authentication log."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models.functions import Upper


class SignInFailures(models.Model):
    """The failed sign-ins of a user name within the window: one row per address, and one for all of them.

    Counted by user name, not by account, so that a name nobody has is locked like any other.
    """

    ANY_ADDRESS = "*"

    entity_code = models.CharField("机构", max_length=8)
    username = models.CharField("用户名", max_length=40)
    ip = models.CharField("地址", max_length=45)
    failed_at = ArrayField(models.DateTimeField(), verbose_name="失败时间")
    locked_until = models.DateTimeField("锁定至", null=True)

    class Meta:
        verbose_name = "登录失败计数"
        constraints = [
            models.UniqueConstraint(
                fields=["entity_code", "username", "ip"], name="sign_in_failures_once_per_address"
            )
        ]


class Session(AbstractBaseSession):
    """Somebody signed in: whose the row is, at which entity it counts, and when it was last used.

    A console shows the row's key as its cookie. An app never sees the key: its short access tokens name
    the row by `public_id`, and its refresh token is found by the hash of its first half.
    """

    class Channel(models.TextChoices):
        CONSOLE = "CONSOLE", "控制台"
        APP = "APP", "移动应用"

    channel = models.CharField("渠道", max_length=8, choices=Channel, default=Channel.CONSOLE)
    is_pending = models.BooleanField("待验证第二因素", default=False)
    """The password was right and the code is still to come: nobody is signed in."""
    factor_at = models.DateTimeField("最近验证第二因素", null=True)
    audience = models.CharField("应用", max_length=20, blank=True)
    device_name = models.CharField("设备名称", max_length=60, blank=True)
    refresh_family = models.CharField("刷新令牌组散列", max_length=64, null=True, unique=True)
    refresh_hash = models.CharField("刷新令牌散列", max_length=64, blank=True)
    account_id = models.BigIntegerField("账号", null=True, db_index=True)
    entity_code = models.CharField("机构", max_length=8, blank=True)
    # not unique: while Django changes a session's key, its old row and its new one stand side by side
    public_id = models.UUIDField("会话编号")
    created_at = models.DateTimeField("登录时间")
    last_seen_at = models.DateTimeField("最近使用")
    ip = models.CharField("地址", max_length=45, blank=True)
    user_agent = models.CharField("客户端", max_length=200, blank=True)

    class Meta(AbstractBaseSession.Meta):
        verbose_name = "会话"
        indexes = [models.Index(fields=["public_id"], name="session_by_public_id")]

    @classmethod
    def get_session_store_class(cls) -> type:
        from ..sessions import SessionStore

        return SessionStore


class AuthenticationEvent(models.Model):
    """The authentication log: every sign-in, refusal and sign-out. Never changed or removed."""

    append_only = True

    class Kind(models.TextChoices):
        SIGNED_IN = "SIGNED_IN", "登录"
        REFUSED = "REFUSED", "登录被拒"
        SIGNED_OUT = "SIGNED_OUT", "退出"
        SIGNED_OUT_EVERYWHERE = "SIGNED_OUT_EVERYWHERE", "退出全部设备"
        WRONG_ENTITY = "WRONG_ENTITY", "凭证用于其他机构"
        LOCKED_OUT = "LOCKED_OUT", "锁定期间登录被拒"
        UNLOCKED = "UNLOCKED", "解除锁定"
        PASSWORD_CHANGED = "PASSWORD_CHANGED", "修改密码"
        PASSWORD_REFUSED = "PASSWORD_REFUSED", "修改密码时原密码不符"
        SESSION_ENDED = "SESSION_ENDED", "结束其他设备的登录"
        CODE_DUE = "CODE_DUE", "密码正确待验证码"
        CODE_REFUSED = "CODE_REFUSED", "动态验证码不符"
        RECOVERY_CODE_USED = "RECOVERY_CODE_USED", "使用恢复码"
        FACTOR_CONFIRMED = "FACTOR_CONFIRMED", "启用第二因素"
        FACTOR_REMOVED = "FACTOR_REMOVED", "停用第二因素"
        FACTOR_RESET = "FACTOR_RESET", "重置第二因素"
        RECOVERY_CODES_RENEWED = "RECOVERY_CODES_RENEWED", "重新生成恢复码"
        STEPPED_UP = "STEPPED_UP", "再次验证第二因素"
        TOKEN_REUSED = "TOKEN_REUSED", "刷新令牌重复使用"

    at = models.DateTimeField("时间", auto_now_add=True)
    kind = models.CharField("事件", max_length=24, choices=Kind)
    entity_code = models.CharField("机构", max_length=8)
    username = models.CharField("用户名", max_length=40, blank=True)
    account_id = models.BigIntegerField("账号", null=True)
    ip = models.CharField("地址", max_length=45, blank=True)
    user_agent = models.CharField("客户端", max_length=200, blank=True)

    class Meta:
        verbose_name = "认证日志"
        indexes = [
            models.Index(fields=["entity_code", "-id"], name="authentication_by_entity"),
            models.Index(fields=["username", "-id"], name="authentication_by_username"),
            models.Index(fields=["ip", "-id"], name="authentication_by_ip"),
            models.Index(fields=["kind", "-id"], name="authentication_by_kind"),
            # for a part of a name or the beginning of an address
            GinIndex(
                OpClass(Upper("username"), name="gin_trgm_ops"),
                OpClass("ip", name="gin_trgm_ops"),
                name="authentication_by_part",
            ),
        ]
