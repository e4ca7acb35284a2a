"""Answers to commands."""

from django.db import models


class IdempotencyRecord(models.Model):
    """The answer to a command, kept so that its repetition gets the same one and moves nothing twice."""

    key = models.CharField("幂等键", max_length=80)
    operation = models.CharField("操作", max_length=120)
    account_id = models.BigIntegerField("账号", null=True)
    fingerprint = models.CharField("内容指纹", max_length=64)
    status = models.PositiveSmallIntegerField("应答状态")
    body = models.JSONField("应答内容", null=True)
    created_at = models.DateTimeField("时间", auto_now_add=True)
    is_kept = models.BooleanField("永久保存", default=True)
    """Whether the answer stays for the life of the money that the command moved."""

    class Meta:
        verbose_name = "幂等记录"
        constraints = [models.UniqueConstraint(fields=["key", "operation"], name="idempotency_once")]
        indexes = [
            models.Index(
                fields=["created_at"], name="idempotency_to_purge", condition=models.Q(is_kept=False)
            )
        ]
