from django.db import models


class StoredFile(models.Model):
    """A file of the bank, known by the SHA-256 of its content. Rows are never changed or removed."""

    append_only = True

    sha256 = models.CharField("摘要", max_length=64, unique=True)
    size = models.PositiveBigIntegerField("字节数")
    media_type = models.CharField("媒体类型", max_length=100)
    original_name = models.CharField("原文件名", max_length=200)
    created_at = models.DateTimeField("存入时间")
    created_by = models.BigIntegerField("存入人员", null=True)

    class Meta:
        verbose_name = "凭证文件"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(sha256__regex=r"^[0-9a-f]{64}$"), name="stored_file_sha256"
            )
        ]

    def __str__(self) -> str:
        return self.original_name

    @property
    def number(self) -> str:
        return self.sha256[:16]
