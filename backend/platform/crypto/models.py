"""The key ring: which keys exist for whom. Only wrapped keys stand here."""

from django.db import models
from django.db.models import Q


class Key(models.Model):
    """One version of one entity's key for one purpose, wrapped by the key-encryption key.

    Lives in the public schema; a bank reads it through its search path. `algorithm` belongs to the
    version, so values under an older version keep the algorithm they were sealed with.
    """

    class Purpose(models.TextChoices):
        FIELD = "field", "字段加密"
        HASH = "hash", "检索散列"
        FILE = "file", "文件加密"

    class State(models.TextChoices):
        ACTIVE = "ACTIVE", "使用中"
        DECRYPT_ONLY = "DECRYPT_ONLY", "仅解密"
        DESTROYED = "DESTROYED", "已销毁"

    entity_code = models.CharField("法人代码", max_length=8)
    purpose = models.CharField("用途", max_length=8, choices=Purpose)
    version = models.PositiveSmallIntegerField("版本")
    algorithm = models.CharField("算法", max_length=16)
    wrapped = models.BinaryField("密钥密文", null=True)
    state = models.CharField("状态", max_length=12, choices=State, default=State.ACTIVE)
    created_at = models.DateTimeField("生成时间")
    superseded_at = models.DateTimeField("停止加密时间", null=True)
    destroyed_at = models.DateTimeField("销毁时间", null=True)

    class Meta:
        verbose_name = "密钥"
        db_table = "key_ring"
        constraints = [
            models.UniqueConstraint(fields=["entity_code", "purpose", "version"], name="key_version_once"),
            models.UniqueConstraint(
                fields=["entity_code", "purpose"], condition=Q(state="ACTIVE"), name="key_one_active"
            ),
            models.CheckConstraint(
                condition=Q(version__gte=1, version__lte=255), name="key_version_is_a_byte"
            ),
            models.CheckConstraint(
                condition=Q(state="DESTROYED", wrapped__isnull=True, destroyed_at__isnull=False)
                | (~Q(state="DESTROYED") & Q(wrapped__isnull=False)),
                name="key_is_there_until_destroyed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entity_code} {self.purpose} {self.version}"
