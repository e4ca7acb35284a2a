"""Who may sign in."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.functional import cached_property

from backend.platform.masking import Tier, classified


class AccountManager(BaseUserManager["Account"]):
    def create_account(
        self,
        *,
        entity_code: str,
        username: str,
        name: str,
        password: str,
        must_change: bool = False,
        person_hash: bytes | None = None,
    ) -> "Account":
        account = self.model(
            entity_code=entity_code,
            username=username,
            name=name,
            must_change_password=must_change,
            person_hash=person_hash,
        )
        account.set_password(password)
        account.save(using=self._db)
        return account


class Account(AbstractBaseUser):
    """A person's account at one entity. Accounts are disabled, never deleted."""

    last_login = None  # sign-ins are rows of the authentication log, not a hot column here

    entity_code = models.CharField("所属机构", max_length=8)
    username = models.CharField("用户名", max_length=40)
    name = models.CharField("姓名", max_length=60)
    is_active = models.BooleanField("启用", default=True)
    must_change_password = models.BooleanField("须先修改密码", default=False)
    first_password_due = models.BooleanField("待发放初始密码", default=False)
    """Two persons agreed that the account gets a password; whoever made the change may issue it, once."""
    appointed_role = models.CharField("省联社指派的角色", max_length=30, blank=True)
    """The role at the bank for which the province made this account; empty for all others."""
    appointed_at = models.DateTimeField("指派完成时间", null=True)
    """When the bank's own rows (person and post) were made; null until then."""
    version = models.PositiveIntegerField("版本", default=1)
    person_hash = models.BinaryField("自然人散列", max_length=16, null=True, editable=False)
    """Of the identity number, under the province's key: the same person is recognised at every entity."""
    created_at = models.DateTimeField("创建时间", auto_now_add=True)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["entity_code", "name"]
    objects = AccountManager()

    class Meta:
        verbose_name = "账号"
        ordering = ["entity_code", "username"]
        constraints = [
            models.UniqueConstraint(fields=["entity_code", "username"], name="account_once_per_entity")
        ]
        indexes = [
            models.Index(
                fields=["person_hash"],
                name="account_by_person",
                condition=models.Q(person_hash__isnull=False),
            ),
            models.Index(
                fields=["entity_code"],
                name="account_to_appoint",
                condition=models.Q(appointed_at=None) & ~models.Q(appointed_role=""),
            ),
        ]

    @cached_property
    def has_second_factor(self) -> bool:
        """Whether sign-in asks for a code; selectors that list accounts fill it in their own query."""
        return self.second_factors.filter(confirmed_at__isnull=False).exists()


class PasswordHistory(models.Model):
    """A password that the account no longer has; as many are kept as may not be chosen again."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="former_passwords", verbose_name="账号")
    password = classified(models.CharField("密码散列", max_length=128), Tier.C3)
    replaced_at = models.DateTimeField("更换时间")

    class Meta:
        verbose_name = "历史密码"
        indexes = [models.Index(fields=["account", "-id"], name="password_by_account")]
