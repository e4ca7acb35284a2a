"""What a person has besides his password."""

import uuid

from django.db import models
from django.db.models import Q

from backend.platform.crypto import EncryptedText
from backend.platform.masking import Tier, classified

from .accounts import Account


class SecondFactor(models.Model):
    """The secret of an authenticator app (RFC 6238). It counts from the moment a first code confirmed it.

    While a person changes his device two rows stand side by side: the one in force and the one to come.
    """

    account = models.ForeignKey(Account, models.PROTECT, related_name="second_factors", verbose_name="账号")
    row_uuid = models.UUIDField("行标识", default=uuid.uuid4, unique=True, editable=False)
    secret = classified(EncryptedText("密钥"), Tier.C3)
    created_at = models.DateTimeField("创建时间")
    confirmed_at = models.DateTimeField("启用时间", null=True)
    last_step = models.BigIntegerField("最近使用的时间步", null=True)
    """The number of the half minute whose code was taken last: that one and earlier ones are spent."""

    class Meta:
        verbose_name = "第二因素"
        constraints = [
            models.UniqueConstraint(
                fields=["account"],
                condition=Q(confirmed_at__isnull=False),
                name="second_factor_in_force_once",
            ),
            models.UniqueConstraint(
                fields=["account"], condition=Q(confirmed_at=None), name="second_factor_to_come_once"
            ),
        ]


class RecoveryCode(models.Model):
    """The hash of a code that stands for a lost device, once."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="recovery_codes", verbose_name="账号")
    code_hash = models.CharField("恢复码散列", max_length=64)
    used_at = models.DateTimeField("使用时间", null=True)

    class Meta:
        verbose_name = "恢复码"
        constraints = [
            models.UniqueConstraint(fields=["account", "code_hash"], name="recovery_code_once_per_account")
        ]
